/** The type Dataset, and the lists whose rows are datasets. */
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Fact } from "../fact.type.js";
import { Named } from "../named.type.js";
import { Node } from "../node.type.js";
import { DatasetRole } from "../words.js";

@ObjectType("Dataset", { description: "A dataset, benchmark or corpus.", implements: Node, simpleResolvers: true })
export class Dataset extends Named {}

@ObjectType("DatasetEdge", { description: "A dataset in a list.", simpleResolvers: true })
export class DatasetEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Dataset, { description: "The dataset." })
  node: Dataset;
}
export const DatasetConnection = connectionOf("DatasetConnection", DatasetEdge, () => Dataset, "datasets");

@ObjectType("PaperDatasetEdge", {
  description: "A dataset of a paper, and what it is to the paper.",
  simpleResolvers: true,
})
export class PaperDatasetEdge extends Fact {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Dataset, { description: "The dataset." })
  node: Dataset;
  @Field(() => DatasetRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [DatasetRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const PaperDatasetConnection = connectionOf(
  "PaperDatasetConnection",
  PaperDatasetEdge,
  () => Dataset,
  "datasets of a paper",
);

@ObjectType("DatasetCooccurrenceEdge", {
  description: "A dataset that stands in the same papers.",
  simpleResolvers: true,
})
export class DatasetCooccurrenceEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Dataset, { description: "The other dataset." })
  node: Dataset;
  @Field(() => Int, { description: "How many papers have both." })
  paperCount: number;
}
export const DatasetCooccurrenceConnection = connectionOf(
  "DatasetCooccurrenceConnection",
  DatasetCooccurrenceEdge,
  () => Dataset,
  "datasets that stand in the same papers",
);
