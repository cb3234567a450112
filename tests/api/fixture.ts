/** A small graph of this project's own words: eight papers on mixing, and as many more as a test asks for. */
import {
  countKey,
  EDGES,
  type EdgeType,
  factId,
  type Label,
  nameKey,
  nameOrder,
  type RelationType,
  rolesToward,
  slug,
  statementKey,
} from "../../src/ontology.js";
import type { GraphEdge, GraphName, GraphNode, GraphStore, PaperGraph, Row } from "../../src/store/store.js";

type Entity = "Technique" | "Dataset" | "Task";
interface Spoken {
  name: string;
  /** Edge types, strongest first. */
  roles?: EdgeType[];
  confidence?: number;
}
interface Spec {
  id: string;
  title: string;
  abstract: string;
  publishedAt?: string;
  year?: number;
  techniques?: Spoken[];
  datasets?: Spoken[];
  tasks?: Spoken[];
  repositories?: string[];
  authors?: string[];
  venue?: { name: string; year: number };
  relations?: { type: RelationType; from: string; to: string; confidence?: number }[];
  results?: { metric: string; value: number; dataset: string; technique: string }[];
}
const ALIASES: Record<string, string[]> = {
  mixup: ["input mixup", "manifold-free mixup"],
  "Decoupled Mixup": ["DM"],
  CLIP: ["Contrastive Language-Image Pre-training"],
  LoRA: ["low-rank adaptation", "one of two"],
  // Ambiguous on purpose: the first goes to the one with more papers, the second, of a tie, to the smaller id.
  CutMix: ["blending"],
  SupReMix: ["blending"],
  Pretext: ["one of two"],
  "ImageNet-1K": ["ILSVRC 2012", "ImageNet"],
};

/** The sentence of the abstract that holds the word; evidence must equal a slice of the stored text. */
function evidence(abstract: string, word: string): Row[] {
  const sentence = abstract.split(/(?<=\.) /).find((s) => s.includes(word));
  if (sentence === undefined) throw new Error(`the abstract does not name ${word}: ${abstract}`);
  const start = abstract.indexOf(sentence);
  return [{ text: sentence, field: "abstract", start, end: start + sentence.length }];
}

