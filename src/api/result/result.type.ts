/** The type Result: a number that a paper reports on a dataset. */
import { Field, Float, ObjectType } from "type-graphql";
import { Evidence } from "../fact.type.js";
import { Node } from "../node.type.js";

@ObjectType("Result", {
  description: "A number that a paper reports on a dataset.",
  implements: Node,
  simpleResolvers: true,
})
export class Result extends Node {
  @Field(() => String, { description: "Metric as written, in lower case." })
  metric: string;
  @Field(() => Float, { description: "Value in its unit." })
  value: number;
  @Field(() => String, { nullable: true, description: "`%`, `points` or nothing." })
  unit: string | null;
  @Field(() => Boolean, { description: "Whether the value is a difference, not an absolute value." })
  difference: boolean;
  @Field(() => String, { nullable: true, description: "What the text says of shots, extra data, size." })
  setting: string | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1." })
  confidence: number | null;
  @Field(() => [Evidence], { description: "Sentences that show it, best first, three at most." })
  evidence: Evidence[];
  @Field(() => String, { nullable: true, description: "Rule that found it." })
  rule: string | null;
  @Field(() => [String], { description: "What found it: rules, model." })
  foundBy: string[];
  /** Stored ids of what it is of, for the resolver. */
  datasetId: string;
  techniqueId: string | null;
  paperId: string;
}
