/**
 * Trains the extractor's weights on annotated papers, where they lie: `node dist/scripts/train.js [--shared DIR] [--folds 5] [--write]`.
 * With `--folds` it cross-validates and prints the scores on papers that were not trained on; with `--write` it trains on all of them and
 * writes src/etl/extract/weights.json. The texts stay where they are.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import type { Candidate } from "../src/etl/extract/candidates.js";
import { findCandidates, Matcher } from "../src/etl/extract/candidates.js";
import { type Document, readDocument } from "../src/etl/extract/document.js";
import { type Entity, type EntityLabel, listMates, toEntity } from "../src/etl/extract/entities.js";
import { introducesFeatures, nodeFeatures, roleFeatures } from "../src/etl/extract/features.js";
import { createExtractor } from "../src/etl/extract/index.js";
import { type Example, type LinearModel, train } from "../src/etl/extract/linear.js";
import { extractFolder, loadKeywords, type Models } from "../src/etl/extract/models.js";
import { toLine } from "../src/etl/extract/print.js";
import { pairCandidates } from "../src/etl/extract/relations.js";
import { loadVocabulary } from "../src/etl/vocabulary/vocabulary.js";

const { values } = parseArgs({
  options: {
    shared: { type: "string", default: "../shared" },
    folds: { type: "string", default: "0" },
    write: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    min: { type: "string" },
  },
});
const shared = values.shared;

interface GoldItem {
  name: string;
  aliases?: string[];
  surface?: string | string[];
  span?: string;
  kind?: string;
  role?: string;
  certain?: boolean;
}
interface GoldRelation {
  from: string;
  to: string;
  type: string;
  evidence?: string;
  certain?: boolean;
}
interface GoldPaper {
  title: string;
  introduces: GoldItem[];
  techniques: GoldItem[];
  datasets: GoldItem[];
  tasks: GoldItem[];
  relations: GoldRelation[];
}
interface Annotated {
  gold: GoldPaper;
  texts: Map<string, string>;
  doc: Document;
  candidates: Candidate[];
}

/** As the scorer compares names. */
const norm = (s: string): string =>
  s
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]/gu, "")
    .replace(/(?<=[a-z]{3})s$/, "");
const readGold = (file: string): GoldPaper[] =>
  JSON.parse(readFileSync(join(shared, "quality", file), "utf8")) as GoldPaper[];
const textsOf = (title: string, abstract: string): Map<string, string> =>
  new Map([
    ["title", title],
    ["abstract", abstract],
  ]);

function readTexts(): Map<string, Map<string, string>> {
  const out = new Map<string, Map<string, string>>();
  const page = readFileSync(join(shared, "seeds", "hf-papers-page.txt"), "utf8")
    .split("\n")
    .filter((l) => l.trim() !== "");
  page.forEach((line, i) => {
    if (page[i + 1] !== undefined) out.set(norm(line), textsOf(line.trim(), page[i + 1]!.trim()));
  });
  for (const line of gunzipSync(readFileSync(join(shared, "data", "papers-30k.jsonl.gz")))
    .toString("utf8")
    .split("\n")) {
    if (line === "") continue;
    const p = JSON.parse(line) as { title: string; abstract?: string };
    out.set(norm(p.title), textsOf(p.title.replace(/\s+/g, " ").trim(), p.abstract ?? ""));
  }
  return out;
}

const matcher = new Matcher(loadVocabulary());
const keywords = loadKeywords();
const texts = readTexts();
const load = (file: string): Annotated[] =>
  readGold(file).map((gold) => {
    const own = texts.get(norm(gold.title));
    if (own === undefined) throw new Error(`no text for "${gold.title}"`);
    const doc = readDocument(own);
    return { gold, texts: own, doc, candidates: findCandidates(doc, matcher, keywords).candidates };
  });

const namesOf = (g: GoldItem): string[] =>
  [g.name, ...(g.aliases ?? []), ...[g.surface ?? []].flat(), ...(g.span ? [g.span] : [])].map(norm);
