/** From candidates to entities: which of them are names, of what kind, introduced or not, and in what role. */
import { slug } from "../../ontology.js";
import type { DatasetRole, TechniqueKind, TechniqueRole } from "../facts.js";
import { DATASET_ROLES, TECHNIQUE_ROLES } from "../facts.js";
import { TECHNIQUE_KINDS } from "../vocabulary/vocabulary.js";
import type { Candidate, Mention } from "./candidates.js";
import { addIntroducesFeatures, addNodeFeatures, addRoleFeatures, type Frame, set } from "./features.js";
import { BEST_F1, confidenceOf, type LinearModel, probabilities } from "./linear.js";
import type { Models } from "./models.js";

export type EntityLabel = "Technique" | "Dataset" | "Task";
export interface Entity {
  label: EntityLabel;
  id: string;
  name: string;
  kind: TechniqueKind;
  candidate: Candidate;
  mentions: Mention[];
  introduced: boolean;
  role: TechniqueRole | DatasetRole;
  roles: (TechniqueRole | DatasetRole)[];
  confidence: number;
  rule: string;
}

/** The kind of a technique that the vocabulary does not have, by its last word. */
const KIND_HEADS: [RegExp, TechniqueKind][] = [
  [/loss$|objective$|divergence$/i, "loss"],
  [/optimi[sz]er$|descent$|sgd$|adam\w*$|gradient$|annealing$/i, "optimizer"],
  [/distillation$|pruning$|quanti[sz]ation$|compression$/i, "compression"],
  [/augmentation$|mixup$|cutmix$/i, "data-augmentation"],
  [/reinforcement learning$|policy \w+$|q-learning$|actor-critic$|bandits?$/i, "rl"],
  [/tuning$|adaptation$|adapters?$|prompting$|lora$|prompt\w* learning$/i, "adaptation"],
  [/embeddings?$|representations?$|features?$|encoding$/i, "representation"],
  [/gans?$|diffusion\w*$|diffusion models?$|vae$|flows?$|generation$|sampling$|decoding$/i, "generation"],
  [
    /net$|nets$|networks?$|transformers?$|former$|bert$|cnn$|gnn$|rnn$|encoder$|decoder$|attention$|models?$|gpt|llama|module$|layers?$/i,
    "architecture",
  ],
  [/learning$|training$|pre-?training$|supervision$|replay$/i, "training"],
  [/framework$|toolkit$|library$|system$|pipeline$/i, "framework"],
];
function kindOf(c: Candidate, name: string): TechniqueKind {
  const given = c.entry?.kind as TechniqueKind | undefined;
  if (given !== undefined && TECHNIQUE_KINDS.includes(given)) return given;
  const last = name.slice(name.lastIndexOf(" ", name.lastIndexOf(" ") - 1) + 1);
  let kind = kinds.get(last);
  if (kind === undefined) {
    kind = KIND_HEADS.find(([p]) => p.test(last))?.[1] ?? "other";
    if (kinds.size >= MOST_KINDS) kinds.clear();
    kinds.set(last, kind);
  }
  return kind;
}
/** The kinds of the commonest last words; emptied when they grow many, so that memory stays flat. */
const kinds = new Map<string, TechniqueKind>();
const MOST_KINDS = 20_000;

