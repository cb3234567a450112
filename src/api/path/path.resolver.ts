/** How two nodes are connected: the shortest path, and the sentence that each of its steps rests on. */
import { IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { Args, ArgsType, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { PapergraphError } from "../../errors.js";
import { EDGES, type EdgeType, type RelationType, statementKey } from "../../ontology.js";
import { NOT_BLANK, TEXT, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { byName, type Entity, findPaper, loadGlobal } from "../entity.js";
import { Evidence, parseEvidence } from "../fact.type.js";
import { parseGlobalId } from "../global-id.js";
import { Node } from "../node.type.js";
import { wordOf } from "../words.js";
import { findPath, type Step } from "./find-path.js";

const MAX_LENGTH = 6;
const LENGTH = `takes a whole number from 1 to ${MAX_LENGTH}`;
const WAYS = ["technique", "dataset", "task", "paper", "id"] as const;

@InputType("PathEnd", { description: "One end of a path: exactly one of these." })
class PathEnd {
  @Field(() => String, { nullable: true, description: "Name or alias of a technique." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  technique?: string | null;
  @Field(() => String, { nullable: true, description: "Name or alias of a dataset." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  dataset?: string | null;
  @Field(() => String, { nullable: true, description: "Name or alias of a task." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  task?: string | null;
  @Field(() => String, { nullable: true, description: "arXiv id, DOI or title of a paper." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  paper?: string | null;
  @Field(() => ID, { nullable: true, description: "Id of a technique, dataset, task or paper." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(2 * TEXT_MAX, { message: TEXT })
  id?: string | null;
}

@ArgsType()
class PathArgs {
  @Field(() => PathEnd, { description: "Where the path starts." })
  @ValidateNested()
  from: PathEnd;
  @Field(() => PathEnd, { description: "Where it ends." })
  @ValidateNested()
  to: PathEnd;
  @Field(() => Int, {
    nullable: true,
    defaultValue: MAX_LENGTH,
    description: `How many steps it may have, from 1 to ${MAX_LENGTH}.`,
  })
  @IsOptional()
  @Min(1, { message: LENGTH })
  @Max(MAX_LENGTH, { message: LENGTH })
  maxLength?: number | null;
}

@ObjectType("PathStep", { description: "One edge of a path.", simpleResolvers: true })
export class PathStep {
  @Field(() => String, { description: "What the edge says: a role of a paper, or a relation of techniques." })
  type: string;
  @Field(() => ID, { description: "Id of the node from which the edge leads, whichever way the path takes it." })
  fromId: string;
  @Field(() => ID, { description: "Id of the node to which the edge leads." })
  toId: string;
  @Field(() => [Evidence], {
    description: "Sentences that show it; of a relation of techniques those of its surest statement.",
  })
  evidence: Evidence[];
}
@ObjectType("Path", { description: "A shortest path between two nodes.", simpleResolvers: true })
export class Path {
  @Field(() => Int, { description: "Number of steps; 0 where both ends are one node." })
  length: number;
  @Field(() => [Node], { description: "The nodes from start to end." })
  nodes: Node[];
  @Field(() => [PathStep], { description: "The edges between them, in order." })
  steps: PathStep[];
}

async function endOf(ctx: Context, argument: string, end: PathEnd): Promise<Entity | null> {
  const given = WAYS.filter((w) => end[w] !== null && end[w] !== undefined);
  const [way] = given;
  if (way === undefined || given.length > 1)
    throw new PapergraphError(
      "BAD_USER_INPUT",
      `${argument}: takes exactly one of ${WAYS.slice(0, -1).join(", ")} and ${WAYS.at(-1)}.`,
      { argument },
    );
  const text = end[way]!;
  if (way === "technique") return byName(ctx, "Technique", text);
  if (way === "dataset") return byName(ctx, "Dataset", text);
  if (way === "task") return byName(ctx, "Task", text);
  if (way === "paper") return findPaper(ctx, text);
  const found = await loadGlobal(ctx, text);
  if (found !== null && !["Technique", "Dataset", "Task", "Paper"].includes(found.label))
    throw new PapergraphError(
      "BAD_USER_INPUT",
      `${argument}.id: takes the id of a technique, dataset, task or paper; no path leads through a ${found.label}.`,
      { argument: `${argument}.id` },
    );
  return found;
}

async function evidenceOf(ctx: Context, { type, fromId, toId }: Step): Promise<Evidence[]> {
  const from = parseGlobalId(fromId)!.id;
  const to = parseGlobalId(toId)!.id;
  const [row] =
    EDGES[type as EdgeType].layer === "derived"
      ? await ctx.store.read("relation-statements", { key: statementKey(type as RelationType, from, to) }, { first: 1 })
      : await ctx.store.read("edge-evidence", { from, to, type });
  return parseEvidence(row?.evidence);
}

@Resolver()
export class PathResolver {
  @Query(() => Path, {
    nullable: true,
    description:
      "The shortest path between two nodes, along what papers say, in either direction; of several the one whose ids come first. Null where none is short enough, or where an end is unknown.",
  })
  async path(@Args() { from, to, maxLength }: PathArgs, @Ctx() ctx: Context): Promise<Path | null> {
    const [start, end] = await Promise.all([endOf(ctx, "from", from), endOf(ctx, "to", to)]);
    if (start === null || end === null) return null;
    const found = await findPath(ctx, start.id, end.id, maxLength ?? MAX_LENGTH);
    if (found === null) return null;
    const [nodes, evidence] = await Promise.all([
      Promise.all(found.nodes.map((id) => loadGlobal(ctx, id))),
      Promise.all(found.steps.map((step) => evidenceOf(ctx, step))),
    ]);
    return {
      length: found.steps.length,
      nodes: nodes as unknown as Node[],
      steps: found.steps.map((step, i) => ({ ...step, type: wordOf(step.type), evidence: evidence[i]! })),
    };
  }
}
