/** Loading files into a store: what stands afterwards depends on what sources tell, not on when or how often. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.js";
import { createExtractor } from "../../src/etl/extract/index.js";
import type { Extractor } from "../../src/etl/facts.js";
import { type BadItem, type FileSummary, Loader, type LoadOptions } from "../../src/etl/pipeline.js";
import { VocabularyIndex } from "../../src/etl/resolve.js";
import { loadVocabulary } from "../../src/etl/vocabulary/vocabulary.js";
import { openStore } from "../../src/store/open.js";
import type { GraphStore, Row } from "../../src/store/store.js";
import { folder } from "../sources/texts.js";

const dir = folder();
const stores: GraphStore[] = [];
let extractor: Extractor;
let vocabulary: VocabularyIndex;
let made = 0;
beforeAll(() => {
  extractor = createExtractor({ minConfidence: 0.5 });
  vocabulary = new VocabularyIndex(loadVocabulary());
});
afterAll(async () => {
  await Promise.all(stores.map((s) => s.close()));
  dir.remove();
});

async function emptyStore(): Promise<GraphStore> {
  const store = await openStore(join(dir.path, `graph-${++made}`), loadConfig({}));
  stores.push(store);
  return store;
}
/** Writes the records to a file of the name and loads it, as one command would. */
async function load(
  store: GraphStore,
  name: string,
  records: readonly object[],
  more: Partial<LoadOptions> = {},
): Promise<FileSummary> {
  const at = join(dir.path, `files-${++made}`);
  mkdirSync(at);
  const path = dir.at(join(`files-${made}`, name), records.map((r) => JSON.stringify(r)).join("\n"));
  return new Loader({ store, extractor, minConfidence: 0.5, vocabulary, ...more }).load(path);
}
const rows = (store: GraphStore, cypher: string): Promise<Row[]> => store.run(cypher, {});
const ids = async (store: GraphStore): Promise<unknown[]> =>
  (await rows(store, "MATCH (p:Paper) RETURN p.id AS id ORDER BY id")).map((r) => r.id);

const MOSS = {
  title: "MossNet: Slow Growth for Image Classification",
  abstract:
    "We propose MossNet, a network that grows slowly. MossNet builds on ResNet and uses mixup. We evaluate on CIFAR-10 and ImageNet. Code is available at https://github.com/garden/mossnet.",
  arxiv: "2401.00001",
  authors: ["Ada Green", "Bo Field"],
  venue: "ECCV 2024",
};
const FERN = {
  title: "FernFormer: Fronds of Attention",
  abstract: "We introduce FernFormer, which extends ViT with fronds. FernFormer outperforms ResNet on ImageNet.",
  arxiv: "2401.00002",
  authors: ["Cy Root"],
  venue: "eccv2024",
};

