/** Reads, checks and orders the vocabulary: the known techniques, datasets and tasks with their names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nameKey, slug } from "../../ontology.js";
import { packageRoot } from "../../root.js";
import type { TechniqueKind } from "../facts.js";

export type VocabularyLabel = "Technique" | "Dataset" | "Task";

/** One line of a vocabulary file. */
export interface VocabularyLine {
  name: string;
  /** Names that always mean this entry. */
  aliases: string[];
  /** Names that mean it only where the paper defines them or its text supports them. */
  abbreviations?: string[];
  /** Techniques only. */
  kind?: TechniqueKind;
  /** Name of the more general entry of the same label. */
  parent?: string;
  /** Set where the name itself means something else too, so that it counts only with support in the text. */
  ambiguous?: true;
}

export interface VocabularyEntry {
  label: VocabularyLabel;
  /** Slug of the name. */
  id: string;
  name: string;
  aliases: string[];
  abbreviations: string[];
  /** Techniques only. */
  kind?: TechniqueKind;
  /** Id of the parent, an entry of the same label. */
  parent?: string;
  ambiguous: boolean;
}

export interface Vocabulary {
  entries: VocabularyEntry[];
}

/** File of each label, under the vocabulary's folder. */
export const VOCABULARY_FILES: Readonly<Record<VocabularyLabel, string>> = {
  Technique: "techniques.json",
  Dataset: "datasets.json",
  Task: "tasks.json",
};

export const TECHNIQUE_KINDS: readonly TechniqueKind[] = [
  "architecture",
  "training",
  "adaptation",
  "loss",
  "optimizer",
  "generation",
  "representation",
  "compression",
  "rl",
  "data-augmentation",
  "framework",
  "other",
];

/** Order by code point: the same on every machine, whatever its language. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const vocabularyFolder = (): string => join(packageRoot(), "src", "etl", "vocabulary");

export function readVocabularyLines(label: VocabularyLabel): VocabularyLine[] {
  return JSON.parse(readFileSync(join(vocabularyFolder(), VOCABULARY_FILES[label]), "utf8")) as VocabularyLine[];
}

/** Entries of one label out of its lines, in their order. */
export function toEntries(label: VocabularyLabel, lines: readonly VocabularyLine[]): VocabularyEntry[] {
  return lines.map((line) => ({
    label,
    id: slug(line.name),
    name: line.name,
    aliases: line.aliases,
    abbreviations: line.abbreviations ?? [],
    ...(line.kind === undefined ? {} : { kind: line.kind }),
    ...(line.parent === undefined ? {} : { parent: slug(line.parent) }),
    ambiguous: line.ambiguous ?? false,
  }));
}

/** The vocabulary that comes with the package. */
export function loadVocabulary(): Vocabulary {
  const labels = Object.keys(VOCABULARY_FILES) as VocabularyLabel[];
  return { entries: labels.flatMap((label) => toEntries(label, readVocabularyLines(label))) };
}

/**
 * What is wrong with the entries; nothing if all is well. A name or alias may stand once in the whole vocabulary, since
 * it decides which node a word becomes. An abbreviation may stand in several entries, as the text decides between them.
 */
export function checkVocabulary(entries: readonly VocabularyEntry[]): string[] {
  const problems: string[] = [];
  const owner = new Map<string, string>();
  const byId = new Map(entries.map((e) => [`${e.label} ${e.id}`, e]));
  const lastName = new Map<VocabularyLabel, string>();
  for (const e of entries) {
    const who = `${e.label} "${e.name}"`;
    for (const name of [e.name, ...e.aliases]) {
      const key = nameKey(name);
      const other = owner.get(key);
      if (key === "") problems.push(`${who}: the name "${name}" has no letter or digit`);
      else if (other !== undefined) problems.push(`${who}: the name "${name}" stands twice, also in ${other}`);
      else owner.set(key, who);
    }
    const own = new Set([e.name, ...e.aliases].map(nameKey));
    const short = new Set<string>();
    for (const abbreviation of e.abbreviations) {
      const key = nameKey(abbreviation);
      if (own.has(key) || short.has(key)) problems.push(`${who}: the abbreviation "${abbreviation}" stands twice`);
      short.add(key);
    }
    const last = lastName.get(e.label);
    if (last !== undefined && byCodePoint(last, e.name) > 0) problems.push(`${who}: unsorted, follows "${last}"`);
    lastName.set(e.label, e.name);
    if (e.id !== slug(e.name)) problems.push(`${who}: the id "${e.id}" is not the name's slug`);
    if (e.label === "Technique" ? !TECHNIQUE_KINDS.includes(e.kind as TechniqueKind) : e.kind !== undefined)
      problems.push(`${who}: bad kind "${e.kind}"`);
    if (e.parent !== undefined && !byId.has(`${e.label} ${e.parent}`))
      problems.push(`${who}: unknown parent "${e.parent}"`);
  }
  for (const e of entries) {
    let at: VocabularyEntry | undefined = e;
    // A walk longer than there are entries has gone round; only entries on the circle report it.
    for (let steps = 0; at?.parent !== undefined && steps <= entries.length; steps += 1) {
      at = byId.get(`${at.label} ${at.parent}`);
      if (at === e) {
        problems.push(`${e.label} "${e.name}": a cycle of parents`);
        break;
      }
    }
  }
  return problems;
}

/** A vocabulary file's text: one entry a line, sorted, fields in one order, so that changes show as changed lines. */
export function formatLines(lines: readonly VocabularyLine[]): string {
  const rows = [...lines]
    .sort((a, b) => byCodePoint(a.name, b.name))
    .map((line) =>
      JSON.stringify({
        name: line.name,
        aliases: [...line.aliases].sort(byCodePoint),
        ...(line.abbreviations?.length ? { abbreviations: [...line.abbreviations].sort(byCodePoint) } : {}),
        ...(line.kind === undefined ? {} : { kind: line.kind }),
        ...(line.parent === undefined ? {} : { parent: line.parent }),
        ...(line.ambiguous ? { ambiguous: true } : {}),
      }),
    );
  return `[\n${rows.join(",\n")}\n]\n`;
}
