/** The type Venue. */
import { Field, Int, ObjectType } from "type-graphql";
import { Node } from "../node.type.js";

@ObjectType("Venue", { description: "A venue in one year.", implements: Node, simpleResolvers: true })
export class Venue extends Node {
  @Field(() => String, { description: "Name without the year." })
  name: string;
  @Field(() => Int, { nullable: true, description: "Year." })
  year: number | null;
}
