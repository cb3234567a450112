/** The types of papers that are like a paper, and of why. */
import { Field, Float, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import type { NodeLabel } from "../global-id.js";
import { Paper } from "./paper.type.js";

@ObjectType("SimilarityReason", {
  description: "A technique, dataset or task that two papers share.",
  simpleResolvers: true,
})
export class SimilarityReason {
  @Field(() => String, { description: "Its name." })
  name: string;
  @Field(() => Float, { description: "Its part of the score: the rarer it is, the larger." })
  weight: number;
  /** For the resolver. */
  label: NodeLabel;
  key: string;
}

@ObjectType("SimilarPaperEdge", { description: "A paper that is like another.", simpleResolvers: true })
export class SimilarPaperEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Paper, { description: "The paper." })
  node: Paper;
  @Field(() => Float, {
    description:
      "From 0 to 1, which is for a paper with the same techniques, datasets and tasks: the cosine of the two, each thing weighted by ln((papers in the graph + 1) / papers that have it).",
  })
  score: number;
  @Field(() => [SimilarityReason], {
    description: "What they share, weightiest first; the weights add up to the score.",
  })
  reasons: SimilarityReason[];
}
export const SimilarPaperConnection = connectionOf(
  "SimilarPaperConnection",
  SimilarPaperEdge,
  () => Paper,
  "papers that share techniques, datasets or tasks with a paper, likest first; the 200 that share most are compared",
);