describe("loading a file", () => {
  it("puts papers, entities, people, venues, repositories and statements into the graph, with proof", async () => {
    const store = await emptyStore();
    expect(await load(store, "a.jsonl", [MOSS, FERN])).toMatchObject({ records: 2, added: 2, rejected: 0 });
    expect(await ids(store)).toEqual(["arxiv:2401.00001", "arxiv:2401.00002"]);
    expect(await store.stats()).toMatchObject({ papers: 2, repositories: 1, authors: 3, venues: 1 });
    const [used] = await rows(
      store,
      "MATCH (p:Paper {id: 'arxiv:2401.00001'})-[r:EVALUATES_ON]->(d:Dataset) WHERE d.name = 'CIFAR-10' RETURN r.evidence AS evidence, r.sources AS sources, r.roles AS roles, p.abstract AS abstract",
    );
    const [proof] = JSON.parse(String(used!.evidence));
    expect(String(used!.abstract).slice(proof.start, proof.end)).toBe(proof.text);
    expect(used).toMatchObject({ sources: ["a.jsonl"], roles: ["EVALUATES_ON"] });
    expect(
      await rows(
        store,
        "MATCH (:Paper)-[r:PUBLISHED_IN]->(v:Venue) RETURN v.name AS name, v.year AS year, r.rule AS rule",
      ),
    ).toEqual(Array(2).fill({ name: "ECCV", year: 2024, rule: "field:venue" }));
  });

  it("a second time changes nothing, not even the graph's version", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [MOSS, FERN]);
    const before = [await store.checksum(), await store.version()];
    expect(await load(store, "a.jsonl", [MOSS, FERN])).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect([await store.checksum(), await store.version()]).toEqual(before);
  });

  it("replaces what it said of a changed paper, leaves no orphan, and touches no other paper", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [MOSS, FERN]);
    const fern = await rows(
      store,
      "MATCH (p:Paper {id: 'arxiv:2401.00002'})-[r]->(n) RETURN n.id AS id, r.factId AS fact ORDER BY id",
    );
    const summary = await load(store, "a.jsonl", [
      { ...MOSS, abstract: "We propose MossNet, a network that grows slowly.", authors: ["Ada Green"] },
      FERN,
    ]);
    expect(summary).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await rows(store, "MATCH (d:Dataset) WHERE d.name = 'CIFAR-10' RETURN d.id AS id")).toEqual([]);
    expect(
      await rows(
        store,
        "MATCH (n) WHERE (n:Technique OR n:Dataset OR n:Task OR n:Repository OR n:Author OR n:Venue OR n:Statement) AND NOT (n)<--(:Paper) RETURN n.id AS id",
      ),
    ).toEqual([]);
    expect(
      await rows(
        store,
        "MATCH (p:Paper {id: 'arxiv:2401.00002'})-[r]->(n) RETURN n.id AS id, r.factId AS fact ORDER BY id",
      ),
    ).toEqual(fern);
    const fresh = await emptyStore();
    await load(fresh, "a.jsonl", [
      { ...MOSS, abstract: "We propose MossNet, a network that grows slowly.", authors: ["Ada Green"] },
      FERN,
    ]);
    expect(await store.checksum()).toBe(await fresh.checksum());
  });

  it("with bad lines loads the rest and hands each bad one on with its place", async () => {
    const bad: BadItem[] = [];
    const summary = await load(
      await emptyStore(),
      "a.jsonl",
      [MOSS, { abstract: "no title" }, { ...FERN, year: "soon" }],
      { onBad: (b) => bad.push(b) },
    );
    expect(summary).toMatchObject({ records: 2, added: 2, rejected: 2 });
    expect(bad.map((b) => [b.place.line, b.field])).toEqual([
      [2, "title"],
      [3, "year"],
    ]);
  });

  it("that is stopped keeps what was done, and the same load completes it", async () => {
    const many = Array.from({ length: 450 }, (_, i) => ({
      title: `Paper number ${i}`,
      abstract: "We use ResNet on ImageNet.",
      id: `x:${i}`,
    }));
    const [store, whole] = [await emptyStore(), await emptyStore()];
    const stop = new AbortController();
    const first = await load(store, "a.jsonl", many, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(first).toMatchObject({ interrupted: true });
    expect((await store.stats()).papers).toBe(first.added);
    expect(first.added).toBeLessThan(450);
    await load(store, "a.jsonl", many);
    await load(whole, "a.jsonl", many);
    expect(await store.checksum()).toBe(await whole.checksum());
  });
});

