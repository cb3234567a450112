/** The trained weights and keyword counts that come with the package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../root.js";
import type { Keywords } from "./candidates.js";
import type { LinearModel } from "./linear.js";

/** What each model decides. */
export const MODEL_NAMES = ["node", "introduces", "technique-role", "dataset-role", "relation"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];
export type Models = Record<ModelName, LinearModel>;

export const extractFolder = (): string => join(packageRoot(), "src", "etl", "extract");

export function loadModels(): Models {
  return JSON.parse(readFileSync(join(extractFolder(), "weights.json"), "utf8")) as Models;
}

/** Keys of authors' keywords by weight (1 rare … 4 common). */
export function loadKeywords(): Keywords {
  const byWeight = JSON.parse(readFileSync(join(extractFolder(), "keywords.json"), "utf8")) as Record<string, string[]>;
  const out = new Map<string, number>();
  for (const [weight, keys] of Object.entries(byWeight)) for (const key of keys) out.set(key, Number(weight));
  return out;
}
