/** Builds a paper's part of the graph: nodes, edges and names out of its resolved facts. */
import { EDGES, type EdgeType, factId, type Label, nameKey, rolesToward, slug, statementKey } from "../ontology.js";
import type { GraphEdge, GraphName, GraphNode, PaperGraph, Row, Telling } from "../store/store.js";
import { DATASET_ROLES, type EntityFact, type Fact, TECHNIQUE_ROLES } from "./facts.js";
import { paperKeys } from "./identify.js";
import type { MergedPaper } from "./merge.js";
import type { ResolvedFacts, Sourced, VocabularyIndex } from "./resolve.js";

type EntityLabel = "Technique" | "Dataset" | "Task";

/** Edge type of a role by its place: extraction and ontology both list roles strongest first. */
const roleEdges = (label: EntityLabel, roles: readonly string[]): ReadonlyMap<string, EdgeType> =>
  new Map(rolesToward(label).map((type, i) => [roles[i]!, type]));
const TECHNIQUE_EDGES = roleEdges("Technique", TECHNIQUE_ROLES);
const DATASET_EDGES = roleEdges("Dataset", DATASET_ROLES);
const TASK_EDGES = roleEdges("Task", ["addresses"]);
const VOCABULARY_EDGE = { Technique: "IS_A", Dataset: "SUBSET_OF", Task: "PART_OF_TASK" } as const;
const INTRODUCES: ReadonlySet<EdgeType> = new Set<EdgeType>(["INTRODUCES", "INTRODUCES_DATASET"]);

/** The word that the API shows for an edge type. */
const word = (type: EdgeType): string => (EDGES[type] as { role?: string }).role ?? type;

const factProperties = (id: string, f: Sourced<Fact>): Row => ({
  factId: id,
  ...(f.confidence === null ? {} : { confidence: f.confidence }),
  evidence: JSON.stringify(f.evidence.map(({ text, field, start, end }) => ({ text, field, start, end }))),
  rule: f.rule,
  foundBy: f.foundBy,
  sources: f.sources,
});
/** A fact from a structured field has no sentence and no confidence. */
const structured = (field: string, sources: string[]): Sourced<Fact> => ({
  evidence: [],
  confidence: null,
  rule: `field:${field}`,
  foundBy: ["source"],
  sources,
});

/** Whether two writings differ by no more than case, punctuation and a plural s. */
const sameName = (a: string, b: string): boolean => nameKey(a).replace(/s$/, "") === nameKey(b).replace(/s$/, "");

