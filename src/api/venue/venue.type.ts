/** The type Venue, and the list of venues. */
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Node } from "../node.type.js";

@ObjectType("Venue", { description: "A venue in one year.", implements: Node, simpleResolvers: true })
export class Venue extends Node {
  @Field(() => String, { description: "Name without the year." })
  name: string;
  @Field(() => Int, { nullable: true, description: "Year." })
  year: number | null;
  @Field(() => Int, { description: "How many papers appeared there." })
  paperCount: number;
}

@ObjectType("VenueEdge", { description: "A venue in a list.", simpleResolvers: true })
export class VenueEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Venue, { description: "The venue." })
  node: Venue;
}
export const VenueConnection = connectionOf("VenueConnection", VenueEdge, () => Venue, "venues");
