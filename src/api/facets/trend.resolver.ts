/** Trends: how the papers of a technique, dataset or task go over time, and which rise fastest between two spans. */
import { IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from "class-validator";
import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { PapergraphError } from "../../errors.js";
import { type GraphStore, queryName } from "../../store/store.js";
import { FirstArgs, NOT_BLANK, PAGE_DEFAULT, TEXT, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { load } from "../entity.js";
import type { NodeLabel } from "../global-id.js";
import { Node } from "../node.type.js";
import { meaningsOf } from "../search/lookup.js";
import { perVersion } from "./per-version.js";
import { byPeriod, type PeriodRow, periodsBetween, type Unit } from "./periods.js";

const YEAR = "takes a year from 1 to 9999";
/** Points that a trend has at most: a hundred years of months. */
const POINTS_MAX = 1200;
const TRENDING: ReadonlySet<NodeLabel> = new Set(["Technique", "Dataset", "Task"]);
const wrong = (argument: string, says: string): PapergraphError =>
  new PapergraphError("BAD_USER_INPUT", `${argument}: ${says}.`, { argument });

const TrendUnit = { YEAR: "YEAR", QUARTER: "QUARTER", MONTH: "MONTH" };
registerEnumType(TrendUnit, {
  name: "TrendUnit",
  description: "Length of the periods of a trend.",
  valuesConfig: {
    YEAR: { description: "Years, as `2023`." },
    QUARTER: { description: "Quarters, as `2023-Q2`; a paper of which only the year is known is undated." },
    MONTH: { description: "Months, as `2023-05`; a paper of which only the year is known is undated." },
  },
});
const RisingKind = { TECHNIQUE: "Technique", DATASET: "Dataset", TASK: "Task" };
registerEnumType(RisingKind, {
  name: "RisingKind",
  description: "What may rise.",
  valuesConfig: {
    TECHNIQUE: { description: "Techniques." },
    DATASET: { description: "Datasets." },
    TASK: { description: "Tasks." },
  },
});

@ObjectType("TrendPoint", { description: "One period of a trend.", simpleResolvers: true })
export class TrendPoint {
  @Field(() => String, { description: "The period, as `2023`, `2023-Q2` or `2023-05`." })
  period: string;
  @Field(() => Int, { description: "Papers of the period that are joined to it; 0 in a gap." })
  count: number;
  @Field(() => Int, { description: "All papers of the period in the graph." })
  total: number;
  @Field(() => Float, { nullable: true, description: "`count` by `total`, from 0 to 1; null where `total` is 0." })
  share: number | null;
}
@ObjectType("Trend", {
  description: "How many papers a technique, dataset or task has over time.",
  simpleResolvers: true,
})
export class Trend {
  @Field(() => Node, { description: "What the trend is of." })
  node: Node;
  @Field(() => TrendUnit, { description: "Length of the periods." })
  unit: string;
  @Field(() => [TrendPoint], { description: "All periods from the first to the last, earliest first." })
  points: TrendPoint[];
  @Field(() => Int, { description: "Its papers in whatever period, those of `undated` included." })
  paperCount: number;
  @Field(() => Int, { description: "Its papers whose date is unknown, or not as precise as the unit." })
  undated: number;
}

@ArgsType()
class TrendArgs {
  @Field(() => String, { description: "Id, name or alias of a technique, dataset or task." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  of: string;
  @Field(() => TrendUnit, { nullable: true, defaultValue: "YEAR", description: "Length of the periods." })
  unit?: Unit | null;
  @Field(() => Int, { nullable: true, description: "First year; that of its first paper where it is left out." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  from?: number | null;
  @Field(() => Int, { nullable: true, description: "Last year; that of its last paper where it is left out." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  to?: number | null;
}

@InputType("YearRange", { description: "A span of years, both included." })
class YearRange {
  @Field(() => Int, { description: "First year." })
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  from: number;
  @Field(() => Int, { description: "Last year." })
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  to: number;
}
const SUPPORT = "takes a whole number from 1 to 1000000";
@ArgsType()
class RisingArgs extends FirstArgs {
  @Field(() => RisingKind, { description: "Techniques, datasets or tasks." })
  kind: "Technique" | "Dataset" | "Task";
  @Field(() => YearRange, { description: "The earlier span." })
  @ValidateNested()
  from: YearRange;
  @Field(() => YearRange, { description: "The later span; it starts after the earlier one ends." })
  @ValidateNested()
  to: YearRange;
  @Field(() => Int, {
    nullable: true,
    defaultValue: 5,
    description: "Leaves out what has fewer papers than this in the later span.",
  })
  @IsOptional()
  @Min(1, { message: SUPPORT })
  @Max(1_000_000, { message: SUPPORT })
  minPapers?: number | null;
}

@ObjectType("RisingEntry", {
  description: "Something that rises, with what the claim rests on.",
  simpleResolvers: true,
})
export class RisingEntry {
  @Field(() => Int, { description: "Its papers in the earlier span." })
  before: number;
  @Field(() => Int, { description: "Its papers in the later span." })
  after: number;
  @Field(() => Float, { nullable: true, description: "`before` by all papers of the span; null where there are none." })
  shareBefore: number | null;
  @Field(() => Float, { nullable: true, description: "`after` by all papers of the span; null where there are none." })
  shareAfter: number | null;
  @Field(() => Float, {
    description:
      "How many times its share has grown, with one paper added to each count so that what is new can be compared: ((after + 1) / (papersAfter + 1)) / ((before + 1) / (papersBefore + 1)).",
  })
  growth: number;
  /** For the resolver. */
  label: NodeLabel;
  key: string;
}
@ObjectType("Rising", { description: "What has grown most between two spans of years.", simpleResolvers: true })
export class Rising {
  @Field(() => Int, { description: "All papers of the earlier span." })
  papersBefore: number;
  @Field(() => Int, { description: "All papers of the later span." })
  papersAfter: number;
  @Field(() => [RisingEntry], { description: "Fastest first, then by papers in the later span, then by id." })
  entries: RisingEntry[];
}

const allPeriods = (store: GraphStore): Promise<PeriodRow[]> =>
  perVersion(store, "paper-periods", () => store.query("paper-periods"));

@Resolver()
export class TrendResolver {
  @Query(() => Trend, {
    nullable: true,
    description: "How many papers a technique, dataset or task has in each period; null for an unknown name.",
  })
  async trend(@Args() args: TrendArgs, @Ctx() ctx: Context): Promise<Trend | null> {
    const { from, to } = args;
    const unit = args.unit ?? "YEAR";
    if (from != null && to != null && from > to) throw wrong("to", `takes a year from ${from}, which is \`from\`, on`);
    const meant = (await meaningsOf(ctx, args.of)).find((m) => TRENDING.has(m.label));
    const node = meant === undefined ? null : await load<Node>(ctx, meant.label, meant.id);
    if (meant === undefined || node === null) return null;
    const [rows, all] = await Promise.all([
      ctx.store.read(queryName(meant.label, "periods"), { id: meant.id }),
      allPeriods(ctx.store),
    ]);
    const own = byPeriod(rows as unknown as PeriodRow[], unit);
    const totals = byPeriod(all, unit).counts;
    const known = [...own.counts.keys()].sort();
    const year = (y: number | null | undefined): string | undefined =>
      y == null ? undefined : String(y).padStart(4, "0");
    const first = year(from) ?? known[0];
    const last = year(to) ?? known.at(-1);
    const periods = first === undefined || last === undefined ? [] : periodsBetween(first, last, unit);
    if (periods.length > POINTS_MAX)
      throw wrong(
        "from",
        `takes a year that leaves ${POINTS_MAX} periods at most; from ${first} to ${last} there are ${periods.length}`,
      );
    return {
      node,
      unit,
      points: periods.map((period) => {
        const count = own.counts.get(period) ?? 0;
        const total = totals.get(period) ?? 0;
        return { period, count, total, share: total === 0 ? null : count / total };
      }),
      paperCount: rows.reduce((n, r) => n + Number(r.count), 0),
      undated: own.undated,
    };
  }

  @Query(() => Rising, {
    description:
      "Techniques, datasets or tasks whose share of papers has grown most from one span of years to another.",
  })
  async rising(@Args() args: RisingArgs, @Ctx() ctx: Context): Promise<Rising> {
    const { kind, from, to } = args;
    for (const [name, range] of Object.entries({ from, to }))
      if (range.from > range.to) throw wrong(`${name}.to`, `takes a year from ${range.from} on`);
    if (to.from <= from.to) throw wrong("to.from", `takes a year after ${from.to}, where the earlier span ends`);
    const between = ({ from: yearFrom, to: yearTo }: YearRange): Promise<Map<string, number>> =>
      perVersion(ctx.store, `${kind} ${yearFrom} ${yearTo}`, async () => {
        const rows = await ctx.store.read(queryName(kind, "between"), { yearFrom, yearTo });
        return new Map(rows.map((r) => [String(r.id), Number(r.count)]));
      });
    const [before, after, all] = await Promise.all([between(from), between(to), allPeriods(ctx.store)]);
    const papers = (range: YearRange): number =>
      all.reduce((n, r) => n + (r.year !== null && r.year >= range.from && r.year <= range.to ? r.count : 0), 0);
    const [papersBefore, papersAfter] = [papers(from), papers(to)];
    const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);
    const entries: RisingEntry[] = [];
    for (const [key, now] of after) {
      if (now < (args.minPapers ?? 1)) continue;
      const then = before.get(key) ?? 0;
      const growth = (now + 1) / (papersAfter + 1) / ((then + 1) / (papersBefore + 1));
      if (growth <= 1) continue;
      entries.push({
        before: then,
        after: now,
        shareBefore: share(then, papersBefore),
        shareAfter: share(now, papersAfter),
        growth,
        label: kind,
        key,
      });
    }
    entries.sort((a, b) => b.growth - a.growth || b.after - a.after || (a.key < b.key ? -1 : 1));
    return { papersBefore, papersAfter, entries: entries.slice(0, args.first ?? PAGE_DEFAULT) };
  }
}
@Resolver(() => RisingEntry)
export class RisingEntryResolver {
  @FieldResolver(() => Node, { nullable: true, description: "What rises; null where a load has just taken it away." })
  node(@Root() entry: RisingEntry, @Ctx() ctx: Context): Promise<Node | null> {
    return load<Node>(ctx, entry.label, entry.key);
  }
}
