/** README's tables and the code agree both ways: settings, errors, exit codes. */
import { expect, test } from "vitest";
import { SETTINGS } from "../../src/config.js";
import { ERRORS, EXIT_INTERRUPTED } from "../../src/errors.js";
import { document, rows, section } from "./markdown.js";

const readme = document("README.md");

test("the table of settings holds each setting with its default and meaning, and no other", () => {
  const shown = rows(section(readme, "Settings"));
  const real = Object.values(SETTINGS).map((s) => [s.env, s.fallback === "" ? "empty" : String(s.fallback), s.doc]);
  expect(shown).toEqual(real);
});

test("README names no variable that is no setting", () => {
  const known = new Set<string>(Object.values(SETTINGS).map((s) => s.env));
  const named = new Set(readme.match(/\b(?:PAPERGRAPH|NEO4J)_[A-Z0-9_]+\b/g));
  // What the tests take beside the settings.
  for (const own of ["NEO4J_URI"]) named.delete(own);
  expect([...named].filter((n) => !known.has(n))).toEqual([]);
});

test("the table of errors holds each code with its meaning, whether a retry helps and its exit code, and no other", () => {
  const shown = rows(section(readme, "Errors"));
  const real = Object.entries(ERRORS).map(([code, e]) => [code, e.retry ? "yes" : "no", String(e.exit), e.doc]);
  expect(shown).toEqual(real);
});

test("the table of exit codes holds each that a command may end with, and no other", () => {
  const shown = rows(section(readme, "Exit codes")).map((r) => Number(r[0]));
  const real = new Set([0, EXIT_INTERRUPTED, ...Object.values(ERRORS).map((e) => e.exit)]);
  expect(shown).toEqual([...real].sort((a, b) => a - b));
  for (const [code, meaning] of rows(section(readme, "Exit codes"))) expect(meaning, code).not.toBe("");
});
