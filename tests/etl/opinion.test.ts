/** A second opinion, asked of a local server that answers as an OpenAI-compatible endpoint does, well and badly. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runExtract } from "../../src/cli/extract.js";
import { configuredExtractor } from "../../src/cli/extractor.js";
import { exitOf } from "../../src/cli/ingest.js";
import { type LoadResult, loadFiles } from "../../src/cli/load.js";
import { type Config, loadConfig } from "../../src/config.js";
import { PapergraphError } from "../../src/errors.js";
import { readDocument } from "../../src/etl/extract/document.js";
import { createExtractor } from "../../src/etl/extract/index.js";
import { loadKnowledge } from "../../src/etl/extract/models.js";
import type { DirectExtractor, Fact, PaperFacts, Texts } from "../../src/etl/facts.js";
import { retryAfterMs } from "../../src/etl/opinion/endpoint.js";
import { type OpinionExtractor, type OpinionOptions, withOpinion } from "../../src/etl/opinion/index.js";
import { combined } from "../../src/etl/opinion/merge.js";
import { Quotes } from "../../src/etl/opinion/quotes.js";
import { MODEL_TRUST } from "../../src/etl/opinion/read.js";
import { ANSWER_SCHEMA, checkAnswer } from "../../src/etl/opinion/schema.js";
import { openStore } from "../../src/store/open.js";
import type { GraphStore } from "../../src/store/store.js";
import { folder } from "../sources/texts.js";

const TITLE = "MossNet: Slow Growth for Image Classification";
const SENTENCES = [
  "We propose MossNet, a network that grows slowly.",
  "MossNet builds on ResNet and gets by with weird trellis  pruning.",
  "Our method reaches 77.9% accuracy on the Gravel\nbenchmark.",
  "Code is available at https://github.com/garden/mossnet.",
];
const ABSTRACT = SENTENCES.join(" ");
const TEXTS: Texts = new Map([
  ["title", TITLE],
  ["abstract", ABSTRACT],
]);

type Json = Record<string, unknown>;
const EMPTY = { techniques: [], datasets: [], tasks: [], relations: [], results: [], repositories: [] };
const technique = (name: string, evidence: string, more: Json = {}): Json => ({
  name,
  kind: "compression",
  role: "uses",
  evidence: [evidence],
  confidence: 1,
  ...more,
});
const GOOD = {
  techniques: [
    technique("MossNet", SENTENCES[0]!, { kind: "architecture", role: "introduces" }),
    // White space other than the text's.
    technique("trellis pruning", "MossNet builds on ResNet and gets by with\nweird trellis pruning."),
    technique("residual networks", "MossNet builds on ResNet and gets by with weird trellis pruning.", {
      role: "builds_on",
    }),
  ],
  datasets: [{ name: "Gravel", role: "evaluates_on", evidence: [SENTENCES[2]], confidence: 0.9 }],
  tasks: [{ name: "image classification", evidence: [TITLE], confidence: 1 }],
  relations: [
    { from: "MossNet", type: "USES", to: "trellis pruning", negated: false, evidence: [SENTENCES[1]], confidence: 1 },
  ],
  results: [
    {
      dataset: "Gravel",
      technique: "MossNet",
      metric: "Accuracy",
      value: 77.9,
      unit: "percent",
      difference: false,
      setting: null,
      evidence: [SENTENCES[2]],
      confidence: 1,
    },
  ],
  repositories: [{ url: "https://github.com/garden/mossnet", evidence: [SENTENCES[3]], confidence: 1 }],
};

interface Asked {
  path: string;
  headers: IncomingMessage["headers"];
  body: Json & { messages: { role: string; content: string }[] };
  at: number;
}
type Reply = (response: ServerResponse, asked: Asked) => void;
const completion = (content: string): string =>
  JSON.stringify({
    id: "x",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content } }],
  });
const says =
  (answer: unknown): Reply =>
  (response) => {
    response.setHeader("content-type", "application/json");
    response.end(completion(typeof answer === "string" ? answer : JSON.stringify(answer)));
  };
const refuses =
  (status: number, headers: Record<string, string> = {}, message = "no"): Reply =>
  (response) => {
    response.writeHead(status, headers).end(JSON.stringify({ error: { message } }));
  };
const keepsSilent: Reply = () => undefined;

const dir = folder();
let server: Server;
let base: string;
let asked: Asked[] = [];
let reply: Reply = says(EMPTY);
/** Replies to the first requests; `reply` is for those after. */
let first: Reply[] = [];
let rules: DirectExtractor;
const knowledge = loadKnowledge();
let made = 0;

