/** One ranking over names and papers: exact names, then other names, then papers by their text. */
import { IsOptional, Matches, MaxLength } from "class-validator";
import { Args, ArgsType, Ctx, Field, Float, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import { nameKey } from "../../ontology.js";
import { NOT_BLANK, PageArgs, TEXT, TEXT_MAX } from "../arguments.js";
import { type Connection, connectionOf, wholePage } from "../connection.js";
import type { Context } from "../context.js";
import { byKey, load } from "../entity.js";
import type { NodeLabel } from "../global-id.js";
import { Node } from "../node.type.js";
import { NAMED_LABELS, type NamedLabel } from "./name-index.js";

/** Papers that a search looks at; the full-text index yields the best of them. */
const PAPERS_MAX = 1000;

const SearchKind = {
  PAPER: "Paper",
  TECHNIQUE: "Technique",
  DATASET: "Dataset",
  TASK: "Task",
  REPOSITORY: "Repository",
};
registerEnumType(SearchKind, {
  name: "SearchKind",
  description: "What a search may find.",
  valuesConfig: {
    PAPER: { description: "Papers, by title and abstract." },
    TECHNIQUE: { description: "Techniques, by name." },
    DATASET: { description: "Datasets, by name." },
    TASK: { description: "Tasks, by name." },
    REPOSITORY: { description: "Repositories, by address." },
  },
});

@ObjectType("SearchEdge", { description: "Something that a search found.", simpleResolvers: true })
export class SearchEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Node, { description: "What was found." })
  node: Node;
  @Field(() => Float, {
    description: "1 for an exact name or title, from 0.5 for other names, below 0.5 for papers.",
  })
  score: number;
}
export const SearchConnection = connectionOf(
  "SearchConnection",
  SearchEdge,
  () => Node,
  `what a search found, best first; at most ${PAPERS_MAX} papers are found and counted`,
);

@ArgsType()
class SearchArgs extends PageArgs {
  @Field(() => String, { description: "What to look for; names may be begun only, and may hold a typo." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  text: string;

  @Field(() => [SearchKind], { nullable: true, description: "Only these kinds; all where it is left out." })
  @IsOptional()
  kinds?: string[] | null;
}

interface Found {
  label: NodeLabel;
  id: string;
  score: number;
  paperCount: number;
}

@Resolver()
export class SearchResolver {
  @Query(() => SearchConnection, {
    description: "Finds by name, prefix or typo, and papers by their text, in one ranking.",
  })
  async search(@Args() args: SearchArgs, @Ctx() ctx: Context): Promise<Connection<SearchEdge>> {
    const text = args.text.trim();
    const kinds = new Set(args.kinds ?? Object.values(SearchKind));
    const [names, papers, titled] = await Promise.all([
      ctx.names.search(text, new Set(NAMED_LABELS.filter((l) => kinds.has(l))) as ReadonlySet<NamedLabel>),
      kinds.has("Paper") ? ctx.store.fulltext(text, PAPERS_MAX) : [],
      kinds.has("Paper") ? byKey(ctx, "Paper", nameKey(text)) : null,
    ]);
    const found: Found[] = [];
    const bestName = Math.max(1e-9, ...names.filter((h) => !h.exact).map((h) => h.score));
    for (const h of names)
      found.push({
        label: h.label,
        id: h.id,
        score: h.exact ? 1 : rounded(0.5 + (0.49 * h.score) / bestName),
        paperCount: h.paperCount,
      });
    const bestPaper = Math.max(1e-9, ...papers.map((p) => p.score));
    if (titled !== null) found.push({ label: "Paper", id: titled.key, score: 1, paperCount: 0 });
    for (const p of papers)
      if (p.id !== titled?.key)
        found.push({ label: "Paper", id: p.id, score: rounded((0.49 * p.score) / bestPaper), paperCount: 0 });
    return wholePage<Found, SearchEdge>({
      // The text is part of the list's name: a cursor of another search leads nowhere.
      list: `search ${[...kinds].sort().join(",")} ${text}`,
      args,
      sample: [0, 0, "", ""],
      rows: found,
      key: (f) => [-f.score, -f.paperCount, f.label, f.id],
      edges: async (page) => {
        const nodes = await Promise.all(page.map((f) => load(ctx, f.label, f.id)));
        return page.map((f, i) => (nodes[i] ? { node: nodes[i] as unknown as Node, score: f.score } : null));
      },
    });
  }
}
/** Scores go into cursors: six digits keep them the same on every machine. */
const rounded = (score: number): number => Math.round(score * 1e6) / 1e6;