/** The commonest writing (ties by code point). */
export function commonest(surfaces: readonly string[]): string[] {
  if (surfaces.length === 1) return [singleBlanks(surfaces[0]!)];
  const counts = new Map<string, number>();
  for (const s of surfaces) {
    const joined = singleBlanks(s);
    counts.set(joined, (counts.get(joined) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([s]) => s);
}

const singleBlanks = (s: string): string => (/\s{2}|[^\S ]/.test(s) ? s.replace(/\s+/g, " ") : s);

const CLASSES = ["none", "Technique", "Dataset", "Task"];

export interface Scored {
  candidate: Candidate;
  label: EntityLabel;
  /** Probability that it is a name of that label. */
  p: number;
}

/** The candidates that are names, without those that lie inside a longer or likelier one. `floor` is the least probability. */
export function chooseNodes(
  candidates: readonly Candidate[],
  model: LinearModel,
  frame: Frame,
  floor: number,
): Scored[] {
  const scored: Scored[] = [];
  for (const candidate of candidates) {
    addNodeFeatures(candidate, frame);
    set.finish();
    const p = probabilities(model, set.ids, set.size);
    let best = 1;
    for (let c = 2; c < CLASSES.length; c++) if (p[c]! > p[best]!) best = c;
    const sum = 1 - p[0]!;
    if (sum < floor) continue;
    scored.push({ candidate, label: CLASSES[best] as EntityLabel, p: sum * (p[best]! / sum) });
  }
  // Longer first among the likely: a name inside another one stands only where it also stands alone.
  scored.sort((a, b) => b.p - a.p || (a.candidate.key < b.candidate.key ? -1 : 1));
  const spans = new Map<unknown, Mention[]>();
  const out: Scored[] = [];
  for (const s of scored) {
    const free = s.candidate.mentions.filter(
      (m) => !(spans.get(m.sentence) ?? []).some((t) => t.start < m.end && m.start < t.end),
    );
    if (free.length === 0) continue;
    s.candidate.mentions = free;
    for (const m of free) {
      const list = spans.get(m.sentence) ?? [];
      list.push(m);
      spans.set(m.sentence, list);
    }
    out.push(s);
  }
  return out.sort((a, b) => order(a.candidate.mentions[0]!, b.candidate.mentions[0]!));
}
const order = (a: Mention, b: Mention): number =>
  a.sentence === b.sentence
    ? a.start - b.start
    : a.sentence.field === b.sentence.field
      ? a.sentence.index - b.sentence.index
      : a.sentence.field === "title"
        ? -1
        : b.sentence.field === "title"
          ? 1
          : a.sentence.field < b.sentence.field
            ? -1
            : 1;

/** Probability that the paper introduces it, if it is a name at all. */
export const introducedP = (s: Scored, model: LinearModel, frame: Frame): number => {
  addIntroducesFeatures(s.candidate, s.label, frame);
  set.finish();
  const p = probabilities(model, set.ids, set.size);
  return p[model.classes.indexOf("yes")]!;
};

/** The entity, where its confidence is at least `least`; `given` settles what the weights would decide, for training. */
export function toEntity(s: Scored, models: Models, frame: Frame, least: number, given?: boolean): Entity | undefined {
  const { candidate: c, label } = s;
  const sureIntroduced =
    label === "Task" || given !== undefined
      ? 0
      : confidenceOf(s.p * introducedP(s, models.introduces, frame), models.calibration.introduces);
  const introduced = given ?? sureIntroduced >= BEST_F1;
  const confidence = introduced ? sureIntroduced : confidenceOf(s.p, models.calibration[label]);
  if (given === undefined && confidence < least) return undefined;
  const surfaces = commonest(c.mentions.map((m) => m.surface));
  const name = (c.entry?.name ?? c.long ?? surfaces[0]!).replace(/\s+/g, " ");
  const kind = kindOf(c, name);
  let role: Entity["role"] = "mentions";
  let roles: Entity["roles"] = [];
  if (label !== "Task") {
    const model = models[label === "Technique" ? "technique-role" : "dataset-role"];
    addRoleFeatures(c, label, introduced, kind);
    set.finish();
    const p = probabilities(model, set.ids, set.size);
    const all: readonly string[] = label === "Technique" ? TECHNIQUE_ROLES : DATASET_ROLES;
    const best = model.classes[p.indexOf(Math.max(...p))]!;
    role = (introduced ? "introduces" : best) as Entity["role"];
    const shown = new Set<string>([role, ...model.classes.filter((_, i) => p[i]! > 0.35)]);
    roles = all.filter((r) => shown.has(r)) as Entity["roles"];
  }
  const rule =
    c.short !== undefined
      ? "abbreviation"
      : c.generators.includes("vocabulary")
        ? "vocabulary"
        : c.generators.includes("shape")
          ? "name-shape"
          : c.generators.includes("keyword")
            ? "keyword-phrase"
            : "head-noun-phrase";
  return {
    label,
    id: c.entry?.id ?? (/\p{L}|\p{N}/u.test(c.key) ? c.key : slug(name)),
    name,
    kind,
    candidate: c,
    mentions: c.mentions,
    introduced,
    role,
    roles,
    confidence,
    rule,
  };
}
