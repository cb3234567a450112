/** Stored operations as flat rows over HTTP, on every engine, read by a CSV reader, with pages, ETags and plain errors. */
import { parse } from "csv-parse/sync";
import { parse as parseGraphQL } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flatten, planOf } from "../../src/api/rows/flatten.js";
import { FORMATS } from "../../src/api/rows/formats.js";
import { operationsOf, storedOperations } from "../../src/api/rows/operations.js";
import { apiSchema } from "../../src/api/schema.js";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serve } from "./client.js";
import { writeCrowd, writeFixture } from "./fixture.js";

describe("plans", async () => {
  const schema = await apiSchema();
  const plan = (text: string) => {
    const document = parseGraphQL(text);
    return planOf(schema, document, document.definitions[0] as never);
  };
  test("the first connection gives the rows; other lists beside it are left out, lists in a row become lists", () => {
    const { rows, outer, inner } = plan(`query X {
      statistics { papers }
      technique(name: "a") { name aliases introducedBy { id }
        papers { totalCount edges { role evidence { text } node { title tasks { nodes { name } } } } }
        relations { edges { type } } }
    }`);
    expect(rows).toEqual(["technique", "papers", "edges"]);
    expect(outer.map((c) => [c.name, c.list])).toEqual([
      ["statistics.papers", false],
      ["technique.name", false],
      ["technique.aliases", true],
      ["technique.papers.totalCount", false],
    ]);
    expect(inner.map((c) => [c.name, c.list])).toEqual([
      ["technique.papers.role", false],
      ["technique.papers.evidence.text", true],
      ["technique.papers.node.title", false],
      ["technique.papers.node.tasks.name", true],
    ]);
  });
  test("fragments and aliases count as what they are", () => {
    const { rows, inner, text, next } = plan(`query X($c: String) {
      found: search(text: "a", after: $c) { list: edges { score hit: node { __typename id ...P ... on Technique { name } } } }
    } fragment P on Paper { title }`);
    expect(rows).toEqual(["found", "list"]);
    expect(inner.map((c) => c.name)).toEqual(
      [
        "found.list.score",
        "found.list.hit.__typename",
        "found.list.hit.id",
        "found.list.hit.title",
        "found.list.hit.name",
      ].map((n) => n.replace(".list", "")),
    );
    expect(next).toEqual({ variable: "c", path: ["found", "rowsPage"] });
    expect(text).toContain("rowsPage: pageInfo");
  });
  test("without a connection the first list gives them, and without a list the answer is one row", () => {
    expect(plan('{ trend(of: "a") { undated points { period count } } }')).toMatchObject({
      rows: ["trend", "points"],
      next: null,
      outer: [{ name: "trend.undated" }],
      inner: [{ name: "trend.points.period" }, { name: "trend.points.count" }],
    });
    const one = plan("{ graph { version loadedAt } }");
    expect(flatten(one, { graph: { version: 3, loadedAt: null } })).toEqual({
      columns: ["graph.version", "graph.loadedAt"],
      rows: [{ "graph.version": 3, "graph.loadedAt": null }],
      next: null,
    });
  });
  test("an operation that does not fit the schema is told by its file", () => {
    expect(() => operationsOf("mine", "{ nothing }", schema)).toThrow(/^mine: /);
  });
  test("every stored operation has a description and columns", () => {
    for (const o of storedOperations(schema).values()) {
      expect(o.description, o.name).toMatch(/^[A-Z].+/);
      expect(new Set([...o.plan.outer, ...o.plan.inner].map((c) => c.name)).size, o.name).toBeGreaterThan(3);
    }
  });
});

describe("a CSV", () => {
  test("survives whatever stands in a field", () => {
    const nasty = ['a "quoted", text', "two\nlines", "\r\n", " blank ", "", "=1+1", "ünï😀", "a;b"];
    const rows = nasty.map((text, n) => ({ text, n, none: null, list: ["x", null, "y"], yes: true }));
    const text = FORMATS.csv!.write({ columns: ["text", "n", "none", "list", "yes"], rows, next: null });
    const read = parse(text, { columns: true }) as Record<string, string>[];
    expect(read.map((r) => r.text)).toEqual(nasty);
    expect(read[3]).toEqual({ text: " blank ", n: "3", none: "", list: "x; ; y", yes: "true" });
  });
});

