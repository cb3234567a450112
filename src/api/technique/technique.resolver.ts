/** Techniques: lookup, the list, papers, relations with their proof, and what stands beside them. */
import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { type RelationType, SYMMETRIC_RELATIONS, statementKey } from "../../ontology.js";
import type { Row } from "../../store/store.js";
import { FirstArgs, NameArgs, PAGE_DEFAULT, PageArgs } from "../arguments.js";
import { type Connection, wholePage } from "../connection.js";
import type { Context } from "../context.js";
import { cooccurring } from "../cooccurrence.js";
import { byName, type Entity, entity, load, storedId } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf, without } from "../pages.js";
import { Paper, TechniquePaperConnection, type TechniquePaperEdge } from "../paper/paper.type.js";
import { statementOf } from "../statement/statement.resolver.js";
import { Statement } from "../statement/statement.type.js";
import { wordOf } from "../words.js";
import { TechniqueRelationConnection, TechniqueRelationEdge } from "./relation.type.js";
import { RelationsArgs, TechniquePapersArgs, TechniquesArgs } from "./technique.args.js";
import {
  Technique,
  TechniqueConnection,
  TechniqueCooccurrenceConnection,
  type TechniqueCooccurrenceEdge,
  type TechniqueEdge,
} from "./technique.type.js";

@Resolver(() => Technique)
export class TechniqueResolver {
  @Query(() => Technique, {
    nullable: true,
    description: "The technique of a name or alias, in any case; null where there is none.",
  })
  technique(@Args() { name }: NameArgs, @Ctx() ctx: Context): Promise<Technique | null> {
    return byName<Technique>(ctx, "Technique", name);
  }

  @Query(() => TechniqueConnection, { description: "Techniques, those of most papers first." })
  techniques(
    @Args() args: TechniquesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TechniqueEdge>> {
    const where = args.kind == null ? [] : [{ on: "kind" as const, value: args.kind }];
    return listOf<TechniqueEdge>("Technique", where, entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => TechniquePaperConnection, {
    description: "Papers that the technique is joined to, latest first.",
  })
  papers(
    @Root() technique: Technique,
    @Args() args: TechniquePapersArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TechniquePaperEdge>> {
    return papersOf<TechniquePaperEdge>(technique as unknown as Entity, args, ctx, info);
  }

  @FieldResolver(() => [Paper], { description: "Papers that introduce it, earliest first; usually one." })
  async introducedBy(@Root() technique: Technique, @Ctx() ctx: Context): Promise<Paper[]> {
    const rows = await ctx.store.read("technique-introduced-by", { id: storedId(technique) });
    return [...rows]
      .sort((a, b) => (String(a.sortKey) < String(b.sortKey) ? -1 : 1))
      .map((r) => entity<Paper>("Paper", without(r, "i", "sortKey")));
  }

  @FieldResolver(() => TechniqueRelationConnection, {
    description: "What it extends, uses, beats, is compared or combined with, and the same the other way round.",
  })
  async relations(
    @Root() technique: Technique,
    @Args() args: RelationsArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<TechniqueRelationEdge>> {
    const rows = await ctx.store.read("technique-relations", { id: storedId(technique) });
    const direction = args.direction ?? "BOTH";
    const types = args.types == null ? null : new Set(args.types);
    const way = (r: Row): string => (SYMMETRIC_RELATIONS.has(String(r.type)) ? "BOTH" : r.outgoing ? "OUT" : "IN");
    const kept = rows.filter(
      (r) =>
        (types === null || types.has(wordOf(String(r.type)))) &&
        (direction === "BOTH" || way(r) === "BOTH" || way(r) === direction),
    );
    return wholePage<Row, TechniqueRelationEdge>({
      list: `${technique.id}/relations`,
      args,
      sample: [0, 0, "", "", ""],
      rows: kept,
      key: (r) => [-Number(r.paperCount), -Number(r.confidence ?? 0), String(r.type), way(r), String(r.otherId)],
      edges: (page) =>
        Promise.all(
          page.map(async (r) => {
            const [from, to] = r.outgoing
              ? [storedId(technique), String(r.otherId)]
              : [String(r.otherId), storedId(technique)];
            const node = await load<Technique>(ctx, "Technique", String(r.otherId));
            if (node === null) return null;
            return {
              node,
              type: wordOf(String(r.type)),
              direction: way(r),
              paperCount: Number(r.paperCount),
              firstYear: (r.firstYear as number | null) ?? null,
              lastYear: (r.lastYear as number | null) ?? null,
              confidence: (r.confidence as number | null) ?? null,
              key: statementKey(r.type as RelationType, from, to),
            };
          }),
        ),
    });
  }

  @FieldResolver(() => TechniqueCooccurrenceConnection, {
    description: "Techniques that stand in the same papers, those that share most first.",
  })
  cooccurring(
    @Root() technique: Technique,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TechniqueCooccurrenceEdge>> {
    return cooccurring<TechniqueCooccurrenceEdge>(technique as unknown as Entity, args, ctx, info);
  }
}

@Resolver(() => TechniqueRelationEdge)
export class TechniqueRelationResolver {
  @FieldResolver(() => [Statement], { description: "What papers state, surest first: the proof of the relation." })
  async statements(
    @Root() edge: TechniqueRelationEdge,
    @Args() { first }: FirstArgs,
    @Ctx() ctx: Context,
  ): Promise<Statement[]> {
    const rows = await ctx.store.read("relation-statements", { key: edge.key }, { first: first ?? PAGE_DEFAULT });
    return [...rows]
      .sort((a, b) => Number(b.confidence) - Number(a.confidence) || (String(a.id) < String(b.id) ? -1 : 1))
      .map(statementOf);
  }
}
