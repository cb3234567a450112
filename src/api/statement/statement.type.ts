/** The type Statement: what one paper says of two techniques. */
import { Field, Float, ObjectType } from "type-graphql";
import { Evidence } from "../fact.type.js";
import { Node } from "../node.type.js";
import { RelationWord } from "../words.js";

@ObjectType("Statement", {
  description: "What one paper states of two techniques, with the sentence that says so.",
  implements: Node,
  simpleResolvers: true,
})
export class Statement extends Node {
  @Field(() => RelationWord, { description: "How the first technique stands to the second." })
  type: string;
  @Field(() => Boolean, { description: "Whether the paper denies it; denied statements support no relation." })
  negated: boolean;
  @Field(() => Float, { nullable: true, description: "From 0 to 1." })
  confidence: number | null;
  @Field(() => [Evidence], { description: "Sentences that show it, best first, three at most." })
  evidence: Evidence[];
  @Field(() => String, { nullable: true, description: "Rule that found it." })
  rule: string | null;
  @Field(() => [String], { description: "What found it: rules, model." })
  foundBy: string[];
  /** Stored ids of the ends and of the paper, for the resolver. */
  fromId: string;
  toId: string;
  paperId: string;
}
