/** Annotated papers: their format, how names are told apart, and how facts are scored against them. */
import { readFileSync } from "node:fs";

export interface GoldItem {
  name: string;
  aliases?: string[];
  surface?: string | string[];
  span?: string;
  kind?: string;
  role?: string;
  role_also_ok?: string[];
  /** False where two careful annotators might differ; such an item is neither wanted nor wrong. */
  certain?: boolean;
}
export interface GoldRelation {
  from: string;
  to: string;
  type: string;
  type_also_ok?: string[];
  /** The sentence, or, in this project's own annotations, its field and where it starts there. */
  evidence?: string;
  at?: [string, number];
  certain?: boolean;
}
export interface GoldPaper {
  title: string;
  repositories?: { url: string }[];
  introduces: GoldItem[];
  techniques: GoldItem[];
  datasets: GoldItem[];
  tasks: GoldItem[];
  relations: GoldRelation[];
}
/** A line that `extract` prints. */
export interface FoundPaper {
  title: string;
  repositories: { url: string }[];
  introduces: { name: string; kind: string; aliases: string[]; confidence: number }[];
  techniques: { name: string; role: string; surfaces: string[]; confidence: number }[];
  datasets: { name: string; role: string; surfaces: string[]; confidence: number }[];
  tasks: { name: string; surfaces: string[]; confidence: number }[];
  relations: { from: string; type: string; to: string; confidence: number }[];
}

/** A file of JSON lines, whole. */
export const readLines = <T>(file: string): T[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((l) => l.trim() !== "")
    .map((l) => JSON.parse(l) as T);
/** A paper's fields as the extractor takes them. */
export const textsOf = (title: string, abstract = ""): Map<string, string> =>
  new Map([
    ["title", title],
    ["abstract", abstract],
  ]);

/** Case, punctuation, spaces and a plural s do not tell two names apart. */
export const norm = (s: string): string =>
  s
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]/gu, "")
    .replace(/(?<=[a-z]{3})s$/, "");
/** Every writing of an annotated item. */
export const namesOf = (g: GoldItem): string[] =>
  [g.name, ...(g.aliases ?? []), ...[g.surface ?? []].flat(), ...(g.span ? [g.span] : [])].map(norm);
export const meets = (g: GoldItem, names: ReadonlySet<string>): boolean => namesOf(g).some((n) => names.has(n));
export const isData = (g: { kind?: string }): boolean => g.kind === "dataset";
const certain = (g: { certain?: boolean }): boolean => g.certain !== false;

export const KINDS = [
  "repositories",
  "introduces",
  "techniques",
  "datasets",
  "tasks",
  "technique role",
  "dataset role",
  "relations",
  "relation pairs",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Fault {
  kind: Kind;
  /** `+` for a fact that is not in the text, `-` for one that was missed, `~` for another role. */
  sign: "+" | "-" | "~";
  what: string;
  title: string;
}
export interface Tally {
  found: number;
  wrong: number;
  missed: number;
}
export interface Report {
  tallies: Record<Kind, Tally>;
  faults: Fault[];
  /** Of each technique, dataset, task, introduction and relation found: its confidence, and whether it is right. */
  judged: { confidence: number; right: boolean }[];
}
export const precision = (t: Tally): number => (t.found + t.wrong === 0 ? 1 : t.found / (t.found + t.wrong));
export const recall = (t: Tally): number => (t.found + t.missed === 0 ? 1 : t.found / (t.found + t.missed));
export const f1 = (t: Tally): number => {
  const [p, r] = [precision(t), recall(t)];
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
};

interface Ends {
  a: Set<string>;
  b: Set<string>;
  types: string[];
}
const SYMMETRIC = new Set(["COMBINED_WITH", "COMPARED_WITH"]);
const plainType = (t: string): string => (t === "VARIANT_OF" ? "EXTENDS" : t);
const address = (u: string): string =>
  u
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/\.git$|\/+$/g, "")
    .replace(/\/tree\/.*$/, "");

