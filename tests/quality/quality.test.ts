/** Extraction keeps its quality on the summaries that the project ships, and docs/quality.md says what it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { calibrationTable, f1, KINDS, type Kind, scoreTable } from "../../scripts/annotations.js";
import { shippedReport } from "../../scripts/quality.js";
import { packageRoot } from "../../src/root.js";

/** F1 that no change may fall below; raise it with each gain. */
const FLOORS: Record<Kind, number> = {
  repositories: 1,
  introduces: 0.8,
  techniques: 0.87,
  datasets: 0.87,
  tasks: 0.84,
  "technique role": 0.84,
  "dataset role": 0.9,
  relations: 0.48,
  "relation pairs": 0.56,
};
const report = shippedReport();

test.each(KINDS)("F1 of %s stays above its floor", (kind) => {
  expect(f1(report.tallies[kind])).toBeGreaterThanOrEqual(FLOORS[kind]);
});

test("of the facts with a confidence of 0.9 and more, at least 95 in 100 are right", () => {
  const sure = report.judged.filter((j) => j.confidence >= 0.9);
  expect(sure.length).toBeGreaterThan(200);
  expect(sure.filter((j) => j.right).length / sure.length).toBeGreaterThanOrEqual(0.95);
});

/** `UPDATE_README=1` writes the tables anew. */
test("docs/quality.md shows the tables as they are", () => {
  const file = join(packageRoot(), "docs", "quality.md");
  const text = readFileSync(file, "utf8");
  const tables = `<!-- shipped -->\n${scoreTable(report.tallies)}\n\n${calibrationTable(report.judged)}\n<!-- /shipped -->`;
  if (process.env.UPDATE_README === "1")
    writeFileSync(file, text.replace(/<!-- shipped -->[\s\S]*<!-- \/shipped -->/, tables));
  else expect(text).toContain(tables);
});
