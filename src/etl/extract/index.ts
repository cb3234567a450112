/** Reads facts out of a paper's texts: rules gather what may be a fact, trained weights decide, evidence proves. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS } from "../../config.js";
import type {
  DatasetFact,
  DatasetRole,
  EntityFact,
  Evidence,
  Extractor,
  PaperFacts,
  TechniqueFact,
  TechniqueRole,
  Texts,
} from "../facts.js";
import { loadVocabulary } from "../vocabulary/vocabulary.js";
import { findCandidates, Matcher } from "./candidates.js";
import { evidenceOf, readDocument, type Sentence } from "./document.js";
import { chooseNodes, commonest, type Entity, toEntity } from "./entities.js";
import { cuesOf } from "./features.js";
import { extractFolder, loadKeywords, loadModels, type Models } from "./models.js";
import { findRelations } from "./relations.js";
import { findRepositories } from "./repositories.js";
import { findResults } from "./results.js";

/** Grows with each change of the rules that may give other facts for the same text. */
const RULES_VERSION = 1;
const MOST_EVIDENCE = 3;
/** Least probability that the paper introduces a name, chosen by the best F1 in cross-validation. */
export const INTRODUCED_FLOOR = 0.45;
/** A relation is right less often than a node; its floor is this much of the minimum confidence. */
export const RELATION_SHARE = 0.6;

export interface ExtractorOptions {
  /** Facts below are left out, in 0..1. */
  minConfidence?: number;
  /** Other weights than the package's, for training. */
  models?: Models;
}

/** Sentences that prove an entity, best first: those with a cue of its role, then the earliest of the abstract. */
function evidenceFor(e: Entity): Evidence[] {
  const scored = new Map<Sentence, number>();
  for (const m of e.mentions) {
    const cues = cuesOf(m);
    const score =
      (cues.includes("we") ? 2 : 0) +
      (cues.some((c) => c.startsWith("<we-propose") || c === "<called") && e.introduced ? 4 : 0) +
      (cues.includes("<evaluate") && e.label === "Dataset" ? 3 : 0) +
      (m.sentence.field === "title" ? 0.5 : 0);
    scored.set(m.sentence, Math.max(scored.get(m.sentence) ?? 0, score));
  }
  return [...scored]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_EVIDENCE)
    .map(([s]) => evidenceOf(s));
}

function base(e: Entity): EntityFact {
  const surfaces = commonest(e.mentions.map((m) => m.surface));
  const { short, long } = e.candidate;
  for (const extra of [short, long]) if (extra !== undefined && !surfaces.includes(extra)) surfaces.push(extra);
  return {
    name: e.name,
    id: e.id,
    surfaces,
    known: e.candidate.entry !== undefined,
    evidence: evidenceFor(e),
    confidence: e.confidence,
    rule: e.rule,
    foundBy: ["rules"],
  };
}

export function createExtractor(options: ExtractorOptions = {}): Extractor {
  const minConfidence = options.minConfidence ?? SETTINGS.minConfidence.fallback;
  const models = options.models ?? loadModels();
  const matcher = new Matcher(loadVocabulary());
  const keywords = loadKeywords();
  const weights = createHash("sha256")
    .update(options.models === undefined ? readFileSync(join(extractFolder(), "weights.json")) : "given")
    .digest("hex")
    .slice(0, 8);
  return {
    version: `rules-${RULES_VERSION}-${weights}`,
    extract(texts: Texts): PaperFacts {
      const doc = readDocument(texts);
      const { candidates } = findCandidates(doc, matcher, keywords);
      const chosen = chooseNodes(candidates, models.node, matcher, keywords, 0.05).filter((s) => s.p >= minConfidence);
      const entities = chosen.map((s) => toEntity(s, models, INTRODUCED_FLOOR));
      const techniques: TechniqueFact[] = [];
      const datasets: DatasetFact[] = [];
      const tasks: EntityFact[] = [];
      const seen = new Set<string>();
      const kept: Entity[] = [];
      for (const e of entities) {
        if (seen.has(`${e.label} ${e.id}`)) continue;
        seen.add(`${e.label} ${e.id}`);
        kept.push(e);
        const fact = base(e);
        if (e.label === "Technique")
          techniques.push({ ...fact, kind: e.kind, role: e.role as TechniqueRole, roles: e.roles as TechniqueRole[] });
        else if (e.label === "Dataset")
          datasets.push({ ...fact, role: e.role as DatasetRole, roles: e.roles as DatasetRole[] });
        else tasks.push(fact);
      }
      return {
        repositories: findRepositories(doc, texts),
        techniques,
        datasets,
        tasks,
        relations: findRelations(doc, kept, models.relation, minConfidence * RELATION_SHARE),
        results: findResults(doc, kept),
      };
    },
  };
}
