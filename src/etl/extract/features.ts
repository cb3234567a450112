/** Features of a candidate, from its writing, its place and the words about it, for the classifiers. */
import { type Candidate, type Knowledge, type Mention, nameShape, openKey } from "./candidates.js";
import { CUES, cue } from "./cues.js";
import type { Sentence, Word } from "./document.js";
import { FeatureSet, hash, hashes, mix } from "./hashing.js";

/** Mentions beyond these add no features. */
const MOST_MENTIONS = 6;
/** Words that are looked at on each side of a mention. */
const LEFT = 12;
const RIGHT = 9;

/** The features' names as hashes. */
const T = hashes(
  "L",
  "Lv",
  "Ls",
  "verb",
  "verb&v",
  "R-verb",
  "R",
  "Rv",
  "Rs",
  "Rdv",
  "Rds",
  "^",
  "$",
  "l",
  "l&v",
  "l&s",
  "r",
  "r&v",
  "l2",
  "r2",
  "common",
  "common&s",
  "lex",
  "lex&v",
  "lex-introduced",
  "short-common",
  "v",
  "kind",
  "gen",
  "gen&v",
  "shape",
  "shape&v",
  "words",
  "head",
  "first",
  "first-pos",
  "head2",
  "inner",
  "suffix3",
  "suffix4",
  "heads",
  "suffix=technique",
  "suffix=data",
  "kw",
  "kw&v",
  "defined",
  "defined&v",
  "title",
  "title&v",
  "title&s",
  "prefix",
  "prefix&s",
  "n",
  "n&s",
  "at",
  "inside",
  "inside&v",
  "outermost",
  "holds",
  "holds&n",
  "mate",
  "mate&",
  "pos",
  "open",
  "loose",
  "known",
  "label",
  "known&s",
  "prefix&k",
  "has-prefix",
  "has-title-short",
  "title&k",
  "whole-title",
  "title-at",
  "defined&k",
  "defined-propose",
  "defined-we",
  "defined-title",
  "n&k",
  "at&s",
  "subject",
  "subject&k",
  "introduced",
  "last",
  "only-first-sentence",
  "we",
  "others",
  "title-left",
);
const set = new FeatureSet();
const template = new Map<string, number>();
/** A feature's name as a hash; names are few, so they are kept. */
const t = (name: string): number => {
  let h = template.get(name);
  if (h === undefined) {
    h = hash(name);
    template.set(name, h);
  }
  return h;
};
const bucket = (n: number): number => (n <= 3 ? n : n <= 5 ? 5 : 9);
const near = (distance: number): number => (distance <= 1 ? 1 : distance <= 3 ? 3 : distance <= 6 ? 6 : 12);

export const singular = (w: string): string => w.toLowerCase().replace(/(?<=[a-z]{3}[^s])s$/, "");

export function shapeOf(text: string): string {
  if (/\s/.test(text))
    return text.split(/\s+/).every((w) => /^\p{Lu}/u.test(w))
      ? "Title"
      : nameShape(text.split(/\s+/)[0]!)
        ? "Name+"
        : text === text.toLowerCase()
          ? "lower"
          : "mixed";
  if (/^[\p{Lu}\d]+$/u.test(text) && /\p{Lu}/u.test(text)) return text.length <= 3 ? "UP3" : "UP";
  if (/\p{Ll}\p{Lu}/u.test(text)) return "Camel";
  if (/\d/.test(text)) return "digit";
  if (/\p{Lu}.*\p{Lu}/u.test(text)) return "Mixed";
  if (/^\p{Lu}/u.test(text)) return "Cap";
  return text.includes("-") ? "hyphen" : "lower";
}

/** What is known of a candidate before the words about it are looked at. */
interface Traits {
  /** Of the vocabulary: label, or `none`; doubtful where only an abbreviation or an ambiguous name stands. */
  known: string;
  shape: string;
  v: number;
  sh: number;
  title: boolean;
  prefix: boolean;
}
const traits = (c: Candidate): Traits => {
  const known = c.entry === undefined ? "none" : `${c.entry.label}${c.loose ? "?" : ""}`;
  const shape = shapeOf(c.mentions[0]!.surface);
  return {
    known,
    shape,
    v: t(known),
    sh: t(shape),
    title: c.mentions.some((m) => m.sentence.field === "title"),
    prefix: titlePrefix(c),
  };
};

