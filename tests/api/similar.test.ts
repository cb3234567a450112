/** Similar papers and leaderboards, on every engine, and the arithmetic beneath them. */
import { describe, expect, test } from "vitest";
import { directionOf, metricsOf, type RankedRow, ranking } from "../../src/api/result/leaderboard.js";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serveFixture } from "./client.js";
import { writeCrowd, writeSpecs } from "./fixture.js";

const row = (id: string, value: number, more: Partial<RankedRow> = {}): RankedRow => ({
  id,
  metric: "accuracy",
  value,
  unit: "%",
  difference: false,
  sortKey: `2020 ${id}`,
  dated: true,
  ...more,
});

describe("ranking", () => {
  test.each([
    ["top-1 accuracy", "HIGHER"],
    ["fid", "LOWER"],
    ["word error rate", "LOWER"],
    ["mIoU", "HIGHER"],
    ["perplexity", "LOWER"],
    ["sparkle", "UNKNOWN"],
  ])("%s: %s", (metric, direction) => {
    expect(directionOf(metric)).toBe(direction);
  });

  test("metrics and units are never mixed, differences never ranked", () => {
    const rows = [
      row("a", 70),
      row("b", 80, { metric: "Accuracy" }),
      row("c", 0.9, { unit: null }),
      row("d", 5, { difference: true }),
      row("e", 3, { metric: "fid" }),
    ];
    expect(metricsOf(rows)).toEqual([
      { metric: "accuracy", direction: "HIGHER", count: 3 },
      { metric: "fid", direction: "LOWER", count: 1 },
    ]);
    const ranked = ranking(rows, null);
    expect(ranked).toMatchObject({ unit: "%", leftOut: 2 });
    expect(ranked?.rows.map((r) => r.row.id)).toEqual(["b", "a"]);
    expect(ranking(rows, "FID")?.rows).toHaveLength(1);
    expect(ranking(rows, "bleu")).toBeNull();
    expect(ranking([], null)).toBeNull();
  });

  test("equal values share a place, and the best so far goes by date", () => {
    const rows = [
      row("a", 70, { sortKey: "2019 a" }),
      row("b", 90, { sortKey: "2021 b" }),
      row("c", 80, { sortKey: "2020 c" }),
      row("d", 80, { sortKey: "2022 d" }),
      row("e", 99, { sortKey: " e", dated: false }),
    ];
    expect(ranking(rows, "accuracy")?.rows.map((r) => [r.rank, r.row.id, r.bestSoFar])).toEqual([
      [1, "e", null],
      [2, "b", true],
      [3, "c", true],
      [3, "d", false],
      [5, "a", true],
    ]);
    const errors = rows.map((r) => ({ ...r, metric: "error" }));
    expect(ranking(errors, null)?.rows.map((r) => [r.row.id, r.bestSoFar])).toEqual([
      ["a", true],
      ["c", false],
      ["d", false],
      ["b", false],
      ["e", null],
    ]);
    expect(
      ranking(
        rows.map((r) => ({ ...r, metric: "sparkle" })),
        null,
      )?.rows[1]?.bestSoFar,
    ).toBeNull();
  });
});

