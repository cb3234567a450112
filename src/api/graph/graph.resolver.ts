/** What the graph as a whole holds: counts, version, time of the last load. */
import { Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { GraphStore, Stats } from "../../store/store.js";
import type { Context } from "../context.js";

@ObjectType("Statistics", { description: "How much the graph holds.", simpleResolvers: true })
export class Statistics {
  @Field(() => Int, { description: "Papers." })
  papers: number;
  @Field(() => Int, { description: "Techniques that papers name." })
  techniques: number;
  @Field(() => Int, { description: "Datasets that papers name." })
  datasets: number;
  @Field(() => Int, { description: "Tasks that papers name." })
  tasks: number;
  @Field(() => Int, { description: "Code repositories and project pages that papers give." })
  repositories: number;
  @Field(() => Int, { description: "Relations between two techniques, one for each type." })
  relations: number;
  @Field(() => Int, { description: "Authors." })
  authors: number;
  @Field(() => Int, { description: "Venues, one for each year." })
  venues: number;
  @Field(() => Int, { description: "Statements of papers about two techniques." })
  statements: number;
  @Field(() => Int, { description: "Numbers that papers report." })
  results: number;
}

@ObjectType("Graph", { description: "The state of the graph.", simpleResolvers: true })
export class Graph {
  @Field(() => Int, { description: "Grows by one with each load's transaction; 0 for an empty graph." })
  version: number;
  @Field(() => String, { nullable: true, description: "ISO time of the last load." })
  loadedAt: string | null;
}

/** Counts depend on nothing but the graph's version, so they are counted once a version. */
const counted = new WeakMap<GraphStore, { version: number; stats: Promise<Stats> }>();
export async function statsOf(store: GraphStore): Promise<Stats> {
  const version = await store.version();
  const held = counted.get(store);
  if (held?.version === version) return held.stats;
  const stats = store.stats();
  counted.set(store, { version, stats });
  stats.catch(() => counted.delete(store));
  return stats;
}

@Resolver()
export class GraphResolver {
  @Query(() => Statistics, { description: "How much the graph holds." })
  statistics(@Ctx() ctx: Context): Promise<Statistics> {
    return statsOf(ctx.store);
  }

  @Query(() => Graph, { description: "The state of the graph." })
  async graph(@Ctx() ctx: Context): Promise<Graph> {
    const [row] = await ctx.store.query("graph");
    return { version: Number(row?.version ?? 0), loadedAt: (row?.loadedAt as string | null | undefined) ?? null };
  }
}
