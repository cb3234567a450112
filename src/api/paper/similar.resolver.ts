/**
 * Papers that are like a paper: by the techniques, datasets and tasks that they share, the rare ones before the common
 * (inverse document frequency, after Spärck Jones 1972; cosine, after Salton). Reads are keyed and bounded.
 */
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { queryName } from "../../store/store.js";
import { PageArgs } from "../arguments.js";
import { type Connection, wholePage } from "../connection.js";
import type { Context } from "../context.js";
import { load, storedId } from "../entity.js";
import type { NodeLabel } from "../global-id.js";
import { statsOf } from "../graph/graph.resolver.js";
import { Node } from "../node.type.js";
import { Paper } from "./paper.type.js";
import { SimilarityReason, SimilarPaperConnection, type SimilarPaperEdge } from "./similar.type.js";

/** Things of the paper that lead to others, rarest first: the common ones tell little and lead to everything. */
const LEADS_MAX = 25;
/** Papers that one thing leads to, latest first. */
const PAPERS_EACH = 200;
/** Papers that are compared whole, those of the best partial score. */
const COMPARED_MAX = 200;

interface Thing {
  label: NodeLabel;
  id: string;
  name: string;
  weight: number;
}
const ref = (t: Thing): string => `${t.label}:${t.id}`;

async function thingsOf(ctx: Context, id: string, papers: number): Promise<Thing[]> {
  const rows = await ctx.store.read("paper-joined", { id });
  return rows.map((r) => ({
    label: r.label as NodeLabel,
    id: r.id,
    name: r.name,
    weight: Math.log((papers + 1) / Math.max(1, r.paperCount)),
  }));
}
const norm = (things: readonly Thing[]): number => Math.sqrt(things.reduce((n, t) => n + t.weight ** 2, 0));
/** Scores go into cursors: six digits keep them the same on every machine. */
const rounded = (n: number): number => Math.round(n * 1e6) / 1e6;

interface Alike {
  id: string;
  score: number;
  reasons: SimilarityReason[];
}
async function alike(ctx: Context, id: string): Promise<Alike[]> {
  const { papers } = await statsOf(ctx.store);
  const own = await thingsOf(ctx, id, papers);
  const leads = [...own].sort((a, b) => b.weight - a.weight || (ref(a) < ref(b) ? -1 : 1)).slice(0, LEADS_MAX);
  const partial = new Map<string, number>();
  await Promise.all(
    leads.map(async (t) => {
      const rows = await ctx.store.read(
        queryName(t.label as "Technique", "paper-ids"),
        { id: t.id },
        { first: PAPERS_EACH },
      );
      for (const r of rows) {
        const other = String(r.id);
        if (other !== id) partial.set(other, (partial.get(other) ?? 0) + t.weight ** 2);
      }
    }),
  );
  const best = [...partial].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, COMPARED_MAX);
  const mine = new Map(own.map((t) => [ref(t), t]));
  const length = norm(own);
  return Promise.all(
    best.map(async ([other]) => {
      const theirs = await thingsOf(ctx, other, papers);
      const both = theirs.filter((t) => mine.has(ref(t)));
      const scale = length * norm(theirs);
      const reasons = both
        .map((t) => ({ name: t.name, weight: rounded(t.weight ** 2 / scale), label: t.label, key: t.id }))
        .sort((a, b) => b.weight - a.weight || (a.label + a.key < b.label + b.key ? -1 : 1));
      return { id: other, score: rounded(both.reduce((n, t) => n + t.weight ** 2, 0) / scale), reasons };
    }),
  );
}

@Resolver(() => Paper)
export class SimilarPaperResolver {
  @FieldResolver(() => SimilarPaperConnection, {
    description: "Papers that share techniques, datasets or tasks with it, likest first, with what they share.",
  })
  async similar(
    @Root() paper: Paper,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<SimilarPaperEdge>> {
    return wholePage<Alike, SimilarPaperEdge>({
      list: `${paper.id}/similar`,
      args,
      sample: [0, ""],
      rows: await alike(ctx, storedId(paper)),
      key: (r) => [-r.score, r.id],
      edges: (page) =>
        Promise.all(
          page.map(async ({ id, score, reasons }) => {
            const node = await load<Paper>(ctx, "Paper", id);
            return node === null ? null : { node, score, reasons };
          }),
        ),
    });
  }
}
@Resolver(() => SimilarityReason)
export class SimilarityReasonResolver {
  @FieldResolver(() => Node, { nullable: true, description: "The technique, dataset or task." })
  node(@Root() reason: SimilarityReason, @Ctx() ctx: Context): Promise<Node | null> {
    return load<Node>(ctx, reason.label, reason.key);
  }
}
