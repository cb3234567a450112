/** What a store owes to those who load papers, on each engine. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { GraphStore, Row } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type PaperSpec, paperGraph, run } from "./graphs.js";

const stores: GraphStore[] = [];
afterEach(async () => {
  for (const s of stores.splice(0)) await s.close();
});
const A: PaperSpec = {
  id: "a",
  year: 2020,
  techniques: { lora: "INTRODUCES", adapters: "BUILDS_ON", bert: "USES" },
  datasets: { glue: "EVALUATES_ON" },
  relations: [
    ["lora", "EXTENDS", "adapters"],
    ["lora", "COMPARED_WITH", "bert"],
  ],
};
const B: PaperSpec = {
  id: "b",
  year: 2022,
  techniques: { lora: "USES", adapters: "COMPARES_WITH" },
  datasets: { glue: "TRAINS_ON" },
  relations: [["lora", "EXTENDS", "adapters"]],
};
const write = (store: GraphStore, ...specs: PaperSpec[]) => store.write(specs.map(paperGraph), run);
const edges = (store: GraphStore, type: string): Promise<Row[]> =>
  store.run(`MATCH (a)-[r:${type}]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p ORDER BY a.id, b.id`, {});
const ids = async (store: GraphStore, label: string): Promise<string[]> =>
  (await store.run(`MATCH (n:${label}) RETURN n.id AS id ORDER BY n.id`, {})).map((r) => String(r.id));

describe.each(engines)("a store on the engine $name", ({ open }) => {
  const fresh = async (): Promise<GraphStore> => {
    const s = await open();
    stores.push(s);
    return s;
  };

  it("is empty at first, with version 0", async () => {
    const s = await fresh();
    expect(await s.stats()).toMatchObject({ papers: 0, techniques: 0, relations: 0, version: 0 });
  });
  it("derives one edge between two techniques from the statements of several papers", async () => {
    const s = await fresh();
    await write(s, A, B);
    expect(await edges(s, "EXTENDS")).toEqual([
      { a: "lora", b: "adapters", p: { paperCount: 2, firstYear: 2020, lastYear: 2022, confidence: 0.9 } },
    ]);
  });
  it("keeps a symmetric relation once, from the smaller id", async () => {
    const s = await fresh();
    await write(s, A);
    expect((await edges(s, "COMPARED_WITH")).map((e) => [e.a, e.b])).toEqual([["bert", "lora"]]);
  });
  it("counts papers on what they share", async () => {
    const s = await fresh();
    await write(s, A, B);
    expect(
      await s.run("MATCH (t:Technique) RETURN t.id AS id, t.paperCount AS n, t.countKey AS key ORDER BY t.id", {}),
    ).toEqual([
      { id: "adapters", n: 2, key: "000000002 adapters" },
      { id: "bert", n: 1, key: "000000001 bert" },
      { id: "lora", n: 2, key: "000000002 lora" },
    ]);
  });
  it("tells a technique from a dataset of the same id, whichever comes first", async () => {
    const s = await fresh();
    await write(s, { id: "x", techniques: { atlas: "USES" } });
    await write(s, { id: "y", techniques: { atlas: "USES" }, datasets: { atlas: "EVALUATES_ON" } });
    expect(await s.run("MATCH (m:Name {key: 'atlas'}) RETURN m.kind AS kind ORDER BY kind", {})).toEqual([
      { kind: "Dataset" },
      { kind: "Technique" },
    ]);
  });
  it("changes nothing, not even the version, when the same papers are loaded again", async () => {
    const s = await fresh();
    await write(s, A, B);
    const before = [await s.checksum(), await s.version()];
    const again = await write(s, A, B);
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect([await s.checksum(), await s.version()]).toEqual(before);
  });
  it("replaces the facts of a changed paper, leaves no orphan and touches no fact of another paper", async () => {
    const s = await fresh();
    await write(s, A, B);
    await write(s, { id: "a", year: 2021, techniques: { qlora: "INTRODUCES" } });
    expect(await ids(s, "Technique")).toEqual(["adapters", "lora", "qlora"]);
    expect(await ids(s, "Statement")).toHaveLength(1);
    expect(await edges(s, "EXTENDS")).toEqual([
      { a: "lora", b: "adapters", p: { paperCount: 1, firstYear: 2022, lastYear: 2022, confidence: 0.9 } },
    ]);
    expect(await edges(s, "COMPARED_WITH")).toEqual([]);
    const alone = await open();
    stores.push(alone);
    if (alone.engine === "embedded") {
      await write(alone, B, { id: "a", year: 2021, techniques: { qlora: "INTRODUCES" } });
      expect(await s.checksum()).toBe(await alone.checksum());
    }
  });
  it("leads the id of an absorbed paper to the survivor", async () => {
    const s = await fresh();
    await write(s, A, B);
    await write(s, { ...A, absorbs: ["b"] });
    expect(await ids(s, "Paper")).toEqual(["a"]);
    expect(
      await s.run("MATCH (m:Name {key: 'b'})-[:NAMES]->(p:Paper) WHERE m.kind = 'formerId' RETURN p.id AS id", {}),
    ).toEqual([{ id: "a" }]);
  });
  it("records what each version changed", async () => {
    const s = await fresh();
    await write(s, A);
    await write(s, B);
    expect(
      await s.run(
        "MATCH (c:Change) RETURN c.version AS version, c.paperId AS paper, c.kind AS kind ORDER BY version",
        {},
      ),
    ).toEqual([
      { version: 1, paper: "a", kind: "added" },
      { version: 2, paper: "b", kind: "added" },
    ]);
  });
  it("finds known papers by their names, with what each source told", async () => {
    const s = await fresh();
    await write(s, A);
    const known = await s.knownPapers(["titlea", "titlez"]);
    expect([...known.keys()]).toEqual(["titlea"]);
    expect(known.get("titlea")).toMatchObject({
      id: "a",
      tellings: [{ sourceId: "test.jsonl", record: { title: "Paper a" } }],
    });
  });
  it("finds papers by words of their titles", async () => {
    const s = await fresh();
    await write(s, { id: "a", title: "Low-rank adaptation of language models" }, { id: "b", title: "Mixing images" });
    expect((await s.fulltext("adaptation", 10)).map((f) => f.id)).toEqual(["a"]);
  });
  it("gives the same graph whatever the order and grouping of the loads", async () => {
    const names = fc.constantFrom("lora", "adapters", "bert", "mixup", "clip");
    const role = fc.constantFrom("INTRODUCES", "USES", "COMPARES_WITH") as fc.Arbitrary<"USES">;
    const spec = (id: string): fc.Arbitrary<PaperSpec> =>
      fc
        .record({
          techniques: fc.dictionary(names, role, { maxKeys: 4, noNullPrototype: true }),
          year: fc.integer({ min: 2000, max: 2026 }),
        })
        .map(({ techniques, year }) => {
          const t = Object.keys(techniques).sort();
          return {
            id,
            year,
            techniques,
            relations:
              t.length > 1
                ? [[t[0]!, "EXTENDS", t[1]!] as const].map((r) => [...r] as [string, "EXTENDS", string])
                : [],
          };
        });
    await fc.assert(
      fc.asyncProperty(spec("a"), spec("b"), spec("c"), async (a, b, c) => {
        const one = await open();
        await write(one, a, b, c);
        const sum = await one.checksum();
        await one.close();
        const two = await open();
        await write(two, { ...c, techniques: { gone: "USES" }, relations: [] }, b);
        await write(two, a);
        await write(two, c);
        const other = await two.checksum();
        await two.close();
        expect(other).toBe(sum);
      }),
      { numRuns: 6, seed: 11 },
    );
  }, 120_000);
});

describe("the two engines", () => {
  it.runIf(engines.length === 2)("hold the same graph by its checksum", async () => {
    const sums: string[] = [];
    for (const engine of engines) {
      const s = await engine.open();
      await write(s, A, B);
      await write(s, { ...B, techniques: { lora: "BUILDS_ON" }, relations: [] });
      sums.push(await s.checksum());
      await s.close();
    }
    expect(sums[0]).toBe(sums[1]);
  });
});
