/** Relay's entry points: a node by its id, many nodes by theirs. */
import { ArrayMaxSize, Matches, MaxLength } from "class-validator";
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import { IdArgs, NOT_BLANK, PAGE_MAX } from "./arguments.js";
import type { Context } from "./context.js";
import { loadGlobal } from "./entity.js";
import { Node } from "./node.type.js";
import { resultOf } from "./result/result.resolver.js";
import { statementOf } from "./statement/statement.resolver.js";

const IDS = `takes up to ${PAGE_MAX} ids that are not blank`;

@ArgsType()
class IdsArgs {
  @Field(() => [ID], { description: `Ids as any node shows them, ${PAGE_MAX} at most.` })
  @ArrayMaxSize(PAGE_MAX, { message: IDS })
  @Matches(NOT_BLANK, { each: true, message: IDS })
  @MaxLength(1000, { each: true, message: IDS })
  ids: string[];
}

/** The node of a global id, as its GraphQL type takes it. */
export async function nodeOf(ctx: Context, id: string): Promise<Node | null> {
  const found = await loadGlobal(ctx, id);
  if (found === null) return null;
  const row = { ...found, id: found.key };
  if (found.label === "Statement") return statementOf(row);
  if (found.label === "Result") return resultOf(row);
  return found as unknown as Node;
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: "The node of an id; an id from before a merge leads to the survivor. Null where there is none.",
  })
  node(@Args() { id }: IdArgs, @Ctx() ctx: Context): Promise<Node | null> {
    return nodeOf(ctx, id);
  }

  @Query(() => [Node], { nullable: "items", description: "The nodes of ids, in their order; null for an unknown one." })
  nodes(@Args() { ids }: IdsArgs, @Ctx() ctx: Context): Promise<(Node | null)[]> {
    return Promise.all(ids.map((id) => nodeOf(ctx, id)));
  }
}
