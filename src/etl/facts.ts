/** What extraction finds in one paper: facts with the sentence, confidence and rule that each rests on. */
import type { RelationType } from "../ontology.js";

export interface Evidence {
  /** The sentence; equals the slice `start`..`end` of the field. */
  text: string;
  /** `title`, `abstract`, or `abstract/2` … for the abstracts of further sources. */
  field: string;
  /** UTF-16 code units, inclusive. */
  start: number;
  /** UTF-16 code units, exclusive. */
  end: number;
}

export interface Fact {
  /** Best first, three at most; empty for a structured field. */
  evidence: Evidence[];
  /** In 0..1; null for a structured field. */
  confidence: number | null;
  /** Name of the rule, or `field:NAME`. */
  rule: string;
  /** rules, model, source. */
  foundBy: string[];
}

export type TechniqueKind =
  | "architecture"
  | "training"
  | "adaptation"
  | "loss"
  | "optimizer"
  | "generation"
  | "representation"
  | "compression"
  | "rl"
  | "data-augmentation"
  | "framework"
  | "other";
/** Strongest first, as in the ontology (the words that `extract` prints). */
export const TECHNIQUE_ROLES = [
  "introduces",
  "builds_on",
  "improves",
  "uses",
  "studies",
  "compares",
  "background",
] as const;
export const DATASET_ROLES = ["introduces", "evaluates_on", "trains_on", "mentions"] as const;
export type TechniqueRole = (typeof TECHNIQUE_ROLES)[number];
export type DatasetRole = (typeof DATASET_ROLES)[number];

export interface EntityFact extends Fact {
  /** Canonical name: the vocabulary's, else the commonest writing here. */
  name: string;
  /** Id that the vocabulary gives, or the slug of the name. */
  id: string;
  /** Writings in this paper, commonest first. */
  surfaces: string[];
  /** Whether the vocabulary has it. */
  known: boolean;
}
export interface TechniqueFact extends EntityFact {
  kind: TechniqueKind;
  role: TechniqueRole;
  /** All roles shown, strongest first. */
  roles: TechniqueRole[];
}
export interface DatasetFact extends EntityFact {
  role: DatasetRole;
  roles: DatasetRole[];
}
export type TaskFact = EntityFact;
export interface RepositoryFact extends Fact {
  /** `host/owner/name` in lower case. */
  id: string;
  url: string;
  kind: "CODE" | "PROJECT_PAGE";
}
export interface RelationFact extends Fact {
  /** Ids of techniques of this paper's facts. */
  from: string;
  to: string;
  type: RelationType;
  negated: boolean;
}
export interface ResultFact extends Fact {
  /** Dataset id. */
  dataset: string;
  /** Technique id, where stated. */
  technique?: string;
  metric: string;
  value: number;
  unit?: string;
  difference: boolean;
  setting?: string;
}

/** Everything read out of one paper. Techniques and datasets include those introduced (role `introduces`). */
export interface PaperFacts {
  repositories: RepositoryFact[];
  techniques: TechniqueFact[];
  datasets: DatasetFact[];
  tasks: TaskFact[];
  relations: RelationFact[];
  results: ResultFact[];
  /** Set where a second opinion was due and could not be had; the next load reads such a paper anew. */
  partial?: true;
}

/** The texts of a paper: field name to text. */
export type Texts = ReadonlyMap<string, string>;

/** What an extractor is: a function of the texts. One that asks elsewhere answers later, and what goes wrong there is no rejection. */
export interface Extractor {
  /** Changes whenever the same text may give other facts. */
  readonly version: string;
  extract(texts: Texts): PaperFacts | Promise<PaperFacts>;
}
/** An extractor that answers at once, so that its callers need not wait. */
export interface DirectExtractor extends Extractor {
  extract(texts: Texts): PaperFacts;
}
