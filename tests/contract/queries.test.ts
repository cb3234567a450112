/** Each query of cypher/read runs on each engine, gives the columns that its header declares, and the same rows on both. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Label, NODES } from "../../src/ontology.js";
import type { QueryName } from "../../src/store/queries.js";
import { parseQuery, type QueryFile, readQueries } from "../../src/store/query-files.js";
import type { GraphStore, Params, Row, Value } from "../../src/store/store.js";
import { absorb, writeFixture } from "../api/fixture.js";
import { engines } from "../engines.js";

const queries = [...readQueries().values()];
/** More rows than the graph has of anything. */
const ALL = 100;

const TYPES: Record<string, (v: Value | undefined) => boolean> = {
  string: (v) => typeof v === "string",
  int: (v) => Number.isInteger(v),
  float: (v) => typeof v === "number",
  boolean: (v) => typeof v === "boolean",
  strings: (v) => Array.isArray(v) && v.every((x) => typeof x === "string"),
  json: (v) => typeof v === "string" && typeof JSON.parse(v) === "object",
};
const fits = (type: string, value: Value | undefined): boolean =>
  type.endsWith("?") ? value === null || TYPES[type.slice(0, -1)]!(value) : TYPES[type]!(value);

/** Keys to ask with: everything that the graph has of what the query starts from. */
async function keysFor(store: GraphStore, { name, params }: QueryFile): Promise<Params[]> {
  const fields = /^\{(.+)\}\[\]$/.exec(params.get("rows") ?? "")?.[1]?.split(/,\s*/) ?? [];
  const label = (Object.keys(NODES) as Label[]).find((l) => name.startsWith(`${l.toLowerCase()}-`)) ?? "Paper";
  const column = async (text: string): Promise<Value[]> => (await store.run(text, {})).map((r) => r.x!);
  if (fields.includes("from"))
    return (await store.run("MATCH (a:Paper)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b", {})).map((r) => ({
      from: r.a,
      to: r.b,
      type: r.t,
    }));
  if (fields.includes("key"))
    return (
      await column(`MATCH (n:${name === "relation-statements" ? "Statement" : "Name"}) RETURN DISTINCT n.key AS x`)
    ).map((key) => ({ key }));
  const ids = await column(`MATCH (n:${label}) RETURN n.id AS x`);
  if (fields.includes("ids")) return [{ ids }];
  return ids.map((id) => ({ id }));
}
async function answer(store: GraphStore, query: QueryFile): Promise<Row[]> {
  const name = query.name as QueryName;
  if (!query.params.has("rows")) return store.query(name);
  const keys = await keysFor(store, query);
  const shape: Params = query.params.has("first") ? { first: ALL } : {};
  return (await Promise.all(keys.map((k) => store.read(name, k, shape)))).flat();
}
/** Rows as texts, without the number of the key, which no reader sees, and the time of the load. */
const sorted = (rows: Row[]): string[] =>
  rows.map(({ i: _, loadedAt: __, ...r }) => JSON.stringify(Object.entries(r).sort())).sort();
const answers = new Map<string, Map<string, string[]>>();

describe.each(engines)("on the engine $name", ({ name: engine, open }) => {
  let store: GraphStore;
  beforeAll(async () => {
    store = await open();
    await writeFixture(store);
    // A paper that was two, so that former ids have something to lead from.
    await absorb(store, "arxiv:2401.00008", "arxiv:1710.00001");
  });
  afterAll(() => store.close());

  it.each(queries.map((q) => [q.name, q] as const))("%s gives rows as its header says", async (name, query) => {
    const rows = await answer(store, query);
    expect(rows.length, "a query that finds nothing in a graph that has everything").toBeGreaterThan(0);
    const columns = [...query.returns.keys()].filter((c) => c !== "i").sort();
    for (const row of rows) {
      expect(
        Object.keys(row)
          .filter((c) => c !== "i")
          .sort(),
      ).toEqual(columns);
      for (const c of columns)
        expect(fits(query.returns.get(c)!, row[c]), `${c} = ${JSON.stringify(row[c])}`).toBe(true);
    }
    const all = answers.get(name) ?? new Map<string, string[]>();
    answers.set(name, all.set(engine, sorted(rows)));
  });
});

describe.runIf(engines.length > 1)("the engines", () => {
  it.each(queries.map((q) => q.name))("give the same rows for %s", (name) => {
    const [first, second] = [...answers.get(name)!.values()];
    expect(second).toEqual(first);
  });
});

describe("a header", () => {
  it.each(queries.map((q) => [q.name, q] as const))("of %s says what the query is for and takes", (_, query) => {
    expect(query.doc).toMatch(/^[A-Z].+\.$/);
    const used = new Set([...query.text.matchAll(/\$(\w+)/g)].map((m) => m[1]!));
    expect([...query.params.keys()].sort()).toEqual([...used].sort());
  });
  it("is read line by line", () => {
    const { doc, params, returns, text } = parseQuery(
      "x",
      "// What for.\n// param first: int\n// returns n: int?\nRETURN $first AS n\n",
    );
    expect({ doc, params: [...params], returns: [...returns], text }).toEqual({
      doc: "What for.",
      params: [["first", "int"]],
      returns: [["n", "int?"]],
      text: "RETURN $first AS n",
    });
  });
});
