/** Gives what extraction found its place in the graph: ids, canonical names, one fact a node, sources, structured fields. */
import { nameKey, slug, statementKey } from "../ontology.js";
import { canonicalRepository } from "./extract/repositories.js";
import {
  DATASET_ROLES,
  type DatasetFact,
  type EntityFact,
  type Fact,
  type PaperFacts,
  type RepositoryFact,
  type TaskFact,
  TECHNIQUE_ROLES,
  type TechniqueFact,
  type Texts,
} from "./facts.js";
import { abstractField, type MergedPaper } from "./merge.js";
import type { Vocabulary, VocabularyEntry, VocabularyLabel } from "./vocabulary/vocabulary.js";

/** A fact with the sources that say it, sorted. */
export type Sourced<T> = T & { sources: string[] };

/** What a paper says, ready for the graph. */
export interface ResolvedFacts {
  repositories: Sourced<RepositoryFact>[];
  techniques: Sourced<TechniqueFact>[];
  datasets: Sourced<DatasetFact>[];
  tasks: Sourced<TaskFact>[];
  relations: Sourced<PaperFacts["relations"][number]>[];
  results: Sourced<PaperFacts["results"][number]>[];
}

/** The vocabulary by label and id, with each entry's children. */
export class VocabularyIndex {
  private readonly entries = new Map<string, VocabularyEntry>();
  private readonly children = new Map<string, string[]>();
  private readonly keys = new Map<VocabularyEntry, string[]>();

  constructor(vocabulary: Vocabulary) {
    for (const e of vocabulary.entries) {
      this.entries.set(`${e.label} ${e.id}`, e);
      if (e.parent === undefined) continue;
      const key = `${e.label} ${e.parent}`;
      const list = this.children.get(key);
      if (list === undefined) this.children.set(key, [e.id]);
      else list.push(e.id);
    }
  }
  get(label: VocabularyLabel, id: string): VocabularyEntry | undefined {
    return this.entries.get(`${label} ${id}`);
  }
  /** Keys of the entry's name and aliases, without doubles. */
  nameKeysOf(entry: VocabularyEntry): readonly string[] {
    const had = this.keys.get(entry);
    if (had !== undefined) return had;
    const keys = [...new Set([entry.name, ...entry.aliases].map(nameKey))];
    this.keys.set(entry, keys);
    return keys;
  }
  childrenOf(label: VocabularyLabel, id: string): readonly string[] {
    return this.children.get(`${label} ${id}`) ?? [];
  }
}

/** At most this many sentences stand behind a fact. */
const MAX_EVIDENCE = 3;
const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];

