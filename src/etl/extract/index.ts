/** Reads facts out of a paper's texts: rules gather what may be a fact, trained weights decide, evidence proves. */
import { SETTINGS } from "../../config.js";
import type {
  DatasetFact,
  DatasetRole,
  DirectExtractor,
  EntityFact,
  Evidence,
  PaperFacts,
  TechniqueFact,
  TechniqueRole,
  Texts,
} from "../facts.js";
import { findCandidates, type Knowledge } from "./candidates.js";
import { evidenceOf, readDocument, type Sentence } from "./document.js";
import { chooseNodes, commonest, type Entity, toEntity } from "./entities.js";
import { frameOf, proofScore } from "./features.js";
import { loadKnowledge, loadModels, type Models } from "./models.js";
import { findRelations } from "./relations.js";
import { findRepositories } from "./repositories.js";
import { findResults } from "./results.js";

/** Grows with each change of the rules that may give other facts for the same text. */
const RULES_VERSION = 2;
const MOST_EVIDENCE = 3;
/** Candidates less likely than this are names of no kind, whatever the minimum confidence. */
export const LEAST = 0.05;
export interface ExtractorOptions {
  /** Facts below are left out, in 0..1. */
  minConfidence?: number;
  /** Other weights than the package's, for training. */
  models?: Models;
  knowledge?: Knowledge;
}

/** Sentences that prove an entity, best first: those with a cue of its role, then the earliest of the abstract. */
function evidenceFor(e: Entity): Evidence[] {
  const scored = new Map<Sentence, number>();
  for (const m of e.mentions)
    scored.set(m.sentence, Math.max(scored.get(m.sentence) ?? 0, proofScore(m, e.introduced, e.label === "Dataset")));
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

export function createExtractor(options: ExtractorOptions = {}): DirectExtractor {
  const minConfidence = options.minConfidence ?? SETTINGS.minConfidence.fallback;
  const { models, hash } = options.models === undefined ? loadModels() : { models: options.models, hash: "given" };
  const knowledge = options.knowledge ?? loadKnowledge();
  return {
    version: `rules-${RULES_VERSION}-${hash}`,
    extract(texts: Texts): PaperFacts {
      const doc = readDocument(texts);
      const { candidates } = findCandidates(doc, knowledge);
      const frame = frameOf(candidates, knowledge);
      const entities = chooseNodes(candidates, models.node, frame, LEAST)
        .map((s) => toEntity(s, models, frame, minConfidence))
        .filter((e) => e !== undefined);
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
        relations: findRelations(doc, kept, models, minConfidence),
        results: findResults(doc, kept),
      };
    },
  };
}