describe.each(engines)("/q on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  beforeAll(async () => {
    store = await open();
    await writeFixture(store);
    await writeCrowd(store, 12);
    client = await serve(store);
  });
  afterAll(async () => {
    await client?.server.close();
    await store?.close();
  });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(new URL(path, client.server.url), { headers });
  const csv = async (reply: Response): Promise<Record<string, string>[]> =>
    parse(await reply.text(), { columns: true }) as Record<string, string>[];
  const nextOf = (reply: Response): string | null =>
    /^<([^>]+)>; rel="next"$/.exec(reply.headers.get("link") ?? "")?.[1] ?? null;

  test("rows with dotted names, the owner's columns on each, a fact's sentences in one field", async () => {
    const reply = await get("/q/papers-using-dataset.csv?name=ilsvrc-2012&first=100");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    const rows = await csv(reply);
    expect(rows).toHaveLength(16);
    expect(rows.find((r) => r["dataset.papers.node.id"] === "Paper:arxiv:2305.00004")).toEqual({
      "dataset.id": "Dataset:imagenet-1k",
      "dataset.name": "ImageNet-1K",
      "dataset.aliases": "ILSVRC 2012; ImageNet",
      "dataset.papers.totalCount": "16",
      "dataset.papers.role": "TRAINS_ON",
      "dataset.papers.confidence": "0.9",
      "dataset.papers.evidence.text": "All runs use ImageNet-1K.",
      "dataset.papers.evidence.field": "abstract",
      "dataset.papers.evidence.start": "60",
      "dataset.papers.evidence.end": "85",
      "dataset.papers.node.id": "Paper:arxiv:2305.00004",
      "dataset.papers.node.title": "A study of mixing without a name",
      "dataset.papers.node.url": "https://arxiv.org/abs/2305.00004",
      "dataset.papers.node.year": "2023",
      "dataset.papers.node.repositories.url": "",
    });
    expect(nextOf(reply)).toBeNull();
  });

  test("the three formats say the same, JSON with its types", async () => {
    const url = "/q/papers-using-dataset.json?name=ImageNet&first=3";
    const json = (await (await get(url)).json()) as Record<string, unknown>[];
    expect(json[0]).toMatchObject({ "dataset.papers.totalCount": 16, "dataset.papers.node.year": 2025 });
    expect(json[0]!["dataset.aliases"]).toEqual(["ILSVRC 2012", "ImageNet"]);
    const lines = (await (await get(url.replace(".json", ".ndjson"))).text()).trimEnd().split("\n");
    expect(lines.map((l) => JSON.parse(l))).toEqual(json);
    const rows = await csv(await get(url.replace(".json", ".csv")));
    expect(rows.map((r) => r["dataset.papers.node.id"])).toEqual(json.map((r) => r["dataset.papers.node.id"]));
  });

  test("pages to its end by the link, losing and repeating nothing", async () => {
    const seen: string[] = [];
    let url: string | null = "/q/papers-using-dataset.csv?name=ImageNet&first=5";
    let pages = 0;
    while (url !== null) {
      const reply: Response = await get(url);
      seen.push(...(await csv(reply)).map((r) => r["dataset.papers.node.id"]!));
      url = nextOf(reply);
      pages++;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([4, 16, 16]);
  });

  test("an ETag that still holds gets 304; another page, format or graph has another", async () => {
    const url = "/q/papers-using-dataset.csv?name=ImageNet&first=2";
    const reply = await get(url);
    const etag = reply.headers.get("etag")!;
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    const again = await get(url, { "if-none-match": `"other", ${etag}` });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    expect(nextOf(again)).toBe(nextOf(reply));
    for (const other of [url.replace("csv", "json"), nextOf(reply)!])
      expect((await get(other, { "if-none-match": etag })).status).toBe(200);
    expect((await fetch(new URL(url, client.server.url), { method: "HEAD" })).headers.get("etag")).toBe(etag);
  });

  test("one of several operations in a file, a path's nodes, a trend's points", async () => {
    const path = await get("/q/technique-relationships:TechniquePath.json?from=CLIP&to=mixup");
    const nodes = (await path.json()) as Record<string, unknown>[];
    expect(nodes).toHaveLength(3);
    expect(nodes[0]).toMatchObject({ "path.length": 2, "path.nodes.id": "Technique:clip", "path.nodes.title": null });
    const trend = await csv(await get("/q/trend.csv?of=mixup&unit=YEAR&from=2022"));
    expect(trend.map((r) => [r["trend.points.period"], r["trend.points.count"]])).toEqual([
      ["2022", "1"],
      ["2023", "2"],
      ["2024", "0"],
      ["2025", "12"],
    ]);
    const relations = await csv(
      await get("/q/technique-relationships:TechniqueRelationships.csv?name=Decoupled+Mixup"),
    );
    expect(relations.map((r) => [r["technique.relations.type"], r["technique.relations.node.name"]])).toEqual([
      ["EXTENDS", "mixup"],
      ["OUTPERFORMS", "CutMix"],
    ]);
    expect(relations[0]!["technique.relations.statements.paper.id"]).toBe(
      "Paper:arxiv:2203.00002; Paper:arxiv:2305.00004",
    );
  });

  test("input objects are JSON, empty parameters are left out, enums and numbers are read", async () => {
    const filter = encodeURIComponent(JSON.stringify({ dataset: { anyOf: ["CIFAR-10"] } }));
    const rows = await csv(await get(`/q/papers.csv?filter=${filter}&orderBy=TITLE_ASC&first=&after=`));
    expect(rows.map((r) => r["papers.title"])).toEqual(["A page without a date", "mixup trains on blended pairs"]);
    const dashboard = await csv(await get("/q/dashboard.csv?text=mixup"));
    expect(dashboard).toHaveLength(10);
    expect(dashboard[0]).toMatchObject({ "statistics.papers": "20", "techniques.node.name": "mixup" });
    expect(Object.keys(dashboard[0]!).some((c) => c.startsWith("search"))).toBe(false);
  });

  test("an empty list is a header and nothing more", async () => {
    const filter = encodeURIComponent('{"techniques": ["nothing such"]}');
    const text = await (await get(`/q/papers.csv?filter=${filter}`)).text();
    expect(text).toMatch(/^papers\.totalCount,papers\.id,[\w.,]+\r\n$/);
    expect(await (await get(`/q/papers.json?filter=${filter}`)).json()).toEqual([]);
  });

  test("what there is, with parameters and columns", async () => {
    const list = (await (await get("/q")).json()) as { name: string }[];
    expect(list.map((o) => o.name)).toEqual([
      "dashboard",
      "papers",
      "papers-using-dataset",
      "technique-relationships:TechniqueRelationships",
      "technique-relationships:TechniquePath",
      "trend",
    ]);
    expect(list[2]).toMatchObject({
      description: "Which papers use a dataset, for what, and where does the text say so?",
      parameters: [
        { name: "name", type: "String!", default: null },
        { name: "first", type: "Int", default: "20" },
        { name: "after", type: "String", default: null },
      ],
      urls: ["/q/papers-using-dataset.json", "/q/papers-using-dataset.csv", "/q/papers-using-dataset.ndjson"],
    });
  });

  test.each([
    ["/q/nothing.json", 404, /no stored operation nothing.*dashboard/],
    ["/q/trend", 404, /\.json, \.csv, \.ndjson/],
    ["/q/trend.xml", 404, /\.json, \.csv, \.ndjson/],
    ["/q/trend.constructor", 404, /\.json/],
    ["/q/technique-relationships.csv?name=mixup", 404, /several operations.*TechniquePath/],
    ["/q/papers-using-dataset.csv?name=nothing+such", 404, /no dataset for name=nothing/],
    ["/q/papers-using-dataset.csv", 400, /^name: must be given; it takes String!/],
    ["/q/papers-using-dataset.csv?name=", 400, /^name: must be given/],
    ["/q/papers-using-dataset.csv?name=a&name=b", 400, /^name: is given more than once/],
    [
      "/q/papers-using-dataset.csv?name=a&page=2",
      400,
      /^page: there is no such parameter; it takes name, first, after/,
    ],
    ["/q/papers-using-dataset.csv?name=a&first=ten", 400, /^first: takes a whole number/],
    ["/q/papers-using-dataset.csv?name=imagenet&first=1000", 400, /^first: takes a whole number from 1 to 100/],
    ["/q/papers-using-dataset.csv?name=imagenet&after=x", 400, /^after: this is no cursor/],
    ["/q/trend.csv?of=mixup&unit=WEEK", 400, /^unit: takes one of YEAR, QUARTER, MONTH/],
    ["/q/papers.csv?filter=mixup", 400, /^filter: takes a JSON object/],
    ["/q/papers.csv?filter=%7B%22nothing%22%3A1%7D", 400, /nothing/],
  ])("%s answers %i", async (path, status, says) => {
    const reply = await get(path);
    const { errors } = (await reply.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect([reply.status, errors[0]!.extensions.code]).toEqual([status, "BAD_USER_INPUT"]);
    expect(errors[0]!.message).toMatch(says);
  });
});