describe.each(engines)("similar papers and leaderboards on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  serveFixture(open, (s, c) => {
    store = s;
    client = c;
  });

  const SIMILAR =
    "query ($a: String, $f: Int, $c: String) { paper(arxiv: $a) { similar(first: $f, after: $c) { totalCount pageInfo { hasNextPage endCursor } edges { score node { arxiv } reasons { name weight node { id } } } } } }";
  test("the rare thing that two share weighs more than the common one", async () => {
    const { paper } = await client.data(SIMILAR, { a: "2203.00002", f: 3 });
    const [first] = paper.similar.edges;
    // Both study or introduce Decoupled Mixup, and share mixup, CutMix and ImageNet-1K: all that either has.
    expect(first).toMatchObject({ score: 1, node: { arxiv: "2305.00004" } });
    expect(first.reasons[0]).toMatchObject({ name: "Decoupled Mixup", node: { id: "Technique:decoupled-mixup" } });
    const sum = (edge: { reasons: { weight: number }[] }): number => edge.reasons.reduce((n, r) => n + r.weight, 0);
    for (const edge of paper.similar.edges) expect(sum(edge)).toBeCloseTo(edge.score, 4);
    // By hand: eight papers; mixup in four, ImageNet-1K in four, and what else each of the two has.
    const w = (papers: number): number => Math.log(9 / papers);
    const own = Math.sqrt(w(2) ** 2 + w(4) ** 2 + w(3) ** 2 + w(4) ** 2);
    const mixup = Math.sqrt(w(4) ** 2 + w(4) ** 2 + w(2) ** 2 + w(1) ** 2);
    const edge = paper.similar.edges.find((e: { node: { arxiv: string } }) => e.node.arxiv === "1710.00001");
    expect(edge.score).toBeCloseTo((2 * w(4) ** 2) / (own * mixup), 5);
    expect(edge.reasons.map((r: { name: string }) => r.name).sort()).toEqual(["ImageNet-1K", "mixup"]);
  });

  test("pages to its end, and a paper that shares nothing has none", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const {
        paper,
      }: {
        paper: {
          similar: {
            totalCount: number;
            pageInfo: { hasNextPage: boolean; endCursor: string };
            edges: { node: { arxiv: string } }[];
          };
        };
      } = await client.data(SIMILAR, { a: "1710.00001", f: 2, c: after });
      seen.push(...paper.similar.edges.map((e) => e.node.arxiv));
      total = paper.similar.totalCount;
      after = paper.similar.pageInfo.hasNextPage ? paper.similar.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
    const { paper } = await client.data('{ paper(doi: "10.1000/lora") { similar { totalCount edges { score } } } }');
    expect(paper.similar).toEqual({ totalCount: 0, edges: [] });
  });

  test("a leaderboard with its metric, unit and evidence", async () => {
    const result = (value: number) => [{ metric: "accuracy", value, dataset: "ImageNet-1K", technique: "CLIP" }];
    await writeSpecs(
      store,
      [80.5, 79.1].map((value, i) => ({
        id: `arxiv:260${i}.0000${i}`,
        title: `A better number ${i}`,
        abstract: "CLIP reaches more on ImageNet-1K.",
        publishedAt: `202${4 + i}-01`,
        techniques: [{ name: "CLIP" }],
        datasets: [{ name: "ImageNet-1K" }],
        results: result(value),
      })),
    );
    const query = `query ($m: String, $f: Int) { dataset(name: "imagenet") {
      metrics { metric direction count }
      leaderboard(metric: $m, first: $f) { metric direction unit totalCount leftOut rows { rank value bestSoFar result { evidence { text } paper { year } technique { name } } } }
    } }`;
    const { dataset } = await client.data(query, { m: "ACCURACY", f: 2 });
    expect(dataset.metrics).toEqual([{ metric: "accuracy", direction: "HIGHER", count: 3 }]);
    expect(dataset.leaderboard).toEqual({
      metric: "accuracy",
      direction: "HIGHER",
      unit: "%",
      totalCount: 3,
      leftOut: 0,
      rows: [
        {
          rank: 1,
          value: 80.5,
          bestSoFar: true,
          result: {
            evidence: [{ text: "CLIP reaches more on ImageNet-1K." }],
            paper: { year: 2024 },
            technique: { name: "CLIP" },
          },
        },
        { rank: 2, value: 79.1, bestSoFar: false, result: expect.objectContaining({ paper: { year: 2025 } }) },
      ],
    });
    expect((await client.data(query, { m: "bleu" })).dataset.leaderboard).toBeNull();
    const none = await client.data('{ dataset(name: "AgeDB") { metrics { count } leaderboard { metric } } }');
    expect(none.dataset).toEqual({ metrics: [], leaderboard: null });
  });

  test.each([
    ['{ dataset(name: "imagenet") { leaderboard(metric: " ") { metric } } }', "metric"],
    ['{ dataset(name: "imagenet") { leaderboard(first: 0) { metric } } }', "first"],
    ['{ paper(arxiv: "1710.00001") { similar(first: 101) { totalCount } } }', "first"],
    ['{ paper(arxiv: "1710.00001") { similar(after: "e30") { totalCount } } }', "after"],
  ])("refuses %s", async (query, argument) => {
    const { errors } = await client.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
  });

  test("reads are bounded, however many papers share a thing", async () => {
    const count = async (): Promise<number> => {
      await client.data("{ statistics { papers } }");
      const before = store.readsSent;
      await client.data(SIMILAR, { a: "1710.00001", f: 5 });
      return store.readsSent - before;
    };
    const few = await count();
    await writeCrowd(store, 260);
    const many = await count();
    // Two hundred papers are compared in batches of a hundred.
    expect(many).toBeLessThanOrEqual(few + 3);
    const { paper } = await client.data(SIMILAR, { a: "1710.00001", f: 1 });
    expect(paper.similar.totalCount).toBe(200);
  });
});
