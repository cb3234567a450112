/** What the documents say can be done: commands exist, links lead somewhere, README stays short. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/root.js";
import { anchor, blocks, document, documents, fileLinks, withoutBlocks } from "./markdown.js";

const root = packageRoot();
const pkg = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
/** Commands that npm has by itself. */
const NPM = new Set(["install", "ci", "run", "exec", "pack"]);

test("README has at most 200 lines", () => {
  expect(document("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});

test.each(documents())("each npm command in %s is a script of the package", (file) => {
  const text = document(file);
  const code = [
    ...blocks(text).map((b) => b.text),
    ...[...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map((m) => m[1]!),
  ];
  for (const line of code.join("\n").split("\n"))
    for (const [, rest] of line.matchAll(/(?<![\w-])npm ([^;&|]*)/g)) {
      const words = rest!.split(/\s+/).filter((w) => w !== "" && !w.startsWith("-"));
      const [first, second] = words;
      if (first === "run") expect(Object.keys(pkg.scripts), line).toContain(second);
      else if (first !== undefined && !NPM.has(first)) expect(Object.keys(pkg.scripts), line).toContain(first);
    }
});

test.each(documents())("each link to a file in %s leads somewhere", (file) => {
  for (const link of fileLinks(document(file))) {
    const [path, part] = link.split("#") as [string, string?];
    const target = path === "" ? file : join(dirname(file), path);
    expect(existsSync(join(root, target)), `${link} in ${file}`).toBe(true);
    if (part === undefined || !target.endsWith(".md")) continue;
    const headings = [...withoutBlocks(document(target)).matchAll(/^#+ (.+)$/gm)].map((m) => anchor(m[1]!));
    expect(headings, `${link} in ${file}`).toContain(part);
  }
});

test("README names files and folders that exist", () => {
  const named = [
    ...withoutBlocks(document("README.md")).matchAll(/`((?:src|schema|samples|cypher|docs|scripts|tests)\/[^`\s]*)`/g),
  ];
  for (const [, path] of named) expect(existsSync(join(root, path!)), path).toBe(true);
});