export function paperGraph(spec: Spec): PaperGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const names: GraphName[] = [];
  const node = (label: Label, id: string, properties: Row): void => {
    nodes.push({ label, id, properties: { id, ...properties } });
  };
  const counted = (name: string, id: string): Row => ({
    paperCount: 0,
    countKey: countKey(0, id),
    nameSort: nameOrder(name, id),
  });
  const fact = (type: string, to: string, word: string | null, confidence: number): Row =>
    word === null
      ? {
          factId: factId(spec.id, type, to),
          evidence: "[]",
          rule: `field:${type.toLowerCase()}`,
          foundBy: ["source"],
          sources: ["words.jsonl"],
        }
      : {
          factId: factId(spec.id, type, to),
          confidence,
          evidence: JSON.stringify(evidence(spec.abstract, word)),
          rule: "test",
          foundBy: ["rules"],
          sources: ["words.jsonl"],
        };
  const entities = (label: Entity, list: Spoken[] = []): void => {
    for (const { name, roles = [rolesToward(label).at(-1)!], confidence = 0.9 } of list) {
      const id = slug(name);
      const aliases = ALIASES[name] ?? [];
      node(label, id, {
        name,
        aliases,
        source: "vocabulary",
        ...(label === "Technique" ? { kind: "training" } : {}),
        ...counted(name, id),
      });
      for (const n of [name, ...aliases]) names.push({ key: nameKey(n), kind: label, nodeId: id });
      const words = roles.map((t) => (EDGES[t] as { role?: string }).role ?? t);
      edges.push({
        type: roles[0]!,
        from: spec.id,
        to: id,
        properties: { ...fact(roles[0]!, id, name, confidence), roles: words, surface: name, names: [] },
      });
    }
  };
  entities("Technique", spec.techniques);
  entities("Dataset", spec.datasets);
  entities("Task", spec.tasks);
  for (const id of spec.repositories ?? []) {
    node("Repository", id, { url: `https://${id}`, kind: "CODE", host: id.split("/")[0]!, ...counted(id, id) });
    names.push({ key: id, kind: "Repository", nodeId: id }, { key: nameKey(id), kind: "Repository", nodeId: id });
    edges.push({ type: "HAS_CODE", from: spec.id, to: id, properties: fact("HAS_CODE", id, null, 1) });
  }
  (spec.authors ?? []).forEach((name, i) => {
    const id = slug(name);
    node("Author", id, { name, ...counted(name, id) });
    names.push({ key: nameKey(name), kind: "Author", nodeId: id });
    edges.push({
      type: "AUTHORED_BY",
      from: spec.id,
      to: id,
      properties: { ...fact("AUTHORED_BY", id, null, 1), position: i + 1 },
    });
  });
  if (spec.venue !== undefined) {
    const { name, year } = spec.venue;
    const id = slug(`${name} ${year}`);
    node("Venue", id, { name, year, ...counted(name, id) });
    names.push(
      { key: nameKey(name), kind: "Venue", nodeId: id },
      { key: nameKey(`${name} ${year}`), kind: "Venue", nodeId: id },
    );
    edges.push({ type: "PUBLISHED_IN", from: spec.id, to: id, properties: fact("PUBLISHED_IN", id, null, 1) });
  }
  for (const { type, from, to, confidence = 0.8 } of spec.relations ?? []) {
    const key = statementKey(type, slug(from), slug(to));
    const id = factId(spec.id, "STATES", key, "");
    node("Statement", id, {
      type,
      key,
      fromId: slug(from),
      toId: slug(to),
      negated: false,
      ...fact("STATES", key, from, confidence),
      factId: id,
    });
    edges.push(
      { type: "STATES", from: spec.id, to: id, properties: {} },
      { type: "STATES_FROM", from: id, to: slug(from), properties: {} },
      { type: "STATES_TO", from: id, to: slug(to), properties: {} },
    );
  }
  for (const r of spec.results ?? []) {
    const id = factId(spec.id, "REPORTS", r.metric, String(r.value));
    node("Result", id, {
      metric: r.metric,
      value: r.value,
      unit: "%",
      difference: false,
      datasetId: slug(r.dataset),
      techniqueId: slug(r.technique),
      ...fact("REPORTS", r.metric, r.dataset, 0.7),
      factId: id,
    });
    edges.push(
      { type: "REPORTS", from: spec.id, to: id, properties: {} },
      { type: "ON", from: id, to: slug(r.dataset), properties: {} },
      { type: "OF", from: id, to: slug(r.technique), properties: {} },
    );
  }
  names.push({ key: nameKey(spec.title), kind: "Paper", nodeId: spec.id });
  names.push({ key: spec.id, kind: "Paper", nodeId: spec.id });
  const arxiv = /^arxiv:(.+)$/.exec(spec.id)?.[1];
  const doi = /^doi:(.+)$/.exec(spec.id)?.[1];
  const year = spec.year ?? (spec.publishedAt === undefined ? undefined : Number(spec.publishedAt.slice(0, 4)));
  return {
    paper: {
      label: "Paper",
      id: spec.id,
      properties: {
        id: spec.id,
        title: spec.title,
        abstract: spec.abstract,
        otherAbstracts: [],
        keywords: [],
        ...(spec.publishedAt === undefined ? {} : { publishedAt: spec.publishedAt }),
        ...(year === undefined ? {} : { year }),
        ...(arxiv === undefined ? {} : { arxiv, url: `https://arxiv.org/abs/${arxiv}` }),
        ...(doi === undefined ? {} : { doi }),
      },
    },
    nodes,
    edges,
    names,
    tellings: [
      {
        id: `words.jsonl|${spec.id}|1`,
        paperId: spec.id,
        sourceId: "words.jsonl",
        hash: slug(spec.title),
        record: { title: spec.title } as PaperGraph["tellings"][number]["record"],
      },
    ],
    absorbs: [],
  };
}

