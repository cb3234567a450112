/** What every extracted fact carries: its sentences, confidence and rule. */
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { Row } from "../store/store.js";

@ObjectType("Evidence", { description: "A sentence that a fact rests on, and where it stands.", simpleResolvers: true })
export class Evidence {
  @Field(() => String, { description: "The sentence; equals the slice from `start` to `end` of the stored field." })
  text: string;
  @Field(() => String, {
    description: "`title`, `abstract`, or `abstract/2` and on for the abstracts of further sources.",
  })
  field: string;
  @Field(() => Int, { description: "Where the sentence begins, in UTF-16 code units." })
  start: number;
  @Field(() => Int, { description: "Where the sentence ends, in UTF-16 code units, exclusive." })
  end: number;
}

/** Not a type of the schema: what edges and statements that carry a fact have in common. */
@ObjectType()
export abstract class Fact {
  @Field(() => String, { nullable: true, description: "Stable id of the fact, for those who keep track of facts." })
  factId: string | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1; null for a fact from a structured field." })
  confidence: number | null;
  @Field(() => [Evidence], {
    description: "Sentences that show it, best first, three at most; empty for a fact from a structured field.",
  })
  evidence: Evidence[];
  @Field(() => String, { nullable: true, description: "Rule that found it, or `field:NAME` for a structured field." })
  rule: string | null;
  @Field(() => [String], { description: "What found it: rules, model, source." })
  foundBy: string[];
}

export const parseEvidence = (json: unknown): Evidence[] =>
  typeof json === "string" && json !== "" ? (JSON.parse(json) as Evidence[]) : [];

/** The fact's part of a row of the store. */
export const factOf = (row: Row): Fact => ({
  factId: (row.factId as string | null) ?? null,
  confidence: (row.confidence as number | null) ?? null,
  evidence: parseEvidence(row.evidence),
  rule: (row.rule as string | null) ?? null,
  foundBy: (row.foundBy as string[] | null) ?? [],
});
