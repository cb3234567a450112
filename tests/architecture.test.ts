/** Holds the sources to ARCHITECTURE.md: who may import whom, where Cypher may stand, a purpose for each file, a true tree. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, posix, relative, sep } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../src/root.js";

const root = packageRoot();
const CODE = new Set([".ts", ".mts", ".mjs", ".java", ".cypher", ".graphql"]);

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && CODE.has(extname(e.name)))
    .map((e) => relative(root, join(e.parentPath, e.name)).split(sep).join("/"))
    .sort();
}
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const sources = filesUnder("src").filter((f) => f.endsWith(".ts"));
const scripts = filesUnder("scripts").filter((f) => !f.endsWith(".java"));

interface Import {
  from: string;
  /** File of this project, from its root. */
  to: string;
  typeOnly: boolean;
}
/** Every import and re-export of a file of ours, `import()` included. */
function importsOf(from: string, code = text(from)): Import[] {
  const out: Import[] = [];
  const add = (target: string, typeOnly: boolean): void => {
    if (!target.startsWith(".")) return;
    out.push({ from, to: posix.join(posix.dirname(from), target).replace(/\.js$/, ".ts"), typeOnly });
  };
  for (const [, type, names = "", target] of code.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:([\w*\s{},$]+?)\s+from\s+)?"([^"]+)"/gm,
  )) {
    const braced = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
    const eachIsType =
      braced
        ?.split(",")
        .filter((n) => n.trim() !== "")
        .every((n) => n.trim().startsWith("type ")) ?? false;
    add(target!, type !== undefined || eachIsType);
  }
  for (const [, target] of code.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)) add(target!, false);
  return out;
}
const layerOf = (file: string): string => /^src\/([a-z]+)/.exec(file)?.[1] ?? file.split("/")[0]!;

const BASE = ["ontology", "errors", "config", "root"];
const MAY: Readonly<Record<string, (i: Import) => boolean>> = {
  ontology: () => false,
  errors: () => false,
  root: () => false,
  config: (i) => i.to === "src/errors.ts",
  store: (i) => layerOf(i.to) === "store" || (i.typeOnly && i.to === "src/etl/records.ts"),
  etl: (i) => layerOf(i.to) === "etl" || (i.typeOnly && i.to === "src/store/store.ts"),
  api: (i) => layerOf(i.to) === "api" || i.to === "src/store/store.ts" || i.to === "src/store/select.ts",
  cli: () => true,
};
const allowed = (i: Import): boolean => {
  const layer = layerOf(i.from);
  return MAY[layer]?.(i) === true || (!BASE.includes(layer) && BASE.includes(layerOf(i.to)));
};

test("imports are read, whatever their form", () => {
  const code = [
    'import "./a.js";',
    'import type { B } from "./b.js";',
    'import { type E, f } from "../e.js";',
    'import {\n  type G,\n} from "./g.js";',
    'export * from "./h.js";',
    'import x, { type Y } from "./x.js";',
    'import fs from "node:fs";',
    'const z = await import("../z/z.js");',
  ].join("\n");
  expect(importsOf("src/api/here.ts", code).map((i) => [i.to, i.typeOnly])).toEqual([
    ["src/api/a.ts", false],
    ["src/api/b.ts", true],
    ["src/e.ts", false],
    ["src/api/g.ts", true],
    ["src/api/h.ts", false],
    ["src/api/x.ts", false],
    ["src/z/z.ts", false],
  ]);
});

test("imports point one way", () => {
  const all = sources.flatMap((f) => importsOf(f));
  expect(all.length).toBeGreaterThan(100);
  for (const i of all) expect(existsSync(join(root, i.to)), `${i.from} imports ${i.to}`).toBe(true);
  expect(all.filter((i) => !allowed(i)).map((i) => `${i.from} imports ${i.to}`)).toEqual([]);
});

test("the rule refuses what it should", () => {
  const refused: [string, string, boolean][] = [
    ["src/api/paper/paper.resolver.ts", "src/etl/facts.ts", true],
    ["src/etl/pipeline.ts", "src/api/server.ts", false],
    ["src/etl/pipeline.ts", "src/store/store.ts", false],
    ["src/etl/pipeline.ts", "src/store/select.ts", true],
    ["src/api/server.ts", "src/store/open.ts", false],
    ["src/store/store.ts", "src/etl/records.ts", false],
    ["src/store/write.ts", "src/cli.ts", false],
    ["src/errors.ts", "src/config.ts", true],
  ];
  for (const [from, to, typeOnly] of refused) expect(allowed({ from, to, typeOnly }), `${from} to ${to}`).toBe(false);
});

test("only the command line and tests open an engine", () => {
  const engine = /^src\/store\/(neo4j|embedded|open)\.ts$/;
  const named = [...sources, ...scripts]
    .flatMap((f) => importsOf(f))
    .filter((i) => engine.test(i.to) && layerOf(i.from) !== "cli" && i.from !== "src/store/open.ts");
  expect(named.map((i) => `${i.from} imports ${i.to}`)).toEqual([]);
});

test("Cypher stands in cypher/ and in the store's own files only", () => {
  const may = new Set(
    ["select", "statements", "write", "graph-store", "neo4j", "embedded"].map((n) => `src/store/${n}.ts`),
  );
  const cypher = /\b(?:MATCH|MERGE)\s*[($]|\bUNWIND\s+\$|\bDETACH\s+DELETE\b|\bCREATE\s*\(\w*:/;
  const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const found = [...sources, ...scripts].filter((f) => !may.has(f) && cypher.test(withoutComments(text(f))));
  expect(found).toEqual([]);
  for (const f of may) expect(existsSync(join(root, f)), f).toBe(true);
});

test("every file opens with its purpose", () => {
  const files = ["src", "scripts", "tests", "bench", "cypher/read"].flatMap(filesUnder);
  const wanting = files.filter((f) => {
    const lines = text(f).split("\n");
    const first = lines[0]!.startsWith("#!") ? lines.slice(1) : lines;
    const opening = first.slice(0, 2).join(" ");
    // A sentence: three words at least.
    return !/^(?:\/\*\*|\/\/|#)\s*(?:\*\s*)?(?:\S+\s+){2,}\S+/.test(opening);
  });
  expect(wanting).toEqual([]);
});

test("the tree of ARCHITECTURE.md names every folder of src, and none that is not there", () => {
  const tree = /## The tree\n```\n([\s\S]*?)```/.exec(text("ARCHITECTURE.md"))?.[1] ?? "";
  const named = [...tree.matchAll(/(?<=^|\s)[\w.-]+(?:\/[\w.-]+)*\/(?=\s|$)/gm)].map((m) => m[0].slice(0, -1));
  const folders = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => relative(root, join(e.parentPath, e.name)).split(sep).join("/"));
  expect(folders.filter((f) => !named.includes(f))).toEqual([]);
  expect(named.filter((f) => !existsSync(join(root, f)))).toEqual([]);
  const files = [...tree.matchAll(/^(src\/[\w.-]+\.ts)\s/gm)].map((m) => m[1]!);
  const own = sources.filter((f) => dirname(f) === "src");
  expect(files.sort()).toEqual(own.sort());
});
