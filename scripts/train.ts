/**
 * Trains the extractor on annotated papers, where they lie: `node dist/scripts/train.js [--shared DIR] [--write]`.
 * It cross-validates, prints the scores on papers that were not trained on, and finds the calibration; with `--write` it
 * then trains on all papers and writes weights.json and lexicon.json into src/etl/extract. The texts stay where they are.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { type Candidate, findCandidates, type Knowledge } from "../src/etl/extract/candidates.js";
import { type Document, readDocument } from "../src/etl/extract/document.js";
import { chooseNodes, type Entity, type EntityLabel, introducedP, toEntity } from "../src/etl/extract/entities.js";
import {
  type Frame,
  frameOf,
  introducesFeatures,
  nodeFeatures,
  roleFeatures,
  titlePrefix,
} from "../src/etl/extract/features.js";
import { createExtractor, LEAST } from "../src/etl/extract/index.js";
import {
  BEST_F1,
  type Calibration,
  type Example,
  type LinearModel,
  pack,
  SURE,
  type TrainOptions,
  train,
} from "../src/etl/extract/linear.js";
import {
  CALIBRATED,
  type Calibrations,
  extractFolder,
  loadKnowledge,
  type Models,
  readLexicon,
} from "../src/etl/extract/models.js";
import { toLine } from "../src/etl/extract/print.js";
import { likeliest, pairCandidates } from "../src/etl/extract/relations.js";
import type { VocabularyEntry } from "../src/etl/vocabulary/vocabulary.js";
import { packageRoot } from "../src/root.js";
import {
  calibrationTable,
  type FoundPaper,
  type GoldItem,
  type GoldPaper,
  isData,
  meets,
  namesOf,
  norm,
  readLines,
  scoreFacts,
  textsOf,
} from "./annotations.js";
import { gatherLexicon, lexiconText } from "./lexicon.js";

const { values } = parseArgs({
  options: {
    shared: { type: "string", default: "../shared" },
    folds: { type: "string", default: "4" },
    write: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    min: { type: "string" },
    // A lexicon to use in place of gathering one, which takes minutes.
    lexicon: { type: "string" },
  },
});
const shared = values.shared;

interface Annotated {
  gold: GoldPaper;
  texts: Map<string, string>;
  doc: Document;
}

const readGold = (file: string): GoldPaper[] => JSON.parse(readFileSync(file, "utf8")) as GoldPaper[];
/** This project's own annotations of papers of the corpus, a paper a line, without their texts. */
function readOwn(): GoldPaper[] {
  const file = join(packageRoot(), "training", "annotations.jsonl");
  if (!existsSync(file)) return [];
  return readLines<GoldPaper>(file);
}

const corpus: Map<string, string>[] = [];
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
    const own = textsOf(p.title.replace(/\s+/g, " ").trim(), p.abstract);
    out.set(norm(p.title), own);
    corpus.push(own);
  }
  return out;
}

/** Knowledge before anything was read: the lexicon is gathered anew. */
const base: Knowledge = { ...loadKnowledge(), lexicon: new Map() };
const texts = readTexts();
const annotate = (list: GoldPaper[]): Annotated[] =>
  list.map((gold) => {
    const own = texts.get(norm(gold.title));
    if (own === undefined) throw new Error(`no text for "${gold.title}"`);
    return { gold, texts: own, doc: readDocument(own) };
  });

const ownNames = (c: Candidate): Set<string> =>
  new Set(
    [
      ...c.mentions.map((m) => m.surface),
      ...(c.entry ? [c.entry.name] : []),
      ...(c.short ? [c.short] : []),
      ...(c.long ? [c.long] : []),
    ].map(norm),
  );
const pick = (items: GoldItem[], names: Set<string>): GoldItem | undefined => {
  const hits = items.filter((g) => meets(g, names));
  return hits.find((g) => g.certain !== false) ?? hits[0];
};

const relationType = (t: string): string => (t === "USES" ? "EMPLOYS" : t === "VARIANT_OF" ? "EXTENDS" : t);

