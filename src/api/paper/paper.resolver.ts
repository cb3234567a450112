/** Papers: lookups, the list, and what one paper has. */
import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { PapergraphError } from "../../errors.js";
import { queryName, type Row } from "../../store/store.js";
import { ConfidentPageArgs } from "../arguments.js";
import { Author } from "../author/author.type.js";
import { type Connection, wholePage } from "../connection.js";
import type { Context } from "../context.js";
import { PaperDatasetConnection, type PaperDatasetEdge } from "../dataset/dataset.type.js";
import { byKey, type Entity, entity, loadGlobal, paperByTitle, plainArxiv, plainDoi, storedId } from "../entity.js";
import { factOf } from "../fact.type.js";
import { paperOrder } from "../order.js";
import { listOf, roleOf, without } from "../pages.js";
import { Repository } from "../repository/repository.type.js";
import { resultOf } from "../result/result.resolver.js";
import { Result } from "../result/result.type.js";
import { statementOf } from "../statement/statement.resolver.js";
import { Statement } from "../statement/statement.type.js";
import { PaperTaskConnection, type PaperTaskEdge } from "../task/task.type.js";
import { PaperTechniqueConnection, type PaperTechniqueEdge } from "../technique/technique.type.js";
import { Venue } from "../venue/venue.type.js";
import { roleRank } from "../words.js";
import { PaperArgs, PapersArgs } from "./paper.args.js";
import { conditionsOrNothing } from "./paper.filter.js";
import { Paper, PaperConnection, type PaperEdge } from "./paper.type.js";

type Entities = "Technique" | "Dataset" | "Task";
@Resolver(() => Paper)
export class PaperResolver {
  @Query(() => Paper, {
    nullable: true,
    description: "The paper of an id, arXiv id, DOI or title (exactly one of them); null where there is none.",
  })
  async paper(@Args() args: PaperArgs, @Ctx() ctx: Context): Promise<Paper | null> {
    const given = Object.values(args).filter((v) => v !== null && v !== undefined);
    if (given.length !== 1)
      throw new PapergraphError(
        "BAD_USER_INPUT",
        "paper takes exactly one of the arguments id, arxiv, doi and title.",
        { argument: "id" },
      );
    if (args.arxiv != null) return byKey<Paper>(ctx, "Paper", `arxiv:${plainArxiv(args.arxiv)}`);
    if (args.doi != null) return byKey<Paper>(ctx, "Paper", `doi:${plainDoi(args.doi)}`);
    if (args.title != null) return paperByTitle<Paper>(ctx, args.title);
    const found: Entity | null = await loadGlobal(ctx, args.id!);
    return found?.label === "Paper" ? (found as unknown as Paper) : null;
  }

