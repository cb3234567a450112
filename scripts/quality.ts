/** Scores the extractor on the annotated summaries that the project ships: `npm run quality [-- --errors N]`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createExtractor } from "../src/etl/extract/index.js";
import { toLine } from "../src/etl/extract/print.js";
import { packageRoot } from "../src/root.js";
import {
  calibrationTable,
  type FoundPaper,
  type GoldPaper,
  KINDS,
  norm,
  type Report,
  readLines,
  scoreFacts,
  scoreTable,
  textsOf,
} from "./annotations.js";

/** The report on the shipped annotations. */
export function shippedReport(): Report {
  const extractor = createExtractor();
  const found = new Map<string, FoundPaper>();
  for (const { title, abstract } of ["samples/papers.jsonl", "tests/quality/papers.jsonl"].flatMap((f) =>
    readLines<{ title: string; abstract?: string }>(join(packageRoot(), f)),
  )) {
    found.set(norm(title), JSON.parse(toLine(title, extractor.extract(textsOf(title, abstract)))) as FoundPaper);
  }
  const gold = JSON.parse(readFileSync(join(packageRoot(), "tests/quality/annotated.json"), "utf8")) as GoldPaper[];
  return scoreFacts(gold, found);
}

if (process.argv[1]?.endsWith("quality.js")) {
  const { values } = parseArgs({ options: { errors: { type: "string", default: "8" } } });
  const { tallies, faults, judged } = shippedReport();
  console.log(`${scoreTable(tallies)}\n\n${calibrationTable(judged)}`);
  for (const kind of KINDS) {
    const own = faults.filter((f) => f.kind === kind);
    if (own.length === 0) continue;
    console.log(`\n${kind}: ${own.length} errors (+ not in the text, - missed, ~ another role)`);
    for (const f of own.slice(0, Number(values.errors)))
      console.log(`  ${f.sign} ${f.what}  [${f.title.slice(0, 60)}]`);
  }
}
