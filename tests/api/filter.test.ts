/** Composed filters of papers, on every engine, against answers worked out by plain code beside the store. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serve } from "./client.js";
import { writeFixture } from "./fixture.js";

interface Fact {
  name: string;
  roles: string[];
  confidence: number | null;
}
interface Known {
  title: string;
  abstract: string;
  year: number | null;
  hasCode: boolean;
  venue: string | null;
  technique: Fact[];
  dataset: Fact[];
  task: Fact[];
}
interface Joined {
  allOf?: string[];
  anyOf?: string[];
  noneOf?: string[];
  roles?: string[];
  minConfidence?: number;
}
interface Filter {
  technique?: Joined;
  dataset?: Joined;
  task?: Joined;
  venues?: string[];
  hasCode?: boolean;
  yearFrom?: number;
  yearTo?: number;
  yearUnknown?: boolean;
  text?: string;
  minConfidence?: number;
  and?: Filter[];
  or?: Filter[];
  not?: Filter;
}

/** Whether a paper meets a filter, by what the documentation says. */
function meets(p: Known, f: Filter): boolean {
  const joined = (facts: Fact[], j: Joined | undefined): boolean => {
    if (j === undefined) return true;
    const least = j.minConfidence ?? f.minConfidence ?? 0;
    const good = facts.filter(
      (x) => (x.confidence ?? 1) >= least && (j.roles === undefined || x.roles.some((r) => j.roles!.includes(r))),
    );
    const has = (name: string): boolean => good.some((x) => x.name === name);
    if (j.allOf === undefined && j.anyOf === undefined && j.noneOf === undefined) return good.length > 0;
    return (j.allOf ?? []).every(has) && (j.anyOf === undefined || j.anyOf.some(has)) && !(j.noneOf ?? []).some(has);
  };
  const year = (): boolean => {
    if (f.yearFrom === undefined && f.yearTo === undefined) return true;
    if (p.year === null) return f.yearUnknown === true;
    return p.year >= (f.yearFrom ?? 0) && p.year <= (f.yearTo ?? 9999);
  };
  const text = `${p.title}\n${p.abstract}`.toLowerCase();
  return (
    joined(p.technique, f.technique) &&
    joined(p.dataset, f.dataset) &&
    joined(p.task, f.task) &&
    (f.venues === undefined || (p.venue !== null && f.venues.includes(p.venue))) &&
    (f.hasCode === undefined || p.hasCode === f.hasCode) &&
    year() &&
    (f.text === undefined || f.text.split(" ").every((w) => text.includes(w))) &&
    (f.and ?? []).every((x) => meets(p, x)) &&
    (f.or === undefined || f.or.some((x) => meets(p, x))) &&
    (f.not === undefined || !meets(p, f.not))
  );
}

const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const joinedFilter = (names: string[], roles: string[]): fc.Arbitrary<Joined> =>
  fc
    .record(
      {
        allOf: some([...names, "nothing such"]),
        anyOf: some([...names, "nothing such"]),
        noneOf: some([...names, "nothing such"]),
        roles: some(roles),
        minConfidence: fc.constantFrom(0.6, 0.8, 0.95),
      },
      { requiredKeys: [] },
    )
    .map((f) => Object.fromEntries(Object.entries(f).slice(0, 2)));
const simple: fc.Arbitrary<Filter> = fc.record(
  {
    technique: joinedFilter(["mixup", "CutMix", "CLIP", "Decoupled Mixup"], ["INTRODUCES", "STUDIES", "COMPARES_WITH"]),
    dataset: joinedFilter(["ImageNet-1K", "CIFAR-10"], ["EVALUATES_ON", "TRAINS_ON"]),
    task: joinedFilter(["image classification", "regression"], ["ADDRESSES"]),
    venues: some(["ICLR", "no venue"]),
    hasCode: fc.boolean(),
    yearFrom: fc.constantFrom(2017, 2021),
    yearTo: fc.constantFrom(2021, 2023),
    yearUnknown: fc.boolean(),
    text: fc.constantFrom("mixup", "imagenet-1k", "two small"),
    minConfidence: fc.constantFrom(0.65, 0.88),
  },
  { requiredKeys: [] },
);
const few = (f: Filter): Filter => Object.fromEntries(Object.entries(f).slice(0, 2));
const tree: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    simple.map(few),
    fc.record(
      {
        hasCode: fc.boolean(),
        and: fc.array(tie("filter"), { minLength: 1, maxLength: 2 }),
        or: fc.array(tie("filter"), { minLength: 1, maxLength: 2 }),
        not: tie("filter"),
      },
      { requiredKeys: [] },
    ),
  ),
})).filter;

