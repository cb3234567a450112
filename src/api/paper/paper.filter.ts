/** The filter of papers: a tree of conditions as clients write it, and what it comes to in the store. */
import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { type ClassType, Field, Float, InputType, Int } from "type-graphql";
import { PapergraphError } from "../../errors.js";
import { nameKey } from "../../ontology.js";
import { type Condition, MAX_DEPTH } from "../../store/select.js";
import { FRACTION, NOT_BLANK, TEXT, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { byName } from "../entity.js";
import { DatasetRole, TaskRole, TechniqueRole } from "../words.js";

const NAMES_MAX = 5;
const NAMES = `takes up to ${NAMES_MAX} names of 1 to ${TEXT_MAX} characters`;
const MANY_MAX = 20;
const MANY = `takes up to ${MANY_MAX} names of 1 to ${TEXT_MAX} characters`;
const FILTERS_MAX = 10;
const FILTERS = `takes 1 to ${FILTERS_MAX} filters`;
const YEAR = "takes a year from 1 to 9999";
/** Filters may stand in filters this deep; the tree that the store takes has two levels for each, at most. */
const FILTER_DEPTH = Math.floor(MAX_DEPTH / 2);
/** Words of a filter's text that count: each is a scan of the text. */
const MAX_WORDS = 8;

/** What a filter may ask of a paper's techniques, datasets or tasks. */
export interface JoinedFilter {
  allOf?: string[] | null;
  anyOf?: string[] | null;
  noneOf?: string[] | null;
  roles?: string[] | null;
  minConfidence?: number | null;
}
function joinedFilter(name: string, role: object, what: string): ClassType<JoinedFilter> {
  @InputType(name, {
    description: `What a paper's ${what} must be. \`roles\` and \`minConfidence\` hold for each list of names; without names they ask for any of the ${what}.`,
  })
  class Joined implements JoinedFilter {
    @Field(() => [String], {
      nullable: true,
      description: `Names of ${what}, ${MANY_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
    })
    @IsOptional()
    @ArrayMaxSize(MANY_MAX, { message: MANY })
    @Matches(NOT_BLANK, { each: true, message: MANY })
    @MaxLength(TEXT_MAX, { each: true, message: MANY })
    allOf?: string[] | null;

    @Field(() => [String], {
      nullable: true,
      description: `Names of ${what}, ${MANY_MAX} at most; a paper must be joined to one at least. Unknown names count for nothing.`,
    })
    @IsOptional()
    @ArrayMaxSize(MANY_MAX, { message: MANY })
    @Matches(NOT_BLANK, { each: true, message: MANY })
    @MaxLength(TEXT_MAX, { each: true, message: MANY })
    anyOf?: string[] | null;

    @Field(() => [String], {
      nullable: true,
      description: `Names of ${what}, ${MANY_MAX} at most; a paper must be joined to none. Unknown names count for nothing.`,
    })
    @IsOptional()
    @ArrayMaxSize(MANY_MAX, { message: MANY })
    @Matches(NOT_BLANK, { each: true, message: MANY })
    @MaxLength(TEXT_MAX, { each: true, message: MANY })
    noneOf?: string[] | null;

    @Field(() => [role], {
      nullable: true,
      description: "One of these roles must be among those that the text shows; any where it is left out.",
    })
    roles?: string[] | null;

    @Field(() => Float, {
      nullable: true,
      description: "Least confidence of the joining facts, from 0 to 1. Facts from structured fields stay.",
    })
    @IsOptional()
    @Min(0, { message: FRACTION })
    @Max(1, { message: FRACTION })
    minConfidence?: number | null;
  }
  return Joined;
}
const TechniqueFilter = joinedFilter("TechniqueFilter", TechniqueRole, "techniques");
const DatasetFilter = joinedFilter("DatasetFilter", DatasetRole, "datasets");
const TaskFilter = joinedFilter("TaskFilter", TaskRole, "tasks");

@InputType("PaperFilter", {
  description: `Which papers a list holds; a paper must meet all that is given. Filters may stand in filters, ${FILTER_DEPTH} levels deep; each condition is met or not, so that \`not\` holds what is unknown too.`,
})
export class PaperFilter {
  @Field(() => [String], {
    nullable: true,
    description: `Names of techniques, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  techniques?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Names of datasets, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  datasets?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Names of tasks, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  tasks?: string[] | null;

  @Field(() => TechniqueFilter, { nullable: true, description: "What the paper's techniques must be." })
  @IsOptional()
  @ValidateNested()
  technique?: JoinedFilter | null;

  @Field(() => DatasetFilter, { nullable: true, description: "What the paper's datasets must be." })
  @IsOptional()
  @ValidateNested()
  dataset?: JoinedFilter | null;

  @Field(() => TaskFilter, { nullable: true, description: "What the paper's tasks must be." })
  @IsOptional()
  @ValidateNested()
  task?: JoinedFilter | null;

  @Field(() => [String], {
    nullable: true,
    description: `Names of venues, with or without their year, ${MANY_MAX} at most; a paper must have appeared in one. Unknown names count for nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(MANY_MAX, { message: MANY })
  @Matches(NOT_BLANK, { each: true, message: MANY })
  @MaxLength(TEXT_MAX, { each: true, message: MANY })
  venues?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a code repository must be joined, or must not." })
  hasCode?: boolean | null;

  @Field(() => Int, { nullable: true, description: "Earliest year, included." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  yearFrom?: number | null;

  @Field(() => Int, { nullable: true, description: "Latest year, included." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  yearTo?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether papers without a year meet `yearFrom` and `yearTo` too; false where it is left out.",
  })
  yearUnknown?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Words that title or abstract must contain, all of them, in any case; the first eight count. `search` ranks, this filters.",
  })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  text?: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Least confidence, from 0 to 1, of the facts that join a paper to the names in `techniques`, `datasets` and `tasks`, and in `technique`, `dataset` and `task` where they give none of their own.",
  })
  @IsOptional()
  @Min(0, { message: FRACTION })
  @Max(1, { message: FRACTION })
  minConfidence?: number | null;

  @Field(() => [PaperFilter], {
    nullable: true,
    description: `A paper must meet each of these as well, ${FILTERS_MAX} at most.`,
  })
  @IsOptional()
  @ArrayMinSize(1, { message: FILTERS })
  @ArrayMaxSize(FILTERS_MAX, { message: FILTERS })
  @ValidateNested({ each: true })
  and?: PaperFilter[] | null;

  @Field(() => [PaperFilter], {
    nullable: true,
    description: `A paper must meet one of these as well, ${FILTERS_MAX} at most.`,
  })
  @IsOptional()
  @ArrayMinSize(1, { message: FILTERS })
  @ArrayMaxSize(FILTERS_MAX, { message: FILTERS })
  @ValidateNested({ each: true })
  or?: PaperFilter[] | null;

  @Field(() => PaperFilter, { nullable: true, description: "A paper must not meet this." })
  @IsOptional()
  @ValidateNested()
  not?: PaperFilter | null;
}

type Entities = "Technique" | "Dataset" | "Task";
const NOTHING: Condition = { on: "nothing" };
const optional = <K extends string, V>(name: K, value: V | null | undefined): { [k in K]?: V } =>
  (value == null ? {} : { [name]: value }) as { [k in K]?: V };
const wrong = (argument: string, message: string): PapergraphError =>
  new PapergraphError("BAD_USER_INPUT", `${argument}: ${message}.`, { argument });

async function idsOf(ctx: Context, label: Entities, names: readonly string[]): Promise<(string | null)[]> {
  const found = await Promise.all(names.map((name) => byName(ctx, label, name)));
  return found.map((n) => n?.key ?? null);
}
const known = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** Joined to each of the names; nothing where one is unknown. */
async function allOf(
  ctx: Context,
  label: Entities,
  names: readonly string[],
  facts: { roles?: string[]; minConfidence?: number },
): Promise<Condition[]> {
  const ids = await idsOf(ctx, label, names);
  if (ids.includes(null)) return [NOTHING];
  return known(ids).map((id) => ({ on: "joined", label, id, ...facts }));
}
async function joined(
  ctx: Context,
  label: Entities,
  filter: JoinedFilter | null | undefined,
  least: number | null | undefined,
): Promise<Condition[]> {
  if (filter == null) return [];
  const facts = { ...optional("roles", filter.roles), ...optional("minConfidence", filter.minConfidence ?? least) };
  const out = await allOf(ctx, label, filter.allOf ?? [], facts);
  if (filter.anyOf != null)
    out.push({ on: "joinedToAny", label, ids: known(await idsOf(ctx, label, filter.anyOf)), ...facts });
  if (filter.noneOf != null)
    out.push({
      on: "not",
      of: { on: "joinedToAny", label, ids: known(await idsOf(ctx, label, filter.noneOf)), ...facts },
    });
  if (filter.allOf == null && filter.anyOf == null && filter.noneOf == null)
    out.push({ on: "joinedToAny", label, ...facts });
  return out;
}
/** Every venue that one of the names leads to: a name without a year leads to all its years. */
async function venues(ctx: Context, names: readonly string[]): Promise<Condition> {
  const rows = await Promise.all(names.map((name) => ctx.store.read("venue-by-name", { key: nameKey(name) })));
  return { on: "joinedToAny", label: "Venue", ids: [...new Set(rows.flat().map((r) => r.id))] };
}

/**
 * The conditions that a filter comes to; all must be met. Throws BAD_USER_INPUT where filters stand too deep or a range
 * is upside down, and names the argument by its `path`.
 */
export async function conditionsOf(
  filter: PaperFilter,
  ctx: Context,
  path = "filter",
  depth = 1,
): Promise<Condition[]> {
  if (depth > FILTER_DEPTH) throw wrong(path, `filters may stand ${FILTER_DEPTH} levels deep at most`);
  const { yearFrom, yearTo, minConfidence } = filter;
  if (yearFrom != null && yearTo != null && yearFrom > yearTo)
    throw wrong(`${path}.yearTo`, `takes a year from ${yearFrom}, which is \`yearFrom\`, on`);
  const facts = optional("minConfidence", minConfidence);
  const all = (f: PaperFilter, where: string): Promise<Condition> =>
    conditionsOf(f, ctx, where, depth + 1).then((of) => (of.length === 1 ? of[0]! : { on: "and", of }));
  const parts = await Promise.all([
    allOf(ctx, "Technique", filter.techniques ?? [], facts),
    allOf(ctx, "Dataset", filter.datasets ?? [], facts),
    allOf(ctx, "Task", filter.tasks ?? [], facts),
    joined(ctx, "Technique", filter.technique, minConfidence),
    joined(ctx, "Dataset", filter.dataset, minConfidence),
    joined(ctx, "Task", filter.task, minConfidence),
    filter.venues == null ? [] : [await venues(ctx, filter.venues)],
    Promise.all((filter.and ?? []).map((f, i) => all(f, `${path}.and.${i}`))),
    filter.or == null
      ? []
      : [{ on: "or" as const, of: await Promise.all(filter.or.map((f, i) => all(f, `${path}.or.${i}`))) }],
    filter.not == null ? [] : [{ on: "not" as const, of: await all(filter.not, `${path}.not`) }],
  ]);
  const out: Condition[] = parts.flat();
  if (filter.hasCode != null) out.push({ on: "hasCode", value: filter.hasCode });
  if (yearFrom != null || yearTo != null)
    out.push({
      on: "year",
      ...optional("from", yearFrom),
      ...optional("to", yearTo),
      ...(filter.yearUnknown === true ? { unknown: true } : {}),
    });
  for (const word of (filter.text ?? "").split(/\s+/).filter(Boolean).slice(0, MAX_WORDS))
    out.push({ on: "word", value: word });
  return out;
}

/** The conditions of a list, or null where nothing can meet them: then nothing need be asked. */
export async function conditionsOrNothing(
  filter: PaperFilter | null | undefined,
  ctx: Context,
): Promise<Condition[] | null> {
  if (filter == null) return [];
  const out = await conditionsOf(filter, ctx);
  return out.some((c) => c.on === "nothing") ? null : out;
}
