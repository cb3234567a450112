/** Relations between techniques: the edge that papers' statements support, as one of its techniques sees it. */
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { RelationWord } from "../words.js";
import { Technique } from "./technique.type.js";

export const Direction = { OUT: "OUT", IN: "IN", BOTH: "BOTH" } as const;
registerEnumType(Direction, {
  name: "RelationDirection",
  description: "Which way a relation runs, seen from the technique that has it.",
  valuesConfig: {
    OUT: { description: "From this technique to the other." },
    IN: { description: "From the other technique to this one." },
    BOTH: { description: "Either way; of a relation: it is symmetric and reads both ways." },
  },
});

@ObjectType("TechniqueRelationEdge", {
  description: "A relation of a technique to another, with how many papers state it.",
  simpleResolvers: true,
})
export class TechniqueRelationEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Technique, { description: "The other technique." })
  node: Technique;
  @Field(() => RelationWord, { description: "How the one stands to the other." })
  type: string;
  @Field(() => Direction, { description: "OUT or IN; BOTH for a symmetric type." })
  direction: string;
  @Field(() => Int, { description: "How many papers state it." })
  paperCount: number;
  @Field(() => Int, { nullable: true, description: "Earliest year of those papers." })
  firstYear: number | null;
  @Field(() => Int, { nullable: true, description: "Latest year of those papers." })
  lastYear: number | null;
  @Field(() => Float, { nullable: true, description: "Best confidence of the statements, from 0 to 1." })
  confidence: number | null;
  /** Key of the statements behind it, for the resolver. */
  key: string;
}
export const TechniqueRelationConnection = connectionOf(
  "TechniqueRelationConnection",
  TechniqueRelationEdge,
  () => Technique,
  "relations of a technique, those that most papers state first",
);