beforeAll(async () => {
  rules = createExtractor({ knowledge });
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (d) => {
      text += d;
    });
    request.on("end", () => {
      const one = { path: request.url!, headers: request.headers, body: JSON.parse(text), at: performance.now() };
      asked.push(one);
      (first.shift() ?? reply)(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  dir.remove();
});
beforeEach(() => {
  asked = [];
  first = [];
  reply = says(EMPTY);
});
afterEach(() => vi.restoreAllMocks());

const opinion = (more: Partial<OpinionOptions> = {}): OpinionExtractor =>
  withOpinion(rules, knowledge.matcher, {
    url: base,
    model: "garden-1",
    key: "",
    perMinute: 100_000,
    timeoutMs: 5_000,
    cache: join(dir.path, `cache-${++made}`),
    minConfidence: 0.4,
    backoffMs: 5,
    ...more,
  });
const own = (): PaperFacts => rules.extract(TEXTS);
const other = (n: number): Texts => new Map([["title", `Paper number ${n}`]]);
const allFacts = (f: PaperFacts): Fact[] => [
  ...f.repositories,
  ...f.techniques,
  ...f.datasets,
  ...f.tasks,
  ...f.relations,
  ...f.results,
];

describe("a good answer", () => {
  it("is asked for under a JSON schema, with the model and the key", async () => {
    await opinion({ key: "secret", url: `${base}/` }).extract(TEXTS);
    expect(asked).toHaveLength(1);
    const [{ path, headers, body }] = asked as [Asked];
    expect(path).toBe("/v1/chat/completions");
    expect(headers.authorization).toBe("Bearer secret");
    expect(body).toMatchObject({
      model: "garden-1",
      response_format: { type: "json_schema", json_schema: { strict: true, schema: ANSWER_SCHEMA } },
    });
    expect(JSON.parse(body.messages.at(-1)!.content)).toEqual({ title: TITLE, abstract: ABSTRACT });
    asked = [];
    await opinion().extract(TEXTS);
    expect(asked[0]!.headers.authorization).toBeUndefined();
  });

  it("adds its facts to those of the rules, each with sentences and offsets of the text", async () => {
    reply = says(GOOD);
    const extractor = opinion();
    const facts = await extractor.extract(TEXTS);
    expect(extractor.report()).toMatchObject({ answered: 1, inventedEvidence: 0, droppedFacts: 0, reasons: {} });
    expect(facts.partial).toBeUndefined();
    for (const f of allFacts(facts)) {
      expect(f.evidence.length).toBeGreaterThan(0);
      for (const e of f.evidence) expect(TEXTS.get(e.field)!.slice(e.start, e.end)).toBe(e.text);
    }
    const pruning = facts.techniques.find((t) => t.name === "trellis pruning")!;
    expect(pruning).toMatchObject({ surfaces: ["trellis pruning"], role: "uses", known: false });
    expect(pruning.evidence[0]!.text).toContain("weird trellis  pruning");
    // Known to the vocabulary by another name than the paper's.
    expect(facts.techniques.filter((t) => t.name === "ResNet")).toHaveLength(1);
    expect(facts.repositories).toMatchObject([{ id: "github.com/garden/mossnet", foundBy: ["model", "rules"] }]);
    expect(facts.results.filter((r) => r.value === 77.9)).toMatchObject([
      { metric: "accuracy", unit: "%", technique: facts.techniques.find((t) => t.name === "MossNet")!.id },
    ]);
    expect(
      facts.relations.some((r) => r.to === pruning.id && r.type === "EMPLOYS" && r.foundBy.join() === "model"),
    ).toBe(true);
  });

  it("never loses or weakens what the rules found, and says who found what", async () => {
    reply = says(GOOD);
    const facts = await opinion().extract(TEXTS);
    const before = own();
    expect(before.techniques.length).toBeGreaterThan(1);
    for (const label of ["techniques", "datasets", "tasks", "repositories"] as const)
      for (const f of before[label]) {
        const now = facts[label].find((x) => x.id === f.id)!;
        expect(now).toMatchObject({ rule: f.rule });
        expect(now.evidence).toEqual(expect.arrayContaining(f.evidence));
        expect(now.confidence!).toBeGreaterThanOrEqual(f.confidence!);
        expect(now.foundBy).toContain("rules");
      }
    for (const label of ["relations", "results"] as const)
      expect(facts[label].length).toBeGreaterThanOrEqual(before[label].length);
    const moss = before.techniques.find((t) => t.name === "MossNet")!;
    expect(moss.role).toBe("introduces");
    expect(facts.techniques.find((t) => t.id === moss.id)).toMatchObject({
      foundBy: ["model", "rules"],
      confidence: combined(moss.confidence!, MODEL_TRUST),
    });
    for (const f of allFacts(facts).filter((x) => x.foundBy.join() === "model")) {
      expect(f.rule).toBe("model:garden-1");
      expect(f.confidence!).toBeLessThanOrEqual(MODEL_TRUST);
    }
  });

  it("counts only above the minimum confidence where the model is alone", async () => {
    reply = says({ ...EMPTY, techniques: [technique("trellis pruning", SENTENCES[1]!, { confidence: 0.5 })] });
    const has = async (minConfidence: number): Promise<boolean> =>
      (await opinion({ minConfidence }).extract(TEXTS)).techniques.some((t) => t.name === "trellis pruning");
    expect(await has(0.3)).toBe(true);
    expect(await has(0.4)).toBe(false);
  });

  it("may give a stronger role, which leads only where it is the surer one", async () => {
    const resnet = own().techniques.find((t) => t.name === "ResNet")!;
    const stronger = technique("ResNet", SENTENCES[1]!, { role: "introduces" });
    reply = says({ ...EMPTY, techniques: [{ ...stronger, confidence: 0.1 }] });
    const weak = (await opinion().extract(TEXTS)).techniques.find((t) => t.id === resnet.id)!;
    expect(weak).toMatchObject({ role: resnet.role, roles: resnet.roles, confidence: resnet.confidence });
    expect(weak.foundBy).toEqual(["model", "rules"]);
  });

  it("of a model that wraps JSON in Markdown, or takes no temperature, is taken too", async () => {
    first = [refuses(400, {}, "Unsupported value: 'temperature'"), says(`\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\``)];
    const extractor = opinion();
    expect((await extractor.extract(TEXTS)).partial).toBeUndefined();
    expect(asked.map((a) => a.body.temperature)).toEqual([0, undefined]);
  });

  it("changes the extractor's version with the model, and not with the address", () => {
    expect(opinion().version).toMatch(new RegExp(`^${rules.version}\\+opinion-\\d+\\.\\d+-garden-1$`));
    expect(opinion({ model: "garden-2" }).version).not.toBe(opinion().version);
    expect(opinion({ url: "http://elsewhere.test" }).version).toBe(opinion().version);
  });
});

describe("what the text does not say", () => {
  it("is dropped and counted: invented sentences, names, ends and numbers", async () => {
    reply = says({
      ...EMPTY,
      techniques: [
        technique("MossNet", "MossNet wins every prize there is."),
        technique("trellis pruning", "MossNet is pruned.", {
          evidence: ["MossNet is pruned by gardeners.", SENTENCES[1]],
        }),
        technique("BERT", SENTENCES[0]!),
        technique("FernNet", "We"),
      ],
      datasets: [{ name: "Gravel", role: "evaluates_on", evidence: [ABSTRACT], confidence: 1 }],
      relations: [
        { from: "MossNet", type: "EXTENDS", to: "BERT", negated: false, evidence: [SENTENCES[1]], confidence: 1 },
      ],
      results: [
        { ...GOOD.results[0], value: 99.1 },
        { ...GOOD.results[0], metric: "BLEU" },
      ],
      repositories: [{ url: "https://github.com/garden/fern", evidence: [SENTENCES[3]], confidence: 1 }],
    });
    const extractor = opinion();
    const facts = await extractor.extract(TEXTS);
    const before = own();
    // One sentence, one that stands beside a true one, one too short to prove a thing, one that is the whole abstract.
    expect(extractor.report()).toMatchObject({ answered: 1, inventedEvidence: 4, droppedFacts: 8 });
    expect(facts.techniques.map((t) => t.name)).toEqual([...before.techniques.map((t) => t.name), "trellis pruning"]);
    expect(facts.techniques.at(-1)!.evidence).toHaveLength(1);
    expect(facts.techniques.slice(0, -1)).toEqual(before.techniques);
    for (const label of ["datasets", "tasks", "relations", "results", "repositories"] as const)
      expect(facts[label]).toEqual(before[label]);
  });

  it("is told from what only differs in white space, whose offsets are the text's", () => {
    const text = "One  thing\tis\u00a0certain here. It rains on the garden.";
    const quotes = new Quotes(readDocument(new Map([["abstract", text]])));
    const found = quotes.evidence(" One thing is certain\nhere. ")!;
    expect(found).toMatchObject({ field: "abstract", start: 0, text: "One  thing\tis\u00a0certain here." });
    expect(text.slice(found.start, found.end)).toBe(found.text);
    // Part of a sentence proves by the whole of it.
    expect(quotes.evidence("rains on the gar")!.text).toBe("It rains on the garden.");
    for (const no of ["", " ", "on the", "One thing is uncertain here.", "it rains on the garden."])
      expect(quotes.evidence(no)).toBeUndefined();
    expect(quotes.writings("Certain-Heres")).toEqual(["certain here"]);
    expect(quotes.writings("here it")).toEqual([]);
  });

  it("an abbreviation means what the paper defines", async () => {
    const sentence = "We study continual learning (CL) on streams of garden images.";
    reply = says({ ...EMPTY, tasks: [{ name: "CL", evidence: [sentence], confidence: 1 }] });
    const facts = await opinion({ minConfidence: 0 }).extract(
      new Map([
        ["title", "CL"],
        ["abstract", sentence],
      ]),
    );
    expect(facts.tasks.map((t) => t.name)).toContain("continual learning");
    expect(facts.tasks.map((t) => t.name)).not.toContain("CL");
  });
});

describe("a bad answer", () => {
  it.each<[string, Reply]>([
    ["no JSON", says("Here are the facts!")],
    ["cut off", says(JSON.stringify(GOOD).slice(0, 200))],
    ["nothing", (r) => r.end("")],
    ["no choices", (r) => r.end('{"choices":[]}')],
    ["another schema", says({ facts: [] })],
    ["an unknown role", says({ ...EMPTY, techniques: [technique("MossNet", SENTENCES[0]!, { role: "loves" })] })],
    ["a wrong type", says({ ...EMPTY, tasks: [{ name: 3, evidence: [], confidence: 1 }] })],
    ["an array", says([])],
    ["null", says(null)],
  ])("(%s) is counted as malformed and leaves the rules' facts, and is asked for again", async (_, bad) => {
    reply = bad;
    const options = { cache: join(dir.path, `cache-${++made}`) };
    const extractor = opinion(options);
    expect(await extractor.extract(TEXTS)).toEqual({ ...own(), partial: true });
    expect(extractor.report()).toMatchObject({ answered: 0, malformed: 1 });
    expect(Object.values(extractor.report().reasons)).toEqual([1]);
    reply = says(GOOD);
    expect((await opinion(options).extract(TEXTS)).partial).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it("that comes too late is counted as a timeout and not put again", async () => {
    reply = keepsSilent;
    const extractor = opinion({ timeoutMs: 80 });
    expect(await extractor.extract(TEXTS)).toEqual({ ...own(), partial: true });
    expect(extractor.report()).toMatchObject({ timeouts: 1, retries: 0, reasons: { "no answer within 80 ms": 1 } });
    // A body that never ends is no answer either.
    reply = (response) => void response.write("{");
    const slow = opinion({ timeoutMs: 80 });
    await slow.extract(TEXTS);
    expect(slow.report().timeouts).toBe(1);
  });
});

describe("an endpoint that is busy or broken", () => {
  it("is left alone as long as Retry-After says, by all questions", async () => {
    first = [refuses(429, { "retry-after": "1" })];
    const extractor = opinion();
    await extractor.extract(other(1));
    await Promise.all([2, 3, 4].map((n) => extractor.extract(other(n))));
    expect(extractor.report()).toMatchObject({ answered: 4, retries: 1, failed: 0 });
    expect(asked[1]!.at - asked[0]!.at).toBeGreaterThanOrEqual(1000);
  });

  it("reads Retry-After as seconds and as a date", () => {
    const now = Date.parse("2024-05-11T10:00:00Z");
    expect(retryAfterMs("2", now)).toBe(2000);
    expect(retryAfterMs("0.5", now)).toBe(500);
    expect(retryAfterMs("Sat, 11 May 2024 10:00:03 GMT", now)).toBe(3000);
    expect(retryAfterMs("Sat, 11 May 2024 09:00:00 GMT", now)).toBe(0);
    for (const none of [null, "", "soon"]) expect(retryAfterMs(none, now)).toBeUndefined();
  });

  it("is asked again after 500, with growing waits, and after a while no more", async () => {
    first = [refuses(500), refuses(502), says(GOOD)];
    const good = opinion({ backoffMs: 20 });
    expect((await good.extract(TEXTS)).partial).toBeUndefined();
    expect(good.report()).toMatchObject({ answered: 1, retries: 2 });
    expect(asked[1]!.at - asked[0]!.at).toBeGreaterThanOrEqual(20);
    expect(asked[2]!.at - asked[1]!.at).toBeGreaterThanOrEqual(40);
    asked = [];
    reply = refuses(500);
    const bad = opinion({ backoffMs: 1 });
    expect(await bad.extract(TEXTS)).toEqual({ ...own(), partial: true });
    expect(bad.report()).toMatchObject({ failed: 1, retries: 5, reasons: { "HTTP 500: no": 1 } });
    expect(asked).toHaveLength(6);
  });

  it("that nobody listens at fails like one that breaks", async () => {
    const extractor = opinion({ url: "http://127.0.0.1:9/v1", backoffMs: 1 });
    expect((await extractor.extract(TEXTS)).partial).toBe(true);
    expect(extractor.report()).toMatchObject({ failed: 1 });
  });

  it("that refuses the key is asked once, and no message shows the key", async () => {
    reply = refuses(401, {}, "bad key secret-key-1");
    const extractor = opinion({ key: "secret-key-1" });
    await extractor.extract(other(1));
    await Promise.all([2, 3, 4].map((n) => extractor.extract(other(n))));
    expect(asked).toHaveLength(1);
    expect(extractor.report()).toMatchObject({ failed: 1, unasked: 3 });
    expect(JSON.stringify(extractor.report())).not.toContain("secret-key-1");
    expect(Object.keys(extractor.report().reasons)[0]).toBe("HTTP 401: bad key …");
  });

  it("that wants an hour's rest, or fails for many papers in a row, is given up for this run", async () => {
    reply = refuses(429, { "retry-after": "3600" });
    const spent = opinion();
    for (const n of [1, 2]) await spent.extract(other(n));
    expect(asked).toHaveLength(1);
    expect(spent.report()).toMatchObject({ failed: 1, unasked: 1 });
    asked = [];
    reply = refuses(422);
    const broken = opinion();
    for (let n = 0; n < 15; n++) expect((await broken.extract(other(n))).partial).toBe(true);
    expect(asked).toHaveLength(10);
    expect(broken.report()).toMatchObject({ failed: 10, unasked: 5 });
  });

  it("is asked no more often than the settings allow", async () => {
    const extractor = opinion({ perMinute: 600 });
    await Promise.all([1, 2, 3, 4].map((n) => extractor.extract(other(n))));
    for (let i = 1; i < 4; i++) expect(asked[i]!.at - asked[i - 1]!.at).toBeGreaterThan(80);
  });
});

describe("kept answers", () => {
  it("are asked for once: for other runs, for the same text twice, and not for another model", async () => {
    reply = says(GOOD);
    const cache = join(dir.path, `cache-${++made}`);
    const one = opinion({ cache });
    const [facts, twin] = await Promise.all([one.extract(TEXTS), one.extract(new Map(TEXTS))]);
    expect(twin).toEqual(facts);
    expect(one.report()).toMatchObject({ answered: 1, cached: 1 });
    const two = opinion({ cache, url: "http://127.0.0.1:9/v1" });
    expect(await two.extract(TEXTS)).toEqual(facts);
    expect(two.report()).toMatchObject({ answered: 0, cached: 1 });
    expect(asked).toHaveLength(1);
    await opinion({ cache, model: "garden-2" }).extract(TEXTS);
    expect(asked).toHaveLength(2);
  });

  it("that are damaged are asked for again, and a folder that cannot be written costs no answer", async () => {
    reply = says(GOOD);
    const cache = join(dir.path, `cache-${++made}`);
    await opinion({ cache }).extract(TEXTS);
    const files = readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".json"));
    expect(files).toHaveLength(1);
    expect(readFileSync(join(cache, files[0]!), "utf8")).not.toContain("authorization");
    for (const damage of ["{", "{}"]) {
      writeFileSync(join(cache, files[0]!), damage);
      expect((await opinion({ cache }).extract(TEXTS)).partial).toBeUndefined();
    }
    expect(asked).toHaveLength(3);
    const blocked = opinion({ cache: join(dir.at("a-file", ""), "cache") });
    expect((await blocked.extract(TEXTS)).techniques.some((t) => t.foundBy.includes("model"))).toBe(true);
    expect(blocked.report()).toMatchObject({ answered: 1, unkept: 1 });
  });
});

describe("the commands", () => {
  const stores: GraphStore[] = [];
  afterAll(async () => {
    await Promise.all(stores.map((s) => s.close()));
  });
  const configured = (more: Record<string, string> = {}): Config =>
    loadConfig({
      PAPERGRAPH_LLM_URL: base,
      PAPERGRAPH_LLM_MODEL: "garden-1",
      PAPERGRAPH_LLM_PER_MINUTE: "100000",
      PAPERGRAPH_LLM_CACHE: join(dir.path, `cache-${++made}`),
      ...more,
    });
  const emptyStore = async (): Promise<GraphStore> => {
    const store = await openStore(join(dir.path, `graph-${++made}`), loadConfig({}));
    stores.push(store);
    return store;
  };
  const papers = (count: number): string => {
    mkdirSync(join(dir.path, `files-${++made}`));
    return dir.at(
      join(`files-${made}`, "papers.jsonl"),
      [
        { title: TITLE, abstract: ABSTRACT },
        ...Array.from({ length: count - 1 }, (_, n) => ({
          title: `Garden ${n}`,
          abstract: `We use ResNet ${n} times.`,
        })),
      ]
        .map((r) => JSON.stringify(r))
        .join("\n"),
    );
  };
  let said = { out: "", err: "" };
  beforeEach(() => {
    said = { out: "", err: "" };
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said.err += String(text);
      return true;
    });
  });
  const load = (file: string, store: GraphStore, config: Config, signal?: AbortSignal): Promise<LoadResult> =>
    loadFiles([file], store, config, { json: false, quiet: true, ...(signal === undefined ? {} : { signal }) });
  const foundBy = async (store: GraphStore): Promise<unknown> =>
    (
      await store.run(
        "MATCH (:Paper)-[u:USES]->(t:Technique {name: 'trellis pruning'}) RETURN u.foundBy AS foundBy",
        {},
      )
    )[0]?.foundBy;

  it.each([
    [{ PAPERGRAPH_LLM_URL: "" }],
    [{ PAPERGRAPH_LLM_MODEL: "" }],
    [{ PAPERGRAPH_LLM_URL: "", PAPERGRAPH_LLM_MODEL: "", PAPERGRAPH_LLM_KEY: "secret" }],
  ])("ask nobody without both address and model (%j)", async (env) => {
    const config = configured(env);
    const { extractor, opinion: counts } = configuredExtractor(config, true);
    expect(counts).toBeUndefined();
    expect(extractor.version).toBe(rules.version);
    expect(extractor.extract(TEXTS)).toEqual(own());
    const result = await load(papers(2), await emptyStore(), config);
    expect(result.opinion).toBeUndefined();
    expect(exitOf(result)).toBe(0);
    expect(asked).toEqual([]);
    expect(existsSync(config.llmCache)).toBe(false);
  });

  it("refuse an address that is none", () => {
    for (const url of ["localhost:1234", "ftp://x/v1", "nonsense", "http://me:secret@x/v1"])
      expect(() => loadConfig({ PAPERGRAPH_LLM_URL: url })).toThrow(PapergraphError);
  });

  it("load what both found; the same file again asks nothing and changes nothing", async () => {
    reply = (response, one) =>
      says(one.body.messages.at(-1)!.content.includes("MossNet") ? GOOD : EMPTY)(response, one);
    const store = await emptyStore();
    const config = configured();
    const file = papers(30);
    const result = await load(file, store, config);
    expect(result.opinion).toMatchObject({ answered: 30, cached: 0 });
    expect(exitOf(result)).toBe(0);
    expect(said.err).toMatch(/^Second opinion of garden-1: 30 answered, 0 from the cache\.\n$/);
    expect(await foundBy(store)).toEqual(["model"]);
    const before = await store.checksum();
    const again = await load(file, store, config);
    expect(again.files[0]).toMatchObject({ added: 0, changed: 0, unchanged: 30 });
    expect(again.opinion).toMatchObject({ answered: 0, cached: 0 });
    expect(asked).toHaveLength(30);
    // Another store takes them from the cache.
    const other = await emptyStore();
    expect((await load(file, other, config)).opinion).toMatchObject({ answered: 0, cached: 30 });
    expect(await other.checksum()).toBe(before);
    expect(asked).toHaveLength(30);
    // Without a model the rules' facts alone stand again.
    await load(file, store, configured({ PAPERGRAPH_LLM_MODEL: "" }));
    expect(await foundBy(store)).toBeUndefined();
  });

  it("keep the rules' facts where no answer came, say so, and ask for these alone the next time", async () => {
    reply = (response, one) =>
      (one.body.messages.at(-1)!.content.includes("MossNet") ? says("nonsense") : says(EMPTY))(response, one);
    const store = await emptyStore();
    const config = configured();
    const file = papers(5);
    const result = await load(file, store, config);
    expect(result.files[0]).toMatchObject({ added: 5 });
    expect(result.opinion).toMatchObject({ answered: 4, malformed: 1 });
    expect(exitOf(result)).toBe(1);
    expect(said.err).toMatch(/papergraph: OPINION_MISSING: 1 .*no JSON/);
    asked = [];
    reply = says(GOOD);
    const again = await load(file, store, config);
    expect(asked).toHaveLength(1);
    expect(again.files[0]).toMatchObject({ added: 0, changed: 1, unchanged: 4 });
    expect(exitOf(again)).toBe(0);
    expect(await foundBy(store)).toEqual(["model"]);
    const whole = await emptyStore();
    await load(file, whole, config);
    expect(await store.checksum()).toBe(await whole.checksum());
  });

  it("stop when told to, and go on from there without asking again for what was answered", async () => {
    const stop = new AbortController();
    reply = (response, one) => {
      if (asked.length <= 5) says(EMPTY)(response, one);
      else if (asked.length === 6) setTimeout(() => stop.abort(), 300);
    };
    const store = await emptyStore();
    const config = configured();
    const file = papers(20);
    const result = await load(file, store, config, stop.signal);
    expect(result.interrupted).toBe(true);
    const answered = result.opinion!.answered;
    expect(answered).toBe(5);
    expect(result.opinion!.unasked).toBe(20 - answered);
    asked = [];
    reply = says(EMPTY);
    const rest = await load(file, store, config);
    expect(asked).toHaveLength(20 - answered);
    expect(rest.opinion).toMatchObject({ unasked: 0 });
    const whole = await emptyStore();
    await load(file, whole, config);
    expect(await store.checksum()).toBe(await whole.checksum());
  });

  it("print lines in the order of the input, however late the answers come", async () => {
    let n = 0;
    reply = (response, one) => void setTimeout(() => says(GOOD)(response, one), [60, 5, 30][n++ % 3]);
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      said.out += String(text);
      return true;
    });
    const file = papers(40);
    expect(await runExtract([file], configured(), false)).toBe(0);
    const lines = said.out
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(lines.map((l) => l.title)).toEqual([TITLE, ...Array.from({ length: 39 }, (_, i) => `Garden ${i}`)]);
    expect(lines[0].techniques.find((t: Json) => t.name === "trellis pruning")).toMatchObject({ foundBy: ["model"] });
    expect(said.err).toMatch(/^Second opinion of garden-1: 40 answered/);
    said = { out: "", err: "" };
    reply = refuses(403, {}, "not you");
    expect(await runExtract([file], configured(), true)).toBe(1);
    expect(said.out.trimEnd().split("\n")).toHaveLength(40);
    expect(JSON.parse(said.err)).toMatchObject({ error: { code: "OPINION_MISSING", retry: true, opinion: {} } });
  });
});

it("an answer may hold more than was asked for, and not less", () => {
  expect(checkAnswer({ ...EMPTY, thoughts: "…" })).toMatchObject(EMPTY);
  for (const key of Object.keys(EMPTY)) {
    const { [key as keyof typeof EMPTY]: _, ...less } = EMPTY;
    expect(checkAnswer(less)).toEqual({ malformed: `the answer does not fit the schema at $.${key}` });
  }
});
