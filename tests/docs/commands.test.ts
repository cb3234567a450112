/** README's commands of papergraph are run as they stand; of `serve`, which would not end, the options are looked up. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { main } from "../../src/cli.js";
import { blocks, document, withoutBlocks } from "./markdown.js";

const readme = document("README.md");
const PREFIX = "npm run -s papergraph -- ";
const commands = [
  ...blocks(readme).map((b) => b.text),
  ...[...withoutBlocks(readme).matchAll(/`([^`]+)`/g)].map((m) => m[1]!),
]
  .join("\n")
  .split("\n")
  .filter((l) => l.startsWith(PREFIX))
  .map((l) => l.slice(PREFIX.length).replace(/\s+#.*$/, ""));

const before = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "papergraph-docs-"));
  process.chdir(folder);
  // README's own example of a record is what its commands load.
  const example = blocks(readme).find((b) => b.language === "json" && b.text.startsWith('{"title"'));
  writeFileSync("my-papers.jsonl", `${example?.text}\n`);
  writeFileSync(
    "page.txt",
    "Blending Pages: A Way of Reading\n\nWe propose Blending Pages, a way of reading listings. Experiments on ImageNet-1K and CIFAR-10 show that it reads what people read. Code is at https://github.com/words/pages.\n",
  );
  vi.stubEnv("PAPERGRAPH_STORE", "");
});
afterAll(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

/** What a command prints and its exit code. */
async function run(args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const into = (name: "out" | "err") => (chunk: unknown) => {
    said[name] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(into("err"));
  vi.spyOn(console, "log").mockImplementation((...words) => into("out")(`${words.join(" ")}\n`));
  return { exit: await main(args), ...said };
}

test("README shows each command of papergraph", () => {
  expect([...new Set(commands.map((c) => c.split(" ")[0]))].sort()).toEqual(["extract", "ingest", "serve", "stats"]);
});

test.each(commands.filter((c) => !c.startsWith("serve")))("papergraph %s", async (command) => {
  const { exit, out, err } = await run(command.split(/\s+/));
  expect(err).toBe("");
  expect(exit).toBe(0);
  expect(out).not.toBe("");
});

test.each(commands)("each option of papergraph %s is in its help", async (command) => {
  const [name, ...words] = command.split(/\s+/);
  const { exit, out } = await run([name!, "--help"]);
  expect(exit).toBe(0);
  for (const word of words.filter((w) => w.startsWith("--"))) expect(out).toContain(`${word} `);
});