const ownNames = (c: Candidate): Set<string> =>
  new Set(
    [
      ...c.mentions.map((m) => m.surface),
      ...(c.entry ? [c.entry.name] : []),
      ...(c.short ? [c.short] : []),
      ...(c.long ? [c.long] : []),
    ].map(norm),
  );
const meets = (g: GoldItem, names: Set<string>): boolean => namesOf(g).some((n) => names.has(n));
const pick = (items: GoldItem[], names: Set<string>): GoldItem | undefined => {
  const hits = items.filter((g) => meets(g, names));
  return hits.find((g) => g.certain !== false) ?? hits[0];
};

const relationType = (t: string): string => (t === "USES" ? "EMPLOYS" : t === "VARIANT_OF" ? "EXTENDS" : t);

/** Trains all models on the papers given. */
function trainAll(papers: readonly Annotated[]): Models {
  const node: Example[] = [];
  const introduces: Example[] = [];
  const roles: Record<"Technique" | "Dataset", Example[]> = { Technique: [], Dataset: [] };
  const pairs: Example[] = [];
  for (const { gold, candidates, doc } of papers) {
    const mates = listMates(candidates);
    const entities: { candidate: Candidate; label: EntityLabel; introduced: boolean }[] = [];
    for (const c of candidates) {
      const names = ownNames(c);
      const introduced = pick(gold.introduces, names);
      const technique = pick(gold.techniques, names);
      const dataset = pick(gold.datasets, names);
      const task = pick(gold.tasks, names);
      const isData = dataset !== undefined || introduced?.kind === "dataset";
      const options: [GoldItem | undefined, string][] = [
        [introduced, isData ? "Dataset" : "Technique"],
        [technique, "Technique"],
        [dataset, "Dataset"],
        [task, "Task"],
      ];
      const hit =
        options.find(([g]) => g !== undefined && g.certain !== false) ?? options.find(([g]) => g !== undefined);
      const certain = hit !== undefined && hit[0]!.certain !== false;
      if (hit === undefined || certain)
        node.push({ features: nodeFeatures(c, matcher, keywords, mates), label: hit?.[1] ?? "none" });
      const label = (hit?.[1] ?? "Technique") as EntityLabel;
      if (label !== "Task" && (introduced === undefined ? hit !== undefined : introduced.certain !== false))
        introduces.push({ features: introducesFeatures(c, label), label: introduced === undefined ? "no" : "yes" });
      if (hit === undefined) {
        // What is no name at all must not be called introduced either; one in four keeps the classes in balance.
        if (c.key.length % 4 === 0) introduces.push({ features: introducesFeatures(c, "Technique"), label: "no" });
        continue;
      }
      const isIntroduced = introduced !== undefined;
      const probe = toKind(c, label, isIntroduced);
      entities.push({ candidate: c, label, introduced: isIntroduced });
      const roleItem = label === "Technique" ? technique : label === "Dataset" ? dataset : undefined;
      if (roleItem?.role !== undefined && roleItem.certain !== false && roleItem.role !== "introduces")
        roles[label as "Technique" | "Dataset"].push({
          features: roleFeatures(c, label, isIntroduced, probe.kind),
          label: roleItem.role,
        });
    }
    const made = entities.map((e) => toKind(e.candidate, e.label, e.introduced));
    const ends = new Map(made.map((e) => [e, endNames(e, gold)]));
    for (const pair of pairCandidates(doc, made)) {
      let label = "none";
      let skip = false;
      for (const r of gold.relations) {
        const type = relationType(r.type);
        const [from, to, t] = type === "PART_OF" ? [r.to, r.from, "EMPLOYS"] : [r.from, r.to, type];
        const a = ends.get(pair.from)!;
        const b = ends.get(pair.to)!;
        const straight = a.has(norm(from)) && b.has(norm(to));
        const turned = a.has(norm(to)) && b.has(norm(from));
        if (!straight && !turned) continue;
        const near = r.evidence === undefined || overlap(r.evidence, pair.sentence.text);
        if (r.certain === false) {
          skip = true;
          continue;
        }
        if (!near) {
          skip = true;
          continue;
        }
        if (straight || t === "COMPARED_WITH" || t === "COMBINED_WITH") label = t;
      }
      if (label === "none" && skip) continue;
      pairs.push({ features: pair.features, label });
    }
  }
  const classesOf = (list: Example[]): string[] =>
    [...new Set(list.map((e) => e.label))].sort((a, b) => (a === "none" ? -1 : b === "none" ? 1 : a < b ? -1 : 1));
  return {
    node: train(node, ["none", "Technique", "Dataset", "Task"]),
    introduces: train(introduces, ["no", "yes"]),
    "technique-role": train(roles.Technique, classesOf(roles.Technique), { epochs: 15, l2: 2e-3 }),
    "dataset-role": train(roles.Dataset, classesOf(roles.Dataset), { epochs: 15, l2: 2e-3 }),
    relation: train(pairs, classesOf(pairs), { epochs: 20, l2: 1e-3 }),
  };
}
const squeeze = (s: string): string => s.replace(/\s+/g, "").toLowerCase();
const overlap = (a: string, b: string): boolean => {
  const [x, y] = [squeeze(a), squeeze(b)];
  return x.includes(y) || y.includes(x);
};
const empty: LinearModel = { classes: ["no", "yes"], weights: {} };
const blank: Models = {
  node: empty,
  introduces: empty,
  "technique-role": { classes: ["uses"], weights: {} },
  "dataset-role": { classes: ["evaluates_on"], weights: {} },
  relation: empty,
};
/** The entity of an annotated candidate. */
function toKind(candidate: Candidate, label: EntityLabel, introduced: boolean): Entity {
  return { ...toEntity({ candidate, label, p: 1 }, blank, 2), introduced };
}
function endNames(e: Entity, gold: GoldPaper): Set<string> {
  const names = ownNames(e.candidate);
  for (const g of [...gold.introduces, ...gold.techniques, ...gold.tasks, ...gold.datasets])
    if (meets(g, names)) for (const n of namesOf(g)) names.add(n);
  return names;
}

