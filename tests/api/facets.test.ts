/** Facets, trends and what rises, on every engine, against counts that plain code makes of the papers. */
import { beforeAll, describe, expect, test } from "vitest";
import { byPeriod, periodsBetween } from "../../src/api/facets/periods.js";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serveFixture } from "./client.js";
import { writeCrowd } from "./fixture.js";

describe("periods", () => {
  test("gaps between the first and the last are there", () => {
    expect(periodsBetween("2019", "2022", "YEAR")).toEqual(["2019", "2020", "2021", "2022"]);
    expect(periodsBetween("2019-11", "2020-02", "MONTH")).toEqual(["2019-11", "2019-12", "2020-01", "2020-02"]);
    expect(periodsBetween("2019", "2020", "QUARTER")).toHaveLength(8);
    expect(periodsBetween("2021", "2020", "MONTH")).toEqual([]);
  });
  test("a date that is not precise enough is undated", () => {
    const rows = [
      { year: 2021, month: "2021", count: 2 },
      { year: 2021, month: "2021-05", count: 3 },
      { year: null, month: null, count: 1 },
    ];
    expect(byPeriod(rows, "YEAR")).toEqual({ counts: new Map([["2021", 5]]), undated: 1 });
    expect(byPeriod(rows, "QUARTER")).toEqual({ counts: new Map([["2021-Q2", 3]]), undated: 3 });
  });
});

interface Facets {
  buckets: { key: string; name: string; count: number; node: { id: string } | null }[];
  other: number;
  otherBuckets: number;
  unknown: number;
  overlapping: boolean;
}
const FACETS = "buckets { key name count node { id } } other otherBuckets unknown overlapping";

