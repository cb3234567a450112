/** Gives what extraction found its place in the graph: ids, canonical names, one fact a node, sources, structured fields. */
import { nameKey, slug } from "../ontology.js";
import { canonicalRepository } from "./extract/repositories.js";
import {
  DATASET_ROLES,
  type DatasetFact,
  type EntityFact,
  type Extractor,
  type Fact,
  type PaperFacts,
  type RepositoryFact,
  type TaskFact,
  TECHNIQUE_ROLES,
  type TechniqueFact,
} from "./facts.js";
import type { MergedPaper } from "./merge.js";
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

/** One fact a node: entities of one id joined, their roles together, strongest first. */
function joinEntities<T extends EntityFact & { role?: string; roles?: string[] }>(
  label: VocabularyLabel,
  facts: readonly Sourced<T>[],
  order: readonly string[],
  vocabulary: VocabularyIndex,
  ids: Map<string, string>,
): Sourced<T>[] {
  const out = new Map<string, Sourced<T>>();
  for (const f of facts) {
    const id = vocabulary.get(label, f.id) === undefined ? openId(f.name) : f.id;
    ids.set(f.id, id);
    const entry = vocabulary.get(label, id);
    const fact: Sourced<T> = { ...f, id, known: entry !== undefined, name: entry?.name ?? f.name };
    const had = out.get(id);
    if (had === undefined) {
      out.set(id, fact);
      continue;
    }
    const roles = union(had.roles ?? [], fact.roles ?? []).sort((x, y) => order.indexOf(x) - order.indexOf(y));
    out.set(id, {
      ...joinFacts(had, fact),
      surfaces: union(had.surfaces, fact.surfaces),
      sources: union(had.sources, fact.sources).sort(byCodePoint),
      ...(roles.length > 0 ? { roles, role: roles[0] } : {}),
    });
  }
  return [...out.values()].sort((a, b) => byCodePoint(a.id, b.id));
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

/** What tells a fact from others of its paper, so that the same fact of two abstracts is known again. */
function marks(facts: PaperFacts): Map<string, Fact> {
  const out = new Map<string, Fact>();
  for (const f of facts.repositories) out.set(`repository ${f.id}`, f);
  for (const f of facts.techniques) out.set(`technique ${f.id}`, f);
  for (const f of facts.datasets) out.set(`dataset ${f.id}`, f);
  for (const f of facts.tasks) out.set(`task ${f.id}`, f);
  for (const f of facts.relations) out.set(`relation ${f.type} ${f.from} ${f.to} ${f.negated}`, f);
  for (const f of facts.results) out.set(`result ${f.dataset} ${f.technique ?? ""} ${f.metric} ${f.value}`, f);
  return out;
}

/** Extracts and resolves one paper: a pure function of what all its sources tell. */
export function resolvePaper(paper: MergedPaper, extractor: Extractor, vocabulary: VocabularyIndex): ResolvedFacts {
  const facts = extractor.extract(paper.texts);
  const sources = new Map<Fact, Set<string>>();
  const found = marks(facts);
  for (const fact of found.values()) {
    const set = new Set<string>();
    for (const e of fact.evidence) for (const s of paper.textSources.get(e.field) ?? []) set.add(s);
    sources.set(fact, set);
  }
  // Only three sentences stand behind a fact, so with several abstracts each is asked by itself what it says.
  if (paper.abstracts.length > 1)
    for (const [field, text] of paper.texts) {
      if (field === "title") continue;
      const alone = extractor.extract(
        new Map([
          ["title", paper.texts.get("title")!],
          ["abstract", text],
        ]),
      );
      for (const [mark, f] of marks(alone)) {
        if (!f.evidence.some((e) => e.field === "abstract")) continue;
        const set = sources.get(found.get(mark) ?? f);
        for (const s of paper.textSources.get(field) ?? []) set?.add(s);
      }
    }
  const sourced = <T extends Fact>(list: readonly T[]): Sourced<T>[] =>
    list.map((f) => ({ ...f, sources: [...(sources.get(f) ?? [])].sort(byCodePoint) }));

  const techniqueIds = new Map<string, string>();
  const datasetIds = new Map<string, string>();
  const techniques = joinEntities("Technique", sourced(facts.techniques), TECHNIQUE_ROLES, vocabulary, techniqueIds);
  const datasets = joinEntities("Dataset", sourced(facts.datasets), DATASET_ROLES, vocabulary, datasetIds);
  const tasks = joinEntities("Task", sourced(facts.tasks), [], vocabulary, new Map());
  const relations: ResolvedFacts["relations"] = [];
  for (const f of sourced(facts.relations)) {
    const from = techniqueIds.get(f.from);
    const to = techniqueIds.get(f.to);
    // A statement stands between two techniques of its own paper.
    if (from !== undefined && to !== undefined && from !== to) relations.push({ ...f, from, to });
  }
  const results: ResolvedFacts["results"] = [];
  for (const f of sourced(facts.results)) {
    const dataset = datasetIds.get(f.dataset);
    if (dataset === undefined) continue;
    const { technique, ...rest } = f;
    const mapped = technique === undefined ? undefined : techniqueIds.get(technique);
    results.push({ ...rest, dataset, ...(mapped === undefined ? {} : { technique: mapped }) });
  }
  return {
    repositories: withStructuredRepositories(sourced(facts.repositories), paper.repositories),
    techniques,
    datasets,
    tasks,
    relations,
    results,
  };
}