describe("two sources that tell of one paper", () => {
  const OTHER = {
    title: "mossnet: slow growth for image classification",
    abstract: "MossNet is trained with dropout.",
    arxiv: "2401.00001v2",
    github: "https://github.com/garden/MossNet",
    year: 2024,
  };

  it("give the same graph in either order, and nothing that one says is lost", async () => {
    const [one, two] = [await emptyStore(), await emptyStore()];
    await load(one, "a.jsonl", [MOSS, FERN]);
    await load(one, "b.jsonl", [OTHER]);
    await load(two, "b.jsonl", [OTHER]);
    await load(two, "a.jsonl", [MOSS, FERN]);
    expect(await one.checksum()).toBe(await two.checksum());
    const [paper] = await rows(
      one,
      "MATCH (p:Paper {id: 'arxiv:2401.00001'}) RETURN p.title AS title, p.abstract AS abstract, p.otherAbstracts AS others, p.year AS year",
    );
    expect(paper).toEqual({ title: MOSS.title, abstract: MOSS.abstract, others: [OTHER.abstract], year: 2024 });
    const uses = await rows(
      one,
      "MATCH (:Paper {id: 'arxiv:2401.00001'})-[r]->(t:Technique) RETURN t.name AS name, r.sources AS sources, r.evidence AS evidence",
    );
    const of = (name: string) => uses.find((u) => String(u.name).toLowerCase() === name);
    expect(of("dropout")).toMatchObject({ sources: ["b.jsonl"] });
    expect(JSON.parse(String(of("dropout")!.evidence))[0]).toMatchObject({ field: "abstract/2", start: 0 });
    expect(of("resnet")).toMatchObject({ sources: ["a.jsonl"] });
    expect(of("mossnet")).toMatchObject({ sources: ["a.jsonl", "b.jsonl"] });
  });

  it("meet in one repository, with the text's proof and both sources", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [MOSS]);
    await load(store, "b.jsonl", [OTHER]);
    const [code, ...rest] = await rows(
      store,
      "MATCH (:Paper)-[r:HAS_CODE]->(n:Repository) RETURN n.id AS id, r.sources AS sources, r.foundBy AS foundBy, r.evidence AS evidence",
    );
    expect(rest).toEqual([]);
    expect(code).toMatchObject({
      id: "github.com/garden/mossnet",
      sources: ["a.jsonl", "b.jsonl"],
      foundBy: ["rules", "source"],
    });
    expect(JSON.parse(String(code!.evidence))).toHaveLength(1);
  });

  it("leave what the other says when one of them changes", async () => {
    const [store, fresh] = [await emptyStore(), await emptyStore()];
    await load(store, "a.jsonl", [MOSS]);
    await load(store, "b.jsonl", [OTHER]);
    await load(store, "a.jsonl", [{ ...MOSS, abstract: "MossNet uses mixup." }]);
    await load(fresh, "a.jsonl", [{ ...MOSS, abstract: "MossNet uses mixup." }]);
    await load(fresh, "b.jsonl", [OTHER]);
    expect(await store.checksum()).toBe(await fresh.checksum());
    expect((await rows(store, "MATCH (p:Paper) RETURN p.abstract AS a"))[0]!.a).toBe(OTHER.abstract);
  });
});

describe("who is who", () => {
  it("papers of one title with other arXiv ids, or with no author in common, are two", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [
      { title: "On Growth", arxiv: "2401.00003" },
      { title: "On growth", arxiv: "2401.00004" },
      { title: "Notes", authors: ["Ada Green"] },
      { title: "Notes", authors: ["Cy Root"] },
      { title: "Notes", authors: ["Green, Ada"] },
    ]);
    const known = await ids(store);
    expect(known).toHaveLength(4);
    expect(known).toEqual([
      "arxiv:2401.00003",
      "arxiv:2401.00004",
      "title:notes",
      expect.stringMatching(/^title:notes-[0-9a-f]{8}$/),
    ]);
    // The second of the two is found again by its own key.
    expect(await load(store, "a.jsonl", [{ title: "Notes", authors: ["Cy Root"] }])).toMatchObject({
      added: 0,
      unchanged: 1,
    });
  });

  it("a technique is found by the name that it shows, be it an abbreviation or not", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [
      {
        title: "ZORP: Zonal Ordering for Ranking of Papers",
        abstract:
          "We propose Zonal Ordering for Ranking of Papers (ZORP). ZORP outperforms BERT. ZORP needs no labels.",
      },
    ]);
    const shown = await rows(store, "MATCH (:Paper)-[:INTRODUCES]->(t:Technique) RETURN t.name AS name, t.id AS id");
    expect(shown.map((s) => s.name)).toEqual(["ZORP"]);
    const keys = await rows(store, "MATCH (m:Name)-[:NAMES]->(t:Technique) RETURN m.key AS key, t.id AS id");
    for (const key of ["zorp", "zonalorderingforrankingofpapers"])
      expect(keys).toContainEqual({ key, id: shown[0]!.id });
  });

  it("a paper keeps the first key by which it was known, and is found by each later one", async () => {
    const store = await emptyStore();
    await load(store, "page.jsonl", [{ title: MOSS.title }]);
    await load(store, "a.jsonl", [MOSS]);
    await load(store, "b.jsonl", [{ title: "Another title of it", arxiv: MOSS.arxiv }]);
    expect(await ids(store)).toEqual(["title:mossnet-slow-growth-for-image-classification"]);
    const known = await store.knownPapers(["arxiv:2401.00001", "anothertitleofit"]);
    expect([...known.values()].map((k) => k.tellings.length)).toEqual([3, 3]);
  });

  it("a record that names two known papers makes them one, and the id that goes leads to the survivor", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [{ title: "On Slow Growth", arxiv: "2401.00005", abstract: "We use mixup." }]);
    await load(store, "b.jsonl", [{ title: "Growth, Slowly", doi: "10.1000/growth", abstract: "We use dropout." }]);
    expect(await ids(store)).toHaveLength(2);
    await load(store, "c.jsonl", [{ title: "On Slow Growth", arxiv: "2401.00005", doi: "10.1000/growth" }]);
    expect(await ids(store)).toEqual(["arxiv:2401.00005"]);
    expect(await rows(store, "MATCH (m:Name {key: 'doi:10.1000/growth'})-[:NAMES]->(p) RETURN p.id AS id")).toEqual(
      expect.arrayContaining([{ id: "arxiv:2401.00005" }]),
    );
    const used = await rows(store, "MATCH (:Paper)-[]->(t:Technique) RETURN t.id AS id ORDER BY id");
    expect(used.map((u) => u.id)).toEqual(expect.arrayContaining(["dropout", "mixup"]));
    // All three sources again: nothing moves.
    const sum = await store.checksum();
    await load(store, "b.jsonl", [{ title: "Growth, Slowly", doi: "10.1000/growth", abstract: "We use dropout." }]);
    expect(await store.checksum()).toBe(sum);
  });

  it("bare ids count within their source only; ids with a name space count everywhere", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [
      { title: "First", id: "1" },
      { title: "Named", id: "conf2020:1" },
    ]);
    await load(store, "b.jsonl", [
      { title: "Other", id: "1" },
      { title: "Named anew", id: "conf2020:1" },
    ]);
    expect(await ids(store)).toEqual(["title:first", "title:named", "title:other"]);
  });
});

