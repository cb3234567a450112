/** The type Repository, and the list of repositories. */
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Node } from "../node.type.js";

export const RepositoryKind = { CODE: "CODE", PROJECT_PAGE: "PROJECT_PAGE" } as const;
registerEnumType(RepositoryKind, {
  name: "RepositoryKind",
  description: "What an address that a paper gives leads to.",
  valuesConfig: { CODE: { description: "Source code." }, PROJECT_PAGE: { description: "A page about the work." } },
});

@ObjectType("Repository", {
  description: "A code repository or project page.",
  implements: Node,
  simpleResolvers: true,
})
export class Repository extends Node {
  @Field(() => String, { description: "Address with its scheme, as the papers write it." })
  url: string;
  @Field(() => RepositoryKind, { description: "Whether it is code or a page." })
  kind: string;
  @Field(() => String, { nullable: true, description: "Host name." })
  host: string | null;
  @Field(() => Int, { description: "How many papers give it." })
  paperCount: number;
}

@ObjectType("RepositoryEdge", { description: "A repository in a list.", simpleResolvers: true })
export class RepositoryEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Repository, { description: "The repository." })
  node: Repository;
}
export const RepositoryConnection = connectionOf(
  "RepositoryConnection",
  RepositoryEdge,
  () => Repository,
  "repositories",
);