const COLON = new Set([":", "：", ";"]);
const HARD_STOP = new Set([";", ":"]);
const C = Object.fromEntries(CUES.map((c) => [c, cue(c)])) as Record<string, number>;

/** Nouns that say what a name before them is. */
const HEADS = new Set([C.data!, C.method!, C.task!]);

/** Adds the cues and words about a mention, alone and with `v` and `sh`. */
function addContext(m: Mention, v: number, sh: number): void {
  const { words } = m.sentence;
  let seen = 0;
  let seenHigh = 0;
  const mark = (c: number): boolean => {
    if (c < 31) {
      if (seen & (1 << c)) return false;
      seen |= 1 << c;
    } else {
      if (seenHigh & (1 << (c - 31))) return false;
      seenHigh |= 1 << (c - 31);
    }
    return true;
  };
  let verb: Word | undefined;
  for (let i = m.first - 1, d = 1; i >= 0 && d <= LEFT; i--, d++) {
    const w = words[i]!;
    if (HARD_STOP.has(w.text)) break;
    if (verb === undefined && w.pos === "VERB" && d > 1) verb = w;
    for (const c of w.cues) {
      if (!mark(c)) continue;
      set.add(T.L, c, near(d));
      set.add(T.Lv, c, v);
      set.add(T.Ls, c, sh);
    }
  }
  if (verb !== undefined) {
    set.add(T.verb, verb.hash);
    set.add(T["verb&v"], verb.hash, v);
  }
  seen = 0;
  seenHigh = 0;
  for (let i = m.last + 1, d = 1; i < words.length && d <= RIGHT; i++, d++) {
    const w = words[i]!;
    if (HARD_STOP.has(w.text)) break;
    if (d <= 5 && w.pos === "VERB") set.add(T["R-verb"], w.hash);
    for (const c of w.cues) {
      if (!mark(c)) continue;
      set.add(T.R, c, near(d));
      set.add(T.Rv, c, v);
      set.add(T.Rs, c, sh);
      if (HEADS.has(c)) {
        set.add(T.Rdv, mix(c, near(d)), v);
        set.add(T.Rds, mix(c, near(d)), sh);
      }
    }
  }
  const left = words[m.first - 1];
  const right = words[m.last + 1];
  const l = left?.hash ?? T["^"];
  const r = right?.hash ?? T.$;
  const l2 = words[m.first - 2]?.hash ?? T["^"];
  set.add(T.l, l);
  set.add(T["l&v"], l, v);
  set.add(T["l&s"], l, sh);
  set.add(T.r, r);
  set.add(T["r&v"], r, v);
  set.add(T.l2, l2, l);
  set.add(T.r2, r, words[m.last + 2]?.hash ?? T.$);
  const { cues } = m.sentence;
  for (const name of ["we", "data", "evaluate", "beat", "but", "propose"] as const)
    if (cues.has(C[name]!)) {
      set.add(t(`S:${name}`), v);
      set.add(t(`S:${name}`), sh);
    }
}

const place = (m: Mention): number =>
  m.sentence.field === "title" ? 9 : Math.min(4, Math.floor((5 * m.sentence.index) / Math.max(1, m.sentence.of)));

/** What other candidates of the same paper say of one: what it lies in, what lies in it, what stands in a list with it. */
export interface Neighbours {
  inside: Set<string>;
  holds: Set<string>;
  mates: Set<string>;
}

const LINK = new Set([",", "and", "or", "/", "&", "(", ")", "the", "as", "well", "'", '"']);
/** Words of an unknown name that a list may go past. */
const UNKNOWN = 3;
/** Members of a list that are looked at on each side. */
const REACH = 5;

/** The labels of the known names that stand in one list with a mention. */
function matesOf(m: Mention, byFirst: Map<number, Known>, byLast: Map<number, Known>): Set<string> {
  const out = new Set<string>();
  const { words } = m.sentence;
  for (const step of [-1, 1]) {
    let i = step < 0 ? m.first - 1 : m.last + 1;
    let linked = false;
    let unknown = 0;
    let members = 0;
    while (i >= 0 && i < words.length && members < REACH) {
      const w = words[i]!;
      if (LINK.has(w.lower)) {
        linked =
          linked || w.lower === "," || w.lower === "and" || w.lower === "or" || w.lower === "/" || w.lower === "&";
        if (w.lower === ",") unknown = 0;
        i += step;
        continue;
      }
      if (!linked) break;
      const other = (step < 0 ? byLast : byFirst).get(i);
      if (other !== undefined) {
        out.add(other.label);
        members++;
        unknown = 0;
        i = step < 0 ? other.first - 1 : other.last + 1;
      } else if (++unknown <= UNKNOWN && /[\p{L}\d]/u.test(w.text) && w.pos !== "VERB") i += step;
      else break;
    }
  }
  return out;
}
interface Known {
  label: string;
  first: number;
  last: number;
}