describe("a paper that stands twice in one source", () => {
  const twice = [MOSS, { ...MOSS, abstract: "MossNet is trained with dropout." }];

  it("is one paper with both texts; word for word the same it is told once", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [...twice, MOSS]);
    expect(await rows(store, "MATCH (p:Paper) RETURN p.otherAbstracts AS others")).toEqual([
      { others: ["MossNet is trained with dropout."] },
    ]);
    expect(await rows(store, "MATCH (t:Telling) RETURN count(t) AS n")).toEqual([{ n: 2 }]);
    expect(await load(store, "a.jsonl", [...twice].reverse())).toMatchObject({ changed: 0 });
  });

  it("and later once, loses what is no longer told, however far apart the two stood", async () => {
    const between = Array.from({ length: 230 }, (_, i) => ({ title: `Filler ${i}`, id: `f:${i}` }));
    const [store, fresh] = [await emptyStore(), await emptyStore()];
    await load(store, "a.jsonl", [twice[0]!, ...between, twice[1]!]);
    const sum = await store.checksum();
    expect(await load(store, "a.jsonl", [twice[0]!, ...between, twice[1]!])).toMatchObject({ added: 0, changed: 0 });
    expect(await store.checksum()).toBe(sum);
    await load(store, "a.jsonl", [...between, twice[1]!]);
    await load(fresh, "a.jsonl", [...between, twice[1]!]);
    expect(await store.checksum()).toBe(await fresh.checksum());
  });
});

describe("settings and vocabulary", () => {
  it("another threshold makes the facts again", async () => {
    const store = await emptyStore();
    await load(store, "a.jsonl", [MOSS, FERN]);
    const before = await store.checksum();
    const strict = { extractor: createExtractor({ minConfidence: 1 }), minConfidence: 1 };
    await load(store, "a.jsonl", [MOSS, FERN], strict);
    expect(await store.checksum()).not.toBe(before);
    await load(store, "a.jsonl", [MOSS, FERN]);
    expect(await store.checksum()).toBe(before);
  });

  it("the vocabulary's own edges stand only between nodes that papers name, whichever comes first", async () => {
    const parent = loadVocabulary().entries.find((e) => e.label === "Technique" && e.name === "ResNet")?.parent;
    const child = { title: "Using ResNet", abstract: "We use ResNet." };
    const other = { title: "Using nets", abstract: "We use a convolutional neural network." };
    const [one, two] = [await emptyStore(), await emptyStore()];
    for (const r of [child, other]) await load(one, `${r.title}.jsonl`, [r]);
    for (const r of [other, child]) await load(two, `${r.title}.jsonl`, [r]);
    expect(await one.checksum()).toBe(await two.checksum());
    const named = (await rows(one, "MATCH (t:Technique) RETURN t.id AS id")).map((r) => r.id);
    const edges = await rows(one, "MATCH (a:Technique)-[:IS_A]->(b:Technique) RETURN a.id AS a, b.id AS b");
    expect(edges.length).toBe(named.includes("resnet") && named.includes(parent ?? "") ? 1 : 0);
  });
});
