/** Checks the vocabulary's files, and with `--write` sorts and formats them first. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  checkVocabulary,
  formatLines,
  loadVocabulary,
  readVocabularyLines,
  VOCABULARY_FILES,
  type VocabularyLabel,
  vocabularyFolder,
} from "../src/etl/vocabulary/vocabulary.js";

const problems: string[] = [];
for (const label of Object.keys(VOCABULARY_FILES) as VocabularyLabel[]) {
  const file = join(vocabularyFolder(), VOCABULARY_FILES[label]);
  const text = formatLines(readVocabularyLines(label));
  if (process.argv.includes("--write")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) problems.push(`${VOCABULARY_FILES[label]}: not formatted; use --write`);
}
const { entries } = loadVocabulary();
problems.push(...checkVocabulary(entries));
for (const problem of problems) console.error(problem);
for (const label of Object.keys(VOCABULARY_FILES))
  console.log(`${label}: ${entries.filter((e) => e.label === label).length}`);
if (problems.length > 0) process.exitCode = 1;