describe.each(engines)("facets on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  serveFixture(open, (s, c) => {
    store = s;
    client = c;
  });
  const facets = async (by: string, args = "", more = ""): Promise<Facets> =>
    (await client.data(`{ papers${args} { facets(by: ${by}${more}) { ${FACETS} } } }`)).papers.facets;
  const counts = (f: Facets): [string, number][] => f.buckets.map((b) => [b.name, b.count]);

  test("years, latest first, and the papers without one", async () => {
    const f = await facets("YEAR");
    expect(counts(f)).toEqual([
      ["2024", 1],
      ["2023", 2],
      ["2022", 1],
      ["2021", 2],
      ["2017", 1],
    ]);
    expect(f).toMatchObject({ other: 0, otherBuckets: 0, unknown: 1, overlapping: false });
    expect(f.buckets[0]).toMatchObject({ key: "2024", node: null });
    expect(await facets("YEAR", "", ", first: 2")).toMatchObject({ other: 4, otherBuckets: 3, unknown: 1 });
  });

  test("techniques overlap; what first cuts off is counted", async () => {
    const f = await facets("TECHNIQUE", "", ", first: 2");
    expect(f).toEqual({
      buckets: [
        { key: "Technique:mixup", name: "mixup", count: 4, node: { id: "Technique:mixup" } },
        { key: "Technique:cutmix", name: "CutMix", count: 3, node: { id: "Technique:cutmix" } },
      ],
      other: 7,
      otherBuckets: 5,
      unknown: 0,
      overlapping: true,
    });
  });

  test("of a composed list, as plain code counts it", async () => {
    const args = '(filter: { or: [{ technique: { anyOf: ["mixup", "CLIP"] } }, { hasCode: true }] }, first: 100)';
    const { papers } = await client.data(
      `{ papers${args} { totalCount nodes { year datasets { nodes { id name } } tasks { nodes { id } } venue { id } } } }`,
    );
    type Found = { year: number; datasets: { nodes: { id: string; name: string }[] }; venue: { id: string } | null };
    const nodes = papers.nodes as Found[];
    const tally = new Map<string, number>();
    for (const p of nodes) for (const d of p.datasets.nodes) tally.set(d.name, (tally.get(d.name) ?? 0) + 1);
    const f = await facets("DATASET", args);
    expect(Object.fromEntries(counts(f))).toEqual(Object.fromEntries(tally));
    expect(f.unknown).toBe(nodes.filter((p) => p.datasets.nodes.length === 0).length);
    const venues = await facets("VENUE", args);
    expect(venues).toMatchObject({
      unknown: nodes.length - 1,
      overlapping: false,
      buckets: [{ key: "Venue:iclr-2018" }],
    });
    expect((await facets("TASK", args)).buckets).toHaveLength(3);
  });

  test("the papers of a technique, with its roles", async () => {
    const { technique } = await client.data(`{ technique(name: "mixup") {
      papers(first: 1) { roles: facets(by: ROLE) { ${FACETS} } years: facets(by: YEAR) { ${FACETS} } datasets: facets(by: DATASET, first: 1) { ${FACETS} } }
      uses: papers(roles: [USES, STUDIES]) { facets(by: DATASET) { ${FACETS} } }
      sure: papers(minConfidence: 0.95) { facets(by: DATASET) { ${FACETS} } }
    } }`);
    expect(counts(technique.papers.roles)).toEqual([
      ["BUILDS_ON", 1],
      ["COMPARES_WITH", 1],
      ["INTRODUCES", 1],
      ["STUDIES", 1],
      ["USES", 1],
    ]);
    expect(technique.papers.roles).toMatchObject({ overlapping: true, unknown: 0 });
    expect(counts(technique.papers.years)).toEqual([
      ["2023", 2],
      ["2022", 1],
      ["2017", 1],
    ]);
    expect(technique.papers.datasets).toMatchObject({ buckets: [{ name: "ImageNet-1K", count: 3 }], other: 2 });
    expect(counts(technique.uses.facets)).toEqual([
      ["AgeDB", 1],
      ["ImageNet-1K", 1],
    ]);
    expect(technique.sure.facets).toMatchObject({ buckets: [], other: 0, unknown: 0, overlapping: false });
  });

  test("of datasets, tasks, authors, venues and repositories", async () => {
    const f = `facets(by: TECHNIQUE, first: 1) { buckets { name count } }`;
    const data = await client.data(`{
      dataset(name: "imagenet") { papers { ${f} roles: facets(by: ROLE) { buckets { name count } } } }
      task(name: "regression") { papers { ${f} } }
      author(name: "Ada Blend") { papers { ${f} } }
      venue(name: "ICLR") { papers { ${f} } }
      repository(url: "github.com/words/clip") { papers { ${f} } }
    }`);
    const first = (c: { papers: { facets: Facets } }) => c.papers.facets.buckets[0];
    expect(first(data.dataset)).toEqual({ name: "mixup", count: 3 });
    expect(data.dataset.papers.roles.buckets).toEqual([
      { name: "EVALUATES_ON", count: 3 },
      { name: "TRAINS_ON", count: 2 },
    ]);
    expect(first(data.task)).toEqual({ name: "CLIP", count: 1 });
    expect(first(data.author)).toEqual({ name: "mixup", count: 2 });
    expect(first(data.venue)).toEqual({ name: "mixup", count: 1 });
    expect(first(data.repository)).toEqual({ name: "CLIP", count: 1 });
  });

  test("a list that nothing meets, and roles where there are none", async () => {
    expect(await facets("TASK", '(filter: { techniques: ["nothing such"] })')).toEqual({
      buckets: [],
      other: 0,
      otherBuckets: 0,
      unknown: 0,
      overlapping: false,
    });
    for (const query of [
      "{ papers { facets(by: ROLE) { other } } }",
      '{ author(name: "Ada Blend") { papers { facets(by: ROLE) { other } } } }',
    ]) {
      const { errors } = await client.ask(query);
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "by" });
    }
  });

  test("a trend fills its gaps, and says what is undated and how large its share is", async () => {
    const { trend } = await client.data(
      '{ trend(of: "input mixup") { node { id } unit paperCount undated points { period count total share } } }',
    );
    expect(trend).toEqual({
      node: { id: "Technique:mixup" },
      unit: "YEAR",
      paperCount: 4,
      undated: 0,
      points: [
        { period: "2017", count: 1, total: 1, share: 1 },
        { period: "2018", count: 0, total: 0, share: null },
        { period: "2019", count: 0, total: 0, share: null },
        { period: "2020", count: 0, total: 0, share: null },
        { period: "2021", count: 0, total: 2, share: 0 },
        { period: "2022", count: 1, total: 1, share: 1 },
        { period: "2023", count: 2, total: 2, share: 1 },
      ],
    });
  });

  test("months and quarters, a span, ids and unknown names", async () => {
    const data = await client.data(`{
      a: trend(of: "Dataset:imagenet-1k", unit: MONTH, from: 2021, to: 2023) { undated points { period count } }
      b: trend(of: "CIFAR-10", unit: QUARTER) { undated paperCount points { period count } }
      c: trend(of: "nothing such") { undated }
      d: trend(of: "Paper:arxiv:2103.00005") { undated }
      e: trend(of: "regression", from: 2020, to: 2021) { points { count } }
    }`);
    expect(data.a.undated).toBe(1);
    expect(data.a.points).toHaveLength(36);
    expect(data.a.points.filter((p: { count: number }) => p.count > 0)).toEqual([
      { period: "2022-03", count: 1 },
      { period: "2023-05", count: 1 },
    ]);
    expect(data.b).toEqual({ undated: 1, paperCount: 2, points: [{ period: "2017-Q4", count: 1 }] });
    expect([data.c, data.d]).toEqual([null, null]);
    expect(data.e.points).toEqual([{ count: 0 }, { count: 0 }]);
  });

  test.each([
    ['{ trend(of: " ") { undated } }', "of", "1 to 500"],
    ['{ trend(of: "mixup", from: 2022, to: 2021) { undated } }', "to", "2022"],
    ['{ trend(of: "mixup", from: 0) { undated } }', "from", "year"],
    ['{ trend(of: "mixup", unit: MONTH, from: 1) { undated } }', "from", "1200"],
    ["{ rising(kind: TASK, from: {from: 2, to: 1}, to: {from: 3, to: 3}) { papersAfter } }", "from.to", "from 2"],
    ["{ rising(kind: TASK, from: {from: 1, to: 2}, to: {from: 2, to: 3}) { papersAfter } }", "to.from", "after 2"],
    [
      "{ rising(kind: TASK, from: {from: 1, to: 2}, to: {from: 3, to: 3}, minPapers: 0) { papersAfter } }",
      "minPapers",
      "1 to",
    ],
    ["{ rising(kind: TASK, from: {from: 0, to: 2}, to: {from: 3, to: 3}) { papersAfter } }", "from.from", "year"],
    ["{ papers { facets(by: YEAR, first: 101) { other } } }", "first", "1 to 100"],
  ])("refuses %s", async (query, argument, says) => {
    const { errors } = await client.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    expect(errors?.[0]?.message).toContain(says);
  });

  const RISING = `query ($m: Int) { rising(kind: TECHNIQUE, from: {from: 2017, to: 2022}, to: {from: 2023, to: 2025}, minPapers: $m) {
    papersBefore papersAfter entries { before after shareBefore shareAfter growth node { id } } } }`;
  test("what rises says on what support", async () => {
    const { rising } = await client.data(RISING, { m: 1 });
    expect(rising).toMatchObject({ papersBefore: 4, papersAfter: 3 });
    // Two of one paper each that were not there before, by id; mixup went from two of four to two of three.
    expect(rising.entries.map((e: { node: { id: string } }) => e.node.id)).toEqual([
      "Technique:pretext",
      "Technique:supremix",
      "Technique:mixup",
      "Technique:clip",
      "Technique:cutmix",
      "Technique:decoupled-mixup",
    ]);
    expect(rising.entries[2]).toEqual({
      before: 2,
      after: 2,
      shareBefore: 0.5,
      shareAfter: 2 / 3,
      growth: 1.25,
      node: { id: "Technique:mixup" },
    });
    expect((await client.data(RISING, { m: 2 })).rising.entries).toHaveLength(1);
  });

  describe("with a crowd", () => {
    beforeAll(() => writeCrowd(store, 40));
    test("what is kept for a version moves with it", async () => {
      const { rising } = await client.data(RISING, { m: 5 });
      expect(rising).toMatchObject({ papersAfter: 43, entries: [{ after: 42, node: { id: "Technique:mixup" } }] });
      const { trend } = await client.data('{ trend(of: "mixup", from: 2025) { points { count total } } }');
      expect(trend.points).toEqual([{ count: 40, total: 40 }]);
    });
    test("facets nested in a list take as many statements as one", async () => {
      const count = async (first: number): Promise<number> => {
        const query = `{ techniques(first: ${first}) { nodes { papers(first: 1) { facets(by: DATASET, first: 3) { buckets { count } unknown } } } } }`;
        const before = store.readsSent;
        const { techniques } = await client.data(query);
        expect(techniques.nodes[0].papers.facets.buckets[0]).toEqual({ count: 43 });
        return store.readsSent - before;
      };
      const one = await count(1);
      expect(await count(40)).toBe(one);
    });
    test("a list's facets are counted once a version", async () => {
      await facets("VENUE", "(filter: { yearFrom: 2024 })");
      const before = store.readsSent;
      expect(await facets("VENUE", "(filter: { yearFrom: 2024 })")).toMatchObject({ unknown: 41 });
      expect(store.readsSent).toBe(before);
    });
    test("the dashboard's page and its facets need no row of the list", async () => {
      const f = await facets("TECHNIQUE", "(filter: { yearFrom: 2025 })", ", first: 1");
      expect(f).toMatchObject({ buckets: [{ name: "mixup", count: 40 }], other: 40, otherBuckets: 40, unknown: 0 });
    });
  });
});