describe.each(engines)("composed filters on $name", ({ name, open }) => {
  let store: GraphStore;
  let client: Client;
  let papers: Known[];
  beforeAll(async () => {
    store = await open();
    await writeFixture(store);
    client = await serve(store);
    const part = (field: string): string => `${field} { edges { roles confidence node { name } } }`;
    const data = await client.data(
      `{ papers(first: 100) { nodes { title abstract year hasCode venue { name } ${["techniques", "datasets", "tasks"].map(part)} } } }`,
    );
    type Part = { edges: { roles: string[]; confidence: number | null; node: { name: string } }[] };
    const facts = (c: Part): Fact[] => c.edges.map((e) => ({ ...e, name: e.node.name }));
    papers = data.papers.nodes.map(
      (
        p: Record<"techniques" | "datasets" | "tasks", Part> &
          Omit<Known, "venue"> & { venue: { name: string } | null },
      ): Known => ({
        ...p,
        venue: p.venue?.name ?? null,
        technique: facts(p.techniques),
        dataset: facts(p.datasets),
        task: facts(p.tasks),
      }),
    );
  });
  afterAll(async () => {
    await client?.server.close();
    await store?.close();
  });
  const titles = async (filter: Filter): Promise<string[]> => {
    const data = await client.data(
      "query ($f: PaperFilter) { papers(filter: $f, first: 100) { totalCount nodes { title } } }",
      { f: filter },
    );
    expect(data.papers.totalCount).toBe(data.papers.nodes.length);
    return data.papers.nodes.map((n: { title: string }) => n.title);
  };
  const expected = (filter: Filter): string[] => papers.filter((p) => meets(p, filter)).map((p) => p.title);

  test.each<[string, Filter, number]>([
    ["any of two techniques, each paper once", { technique: { anyOf: ["mixup", "CutMix"] } }, 5],
    ["any of unknown names", { technique: { anyOf: ["nothing such"] } }, 0],
    ["none of two", { technique: { noneOf: ["mixup", "CLIP"] } }, 3],
    ["none of an unknown name", { technique: { noneOf: ["nothing such"] } }, 8],
    ["all of two in a role", { technique: { allOf: ["mixup", "CutMix"], roles: ["STUDIES"] } }, 1],
    ["any technique in a role", { technique: { roles: ["INTRODUCES"] } }, 5],
    ["one or the other", { or: [{ technique: { allOf: ["LoRA"] } }, { dataset: { anyOf: ["AgeDB"] } }] }, 2],
    ["not a range: the paper without a year is in", { not: { yearFrom: 2021 } }, 2],
    ["a range and the unknown", { yearFrom: 2022, yearUnknown: true }, 5],
    ["a venue, whatever its year", { venues: ["iclr"] }, 1],
    ["a venue of a year", { venues: ["ICLR 2018"] }, 1],
    ["a venue that nothing has", { venues: ["no venue"] }, 0],
    ["nothing at all", { not: {} }, 0],
    ["both, nested", { and: [{ hasCode: true }, { not: { technique: { anyOf: ["CLIP"] } } }] }, 2],
    ["confidence of the joining fact", { dataset: { anyOf: ["CIFAR-10"], minConfidence: 0.8 } }, 1],
  ])("%s", async (_, filter, count) => {
    expect(await titles(filter)).toHaveLength(count);
  });

  test("any tree gives what plain code gives", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (filter) => {
        const found = await titles(filter).catch((error: Error) => {
          if (error.message.includes("TOO_COMPLEX")) return null;
          throw error;
        });
        fc.pre(found !== null);
        expect(found).toEqual(expected(filter));
      }),
      // A text that Neo4j has not planned yet takes it half a second.
      { numRuns: name === "neo4j" ? 25 : 150, seed: 5 },
    );
  });

  test("a composed list pages to its end", async () => {
    const filter = { or: [{ technique: { anyOf: ["mixup"] } }, { not: { hasCode: true } }] };
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { papers: page }: { papers: { nodes: { title: string }[]; pageInfo: Record<string, unknown> } } =
        await client.data(
          "query ($f: PaperFilter, $a: String) { papers(filter: $f, first: 2, after: $a) { nodes { title } pageInfo { hasNextPage endCursor } } }",
          { f: filter, a: after },
        );
      seen.push(...page.nodes.map((n) => n.title));
      after = page.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(seen).toEqual(expected(filter));
  });

  const nested = (levels: number): Filter => (levels === 1 ? { hasCode: true } : { not: nested(levels - 1) });
  test.each<[string, Filter, string, string]>([
    ["too deep", nested(5), "filter.not.not.not.not", "4 levels"],
    ["a range upside down", { yearFrom: 2022, yearTo: 2020 }, "filter.yearTo", "2022"],
    ["a range upside down, inside", { or: [{}, { yearFrom: 2, yearTo: 1 }] }, "filter.or.1.yearTo", "from 2"],
    ["an empty or", { or: [] }, "filter.or", "1 to 10 filters"],
    ["too many", { and: Array(11).fill({}) }, "filter.and", "1 to 10 filters"],
    ["a blank name", { technique: { anyOf: [" "] } }, "filter.technique.anyOf", "names"],
    ["too many names", { dataset: { noneOf: Array(21).fill("a") } }, "filter.dataset.noneOf", "20 names"],
    ["a confidence out of bounds", { task: { minConfidence: 2 } }, "filter.task.minConfidence", "0 to 1"],
    ["a fault deep inside", { and: [{ not: { text: " " } }] }, "filter.and.0.not.text", "1 to 500"],
  ])("refuses %s", async (_, filter, argument, says) => {
    const { errors } = await client.ask("query ($f: PaperFilter) { papers(filter: $f) { totalCount } }", { f: filter });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    expect(errors?.[0]?.message).toContain(says);
  });
  test("the deepest that is allowed is answered", async () => {
    expect(await titles(nested(4))).toEqual(expected(nested(4)));
  });
  test("too many conditions are refused as too complex", async () => {
    const many = Array.from({ length: 10 }, () => ({ and: Array.from({ length: 3 }, () => ({ hasCode: true })) }));
    const { errors } = await client.ask("query ($f: PaperFilter) { papers(filter: $f) { totalCount } }", {
      f: { or: many },
    });
    expect(errors?.[0]?.extensions.code).toBe("TOO_COMPLEX");
  });

  test("authors and venues are lists too, with their orders", async () => {
    const { a, b, v } = await client.data(`{
      a: authors { totalCount nodes { id name paperCount papers { totalCount } } }
      b: authors(orderBy: NAME_DESC) { nodes { name } }
      v: venues(orderBy: NAME_ASC) { totalCount nodes { name year paperCount } }
    }`);
    expect(a).toEqual({
      totalCount: 2,
      nodes: [
        { id: "Author:ada-blend", name: "Ada Blend", paperCount: 2, papers: { totalCount: 2 } },
        { id: "Author:bo-pair", name: "Bo Pair", paperCount: 1, papers: { totalCount: 1 } },
      ],
    });
    expect(b.nodes).toEqual([{ name: "Bo Pair" }, { name: "Ada Blend" }]);
    expect(v).toEqual({ totalCount: 1, nodes: [{ name: "ICLR", year: 2018, paperCount: 1 }] });
  });
});