  @Query(() => PaperConnection, { description: "Papers that meet a filter." })
  async papers(
    @Args() args: PapersArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PaperEdge>> {
    const where = await conditionsOrNothing(args.filter, ctx);
    return listOf<PaperEdge>("Paper", where, paperOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => String, { nullable: true, description: "Abstract that the offsets of evidence refer to." })
  async abstract(@Root() paper: Paper, @Ctx() ctx: Context): Promise<string | null> {
    const [row] = await ctx.store.read("paper-abstract", { id: storedId(paper) });
    return (row?.abstract as string | null | undefined) ?? null;
  }

  @FieldResolver(() => [String], {
    description: "Abstracts that other sources give: the fields `abstract/2`, `abstract/3` … of evidence.",
  })
  async otherAbstracts(@Root() paper: Paper, @Ctx() ctx: Context): Promise<string[]> {
    const [row] = await ctx.store.read("paper-abstract", { id: storedId(paper) });
    return (row?.otherAbstracts as string[] | null | undefined) ?? [];
  }

  @FieldResolver(() => [String], { description: "Ids that this paper had before others were found to be it." })
  async formerIds(@Root() paper: Paper, @Ctx() ctx: Context): Promise<string[]> {
    const rows = await ctx.store.read("former-ids", { id: storedId(paper) });
    return rows.map((r) => `Paper:${r.key}`).sort();
  }

  @FieldResolver(() => PaperTechniqueConnection, { description: "Techniques of the paper, strongest role first." })
  techniques(@Root() paper: Paper, @Args() args: ConfidentPageArgs, @Ctx() ctx: Context) {
    return partsOf<PaperTechniqueEdge>(paper, "Technique", args, ctx);
  }
  @FieldResolver(() => PaperDatasetConnection, { description: "Datasets of the paper, strongest role first." })
  datasets(@Root() paper: Paper, @Args() args: ConfidentPageArgs, @Ctx() ctx: Context) {
    return partsOf<PaperDatasetEdge>(paper, "Dataset", args, ctx);
  }
  @FieldResolver(() => PaperTaskConnection, { description: "Tasks of the paper, surest first." })
  tasks(@Root() paper: Paper, @Args() args: ConfidentPageArgs, @Ctx() ctx: Context) {
    return partsOf<PaperTaskEdge>(paper, "Task", args, ctx);
  }

  @FieldResolver(() => [Repository], { description: "Code and project pages that the paper gives, code first." })
  async repositories(@Root() paper: Paper, @Ctx() ctx: Context): Promise<Repository[]> {
    const rows = await ctx.store.read("paper-repositories", { id: storedId(paper) });
    return rows
      .map((r) => entity<Repository>("Repository", without(r, "i")))
      .sort((a, b) => (a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1));
  }
  @FieldResolver(() => [Author], { description: "Authors in the paper's order." })
  async authors(@Root() paper: Paper, @Ctx() ctx: Context): Promise<Author[]> {
    const rows = await ctx.store.read("paper-authors", { id: storedId(paper) });
    return rows
      .sort((a, b) => Number(a.position) - Number(b.position))
      .map((r) => entity<Author>("Author", without(r, "i")));
  }
  @FieldResolver(() => Venue, { nullable: true, description: "Where it appeared; the latest where there are several." })
  async venue(@Root() paper: Paper, @Ctx() ctx: Context): Promise<Venue | null> {
    const rows = await ctx.store.read("paper-venues", { id: storedId(paper) });
    const [row] = [...rows].sort(
      (a, b) => Number(b.year ?? 0) - Number(a.year ?? 0) || (String(a.id) < String(b.id) ? -1 : 1),
    );
    return row === undefined ? null : entity<Venue>("Venue", without(row, "i"));
  }
  @FieldResolver(() => [Statement], { description: "What the paper states of techniques, surest first." })
  async statements(@Root() paper: Paper, @Ctx() ctx: Context): Promise<Statement[]> {
    const rows = await ctx.store.read("paper-statements", { id: storedId(paper) });
    return surestFirst(rows).map((r) => statementOf({ ...r, paperId: storedId(paper) }));
  }
  @FieldResolver(() => [Result], { description: "Numbers that the paper reports, surest first." })
  async results(@Root() paper: Paper, @Ctx() ctx: Context): Promise<Result[]> {
    const rows = await ctx.store.read("paper-results", { id: storedId(paper) });
    return surestFirst(rows).map((r) => resultOf({ ...r, paperId: storedId(paper) }));
  }
}

const surestFirst = (rows: Row[]): Row[] =>
  [...rows].sort(
    (a, b) => Number(b.confidence ?? 1) - Number(a.confidence ?? 1) || (String(a.id) < String(b.id) ? -1 : 1),
  );

/** What one paper has of a label: read whole, since no paper has more than some tens. */
async function partsOf<E extends { cursor: string; node: object }>(
  paper: Paper,
  label: Entities,
  args: ConfidentPageArgs,
  ctx: Context,
): Promise<Connection<E>> {
  const rows = await ctx.store.read(queryName("Paper", `${label.toLowerCase()}s`), { id: storedId(paper) });
  const least = args.minConfidence ?? 0;
  return wholePage<Row, E>({
    list: `${paper.id}/${label.toLowerCase()}s`,
    args,
    sample: [0, 0, ""],
    rows: rows.filter((r) => r.confidence == null || Number(r.confidence) >= least),
    key: (r) => [roleRank(label, String(r.role)), -Number(r.confidence ?? 1), String(r.id)],
    edges: (page) =>
      page.map(
        (r) =>
          ({
            node: entity(
              label,
              without(r, "i", "role", "roles", "factId", "confidence", "evidence", "rule", "foundBy"),
            ),
            ...roleOf(r),
            ...factOf(r),
          }) as unknown as Omit<E, "cursor">,
      ),
  });
}
