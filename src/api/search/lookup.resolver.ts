/** Many keys of whatever kind in one call, each answered by the node that it means. */
import { ArrayMaxSize, Matches, MaxLength } from "class-validator";
import { Args, ArgsType, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import { NOT_BLANK, PAGE_MAX, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { globalId } from "../global-id.js";
import { nodeOf } from "../node.resolver.js";
import { Node } from "../node.type.js";
import { type Meant, meaningsOf } from "./lookup.js";

const KEYS = `takes up to ${PAGE_MAX} keys of 1 to ${2 * TEXT_MAX} characters that are not blank`;
/** Nodes that an ambiguous key shows at most. */
const CANDIDATES_MAX = 20;

@ArgsType()
class KeysArgs {
  @Field(() => [String], {
    description: `What to look up, ${PAGE_MAX} keys at most, of any kinds mixed: ids as any node shows them or as they are stored, arXiv ids, DOIs, addresses of repositories, titles, names, aliases.`,
  })
  @ArrayMaxSize(PAGE_MAX, { message: KEYS })
  @Matches(NOT_BLANK, { each: true, message: KEYS })
  @MaxLength(2 * TEXT_MAX, { each: true, message: KEYS })
  keys: string[];
}

@ObjectType("Lookup", { description: "What a key leads to.", simpleResolvers: true })
export class Lookup {
  @Field(() => String, { description: "The key as it was asked." })
  key: string;
  /** For the resolvers, likeliest first. */
  meant: Meant[];
}

@Resolver(() => Lookup)
export class LookupResolver {
  @Query(() => [Lookup], {
    description:
      "What each of many keys leads to, in the order asked. Ids, arXiv ids, DOIs and addresses decide alone; titles and names may be ambiguous.",
  })
  lookup(@Args() { keys }: KeysArgs, @Ctx() ctx: Context): Promise<Lookup[]> {
    return Promise.all(keys.map(async (key) => ({ key, meant: await meaningsOf(ctx, key) })));
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: "The node; null for a miss. Of several the one with most papers, then by type and the smaller id.",
  })
  async node(@Root() { meant }: Lookup, @Ctx() ctx: Context): Promise<Node | null> {
    const [first] = meant;
    return first === undefined ? null : nodeOf(ctx, globalId(first.label, first.id));
  }

  @FieldResolver(() => [Node], {
    description: `All nodes that an ambiguous key leads to, \`node\` first, ${CANDIDATES_MAX} at most; empty where there is one or none.`,
  })
  async candidates(@Root() { meant }: Lookup, @Ctx() ctx: Context): Promise<Node[]> {
    if (meant.length < 2) return [];
    const nodes = await Promise.all(meant.slice(0, CANDIDATES_MAX).map((m) => nodeOf(ctx, globalId(m.label, m.id))));
    return nodes.filter((n) => n !== null);
  }
}