type Trained = Omit<Models, "calibration">;
/** Every probability is its own confidence: for what is measured before there is a calibration. */
const PLAIN = Object.fromEntries(CALIBRATED.map((k) => [k, { best: BEST_F1, sure: SURE }])) as Calibrations;

/** Trains all models on the papers given. */
function trainAll(papers: readonly Annotated[], knowledge: Knowledge): Trained {
  const node: Example[] = [];
  const introduces: Example[] = [];
  const roles: Record<"Technique" | "Dataset", Example[]> = { Technique: [], Dataset: [] };
  const pairs: Example[] = [];
  for (const { gold, doc } of papers) {
    const { candidates } = findCandidates(doc, knowledge);
    const frame = frameOf(candidates, knowledge);
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
        node.push({ features: nodeFeatures(c, frame).slice(), label: hit?.[1] ?? "none" });
      const label = (hit?.[1] ?? "Technique") as EntityLabel;
      if (label !== "Task" && (introduced === undefined ? hit !== undefined : introduced.certain !== false))
        introduces.push({
          features: introducesFeatures(c, label, frame).slice(),
          label: introduced === undefined ? "no" : "yes",
        });
      if (
        label !== "Task" &&
        introduced !== undefined &&
        introduced.certain !== false &&
        c.entry === undefined &&
        (c.short !== undefined || titlePrefix(c))
      ) {
        // The vocabulary knows few names that these papers introduce; of the papers that users load it will know many.
        const known: Candidate = { ...c, entry: knownAs(c, label) };
        frame.neighbours.set(known, frame.neighbours.get(c)!);
        introduces.push({
          features: introducesFeatures(known, label, frame).slice(),
          label: "yes",
          weight: KNOWN_WEIGHT,
        });
      }
      if (hit === undefined) {
        // What is no name at all must not be called introduced either; one in four keeps the classes in balance.
        if (c.key.length % 4 === 0)
          introduces.push({ features: introducesFeatures(c, "Technique", frame).slice(), label: "no" });
        continue;
      }
      const isIntroduced = introduced !== undefined;
      const probe = toKind(c, label, isIntroduced, frame);
      entities.push({ candidate: c, label, introduced: isIntroduced });
      const roleItem = label === "Technique" ? technique : label === "Dataset" ? dataset : undefined;
      if (roleItem?.role !== undefined && roleItem.certain !== false && roleItem.role !== "introduces")
        roles[label as "Technique" | "Dataset"].push({
          features: roleFeatures(c, label, isIntroduced, probe.kind).slice(),
          label: roleItem.role,
        });
    }
    const made = entities.map((e) => toKind(e.candidate, e.label, e.introduced, frame));
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
        const near =
          r.at === undefined
            ? r.evidence === undefined || overlap(r.evidence, pair.sentence.text)
            : r.at[0] === pair.sentence.field && r.at[1] >= pair.sentence.start && r.at[1] < pair.sentence.end;
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
  return {
    node: train(node, ["none", "Technique", "Dataset", "Task"], SLOWLY),
    introduces: train(introduces, ["no", "yes"], SLOWLY),
    "technique-role": train(roles.Technique, classesOf(roles.Technique), SLOWLY),
    "dataset-role": train(roles.Dataset, classesOf(roles.Dataset), { epochs: 20, rate: 0.1, l2: 1e-3 }),
    relation: train(pairs, classesOf(pairs), SLOWLY),
  };
}
/** Weight of a name that the text plainly introduces and that is learnt as if the vocabulary had it. */
const KNOWN_WEIGHT = 0.15;
const knownAs = (c: Candidate, label: EntityLabel): VocabularyEntry => ({
  label,
  id: c.key,
  name: c.mentions[0]!.surface,
  aliases: [],
  abbreviations: [],
  ambiguous: false,
});

/** Small steps and a firm penalty: chosen by the log loss on papers held out. */
const SLOWLY: TrainOptions = { epochs: 20, rate: 0.02, l2: 3e-3 };
const classesOf = (list: Example[]): string[] =>
  [...new Set(list.map((e) => e.label))].sort((a, b) => (a === "none" ? -1 : b === "none" ? 1 : a < b ? -1 : 1));