const SPECS: Spec[] = [
  {
    id: "arxiv:1710.00001",
    title: "mixup trains on blended pairs",
    abstract:
      "We propose mixup, which trains on blends of two examples. On ImageNet-1K and CIFAR-10 mixup helps image classification.",
    publishedAt: "2017-10-25",
    techniques: [{ name: "mixup", roles: ["INTRODUCES"] }],
    datasets: [
      { name: "ImageNet-1K", roles: ["EVALUATES_ON", "TRAINS_ON"] },
      { name: "CIFAR-10", roles: ["EVALUATES_ON"], confidence: 0.7 },
    ],
    tasks: [{ name: "image classification" }],
    repositories: ["github.com/words/mixup"],
    authors: ["Ada Blend", "Bo Pair"],
    venue: { name: "ICLR", year: 2018 },
    results: [{ metric: "accuracy", value: 77.9, dataset: "ImageNet-1K", technique: "mixup" }],
  },
  {
    id: "arxiv:2203.00002",
    title: "Decoupled Mixup keeps what makes images different",
    abstract:
      "We present Decoupled Mixup, a variant of mixup with a loss of its own. Decoupled Mixup beats CutMix on ImageNet-1K.",
    publishedAt: "2022-03-21",
    techniques: [
      { name: "Decoupled Mixup", roles: ["INTRODUCES"] },
      { name: "mixup", roles: ["BUILDS_ON", "COMPARES_WITH"] },
      { name: "CutMix", roles: ["COMPARES_WITH"] },
    ],
    datasets: [{ name: "ImageNet-1K", roles: ["EVALUATES_ON"] }],
    repositories: ["github.com/words/decoupled"],
    authors: ["Ada Blend"],
    relations: [
      { type: "EXTENDS", from: "Decoupled Mixup", to: "mixup", confidence: 0.95 },
      { type: "OUTPERFORMS", from: "Decoupled Mixup", to: "CutMix" },
    ],
  },
  {
    id: "arxiv:2302.00003",
    title: "SupReMix mixes for regression",
    abstract:
      "SupReMix takes mixup as an ingredient for contrastive regression. The comparison of SupReMix with CLIP is on AgeDB.",
    publishedAt: "2023-02",
    techniques: [
      { name: "SupReMix", roles: ["INTRODUCES"] },
      { name: "mixup", roles: ["USES"] },
      { name: "CLIP", roles: ["COMPARES_WITH"], confidence: 0.6 },
    ],
    datasets: [{ name: "AgeDB", roles: ["EVALUATES_ON"] }],
    tasks: [{ name: "regression" }],
    relations: [
      { type: "EMPLOYS", from: "SupReMix", to: "mixup" },
      { type: "COMPARED_WITH", from: "SupReMix", to: "CLIP", confidence: 0.7 },
    ],
  },
  {
    id: "arxiv:2305.00004",
    title: "A study of mixing without a name",
    abstract: "Decoupled Mixup extends mixup, and we study CutMix as well. All runs use ImageNet-1K.",
    publishedAt: "2023-05-02",
    techniques: [
      { name: "mixup", roles: ["STUDIES"] },
      { name: "Decoupled Mixup", roles: ["STUDIES"] },
      { name: "CutMix", roles: ["STUDIES"] },
    ],
    datasets: [{ name: "ImageNet-1K", roles: ["TRAINS_ON"] }],
    relations: [{ type: "EXTENDS", from: "Decoupled Mixup", to: "mixup", confidence: 0.6 }],
  },
  {
    id: "arxiv:2103.00005",
    title: "CLIP learns images from captions",
    abstract: "We introduce CLIP, trained on captions. CLIP is tested on ImageNet-1K for zero-shot recognition.",
    publishedAt: "2021",
    techniques: [{ name: "CLIP", roles: ["INTRODUCES"] }],
    datasets: [{ name: "ImageNet-1K", roles: ["EVALUATES_ON"], confidence: 0.85 }],
    tasks: [{ name: "zero-shot recognition" }],
    repositories: ["github.com/words/clip"],
  },
  {
    id: "doi:10.1000/lora",
    title: "LoRA adapts with few weights",
    abstract: "LoRA trains two small matrices.",
    year: 2021,
    techniques: [{ name: "LoRA", roles: ["INTRODUCES"] }],
  },
  {
    id: "title:a-page-without-a-date",
    title: "A page without a date",
    abstract: "This page has no date but tests CutMix on CIFAR-10.",
    techniques: [{ name: "CutMix", roles: ["MENTIONS"], confidence: 0.55 }],
    datasets: [{ name: "CIFAR-10", roles: ["EVALUATES_ON"] }],
  },
  {
    id: "arxiv:2401.00008",
    title: "Pretext and Pre-Text",
    abstract: "The word Pretext names a task here. The word CLIP names a dataset too.",
    publishedAt: "2024-01-09",
    techniques: [{ name: "Pretext" }],
    datasets: [{ name: "CLIP", roles: ["INTRODUCES_DATASET"] }],
  },
];

let runs = 0;
const info = () => ({
  id: `run-${++runs}`,
  startedAt: "2024-01-01T00:00:00Z",
  extractor: "test",
  sourceId: "words.jsonl",
  sourceHash: String(runs),
});
export async function writeSpecs(store: GraphStore, specs: Spec[]): Promise<void> {
  await store.write(specs.map(paperGraph), info());
}
/** Writes the eight papers. */
export const writeFixture = (store: GraphStore): Promise<void> => writeSpecs(store, SPECS);

/** Writes `count` more papers that use mixup on ImageNet-1K, each with a technique, a dataset and code of its own. */
export const writeCrowd = (store: GraphStore, count: number): Promise<void> =>
  writeSpecs(
    store,
    Array.from({ length: count }, (_, n) => {
      const own = `Method${n}`;
      return {
        id: `arxiv:2500.${String(n).padStart(5, "0")}`,
        title: `Paper ${n} of a crowd`,
        abstract: `${own} uses mixup on ImageNet-1K and Set${n}.`,
        // Many share a date, so that pages must tell them apart by id.
        publishedAt: `2025-0${1 + (n % 3)}`,
        techniques: [
          { name: own, roles: ["INTRODUCES"] as EdgeType[] },
          { name: "mixup", roles: ["USES"] as EdgeType[] },
        ],
        datasets: [
          { name: "ImageNet-1K", roles: ["EVALUATES_ON"] as EdgeType[] },
          { name: `Set${n}`, roles: ["EVALUATES_ON"] as EdgeType[] },
        ],
        repositories: [`github.com/crowd/${n}`],
        relations: [{ type: "EMPLOYS" as RelationType, from: own, to: "mixup" }],
      };
    }),
  );

/** Merges one paper into another, as a load does that finds two records to be one. */
export async function absorb(store: GraphStore, id: string, into: string): Promise<void> {
  const spec = SPECS.find((s) => s.id === into)!;
  await store.write([{ ...paperGraph(spec), absorbs: [id] }], info());
}
