/** Counts over the lists of papers: by year, technique, dataset, task, venue and role. */
import { Args, ArgsType, type ClassType, Ctx, Field, FieldResolver, Resolver, Root } from "type-graphql";
import { PapergraphError } from "../../errors.js";
import {
  type FacetBy,
  groupsOfRows,
  groupTotalsOfRows,
  type Joined,
  selectCount,
  selectGroups,
  selectGroupTotals,
} from "../../store/select.js";
import type { Row } from "../../store/store.js";
import { FirstArgs, PAGE_DEFAULT } from "../arguments.js";
import type { Context } from "../context.js";
import { load } from "../entity.js";
import { globalId, type NodeLabel } from "../global-id.js";
import { Node } from "../node.type.js";
import type { Scope, Scoped } from "../pages.js";
import {
  DatasetPaperConnection,
  PaperConnection,
  RepositoryPaperConnection,
  TaskPaperConnection,
  TechniquePaperConnection,
} from "../paper/paper.type.js";
import { FacetBucket, FacetKind, Facets } from "./facets.type.js";
import { perVersion } from "./per-version.js";

@ArgsType()
class FacetsArgs extends FirstArgs {
  @Field(() => FacetKind, { description: "What to count by." })
  by: FacetBy;
}

interface Counted {
  rows: Row[];
  totals: Row | undefined;
  papers: number;
}
/** Roles stand on the edges of a technique's, dataset's or task's papers only. */
const WITH_ROLES: ReadonlySet<string> = new Set(["Technique", "Dataset", "Task"]);

async function countedIn(scope: Scope, by: FacetBy, first: number, ctx: Context): Promise<Counted> {
  const none: Counted = { rows: [], totals: undefined, papers: 0 };
  if (scope.kind === "owner") {
    const { owner, filter } = scope;
    if (by === "roles" && !WITH_ROLES.has(owner.label)) throw noRoles();
    const label = owner.label as Joined;
    const row = { id: owner.key, ...filter };
    const [rows, [totals], papers] = await Promise.all([
      ctx.store.select(groupsOfRows(label, by), row, by === "year" ? {} : { first }),
      by === "year" ? [] : ctx.store.select(groupTotalsOfRows(label, by), row),
      by === "year" ? 0 : scope.count(),
    ]);
    return { rows, totals, papers };
  }
  if (by === "roles") throw noRoles();
  const { where } = scope;
  if (where === null) return none;
  const run = ({ text, params }: ReturnType<typeof selectCount>): Promise<Row[]> => ctx.store.run(text, params);
  // Lists of everything grow with the graph, and dashboards ask for the same ones again and again.
  return perVersion(ctx.store, `facets ${JSON.stringify([where, by, first])}`, async () => {
    const [rows, [totals], [count]] = await Promise.all([
      run(selectGroups(where, by, first)),
      by === "year" ? [] : run(selectGroupTotals(where, by)),
      by === "year" ? [] : run(selectCount({ label: "Paper", where })),
    ]);
    return { rows, totals, papers: Number(count?.count ?? 0) };
  });
}
const noRoles = (): PapergraphError =>
  new PapergraphError(
    "BAD_USER_INPUT",
    "by: ROLE counts the papers of a technique, dataset or task; it takes another kind here.",
    { argument: "by" },
  );

async function facetsOf(scope: Scope, by: FacetBy, first: number, ctx: Context): Promise<Facets> {
  const { rows, totals, papers } = await countedIn(scope, by, first, ctx);
  const label: NodeLabel | null = by === "year" || by === "roles" ? null : by;
  const bucket = (r: Row): FacetBucket => ({
    key: label === null ? String(r.key) : globalId(label, String(r.key)),
    name: String(r.name ?? r.key),
    count: Number(r.count),
    label,
    storedId: String(r.key),
  });
  const sum = (list: readonly { count: unknown }[]): number => list.reduce((n, r) => n + Number(r.count), 0);
  if (by === "year") {
    const known = rows.filter((r) => r.key != null).sort((a, b) => Number(b.key) - Number(a.key));
    return {
      buckets: known.slice(0, first).map(bucket),
      other: sum(known.slice(first) as never),
      otherBuckets: Math.max(0, known.length - first),
      unknown: sum(rows.filter((r) => r.key == null) as never),
      overlapping: false,
    };
  }
  // A statement that coalesces rows may hand them out in any order.
  const buckets = rows.map(bucket).sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const entries = Number(totals?.entries ?? 0);
  return {
    buckets,
    other: entries - sum(buckets),
    otherBuckets: Number(totals?.groups ?? 0) - buckets.length,
    unknown: papers - Number(totals?.papers ?? 0),
    overlapping: entries > Number(totals?.papers ?? 0),
  };
}

/** The field `facets` on a type of connection. */
function facetsOn(Connection: object): ClassType {
  @Resolver(() => Connection as ClassType)
  class FacetsOnConnection {
    @FieldResolver(() => Facets, {
      description: "Counts over all papers of the list, by year, technique, dataset, task, venue or role.",
    })
    facets(@Root() connection: Scoped, @Args() args: FacetsArgs, @Ctx() ctx: Context): Promise<Facets> {
      return facetsOf(connection.scope, args.by, args.first ?? PAGE_DEFAULT, ctx);
    }
  }
  return FacetsOnConnection;
}

@Resolver(() => FacetBucket)
export class FacetBucketResolver {
  @FieldResolver(() => Node, { nullable: true, description: "The node of the value; null for a year or role." })
  async node(@Root() bucket: FacetBucket, @Ctx() ctx: Context): Promise<Node | null> {
    return bucket.label === null ? null : load<Node>(ctx, bucket.label, bucket.storedId);
  }
}
export const FACET_RESOLVERS: readonly ClassType[] = [
  FacetBucketResolver,
  ...[
    PaperConnection,
    TechniquePaperConnection,
    DatasetPaperConnection,
    TaskPaperConnection,
    RepositoryPaperConnection,
  ].map(facetsOn),
];