const squeeze = (s: string): string => s.replace(/\s+/g, "").toLowerCase();
const overlap = (a: string, b: string): boolean => {
  const [x, y] = [squeeze(a), squeeze(b)];
  return x.includes(y) || y.includes(x);
};
const empty: LinearModel = { classes: ["no", "yes"], weights: new Map() };
const blank: Models = {
  node: empty,
  introduces: empty,
  "technique-role": { classes: ["uses"], weights: new Map() },
  "dataset-role": { classes: ["evaluates_on"], weights: new Map() },
  relation: empty,
  calibration: PLAIN,
};
/** The entity of an annotated candidate. */
function toKind(candidate: Candidate, label: EntityLabel, introduced: boolean, frame: Frame): Entity {
  return toEntity({ candidate, label, p: 1 }, blank, frame, 0, introduced)!;
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
const line = ({ models, knowledge }: Fitted, papers: readonly Annotated[]): string[] => {
  const extractor = createExtractor({ models, knowledge, ...minConfidence });
  return papers.map((p) => toLine(p.gold.title, extractor.extract(p.texts)));
};

const dev = annotate(readGold(join(shared, "quality", "gold-dev.json")));
const main = annotate(readGold(join(shared, "quality", "gold-train.json")));
const own = annotate(readOwn());
const scored = [...dev, ...main];
const annotated = new Set([...scored, ...own].map((p) => p.texts));

interface Fitted {
  models: Models;
  knowledge: Knowledge;
}
/** Knowledge with a lexicon of the papers that nobody annotated, by models trained without one. */
function withLexicon(papers: readonly Annotated[]): Knowledge {
  if (values.lexicon !== undefined) return { ...base, lexicon: readLexicon(values.lexicon) };
  const unseen = corpus.filter((texts) => !annotated.has(texts));
  return {
    ...base,
    lexicon: gatherLexicon(unseen, { ...trainAll(papers, base), calibration: PLAIN }, base),
  };
}

/** One fact that the models would state of a paper held out, and whether the annotation has it; what it leaves open is left out. */
interface Judged {
  p: number;
  right: boolean;
}
type Judgements = Record<(typeof CALIBRATED)[number], { judged: Judged[]; wanted: number }>;

/** Judges all that the models find in papers, as the scorer does. */
function judge(papers: readonly Annotated[], models: Trained, knowledge: Knowledge, into: Judgements): void {
  for (const { gold, doc } of papers) {
    const { candidates } = findCandidates(doc, knowledge);
    const frame = frameOf(candidates, knowledge);
    const nodes = chooseNodes(candidates, models.node, frame, LEAST);
    const hold = (kind: keyof Judgements, items: GoldItem[], found: [Set<string>, number][]): void => {
      const used = new Set<GoldItem>();
      into[kind].wanted += items.filter((g) => g.certain !== false).length;
      for (const [names, p] of found) {
        const hits = items.filter((g) => meets(g, names));
        const free = hits.find((g) => g.certain !== false && !used.has(g));
        if (free !== undefined) used.add(free);
        if (free !== undefined || hits.length === 0) into[kind].judged.push({ p, right: free !== undefined });
      }
    };
    const of = (label: string): [Set<string>, number][] =>
      nodes.filter((n) => n.label === label).map((n) => [ownNames(n.candidate), n.p]);
    hold("Technique", [...gold.techniques, ...gold.introduces.filter((g) => !isData(g))], of("Technique"));
    hold("Dataset", [...gold.datasets, ...gold.introduces.filter(isData)], of("Dataset"));
    hold("Task", gold.tasks, of("Task"));
    hold(
      "introduces",
      gold.introduces,
      nodes
        .filter((n) => n.label !== "Task")
        .map((n) => [ownNames(n.candidate), n.p * introducedP(n, models.introduces, frame)]),
    );
  }
}
/** The same for relations, once what is a node is settled. */
function judgeRelations(papers: readonly Annotated[], models: Models, knowledge: Knowledge, into: Judgements): void {
  for (const { gold, doc } of papers) {
    const { candidates } = findCandidates(doc, knowledge);
    const frame = frameOf(candidates, knowledge);
    const entities = chooseNodes(candidates, models.node, frame, LEAST)
      .map((n) => toEntity(n, models, frame, BEST_F1))
      .filter((e) => e !== undefined);
    into.relation.wanted += gold.relations.filter((r) => r.certain !== false).length;
    const ends = new Map(entities.map((e) => [e, endNames(e, gold)]));
    for (const { pair, type, p } of likeliest(doc, entities, models.relation)) {
      const fits = gold.relations.filter((r) => {
        const t = relationType(r.type);
        const [from, to, wanted] = t === "PART_OF" ? [r.to, r.from, "EMPLOYS"] : [r.from, r.to, t];
        const has = (e: Entity, n: string): boolean => ends.get(e)!.has(norm(n));
        const straight = has(pair.from, from) && has(pair.to, to);
        const turned = has(pair.from, to) && has(pair.to, from);
        return wanted === type && (straight || (turned && /^COM/.test(type)));
      });
      const right = fits.some((r) => r.certain !== false);
      if (right || fits.length === 0) into.relation.judged.push({ p, right });
    }
  }
}
/** The share of right facts that makes a confidence of SURE, and how many facts must show it. */
const SURE_SHARE = 0.95;
const ENOUGH = 30;
function calibrate({ judged, wanted }: Judgements["Task"]): Calibration {
  const sorted = [...judged].sort((a, b) => b.p - a.p);
  let right = 0;
  let top = 0;
  let best = 0.5;
  let sure = 1;
  sorted.forEach(({ p, right: r }, i) => {
    right += Number(r);
    const f1 = (2 * right) / (i + 1 + wanted);
    if (f1 > top) {
      top = f1;
      best = p;
    }
    if (i + 1 >= ENOUGH && right / (i + 1) >= SURE_SHARE) sure = p;
  });
  return { best: Number(best.toFixed(3)), sure: Number(Math.max(sure, best).toFixed(3)) };
}

const folds = Number(values.folds);
// One lexicon serves all folds, since it is gathered with this project's own annotations alone.
const knowledge = withLexicon(own);
const judgements = Object.fromEntries(CALIBRATED.map((k) => [k, { judged: [], wanted: 0 }])) as unknown as Judgements;
const parts = Array.from({ length: folds }, (_, f) => ({
  held: scored.filter((_, i) => i % folds === f),
  models: trainAll([...scored.filter((_, i) => i % folds !== f), ...own], knowledge),
}));
for (const { held, models } of parts) judge(held, models, knowledge, judgements);
const calibration = Object.fromEntries(CALIBRATED.map((k) => [k, calibrate(judgements[k])])) as Calibrations;
for (const { held, models } of parts) judgeRelations(held, { ...models, calibration }, knowledge, judgements);
calibration.relation = calibrate(judgements.relation);
console.log(JSON.stringify(calibration));

const lines = new Map<Annotated, string>();
for (const { held, models } of parts)
  line({ models: { ...models, calibration }, knowledge }, held).forEach((l, i) => {
    lines.set(held[i]!, l);
  });
for (const [name, papers] of [
  ["gold-train", main],
  ["gold-dev", dev],
] as const) {
  console.log(`${name}, cross-validated in ${folds} folds`);
  score(
    `${name}.jsonl`,
    `${name}.json`,
    papers.map((p) => lines.get(p)!),
  );
}
const found = new Map([...lines.values()].map((l) => JSON.parse(l) as FoundPaper).map((p) => [norm(p.title), p]));
console.log(
  calibrationTable(
    scoreFacts(
      scored.map((p) => p.gold),
      found,
    ).judged,
  ),
);
if (values.write) {
  const models = trainAll([...scored, ...own], knowledge);
  const rows = Object.entries(models).map(([name, m]) => `${JSON.stringify(name)}:${JSON.stringify(pack(m))}`);
  rows.unshift(`"calibration":${JSON.stringify(calibration)}`);
  writeFileSync(join(extractFolder(), "weights.json"), `{${rows.join(",\n")}}\n`);
  writeFileSync(join(extractFolder(), "lexicon.json"), lexiconText(knowledge.lexicon));
}
