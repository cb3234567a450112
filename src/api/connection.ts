/** Relay connections: pages with true cursors, exact totals and the nodes as a plain list. */
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";
import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import { PAGE_DEFAULT } from "./arguments.js";
import { compareKeys, decodeCursor, encodeCursor, type Key } from "./cursor.js";

@ObjectType("PageInfo", { description: "Where a page stands in its list.", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether rows follow this page." })
  hasNextPage: boolean;
  @Field(() => Boolean, { description: "Whether rows precede this page." })
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true, description: "Cursor of the first row; null on an empty page." })
  startCursor: string | null;
  @Field(() => String, { nullable: true, description: "Cursor of the last row; null on an empty page." })
  endCursor: string | null;
}

export interface Edge {
  cursor: string;
  node: object;
}
export interface Connection<E extends Edge = Edge> {
  edges: E[];
  nodes: E["node"][];
  pageInfo: PageInfo;
  totalCount: number;
}

/** Makes the connection type for an edge type. `what` ends the sentence "A page of …". */
export function connectionOf<E extends Edge>(
  name: string,
  EdgeType: ClassType<E>,
  nodeType: () => object,
  what: string,
) {
  @ObjectType(name, { description: `A page of ${what}.`, simpleResolvers: true })
  class ConnectionType implements Connection<E> {
    @Field(() => [EdgeType], { description: "The rows of the page, each with its cursor." })
    edges: E[];
    @Field(() => [nodeType() as ClassType], { description: "The nodes of the rows, for those who need no more." })
    nodes: E["node"][];
    @Field(() => PageInfo, { description: "Where the page stands in the list." })
    pageInfo: PageInfo;
    @Field(() => Int, { description: "How many rows the whole list has: exact, whatever the page." })
    totalCount: number;
  }
  return ConnectionType;
}

/** Names of the fields that a query selects right under the field being resolved, through fragments. */
export function selectedFields(info: GraphQLResolveInfo): Set<string> {
  const out = new Set<string>();
  const walk = (set: SelectionSetNode | undefined): void => {
    for (const s of set?.selections ?? []) {
      if (s.kind === Kind.FIELD) out.add(s.name.value);
      else walk(s.kind === Kind.INLINE_FRAGMENT ? s.selectionSet : info.fragments[s.name.value]?.selectionSet);
    }
  };
  for (const node of info.fieldNodes) walk(node.selectionSet);
  return out;
}

/** What a connection is asked for; the total and the rows are each read only where something selects them. */
export interface Wanted {
  rows: boolean;
  total: boolean;
}
export function wanted(info: GraphQLResolveInfo): Wanted {
  const fields = selectedFields(info);
  const total = fields.has("totalCount");
  return { rows: fields.has("edges") || fields.has("nodes") || fields.has("pageInfo"), total };
}

const page = <E extends Edge>(edges: E[], totalCount: number, more: boolean, previous: boolean): Connection<E> => ({
  edges,
  nodes: edges.map((e) => e.node),
  pageInfo: {
    hasNextPage: more,
    hasPreviousPage: previous,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  },
  totalCount,
});

interface KeysetPage<R, E extends Edge> {
  /** The list's name with its owner and order, as in its cursors. */
  list: string;
  args: { first?: number | null; after?: string | null };
  info: GraphQLResolveInfo;
  /** Shows the parts of a key. */
  sample: Key;
  /** Rows after the key, in order, `limit` at most. */
  rows(after: Key | null, limit: number): Promise<R[]>;
  key(row: R): Key;
  edge(row: R): Omit<E, "cursor">;
  count(): Promise<number>;
}
/** A page that the store cuts: one row more than asked tells whether others follow. */
export async function keysetPage<R, E extends Edge>(of: KeysetPage<R, E>): Promise<Connection<E>> {
  const first = of.args.first ?? PAGE_DEFAULT;
  const after = decodeCursor(of.list, of.args.after, of.sample);
  const want = wanted(of.info);
  const [rows, total] = await Promise.all([
    want.rows ? of.rows(after, first + 1) : Promise.resolve([]),
    want.total ? of.count() : Promise.resolve(0),
  ]);
  const edges = rows.slice(0, first).map((r) => ({ ...of.edge(r), cursor: encodeCursor(of.list, of.key(r)) }) as E);
  return page(edges, total, rows.length > first, after !== null);
}

interface WholePage<R, E extends Edge> {
  list: string;
  args: { first?: number | null; after?: string | null };
  /** Shows the parts of a key. */
  sample: Key;
  rows: R[];
  key(row: R): Key;
  /** Makes the edges of the page's rows only; null for a row whose node a load has just taken away. */
  edges(rows: R[]): Promise<(Omit<E, "cursor"> | null)[]> | (Omit<E, "cursor"> | null)[];
}
/** A page of a short list that was read whole (what one paper has; what is related to one technique). */
export async function wholePage<R, E extends Edge>(of: WholePage<R, E>): Promise<Connection<E>> {
  const first = of.args.first ?? PAGE_DEFAULT;
  const after = decodeCursor(of.list, of.args.after, of.sample);
  const sorted = of.rows.map((row) => ({ row, key: of.key(row) })).sort((a, b) => compareKeys(a.key, b.key));
  const rest = after === null ? sorted : sorted.filter((r) => compareKeys(r.key, after) > 0);
  const cut = rest.slice(0, first);
  const made = await of.edges(cut.map((r) => r.row));
  const edges = made.flatMap((e, i) =>
    e === null ? [] : [{ ...e, cursor: encodeCursor(of.list, cut[i]!.key) } as unknown as E],
  );
  return page(edges, sorted.length, rest.length > first, rest.length < sorted.length);
}

interface BothWays<R, E extends Edge> extends Omit<KeysetPage<R, E>, "args" | "rows"> {
  args: { first?: number | null; after?: string | null; last?: number | null; before?: string | null };
  rows(bounds: { after: Key | null; before: Key | null; backward: boolean; limit: number }): Promise<R[]>;
}
/** A page of a list that also pages backward: from the end the rows come in reverse and are turned round here. */
export async function listPage<R, E extends Edge>(of: BothWays<R, E>): Promise<Connection<E>> {
  const after = decodeCursor(of.list, of.args.after, of.sample);
  const before = decodeCursor(of.list, of.args.before, of.sample, "before");
  const backward = of.args.last !== null && of.args.last !== undefined;
  const size = (backward ? of.args.last : of.args.first) ?? PAGE_DEFAULT;
  const want = wanted(of.info);
  const [rows, total] = await Promise.all([
    want.rows ? of.rows({ after, before, backward, limit: size + 1 }) : Promise.resolve([]),
    want.total ? of.count() : Promise.resolve(0),
  ]);
  const cut = rows.slice(0, size);
  if (backward) cut.reverse();
  const edges = cut.map((r) => ({ ...of.edge(r), cursor: encodeCursor(of.list, of.key(r)) }) as E);
  const more = rows.length > size;
  return backward ? page(edges, total, before !== null, more) : page(edges, total, more, after !== null);
}