export function neighbours(candidates: readonly Candidate[], { lexicon }: Knowledge): Map<Candidate, Neighbours> {
  const bySentence = new Map<Sentence, { m: Mention; c: Candidate }[]>();
  for (const c of candidates)
    for (const m of c.mentions) {
      const list = bySentence.get(m.sentence);
      if (list === undefined) bySentence.set(m.sentence, [{ m, c }]);
      else list.push({ m, c });
    }
  const out = new Map<Candidate, Neighbours>();
  for (const c of candidates) out.set(c, { inside: new Set(), holds: new Set(), mates: new Set() });
  const name = (c: Candidate): string =>
    c.entry !== undefined ? c.entry.label : c.short !== undefined ? "defined" : String(lexicon.get(c.key)?.common ?? 0);
  for (const list of bySentence.values()) {
    const byFirst = new Map<number, Known>();
    const byLast = new Map<number, Known>();
    for (const { m, c } of list) {
      if (c.entry === undefined) continue;
      const known = { label: c.entry.label, first: m.first, last: m.last };
      byFirst.set(m.first, known);
      byLast.set(m.last, known);
    }
    for (const { m, c } of list) {
      const own = out.get(c)!;
      for (const other of list) {
        if (other.c === c || other.m.start >= m.end || m.start >= other.m.end) continue;
        const mine = m.end - m.start;
        const its = other.m.end - other.m.start;
        if (its > mine)
          own.inside.add(`${name(other.c)}${other.m.end === m.end ? "$" : other.m.start === m.start ? "^" : ""}`);
        else if (its < mine) own.holds.add(`${name(other.c)}${other.m.end === m.end ? "$" : ""}`);
      }
      for (const mate of matesOf(m, byFirst, byLast)) own.mates.add(mate);
    }
  }
  return out;
}

/** What is common to all candidates of a paper. */
export interface Frame {
  knowledge: Knowledge;
  neighbours: Map<Candidate, Neighbours>;
  /** Whether the title starts with a name and a colon. */
  hasPrefix: boolean;
  /** Whether an abbreviation that the text defines stands in the title. */
  hasTitleShort: boolean;
}
export function frameOf(candidates: readonly Candidate[], knowledge: Knowledge): Frame {
  return {
    knowledge,
    neighbours: neighbours(candidates, knowledge),
    hasPrefix: candidates.some((c) => titlePrefix(c) && shapeOf(c.mentions[0]!.surface) !== "Title"),
    hasTitleShort: candidates.some(
      (c) => c.short !== undefined && c.mentions.some((m) => m.sentence.field === "title"),
    ),
  };
}

function addCorpus(c: Candidate, { knowledge }: Frame, v: number, sh: number): void {
  const key = c.entry === undefined ? c.key : openKey(c.entry.name);
  const own = knowledge.lexicon.get(key);
  const lex = own === undefined ? 0 : mix(t(own.label), own.tenths);
  set.add(T.common, own?.common ?? 0, v);
  set.add(T["common&s"], own?.common ?? 0, sh);
  set.add(T.lex, lex);
  set.add(T["lex&v"], own === undefined ? 0 : t(own.label), v);
  if (own?.introduced) set.add(T["lex-introduced"]);
  if (c.short !== undefined) set.add(T["short-common"], knowledge.lexicon.get(openKey(c.short))?.common ?? 0);
}

