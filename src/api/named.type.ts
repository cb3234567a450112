/** What techniques, datasets and tasks have in common. */
import { Field, Int, ObjectType } from "type-graphql";
import { Node } from "./node.type.js";

/** Not a type of the schema: the fields of whatever papers name. */
@ObjectType()
export abstract class Named extends Node {
  @Field(() => String, {
    description: "Canonical name: the vocabulary's, or else the commonest writing in the papers.",
  })
  name: string;
  @Field(() => [String], { description: "Other writings that lead here." })
  aliases: string[];
  @Field(() => String, { nullable: true, description: "`vocabulary`, or `text` where papers alone name it." })
  source: string | null;
  @Field(() => Int, { description: "How many papers are joined to it, by whatever role." })
  paperCount: number;
}