export function buildPaper(
  id: string,
  paper: MergedPaper,
  facts: ResolvedFacts,
  tellings: Telling[],
  absorbs: string[],
  vocabulary: VocabularyIndex,
): PaperGraph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const names = new Map<string, GraphName>();
  const node = (label: Label, nodeId: string, properties: Row): void => {
    nodes.set(`${label} ${nodeId}`, { label, id: nodeId, properties: { id: nodeId, ...properties } });
  };
  const name = (kind: Label, nodeId: string, key: string): void => {
    if (key !== "") names.set(`${kind} ${key} ${nodeId}`, { key, kind, nodeId });
  };
  const edge = (type: EdgeType, to: string, f: Sourced<Fact>, more: Row = {}): void => {
    edges.push({ type, from: id, to, properties: { ...factProperties(factId(id, type, to), f), ...more } });
  };

  /** An entity's node, names, vocabulary edges and the one edge from the paper. */
  const entity = (
    label: EntityLabel,
    f: Sourced<EntityFact> & { kind?: string },
    roles: readonly string[],
    types: ReadonlyMap<string, EdgeType>,
  ): void => {
    const entry = vocabulary.get(label, f.id);
    const kind = entry?.kind ?? f.kind;
    node(label, f.id, {
      name: entry?.name ?? f.name,
      aliases: entry === undefined ? [] : [...entry.aliases].sort((a, b) => (a < b ? -1 : 1)),
      source: entry === undefined ? "text" : "vocabulary",
      ...(label === "Technique" ? { kind: kind ?? "other" } : {}),
    });
    for (const key of entry === undefined ? [nameKey(f.name)] : vocabulary.nameKeysOf(entry)) name(label, f.id, key);
    // Both ways, for the store keeps an edge of the vocabulary when the second of its ends comes.
    if (entry?.parent !== undefined)
      edges.push({ type: VOCABULARY_EDGE[label], from: f.id, to: entry.parent, properties: { source: "vocabulary" } });
    for (const child of vocabulary.childrenOf(label, f.id))
      edges.push({ type: VOCABULARY_EDGE[label], from: child, to: f.id, properties: { source: "vocabulary" } });
    const shown = roles.map((r) => types.get(r)).filter((t): t is EdgeType => t !== undefined);
    const type = shown[0] ?? [...types.values()].at(-1)!;
    // What a node shows as its name must lead to it, and an abbreviation does so only for what the paper introduces.
    const own = INTRODUCES.has(type);
    const surface = (own ? f.surfaces[0] : f.surfaces.find((s) => sameName(s, f.name))) ?? f.name;
    edge(type, f.id, f, {
      roles: (shown.length > 0 ? shown : [type]).map(word),
      surface,
      ...(label === "Technique" ? { kind: f.kind ?? "other" } : {}),
      names: own ? [...new Set([f.name, ...f.surfaces])] : [],
    });
  };
  for (const f of facts.techniques) entity("Technique", f, f.roles.length > 0 ? f.roles : [f.role], TECHNIQUE_EDGES);
  for (const f of facts.datasets) entity("Dataset", f, f.roles.length > 0 ? f.roles : [f.role], DATASET_EDGES);
  for (const f of facts.tasks) entity("Task", f, ["addresses"], TASK_EDGES);

  for (const f of facts.repositories) {
    node("Repository", f.id, { url: f.url, kind: f.kind, host: f.id.split("/")[0]! });
    name("Repository", f.id, f.id);
    name("Repository", f.id, nameKey(f.id));
    edge("HAS_CODE", f.id, f);
  }
  const seen = new Set<string>();
  paper.authors.forEach(({ value, sources }, i) => {
    const authorId = slug(value);
    if (seen.has(authorId)) return;
    seen.add(authorId);
    node("Author", authorId, { name: value });
    name("Author", authorId, nameKey(value));
    edge("AUTHORED_BY", authorId, structured("authors", sources), { position: i + 1 });
  });
  const venues = new Map<string, { venue: { name: string; year?: number }; sources: string[] }>();
  for (const { value, sources } of paper.venues) {
    const venueId = slug(value.year === undefined ? value.name : `${value.name} ${value.year}`);
    const had = venues.get(venueId);
    venues.set(venueId, {
      venue: had?.venue ?? value,
      sources: [...new Set([...(had?.sources ?? []), ...sources])].sort((a, b) => (a < b ? -1 : 1)),
    });
  }
  for (const [venueId, { venue, sources }] of venues) {
    node("Venue", venueId, { name: venue.name, ...(venue.year === undefined ? {} : { year: venue.year }) });
    name("Venue", venueId, nameKey(venue.name));
    if (venue.year !== undefined) name("Venue", venueId, nameKey(`${venue.name} ${venue.year}`));
    edge("PUBLISHED_IN", venueId, structured("venue", sources));
  }

  for (const f of facts.relations) {
    const key = statementKey(f.type, f.from, f.to);
    const statement = factId(id, "STATES", key, f.negated ? "not" : "");
    if (nodes.has(`Statement ${statement}`)) continue;
    node("Statement", statement, {
      type: f.type,
      key,
      fromId: f.from,
      toId: f.to,
      negated: f.negated,
      ...factProperties(statement, f),
    });
    edges.push(
      { type: "STATES", from: id, to: statement, properties: {} },
      { type: "STATES_FROM", from: statement, to: f.from, properties: {} },
      { type: "STATES_TO", from: statement, to: f.to, properties: {} },
    );
  }
  for (const f of facts.results) {
    const what = [
      f.dataset,
      f.technique ?? "",
      f.metric,
      String(f.value),
      f.unit ?? "",
      f.setting ?? "",
      String(f.difference),
    ];
    const result = factId(id, "REPORTS", ...what);
    if (nodes.has(`Result ${result}`)) continue;
    node("Result", result, {
      metric: f.metric,
      value: f.value,
      ...(f.unit === undefined ? {} : { unit: f.unit }),
      difference: f.difference,
      ...(f.setting === undefined ? {} : { setting: f.setting }),
      datasetId: f.dataset,
      ...(f.technique === undefined ? {} : { techniqueId: f.technique }),
      ...factProperties(result, f),
    });
    edges.push(
      { type: "REPORTS", from: id, to: result, properties: {} },
      { type: "ON", from: result, to: f.dataset, properties: {} },
    );
    if (f.technique !== undefined) edges.push({ type: "OF", from: result, to: f.technique, properties: {} });
  }

  for (const key of paperKeys(id, tellings)) name("Paper", id, key);
  const [abstract, ...otherAbstracts] = paper.abstracts;
  return {
    paper: {
      label: "Paper",
      id,
      properties: {
        id,
        title: paper.title,
        ...(abstract === undefined ? {} : { abstract }),
        otherAbstracts,
        ...(paper.year === undefined ? {} : { year: paper.year }),
        ...(paper.published === undefined ? {} : { publishedAt: paper.published }),
        ...(paper.url === undefined ? {} : { url: paper.url }),
        ...(paper.arxiv === undefined ? {} : { arxiv: paper.arxiv }),
        ...(paper.doi === undefined ? {} : { doi: paper.doi }),
        ...(paper.openreview === undefined ? {} : { openreview: paper.openreview }),
        keywords: paper.keywords,
      },
    },
    nodes: [...nodes.values()],
    edges,
    names: [...names.values()],
    tellings,
    absorbs,
  };
}