/** What a candidate is: features for the classes nothing, Technique, Dataset, Task. The array is the caller's only until the next call. */
export function nodeFeatures(c: Candidate, frame: Frame): Int32Array {
  const { matcher, keywords } = frame.knowledge;
  const { v, sh, known, title, prefix } = traits(c);
  const m0 = c.mentions[0]!;
  const name = c.long ?? m0.surface;
  set.start();
  set.add(T.v, v);
  if (c.entry?.kind !== undefined) set.add(T.kind, t(c.entry.kind));
  for (const g of c.generators) {
    set.add(T.gen, t(g));
    set.add(T["gen&v"], t(g), v);
  }
  set.add(T.shape, sh);
  set.add(T["shape&v"], sh, v);
  const words = name.split(/\s+/);
  set.add(T.words, bucket(words.length), v);
  const head = singular(words.at(-1)!.replace(/^.*-/, ""));
  const h = hash(head);
  set.add(T.head, h);
  set.add(T.first, hash(singular(words[0]!)));
  set.add(T["first-pos"], t(m0.sentence.words[m0.first]?.pos ?? ""), v);
  if (words.length > 1) {
    set.add(T.head2, hash(singular(words.at(-2)!)), h);
    for (const w of words.slice(1, -1)) set.add(T.inner, hash(w.toLowerCase()));
  }
  set.add(T.suffix3, hash(head.slice(-3)));
  set.add(T.suffix4, hash(head.slice(-4)));
  const heads = matcher.head(head);
  if (heads !== undefined && c.entry === undefined) {
    const total = heads.Technique + heads.Task;
    set.add(
      T.heads,
      t(
        total < 3
          ? "few"
          : heads.Technique > 3 * heads.Task
            ? "T"
            : heads.Task > 3 * heads.Technique
              ? "K"
              : heads.Technique > heads.Task
                ? "T>K"
                : "K>T",
      ),
    );
  }
  if (
    /(?:Net|GAN|BERT|former|Former|VAE|RNN|CNN|GNN|LLM|GPT|MoE|SGD|Grad|Loss|DPO|PO|LoRA|CLIP|Mix|SAM|ViT)s?$/.test(
      m0.surface,
    )
  )
    set.add(T["suffix=technique"]);
  if (/(?:QA|Bench|bench|Set|Corpus|Dataset|-\d+[kKM]?|1K|100|Eval|DB)$/.test(m0.surface)) set.add(T["suffix=data"]);
  const kw = keywords.get(openKey(name)) ?? 0;
  set.add(T.kw, kw);
  set.add(T["kw&v"], kw, v);
  addCorpus(c, frame, v, sh);
  if (c.short !== undefined) {
    set.add(T.defined);
    set.add(T["defined&v"], v);
  }
  if (title) {
    set.add(T.title);
    set.add(T["title&v"], v);
    set.add(T["title&s"], sh);
  }
  if (prefix) {
    set.add(T.prefix);
    set.add(T["prefix&s"], sh);
  }
  set.add(T.n, bucket(c.mentions.length), v);
  set.add(T["n&s"], bucket(c.mentions.length), sh);
  const first = c.mentions.find((m) => m.sentence.field !== "title");
  set.add(T.at, first === undefined ? 9 : place(first));
  const around = frame.neighbours.get(c)!;
  for (const x of around.inside) {
    set.add(T.inside, t(x));
    set.add(T["inside&v"], t(x), v);
  }
  if (around.inside.size === 0) set.add(T.outermost, v);
  for (const x of around.holds) {
    set.add(T.holds, t(x));
    set.add(T["holds&n"], t(x), words.length);
  }
  for (const x of around.mates) {
    set.add(T.mate, t(x));
    set.add(T["mate&"], t(x), known === "none" ? sh : v);
  }
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) {
    let pos = 0;
    for (let i = m.first; i <= m.last; i++) pos = mix(pos, t(m.sentence.words[i]!.pos));
    set.add(T.pos, pos);
    addContext(m, v, sh);
  }
  return set.view();
}

/** Whether the candidate is the name before the colon of `X: …`. */
export function titlePrefix(c: Candidate): boolean {
  return c.mentions.some((m) => {
    if (m.sentence.field !== "title" || m.start !== m.sentence.start) return false;
    const { words } = m.sentence;
    let i = m.last + 1;
    if (words[i]?.text === "(") while (i < words.length && words[i - 1]!.text !== ")") i++;
    return COLON.has(words[i]?.text ?? "") || /[:：]$/.test(words[m.last]!.text);
  });
}

