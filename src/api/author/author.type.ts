/** The type Author. */
import { Field, ObjectType } from "type-graphql";
import { Node } from "../node.type.js";

@ObjectType("Author", { description: "An author, by name as written.", implements: Node, simpleResolvers: true })
export class Author extends Node {
  @Field(() => String, { description: "Name as the papers write it." })
  name: string;
}
