/** Cypher for what users compose: a closed tree of conditions over the ontology's names, every value a parameter. */
import { PapergraphError } from "../errors.js";
import { EDGES, type EdgeType, type Label, NODES, type Property } from "../ontology.js";
import type { Params, Value } from "./store.js";

/** Labels that lists may be made of. */
export type Listed = "Paper" | "Technique" | "Dataset" | "Task" | "Repository" | "Author" | "Venue";
/** Properties that order a list: each is one string that is never null and unlike on any two nodes. */
export type OrderProperty = "sortKey" | "countKey" | "nameSort";

/** Labels to which papers are joined. */
export type Joined = "Technique" | "Dataset" | "Task" | "Repository" | "Author" | "Venue";

/** What one fact of a node must be. On papers unless said otherwise. */
export type Leaf =
  /** Joined to the node, by any role or one of those given; with a least confidence where one is given. */
  | { on: "joined"; label: Joined; id: string; roles?: readonly string[]; minConfidence?: number }
  /** Joined to one of the nodes at least; without ids to any of the label. */
  | {
      on: "joinedToAny";
      label: Joined;
      ids?: readonly string[];
      roles?: readonly string[];
      minConfidence?: number;
    }
  | { on: "hasCode"; value: boolean }
  /** Both ends are included. A paper without a year is in no range, unless `unknown` lets it in. */
  | { on: "year"; from?: number; to?: number; unknown?: boolean }
  /** The word stands in the title or the abstract, in any case. */
  | { on: "word"; value: string }
  /** Of techniques. */
  | { on: "kind"; value: string }
  /** Nothing meets it: what a name that nothing has comes to. */
  | { on: "nothing" };
/** A closed tree: nothing else can be asked of the store. Each node is either met or not; the unknown is not met. */
export type Condition = Leaf | { on: "and" | "or"; of: readonly Condition[] } | { on: "not"; of: Condition };

export interface Selection {
  label: Listed;
  where: readonly Condition[];
  order: { by: OrderProperty; descending: boolean };
  /** Order keys between which the rows lie, both exclusive, in the order of the list. */
  after?: string | null;
  before?: string | null;
  /** Takes the rows from the list's end, last row first. */
  backward?: boolean;
  limit: number;
}
export interface Statement {
  text: string;
  params: Params;
}
/** More conditions than this are refused: each may cost the store a join. */
export const MAX_CONDITIONS = 24;
/** Levels of `and`, `or` and `not` that a tree may have. */
export const MAX_DEPTH = 8;

/** Long texts and order keys are not read with a list. */
const UNREAD = new Set(["abstract", "otherAbstracts", "sortKey", "countKey", "nameSort"]);
/** The columns of a list's rows: the label's own properties. */
export const columnsOf = (label: Label): string[] => Object.keys(NODES[label].properties).filter((p) => !UNREAD.has(p));

/** The property that a condition reads; the ontology must give it to the label. */
const READS: Readonly<Record<Leaf["on"], string>> = {
  joined: "id",
  joinedToAny: "id",
  hasCode: "hasCode",
  year: "year",
  word: "title",
  kind: "kind",
  nothing: "id",
};
const isLeaf = (c: Condition): c is Leaf => c.on !== "and" && c.on !== "or" && c.on !== "not";

/** Edge types from a paper to a label, as a pattern takes them; the ontology's own names, never a user's text. */
export const edgesToward = (label: Joined): string =>
  (Object.keys(EDGES) as EdgeType[]).filter((t) => EDGES[t].from === "Paper" && EDGES[t].to === label).join("|");

/** Refuses what is too deep, too much, or not the label's. */
function check(label: Listed, where: readonly Condition[]): void {
  const known: Readonly<Record<string, Property>> = NODES[label].properties;
  let leaves = 0;
  const walk = (c: Condition, depth: number): void => {
    if (isLeaf(c)) {
      leaves++;
      if (known[READS[c.on]] === undefined) throw new Error(`a ${label} has no ${READS[c.on]}`);
      if ((c.on === "joined" || c.on === "joinedToAny") && label !== "Paper")
        throw new Error(`a ${label} is not joined to a ${c.label} as papers are`);
      return;
    }
    if (depth > MAX_DEPTH)
      throw new PapergraphError("TOO_COMPLEX", `Conditions may stand ${MAX_DEPTH} levels deep at most.`);
    for (const inner of c.on === "not" ? [c.of] : c.of) walk(inner, depth + 1);
  };
  for (const c of where) walk(c, 1);
  if (leaves > MAX_CONDITIONS)
    throw new PapergraphError("TOO_COMPLEX", `A list takes ${MAX_CONDITIONS} conditions at most, not ${leaves}.`);
}