const folder = mkdtempSync(join(tmpdir(), "papergraph-train-"));
function score(file: string, gold: string, lines: string[]): void {
  const out = join(folder, file);
  writeFileSync(out, lines.join("\n"));
  const run = spawnSync(
    "node",
    [
      join(shared, "quality", "score.mjs"),
      join(shared, "quality", gold),
      out,
      "--identity",
      join(shared, "quality", "identity.json"),
      ...(values.misses ? ["--misses"] : []),
    ],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  console.log(run.stdout + run.stderr);
}
const minConfidence = values.min === undefined ? {} : { minConfidence: Number(values.min) };
const line = (models: Models, papers: readonly Annotated[]): string[] => {
  const extractor = createExtractor({ models, ...minConfidence });
  return papers.map((p) => toLine(p.gold.title, extractor.extract(p.texts)));
};

const dev = load("gold-dev.json");
const main = load("gold-train.json");
const all = [...dev, ...main];
const folds = Number(values.folds);
if (folds > 1) {
  const lines = new Map<Annotated, string>();
  for (let f = 0; f < folds; f++) {
    const held = all.filter((_, i) => i % folds === f);
    const models = trainAll(all.filter((_, i) => i % folds !== f));
    line(models, held).forEach((l, i) => {
      lines.set(held[i]!, l);
    });
  }
  console.log(`cross-validated in ${folds} folds: gold-train`);
  score(
    "train.jsonl",
    "gold-train.json",
    main.map((p) => lines.get(p)!),
  );
  console.log("cross-validated: gold-dev");
  score(
    "dev.jsonl",
    "gold-dev.json",
    dev.map((p) => lines.get(p)!),
  );
}
if (values.write) {
  const models = trainAll(all);
  const rows = Object.entries(models).map(
    ([name, m]) =>
      `${JSON.stringify(name)}:{"classes":${JSON.stringify(m.classes)},"weights":{\n${Object.entries(m.weights)
        .map(([f, w]) => `${JSON.stringify(f)}:${JSON.stringify(w)}`)
        .join(",\n")}\n}}`,
  );
  writeFileSync(join(extractFolder(), "weights.json"), `{${rows.join(",\n")}}\n`);
}