/** Whether the paper introduces it. */
export function introducesFeatures(c: Candidate, label: string, frame: Frame): Int32Array {
  const { v, sh, title, prefix } = traits(c);
  const lab = t(label);
  const known = c.entry === undefined ? T.open : c.loose ? T.loose : T.known;
  const state = mix(known, lab);
  set.start();
  set.add(T.label, lab);
  set.add(T.known, known);
  set.add(T.shape, sh);
  set.add(T["known&s"], known, sh);
  set.add(T.v, v);
  if (prefix) {
    set.add(T.prefix);
    set.add(T["prefix&k"], known);
    set.add(T["prefix&s"], sh);
  }
  if (frame.hasPrefix) set.add(T["has-prefix"], prefix ? 1 : 2, sh);
  if (frame.hasTitleShort) set.add(T["has-title-short"], title && c.short !== undefined ? 1 : 2, sh);
  if (title) {
    set.add(T.title);
    set.add(T["title&k"], known);
    set.add(T["title&s"], sh);
    const m = c.mentions.find((x) => x.sentence.field === "title")!;
    if (m.last - m.first + 2 >= m.sentence.words.length) set.add(T["whole-title"]);
    set.add(T["title-at"], m.first === 0 ? 0 : 1, known);
  }
  if (c.short !== undefined) {
    set.add(T.defined);
    set.add(T["defined&k"], known);
    const defining = c.mentions.find((m) => m.sentence.field !== "title");
    if (defining?.sentence.cues.has(C.propose!)) set.add(T["defined-propose"], known);
    if (defining?.sentence.cues.has(C.we!)) set.add(T["defined-we"], known);
    if (title) set.add(T["defined-title"], known);
  }
  const words = (c.long ?? c.mentions[0]!.surface).split(/\s+/);
  set.add(T.head, hash(singular(words.at(-1)!.replace(/^.*-/, ""))));
  set.add(T.words, bucket(words.length), sh);
  set.add(T.n, bucket(c.mentions.length));
  set.add(T["n&k"], bucket(c.mentions.length), known);
  set.add(T["n&s"], bucket(c.mentions.length), sh);
  addCorpus(c, frame, known, sh);
  const first = c.mentions.find((m) => m.sentence.field !== "title");
  set.add(T.at, first === undefined ? 9 : place(first), known);
  set.add(T["at&s"], first === undefined ? 9 : place(first), sh);
  if (c.mentions.some((m) => m.sentence.field !== "title" && m.first <= 2)) {
    set.add(T.subject);
    set.add(T["subject&k"], known);
  }
  for (const x of frame.neighbours.get(c)!.mates) set.add(T.mate, t(x));
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) addContext(m, state, sh);
  return set.view();
}

/** The paper's stance toward it. */
export function roleFeatures(c: Candidate, label: string, introduced: boolean, kind: string): Int32Array {
  const k = t(kind);
  set.start();
  set.add(T.kind, k);
  set.add(T.label, t(label));
  if (introduced) set.add(T.introduced);
  if (c.mentions.some((m) => m.sentence.field === "title")) set.add(T.title, k);
  if (c.mentions.some((m) => m.sentence.field === "title")) set.add(T.title);
  set.add(T.n, bucket(c.mentions.length));
  const places = c.mentions
    .filter((m) => m.sentence.field !== "title")
    .map((m) => m.sentence.index / Math.max(1, m.sentence.of - 1));
  if (places.length > 0) {
    set.add(T.first, Math.floor(4 * Math.min(...places)));
    set.add(T.last, Math.floor(4 * Math.max(...places)));
    if (places.length === 1 && places[0] === 0) set.add(T["only-first-sentence"]);
  }
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) {
    const we = m.sentence.cues.has(C.we!) || m.sentence.cues.has(C.this!) ? T.we : T.others;
    addContext(m, we, k);
    if (m.sentence.field === "title") set.add(T["title-left"], m.sentence.words[m.first - 1]?.hash ?? 0);
  }
  return set.view();
}

/** Whether a sentence speaks of what the authors do. */
export const speaksOfUs = (s: Sentence): boolean => s.cues.has(C.we!);
/** How well a mention's sentence proves that the paper introduces it, or evaluates on it. */
export function proofScore(m: Mention, introduced: boolean, dataset: boolean): number {
  const { cues, field } = m.sentence;
  return (
    (cues.has(C.we!) ? 2 : 0) +
    (introduced && (cues.has(C.propose!) || cues.has(C.call!)) ? 4 : 0) +
    (dataset && cues.has(C.evaluate!) ? 3 : 0) +
    (field === "title" ? 0.5 : 0)
  );
}
