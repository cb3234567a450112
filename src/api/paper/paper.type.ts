/** The type Paper, and the lists whose rows are papers. */
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Fact } from "../fact.type.js";
import { Node } from "../node.type.js";
import { DatasetRole, TaskRole, TechniqueRole } from "../words.js";

@ObjectType("Paper", {
  description: "A paper: title, abstract and identifiers.",
  implements: Node,
  simpleResolvers: true,
})
export class Paper extends Node {
  @Field(() => String, { description: "Title as in the source." })
  title: string;
  @Field(() => Int, { nullable: true, description: "Year of publication." })
  year: number | null;
  @Field(() => String, {
    nullable: true,
    description: "Date, with the precision that its source has: `2016`, `2016-05` or `2016-05-11`.",
  })
  publishedAt: string | null;
  @Field(() => String, { nullable: true, description: "Where to read it." })
  url: string | null;
  @Field(() => String, { nullable: true, description: "arXiv id without version." })
  arxiv: string | null;
  @Field(() => String, { nullable: true, description: "DOI in lower case." })
  doi: string | null;
  @Field(() => String, { nullable: true, description: "OpenReview id." })
  openreview: string | null;
  @Field(() => [String], { description: "Keywords that a source gives." })
  keywords: string[];
  @Field(() => Boolean, { description: "Whether a code repository is joined to it." })
  hasCode: boolean;
}

@ObjectType("PaperEdge", { description: "A paper in a list.", simpleResolvers: true })
export class PaperEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Paper, { description: "The paper." })
  node: Paper;
}
export const PaperConnection = connectionOf("PaperConnection", PaperEdge, () => Paper, "papers");

/** Not a type of the schema: a paper that is joined to something by a fact. */
@ObjectType()
abstract class PaperFactEdge extends Fact {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Paper, { description: "The paper." })
  node: Paper;
}

@ObjectType("TechniquePaperEdge", {
  description: "A paper of a technique, and what the technique is to it.",
  simpleResolvers: true,
})
export class TechniquePaperEdge extends PaperFactEdge {
  @Field(() => TechniqueRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [TechniqueRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const TechniquePaperConnection = connectionOf(
  "TechniquePaperConnection",
  TechniquePaperEdge,
  () => Paper,
  "papers of a technique, latest first",
);

@ObjectType("DatasetPaperEdge", {
  description: "A paper of a dataset, and what the dataset is to it.",
  simpleResolvers: true,
})
export class DatasetPaperEdge extends PaperFactEdge {
  @Field(() => DatasetRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [DatasetRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const DatasetPaperConnection = connectionOf(
  "DatasetPaperConnection",
  DatasetPaperEdge,
  () => Paper,
  "papers of a dataset, latest first",
);

@ObjectType("TaskPaperEdge", { description: "A paper of a task.", simpleResolvers: true })
export class TaskPaperEdge extends PaperFactEdge {
  @Field(() => TaskRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [TaskRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const TaskPaperConnection = connectionOf(
  "TaskPaperConnection",
  TaskPaperEdge,
  () => Paper,
  "papers of a task, latest first",
);

@ObjectType("RepositoryPaperEdge", { description: "A paper of a repository.", simpleResolvers: true })
export class RepositoryPaperEdge extends PaperFactEdge {}
export const RepositoryPaperConnection = connectionOf(
  "RepositoryPaperConnection",
  RepositoryPaperEdge,
  () => Paper,
  "papers of a repository, latest first",
);