/** Scores facts against annotations, each kind by itself; items that the annotation is not certain of count nothing. */
export function scoreFacts(gold: readonly GoldPaper[], found: ReadonlyMap<string, FoundPaper>): Report {
  const tallies = Object.fromEntries(KINDS.map((k) => [k, { found: 0, wrong: 0, missed: 0 }])) as Report["tallies"];
  const faults: Fault[] = [];
  const judged: Report["judged"] = [];
  for (const paper of gold) {
    const p = found.get(norm(paper.title));
    if (p === undefined) throw new Error(`nothing was extracted of "${paper.title}"`);
    /** One-to-one: each wanted item is found once; what meets only uncertain items is passed over. */
    const match = <G extends { certain?: boolean }, F>(
      kind: Kind,
      wanted: readonly G[],
      facts: readonly F[],
      fits: (g: G, f: F) => boolean,
      show: (x: G | F) => string,
      confidence?: (f: F) => number,
    ): void => {
      const used = new Set<G>();
      for (const f of facts) {
        const hits = wanted.filter((g) => fits(g, f));
        const free = hits.find((g) => certain(g) && !used.has(g));
        if (free !== undefined) {
          used.add(free);
          tallies[kind].found++;
        } else if (hits.length === 0) {
          tallies[kind].wrong++;
          faults.push({ kind, sign: "+", what: show(f), title: paper.title });
        }
        if (confidence !== undefined && (free !== undefined || hits.length === 0))
          judged.push({ confidence: confidence(f), right: free !== undefined });
      }
      for (const g of wanted)
        if (certain(g) && !used.has(g)) {
          tallies[kind].missed++;
          faults.push({ kind, sign: "-", what: show(g), title: paper.title });
        }
    };
    const known = (f: { name: string; aliases?: string[]; surfaces?: string[] }): Set<string> =>
      new Set([f.name, ...(f.aliases ?? []), ...(f.surfaces ?? [])].map(norm));
    const fits = (g: GoldItem, f: { name: string; aliases?: string[]; surfaces?: string[] }): boolean =>
      meets(g, known(f));
    const name = (x: { name: string }): string => x.name;
    const sure = (x: { confidence: number }): number => x.confidence;
    match(
      "repositories",
      (paper.repositories ?? []) as ({ url: string } & { certain?: boolean })[],
      p.repositories,
      (g, f) => address(g.url) === address(f.url),
      (x) => x.url,
    );
    match("introduces", paper.introduces, p.introduces, fits, name, sure);
    const techniques = [...paper.techniques, ...paper.introduces.filter((g) => !isData(g))];
    const datasets = [...paper.datasets, ...paper.introduces.filter(isData)];
    match("techniques", techniques, [...p.techniques, ...p.introduces.filter((x) => !isData(x))], fits, name, sure);
    match("datasets", datasets, [...p.datasets, ...p.introduces.filter(isData)], fits, name, sure);
    match("tasks", paper.tasks, p.tasks, fits, name, sure);
    for (const [kind, items, facts] of [
      ["technique role", paper.techniques, p.techniques],
      ["dataset role", paper.datasets, p.datasets],
    ] as const)
      for (const g of items.filter(certain)) {
        const f = facts.find((x) => fits(g, x));
        if (f === undefined) continue;
        if ([g.role, ...(g.role_also_ok ?? [])].includes(f.role)) tallies[kind].found++;
        else {
          tallies[kind].wrong++;
          tallies[kind].missed++;
          faults.push({ kind, sign: "~", what: `${g.name}: ${g.role}, not ${f.role}`, title: paper.title });
        }
      }
    const nodes = [...techniques, ...datasets, ...paper.tasks];
    const writings = (end: string): Set<string> => {
      const out = new Set([norm(end)]);
      for (const g of nodes) if (meets(g, out)) for (const n of namesOf(g)) out.add(n);
      return out;
    };
    const ends = (r: GoldRelation): Ends => {
      const turned = r.type === "PART_OF";
      return {
        a: writings(turned ? r.to : r.from),
        b: writings(turned ? r.from : r.to),
        types: [turned ? "USES" : r.type, ...(r.type_also_ok ?? [])].map(plainType),
      };
    };
    const meet = (x: Set<string>, y: Set<string>): boolean => [...x].some((n) => y.has(n));
    const straight = (g: Ends, f: Ends): boolean => meet(g.a, f.a) && meet(g.b, f.b);
    const crossed = (g: Ends, f: Ends): boolean => meet(g.a, f.b) && meet(g.b, f.a);
    const typed = (g: Ends, f: Ends): boolean =>
      g.types.some((t) => f.types.includes(t)) &&
      (straight(g, f) || (f.types.some((t) => SYMMETRIC.has(t)) && crossed(g, f)));
    const relation = (x: { from: string; type: string; to: string }): string => `${x.from} ${x.type} ${x.to}`;
    const wanted = new Map(paper.relations.map((r) => [r, ends(r)]));
    const stated = new Map(p.relations.map((r) => [r, ends(r)]));
    const by =
      (test: (g: Ends, f: Ends) => boolean) =>
      (g: GoldRelation, f: FoundPaper["relations"][number]): boolean =>
        test(wanted.get(g)!, stated.get(f)!);
    match("relations", paper.relations, p.relations, by(typed), relation, sure);
    match(
      "relation pairs",
      paper.relations,
      p.relations,
      by((g, f) => straight(g, f) || crossed(g, f)),
      relation,
    );
  }
  return { tallies, faults, judged };
}

/** The table of a report, as Markdown. */
export function scoreTable(tallies: Report["tallies"]): string {
  const rows = KINDS.map((k) => {
    const t = tallies[k];
    const figures = [precision(t), recall(t), f1(t)].map((x) => x.toFixed(2));
    return `| ${[k, ...figures, t.found, t.wrong, t.missed].join(" | ")} |`;
  });
  return ["| kind | precision | recall | F1 | found | wrong | missed |", "|---|---|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}

/** Bounds of the bands of confidence. */
const BANDS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001];
/** How many facts of a band of confidence are right, as Markdown. */
export function calibrationTable(judged: Report["judged"]): string {
  const rows = BANDS.slice(0, -1).map((from, i) => {
    const band = judged.filter((j) => j.confidence >= from && j.confidence < BANDS[i + 1]!);
    const right = band.filter((j) => j.right).length;
    const to = Math.min(1, BANDS[i + 1]!).toFixed(1);
    return `| ${from.toFixed(1)} to ${to} | ${band.length} | ${band.length === 0 ? "–" : `${((100 * right) / band.length).toFixed(0)}%`} |`;
  });
  return ["| confidence | facts | right |", "|---|---|---|", ...rows].join("\n");
}