/** Matches and tests of a selection; joins come first, since they start from a keyed node. `n` is the node listed. */
function conditions({ label, where }: Pick<Selection, "label" | "where">): Statement & { tested: boolean } {
  check(label, where);
  const params: { [name: string]: Value } = {};
  const value = (v: Value): string => {
    const name = `v${Object.keys(params).length}`;
    params[name] = v;
    return `$${name}`;
  };
  /** Tests of an edge's own facts. A fact from a structured field has no confidence, and stays. */
  const edgeTests = (edge: string, c: { roles?: readonly string[]; minConfidence?: number }): string[] => [
    ...(c.roles === undefined ? [] : [`any(r IN ${edge}.roles WHERE r IN ${value([...c.roles])})`]),
    ...(c.minConfidence === undefined
      ? []
      : [`(${edge}.confidence IS NULL OR ${edge}.confidence >= ${value(c.minConfidence)})`]),
  ];
  let inner = 0;
  const exists = (c: Leaf & { on: "joined" | "joinedToAny" }): string => {
    const i = inner++;
    const ids = c.on === "joined" ? [c.id] : c.ids;
    const tests = [...(ids === undefined ? [] : [`x${i}.id IN ${value([...ids])}`]), ...edgeTests(`f${i}`, c)];
    return `EXISTS { MATCH (n)-[f${i}:${edgesToward(c.label)}]->(x${i})${tests.length === 0 ? "" : ` WHERE ${tests.join(" AND ")}`} }`;
  };
  /** One test. Inside a tree it must be true or false, since the negation of an unknown is unknown. */
  const test = (c: Condition, inside: boolean): string => {
    switch (c.on) {
      case "joined":
      case "joinedToAny":
        return exists(c);
      case "hasCode":
        return inside ? `coalesce(n.hasCode, false) = ${value(c.value)}` : `n.hasCode = ${value(c.value)}`;
      case "year": {
        const bounds = [
          ...(c.from === undefined ? [] : [`n.year >= ${value(c.from)}`]),
          ...(c.to === undefined ? [] : [`n.year <= ${value(c.to)}`]),
        ];
        if (c.unknown === true) return bounds.length === 0 ? "true" : `(n.year IS NULL OR ${bounds.join(" AND ")})`;
        if (!inside && bounds.length > 0) return bounds.join(" AND ");
        return `(${["n.year IS NOT NULL", ...bounds].join(" AND ")})`;
      }
      case "word": {
        const word = value(c.value.toLowerCase());
        return `(toLower(n.title) CONTAINS ${word} OR toLower(coalesce(n.abstract, '')) CONTAINS ${word})`;
      }
      case "kind":
        return inside ? `coalesce(n.kind, '') = ${value(c.value)}` : `n.kind = ${value(c.value)}`;
      case "nothing":
        return "false";
      case "not":
        return `NOT (${test(c.of, true)})`;
      case "and":
      case "or":
        if (c.of.length === 0) return c.on === "and" ? "true" : "false";
        return `(${c.of.map((x) => test(x, true)).join(c.on === "and" ? " AND " : " OR ")})`;
    }
  };
  const parts = where.flatMap(function flat(c): Condition[] {
    return c.on === "and" ? c.of.flatMap(flat) : [c];
  });
  const matches: string[] = [];
  const tests: string[] = [];
  const start = parts.some((c) => c.on === "joined")
    ? undefined
    : parts.find((c) => c.on === "joinedToAny" && c.ids !== undefined);
  for (const c of parts) {
    if (c.on === "joined") {
      const n = matches.length;
      const paper = n === 0 ? "(n:Paper)" : "(n)";
      matches.push(`MATCH (j${n}:${c.label} {id: ${value(c.id)}})<-[e${n}:${edgesToward(c.label)}]-${paper}`);
      tests.push(...edgeTests(`e${n}`, c));
    } else if (c === start && c.on === "joinedToAny") {
      const own = [`UNWIND ${value([...c.ids!])} AS j0id`];
      own.push(`MATCH (j0:${c.label} {id: j0id})<-[e0:${edgesToward(c.label)}]-(n:Paper)`);
      const edge = edgeTests("e0", c);
      if (edge.length > 0) own.push(`WHERE ${edge.join(" AND ")}`);
      // A paper that is joined to two of the nodes is one paper.
      matches.push([...own, "WITH DISTINCT n"].join("\n"));
    } else tests.push(test(c, false));
  }
  if (matches.length === 0) matches.push(`MATCH (n:${label})`);
  return {
    text: matches.join("\n") + (tests.length === 0 ? "" : `\nWHERE ${tests.join(" AND ")}`),
    params,
    tested: tests.length > 0,
  };
}

