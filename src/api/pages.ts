/** The pages that several resolvers have in common: papers joined to a node, and lists of the whole graph. */
import type { GraphQLResolveInfo } from "graphql";
import { type Condition, type Listed, type OrderProperty, selectCount, selectPage } from "../store/select.js";
import { type Params, queryName, type Row } from "../store/store.js";
import { type Connection, type Edge, keysetPage, listPage } from "./connection.js";
import type { Context } from "./context.js";
import { type Entity, entity } from "./entity.js";
import { factOf } from "./fact.type.js";
import type { Paper } from "./paper/paper.type.js";
import { wordOf } from "./words.js";

export interface PaperPageArgs {
  first?: number | null;
  after?: string | null;
  minConfidence?: number | null;
  roles?: string[] | null;
}

/** The role, all roles and the fact of an edge row. */
export const roleOf = (row: Row): { role: string; roles: string[] } => {
  const role = wordOf(String(row.role));
  return { role, roles: ((row.roles as string[] | null) ?? [role]).map(wordOf) };
};

/** What a page is a page of, for counts over the whole list. */
export type Scope =
  | { kind: "list"; where: readonly Condition[] | null }
  | { kind: "owner"; owner: Entity; filter: Params; count(): Promise<number> };
export type Scoped = Connection & { scope: Scope };

/** A page of the papers joined to a node, latest first. */
export async function papersOf<E extends Edge & { node: Paper }>(
  owner: Entity,
  args: PaperPageArgs,
  ctx: Context,
  info: GraphQLResolveInfo,
): Promise<Connection<E>> {
  const filter: Params = {};
  if (args.minConfidence !== null && args.minConfidence !== undefined) filter.minConfidence = args.minConfidence;
  if (args.roles !== null && args.roles !== undefined) filter.roles = args.roles;
  const count = async (): Promise<number> => {
    // Unfiltered, the node holds the number.
    if (Object.keys(filter).length === 0 && typeof owner.paperCount === "number") return owner.paperCount;
    const [row] = await ctx.store.read(queryName(owner.label, "papers-count"), { id: owner.key, ...filter });
    return Number(row?.count ?? 0);
  };
  const page = await keysetPage<Row, E>({
    list: `${owner.id}/papers`,
    args,
    info,
    sample: [""],
    rows: (after, limit) =>
      ctx.store.read(
        queryName(owner.label, "papers"),
        { id: owner.key, ...(after === null ? {} : { after: after[0] as string }), ...filter },
        { first: limit },
      ),
    key: (row) => [String(row.sortKey)],
    edge: (row) =>
      ({
        node: entity<Paper>("Paper", paperColumns(row)),
        ...("role" in row ? roleOf(row) : {}),
        ...factOf(row),
      }) as unknown as Omit<E, "cursor">,
    count,
  });
  return Object.assign(page, { scope: { kind: "owner", owner, filter, count } satisfies Scope });
}

/** Leaves the edge's columns out of a row that holds both. */
export function without(row: Row, ...columns: string[]): Row {
  const out = { ...row };
  for (const c of columns) delete out[c];
  return out;
}
const paperColumns = (row: Row): Row =>
  without(row, "i", "role", "roles", "sortKey", "factId", "confidence", "evidence", "rule", "foundBy");

export interface ListOrder {
  by: OrderProperty;
  descending: boolean;
}

/** A page of all nodes of a label that meet the conditions; `null` conditions stand for a name that nothing has. */
export async function listOf<E extends Edge>(
  label: Listed,
  where: readonly Condition[] | null,
  order: ListOrder,
  args: { first?: number | null; after?: string | null; last?: number | null; before?: string | null },
  ctx: Context,
  info: GraphQLResolveInfo,
): Promise<Connection<E>> {
  const page = await listPage<Row, E>({
    list: `${label} by ${order.by}${order.descending ? " descending" : ""}`,
    args,
    info,
    sample: [""],
    async rows({ after, before, backward, limit }) {
      if (where === null) return [];
      const { text, params } = selectPage({
        label,
        where,
        order,
        after: after === null ? null : String(after[0]),
        before: before === null ? null : String(before[0]),
        backward,
        limit,
      });
      return ctx.store.run(text, params);
    },
    key: (row) => [String(row.orderKey)],
    edge: (row) => ({ node: entity(label, without(row, "orderKey")) }) as unknown as Omit<E, "cursor">,
    async count() {
      if (where === null) return 0;
      const { text, params } = selectCount({ label, where });
      return Number((await ctx.store.run(text, params))[0]?.count ?? 0);
    },
  });
  return Object.assign(page, { scope: { kind: "list", where } satisfies Scope });
}
