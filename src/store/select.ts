/** Cypher for what users compose: a closed tree of conditions over the ontology's names, every value a parameter. */
import { PapergraphError } from "../errors.js";
import { type Label, NODES, type Property, rolesToward } from "../ontology.js";
import type { Params, Value } from "./store.js";

/** Labels that lists may be made of. */
export type Listed = "Paper" | "Technique" | "Dataset" | "Task" | "Repository" | "Author" | "Venue";
/** Properties that order a list: each is one string that is never null and unlike on any two nodes. */
export type OrderProperty = "sortKey" | "countKey" | "nameSort";

export type Condition =
  /** Joined to the node, by any role; with a least confidence where one is given. */
  | { on: "joined"; label: "Technique" | "Dataset" | "Task"; id: string; minConfidence?: number }
  | { on: "hasCode"; value: boolean }
  /** Both ends are included. A paper without a year is in no range. */
  | { on: "year"; from?: number; to?: number }
  /** The word stands in the title or the abstract, in any case. */
  | { on: "word"; value: string }
  | { on: "kind"; value: string };

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

/** Long texts and order keys are not read with a list. */
const UNREAD = new Set(["abstract", "otherAbstracts", "sortKey", "countKey", "nameSort"]);
/** The columns of a list's rows: the label's own properties. */
export const columnsOf = (label: Label): string[] => Object.keys(NODES[label].properties).filter((p) => !UNREAD.has(p));

/** Matches and tests of a selection; joins come first, since they start from a keyed node. */
function conditions({ label, where }: Pick<Selection, "label" | "where">): Statement {
  if (where.length > MAX_CONDITIONS)
    throw new PapergraphError("TOO_COMPLEX", `A list takes ${MAX_CONDITIONS} conditions at most, not ${where.length}.`);
  const params: { [name: string]: Value } = {};
  const value = (v: Value): string => {
    const name = `v${Object.keys(params).length}`;
    params[name] = v;
    return `$${name}`;
  };
  const matches: string[] = [];
  const tests: string[] = [];
  for (const c of where) {
    switch (c.on) {
      case "joined": {
        const n = matches.length;
        const paper = n === 0 ? "(n:Paper)" : "(n)";
        matches.push(
          `MATCH (j${n}:${c.label} {id: ${value(c.id)}})<-[e${n}:${rolesToward(c.label).join("|")}]-${paper}`,
        );
        // A fact from a structured field has no confidence, and stays.
        if (c.minConfidence !== undefined)
          tests.push(`(e${n}.confidence IS NULL OR e${n}.confidence >= ${value(c.minConfidence)})`);
        break;
      }
      case "hasCode":
        tests.push(`n.hasCode = ${value(c.value)}`);
        break;
      case "year":
        if (c.from !== undefined) tests.push(`n.year >= ${value(c.from)}`);
        if (c.to !== undefined) tests.push(`n.year <= ${value(c.to)}`);
        break;
      case "word": {
        const word = value(c.value.toLowerCase());
        tests.push(`(toLower(n.title) CONTAINS ${word} OR toLower(coalesce(n.abstract, '')) CONTAINS ${word})`);
        break;
      }
      case "kind":
        tests.push(`n.kind = ${value(c.value)}`);
        break;
    }
  }
  // Labels and properties are the ontology's own names, never a user's text.
  const known: Readonly<Record<string, Property>> = NODES[label].properties;
  for (const c of where) {
    const property = { joined: "id", hasCode: "hasCode", year: "year", word: "title", kind: "kind" }[c.on];
    if (known[property] === undefined) throw new Error(`a ${label} has no ${property}`);
  }
  if (matches.length === 0) matches.push(`MATCH (n:${label})`);
  return { text: matches.join("\n") + (tests.length === 0 ? "" : `\nWHERE ${tests.join(" AND ")}`), params };
}

/** One page: the label's columns and `orderKey`. */
export function selectPage(selection: Selection): Statement {
  const { label, order, after, before, backward = false, limit } = selection;
  const { text, params } = conditions(selection);
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
  const where = bounds.length === 0 ? "" : `${text.includes("\nWHERE ") ? " AND" : "\nWHERE"} ${bounds.join(" AND ")}`;
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