/** One page: the label's columns and `orderKey`. */
export function selectPage(selection: Selection): Statement {
  const { label, order, after, before, backward = false, limit } = selection;
  const { text, params, tested } = conditions(selection);
  const key = `n.${order.by}`;
  const bounds: string[] = [];
  const all: { [name: string]: Value | undefined } = { ...params, limit };
  if (after !== null && after !== undefined) {
    bounds.push(`${key} ${order.descending ? "<" : ">"} $after`);
    all.after = after;
  }
  if (before !== null && before !== undefined) {
    bounds.push(`${key} ${order.descending ? ">" : "<"} $before`);
    all.before = before;
  }
  const where = bounds.length === 0 ? "" : `${tested ? " AND" : "\nWHERE"} ${bounds.join(" AND ")}`;
  const columns = columnsOf(label).map((c) => `n.${c} AS ${c}`);
  const descending = order.descending !== backward;
  return {
    text: `${text}${where}\nRETURN ${columns.join(", ")}, ${key} AS orderKey ORDER BY orderKey${descending ? " DESC" : ""} LIMIT $limit`,
    params: all,
  };
}

/** How many rows the whole list has, as `count`. */
export function selectCount(selection: Pick<Selection, "label" | "where">): Statement {
  const { text, params } = conditions(selection);
  return { text: `${text}\nRETURN count(n) AS count`, params };
}

/** What papers may be counted by: their year, what they are joined to, or the roles of the edge that leads to them. */
export type FacetBy = "year" | "roles" | "Technique" | "Dataset" | "Task" | "Venue";

/** Groups the papers `n`: a row has `key`, `name` and `count`. The year's group without a key holds the unknown. */
function group(by: FacetBy): { match: string; key: string; name: string } {
  if (by === "year") return { match: "", key: "n.year", name: "n.year" };
  if (by === "roles") return { match: "\nUNWIND e.roles AS role", key: "role", name: "role" };
  return { match: `\nMATCH (n)-[:${edgesToward(by)}]->(b)`, key: "b.id", name: "b.name" };
}
/** Years are few and all come; of all else the largest groups. */
const groupRows = (by: FacetBy): string => {
  const { match, key, name } = group(by);
  const order = by === "year" ? "" : " ORDER BY count DESC, key LIMIT $first";
  return `${match}\nRETURN ${key} AS key, ${name} AS name, count(*) AS count${order}`;
};
/** What the groups have together: `entries` (the sum of all counts), `groups`, and `papers` that are in one at least. */
const groupTotals = (by: FacetBy): string =>
  `count(*) AS entries, count(DISTINCT ${group(by).key}) AS groups, count(DISTINCT n.id) AS papers`;

/** The groups of a list of papers. */
export function selectGroups(where: readonly Condition[], by: Exclude<FacetBy, "roles">, first: number): Statement {
  const { text, params } = conditions({ label: "Paper", where });
  return { text: text + groupRows(by), params: by === "year" ? params : { ...params, first } };
}
export function selectGroupTotals(where: readonly Condition[], by: Exclude<FacetBy, "roles">): Statement {
  const { text, params } = conditions({ label: "Paper", where });
  return { text: `${text}${group(by).match}\nRETURN ${groupTotals(by)}`, params };
}

/** Papers of a node, `row.id`, whose joining edge passes `row.roles` and `row.minConfidence`. */
const papersOfRow = (label: Joined): string =>
  `MATCH (j)<-[e:${edgesToward(label)}]-(n:Paper)\nWHERE (row.roles IS NULL OR any(r IN e.roles WHERE r IN row.roles)) AND (row.minConfidence IS NULL OR e.confidence IS NULL OR e.confidence >= row.minConfidence)`;
/** The same for the papers of many nodes at once: a text for keyed reads with the rows `{i, id, roles, minConfidence}`. */
export const groupsOfRows = (label: Joined, by: FacetBy): string =>
  `UNWIND $rows AS row\nMATCH (j:${label} {id: row.id})\nCALL (j, row) {\n${papersOfRow(label)}${groupRows(by)}\n}\nRETURN row.i AS i, key, name, count`;
export const groupTotalsOfRows = (label: Joined, by: FacetBy): string =>
  `UNWIND $rows AS row\nMATCH (j:${label} {id: row.id})\n${papersOfRow(label)}${group(by).match}\nRETURN row.i AS i, ${groupTotals(by)}`;
