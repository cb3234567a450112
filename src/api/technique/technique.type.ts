/** The type Technique, and the lists whose rows are techniques. */
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Fact } from "../fact.type.js";
import { Named } from "../named.type.js";
import { Node } from "../node.type.js";
import { TechniqueRole } from "../words.js";

@ObjectType("Technique", {
  description: "A way of doing: a method, model, architecture, loss, optimiser.",
  implements: Node,
  simpleResolvers: true,
})
export class Technique extends Named {
  @Field(() => String, {
    nullable: true,
    description:
      "architecture, training, adaptation, loss, optimizer, generation, representation, compression, rl, data-augmentation, framework or other.",
  })
  kind: string | null;
}

@ObjectType("TechniqueEdge", { description: "A technique in a list.", simpleResolvers: true })
export class TechniqueEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Technique, { description: "The technique." })
  node: Technique;
}
export const TechniqueConnection = connectionOf("TechniqueConnection", TechniqueEdge, () => Technique, "techniques");

@ObjectType("PaperTechniqueEdge", {
  description: "A technique of a paper, and what it is to the paper.",
  simpleResolvers: true,
})
export class PaperTechniqueEdge extends Fact {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Technique, { description: "The technique." })
  node: Technique;
  @Field(() => TechniqueRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [TechniqueRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const PaperTechniqueConnection = connectionOf(
  "PaperTechniqueConnection",
  PaperTechniqueEdge,
  () => Technique,
  "techniques of a paper",
);

@ObjectType("TechniqueCooccurrenceEdge", {
  description: "A technique that stands in the same papers.",
  simpleResolvers: true,
})
export class TechniqueCooccurrenceEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Technique, { description: "The other technique." })
  node: Technique;
  @Field(() => Int, { description: "How many papers have both." })
  paperCount: number;
}
export const TechniqueCooccurrenceConnection = connectionOf(
  "TechniqueCooccurrenceConnection",
  TechniqueCooccurrenceEdge,
  () => Technique,
  "techniques that stand in the same papers",
);