/** One fact out of two of the same thing; the surer one leads. */
function joinFacts<T extends Fact>(a: T, b: T): T {
  const [lead, other] = (b.confidence ?? -1) > (a.confidence ?? -1) ? [b, a] : [a, b];
  const seen = new Set<string>();
  const evidence = [...lead.evidence, ...other.evidence].filter((e) => {
    const key = `${e.field} ${e.start} ${e.end}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return { ...lead, evidence: evidence.slice(0, MAX_EVIDENCE), foundBy: union(lead.foundBy, other.foundBy) };
}

/** Id of a name that the vocabulary does not know: the key itself, so that all its writings meet whatever comes first. */
const openId = (name: string): string => slug(nameKey(name) || name);

/** An entity with its id in the graph and its canonical name. */
function place<T extends EntityFact>(label: VocabularyLabel, fact: T, vocabulary: VocabularyIndex): T {
  const id = vocabulary.get(label, fact.id) === undefined ? openId(fact.name) : fact.id;
  const entry = vocabulary.get(label, id);
  return { ...fact, id, known: entry !== undefined, name: entry?.name ?? fact.name };
}

/** Facts of one mark joined: sources, sentences, writings and roles together, roles strongest first. */
function joinAll<T extends Fact & { surfaces?: string[]; role?: string; roles?: string[] }>(
  facts: readonly Sourced<T>[],
  mark: (f: T) => string,
  order: readonly string[] = [],
): Sourced<T>[] {
  const out = new Map<string, Sourced<T>>();
  for (const fact of facts) {
    const had = out.get(mark(fact));
    if (had === undefined) {
      out.set(mark(fact), fact);
      continue;
    }
    const roles = union(had.roles ?? [], fact.roles ?? []).sort((x, y) => order.indexOf(x) - order.indexOf(y));
    out.set(mark(fact), {
      ...joinFacts(had, fact),
      sources: union(had.sources, fact.sources).sort(byCodePoint),
      ...(had.surfaces === undefined ? {} : { surfaces: union(had.surfaces, fact.surfaces ?? []) }),
      ...(roles.length > 0 ? { roles, role: roles[0] } : {}),
    });
  }
  return [...out].sort(([x], [y]) => byCodePoint(x, y)).map(([, f]) => f);
}

/** A structured address and the text's are one fact; the text's sentence stays its proof. */
export function withStructuredRepositories(
  found: readonly Sourced<RepositoryFact>[],
  structured: MergedPaper["repositories"],
): Sourced<RepositoryFact>[] {
  const out = new Map(found.map((f) => [f.id, f]));
  for (const { value, sources } of structured) {
    const repository = canonicalRepository(value);
    // A code host's address without a repository's name is somebody's account.
    if (repository === undefined || (repository.kind === "CODE" && repository.id.split("/").length < 3)) continue;
    const had = out.get(repository.id);
    out.set(
      repository.id,
      had === undefined
        ? { ...repository, evidence: [], confidence: null, rule: "field:github", foundBy: ["source"], sources }
        : { ...had, foundBy: union(had.foundBy, ["source"]), sources: union(had.sources, sources).sort(byCodePoint) },
    );
  }
  return [...out.values()].sort((a, b) => byCodePoint(a.id, b.id));
}

/**
 * What is read of a paper, one extraction each: every abstract by itself, so that a second one can add to what the first
 * says and never takes from it.
 */
export function readings(paper: MergedPaper): Texts[] {
  const title: [string, string] = ["title", paper.title];
  if (paper.abstracts.length === 0) return [new Map([title])];
  return paper.abstracts.map((abstract) => new Map([title, ["abstract", abstract]]));
}

/** Resolves one paper out of the facts of its readings: a pure function of these and of what all its sources tell. */
export function resolvePaper(
  paper: MergedPaper,
  read: readonly PaperFacts[],
  vocabulary: VocabularyIndex,
): ResolvedFacts {
  const all: ResolvedFacts = { repositories: [], techniques: [], datasets: [], tasks: [], relations: [], results: [] };
  read.forEach((facts, i) => {
    const sourced = <T extends Fact>(fact: T): Sourced<T> => {
      const evidence = fact.evidence.map((e) => (e.field === "abstract" ? { ...e, field: abstractField(i) } : e));
      const sources = new Set(evidence.flatMap((e) => paper.textSources.get(e.field) ?? []));
      return { ...fact, evidence, sources: [...sources].sort(byCodePoint) };
    };
    const techniqueIds = new Map<string, string>();
    const datasetIds = new Map<string, string>();
    all.repositories.push(...facts.repositories.map(sourced));
    for (const f of facts.techniques) {
      const placed = place("Technique", sourced(f), vocabulary);
      techniqueIds.set(f.id, placed.id);
      all.techniques.push(placed);
    }
    for (const f of facts.datasets) {
      const placed = place("Dataset", sourced(f), vocabulary);
      datasetIds.set(f.id, placed.id);
      all.datasets.push(placed);
    }
    for (const f of facts.tasks) all.tasks.push(place("Task", sourced(f), vocabulary));
    for (const f of facts.relations) {
      const from = techniqueIds.get(f.from);
      const to = techniqueIds.get(f.to);
      // A statement stands between two techniques of its own paper.
      if (from !== undefined && to !== undefined && from !== to) all.relations.push({ ...sourced(f), from, to });
    }
    for (const f of facts.results) {
      const dataset = datasetIds.get(f.dataset);
      if (dataset === undefined) continue;
      const { technique, ...rest } = sourced(f);
      const mapped = technique === undefined ? undefined : techniqueIds.get(technique);
      all.results.push({ ...rest, dataset, ...(mapped === undefined ? {} : { technique: mapped }) });
    }
  });
  const byId = (f: { id: string }): string => f.id;
  return {
    repositories: withStructuredRepositories(joinAll(all.repositories, byId), paper.repositories),
    techniques: joinAll(all.techniques, byId, TECHNIQUE_ROLES),
    datasets: joinAll(all.datasets, byId, DATASET_ROLES),
    tasks: joinAll(all.tasks, byId),
    relations: joinAll(all.relations, (f) => `${statementKey(f.type, f.from, f.to)} ${f.negated}`),
    results: joinAll(all.results, (f) => `${f.dataset}|${f.technique ?? ""}|${f.metric}|${f.value}|${f.setting ?? ""}`),
  };
}
