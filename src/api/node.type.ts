/** The interface of everything that has an id. */
import { Field, ID, InterfaceType } from "type-graphql";

@InterfaceType("Node", {
  description: "Anything with an id of its own; `node(id)` leads back to it.",
  resolveType: (value: { label: string }) => value.label,
})
export abstract class Node {
  @Field(() => ID, { description: "Global id: the type, a colon and an id that stays across loads and machines." })
  id: string;
}
