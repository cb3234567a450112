/** The type Author, and the list of authors. */
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Node } from "../node.type.js";

@ObjectType("Author", { description: "An author, by name as written.", implements: Node, simpleResolvers: true })
export class Author extends Node {
  @Field(() => String, { description: "Name as the papers write it." })
  name: string;
  @Field(() => Int, { description: "How many papers are the author's." })
  paperCount: number;
}

@ObjectType("AuthorEdge", { description: "An author in a list.", simpleResolvers: true })
export class AuthorEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Author, { description: "The author." })
  node: Author;
}
export const AuthorConnection = connectionOf("AuthorConnection", AuthorEdge, () => Author, "authors");
