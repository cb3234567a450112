/** The trained weights and keyword counts that come with the package. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../root.js";
import { loadVocabulary } from "../vocabulary/vocabulary.js";
import { type Keywords, type Knowledge, type Lexicon, type LexiconEntry, Matcher } from "./candidates.js";
import { type Calibration, type LinearModel, type PackedModel, unpack } from "./linear.js";

/** What each model decides. */
export const MODEL_NAMES = ["node", "introduces", "technique-role", "dataset-role", "relation"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];
/** Kinds of facts whose probabilities are made comparable. */
export const CALIBRATED = ["Technique", "Dataset", "Task", "introduces", "relation"] as const;
export type Calibrations = Record<(typeof CALIBRATED)[number], Calibration>;
export type Models = Record<ModelName, LinearModel> & { calibration: Calibrations };

export const extractFolder = (): string => join(packageRoot(), "src", "etl", "extract");

/** Eight digits of SHA-256: enough to tell one training from another. */
const hashOf = (file: Buffer): string => createHash("sha256").update(file).digest("hex").slice(0, 8);

/** The shipped models, and a hash of their file, which the extractor's version holds. */
export function loadModels(): { models: Models; hash: string } {
  const file = readFileSync(join(extractFolder(), "weights.json"));
  const packed = JSON.parse(file.toString("utf8")) as Record<ModelName, PackedModel> & { calibration: Calibrations };
  return {
    models: {
      ...(Object.fromEntries(MODEL_NAMES.map((name) => [name, unpack(packed[name])])) as Record<
        ModelName,
        LinearModel
      >),
      calibration: packed.calibration,
    },
    hash: hashOf(file),
  };
}

/** What many papers say of a name; its keys stand grouped by what they have in common, as `3 Technique 9 -`. */
export function readLexicon(file: string): Lexicon {
  const groups = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const out = new Map<string, LexiconEntry>();
  for (const [code, keys] of Object.entries(groups)) {
    const [common, label, tenths, introduced] = code.split(" ");
    const entry: LexiconEntry = {
      common: Number(common),
      label: label!,
      tenths: Number(tenths),
      introduced: introduced === "introduced",
    };
    for (const key of keys.split(" ")) out.set(key, entry);
  }
  return out;
}

/** Keys of authors' keywords by weight (1 rare … 4 common). */
export function loadKeywords(): Keywords {
  const byWeight = JSON.parse(readFileSync(join(extractFolder(), "keywords.json"), "utf8")) as Record<string, string[]>;
  const out = new Map<string, number>();
  for (const [weight, keys] of Object.entries(byWeight)) for (const key of keys) out.set(key, Number(weight));
  return out;
}

/** All that is known before a text is read. */
export const loadKnowledge = (): Knowledge => ({
  matcher: new Matcher(loadVocabulary()),
  keywords: loadKeywords(),
  lexicon: readLexicon(join(extractFolder(), "lexicon.json")),
});
