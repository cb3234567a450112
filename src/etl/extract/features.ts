/** Features of a candidate, from its writing, its place and the words about it, for the classifiers. */
import type { VocabularyEntry } from "../vocabulary/vocabulary.js";
import { type Candidate, type Keywords, type Knowledge, type Mention, openKey } from "./candidates.js";
import { CUES, cue } from "./cues.js";
import type { Sentence, Word } from "./document.js";
import { FeatureSet, hash, mix } from "./hashing.js";
import { KIND, nameShape, type Part, partOf, partOfWord, rolling, rollingOpen } from "./words.js";

/** Mentions beyond these add no features. */
const MOST_MENTIONS = 6;
/** Words that are looked at on each side of a mention. */
const LEFT = 12;
const RIGHT = 9;

/** The features' names as hashes; a literal, since an object made name by name is read far more slowly. */
const T = {
  L: hash("L"),
  Lv: hash("Lv"),
  Ls: hash("Ls"),
  verb: hash("verb"),
  "verb&v": hash("verb&v"),
  "R-verb": hash("R-verb"),
  R: hash("R"),
  Rv: hash("Rv"),
  Rs: hash("Rs"),
  Rdv: hash("Rdv"),
  Rds: hash("Rds"),
  "^": hash("^"),
  $: hash("$"),
  l: hash("l"),
  "l&v": hash("l&v"),
  "l&s": hash("l&s"),
  r: hash("r"),
  "r&v": hash("r&v"),
  l2: hash("l2"),
  r2: hash("r2"),
  common: hash("common"),
  "common&s": hash("common&s"),
  lex: hash("lex"),
  "lex&v": hash("lex&v"),
  "lex-introduced": hash("lex-introduced"),
  "short-common": hash("short-common"),
  v: hash("v"),
  kind: hash("kind"),
  gen: hash("gen"),
  "gen&v": hash("gen&v"),
  shape: hash("shape"),
  "shape&v": hash("shape&v"),
  words: hash("words"),
  head: hash("head"),
  first: hash("first"),
  "first-pos": hash("first-pos"),
  head2: hash("head2"),
  inner: hash("inner"),
  suffix3: hash("suffix3"),
  suffix4: hash("suffix4"),
  heads: hash("heads"),
  "suffix=technique": hash("suffix=technique"),
  "suffix=data": hash("suffix=data"),
  kw: hash("kw"),
  "kw&v": hash("kw&v"),
  defined: hash("defined"),
  "defined&v": hash("defined&v"),
  title: hash("title"),
  "title&v": hash("title&v"),
  "title&s": hash("title&s"),
  prefix: hash("prefix"),
  "prefix&s": hash("prefix&s"),
  n: hash("n"),
  "n&s": hash("n&s"),
  at: hash("at"),
  inside: hash("inside"),
  "inside&v": hash("inside&v"),
  outermost: hash("outermost"),
  holds: hash("holds"),
  "holds&n": hash("holds&n"),
  mate: hash("mate"),
  "mate&": hash("mate&"),
  pos: hash("pos"),
  open: hash("open"),
  loose: hash("loose"),
  known: hash("known"),
  label: hash("label"),
  "known&s": hash("known&s"),
  "prefix&k": hash("prefix&k"),
  "has-prefix": hash("has-prefix"),
  "has-title-short": hash("has-title-short"),
  "title&k": hash("title&k"),
  "whole-title": hash("whole-title"),
  "title-at": hash("title-at"),
  "defined&k": hash("defined&k"),
  "defined-propose": hash("defined-propose"),
  "defined-we": hash("defined-we"),
  "defined-title": hash("defined-title"),
  "n&k": hash("n&k"),
  "at&s": hash("at&s"),
  subject: hash("subject"),
  "subject&k": hash("subject&k"),
  introduced: hash("introduced"),
  last: hash("last"),
  "only-first-sentence": hash("only-first-sentence"),
  we: hash("we"),
  others: hash("others"),
  "title-left": hash("title-left"),
};
/** The features of the candidate that is looked at. */
export const set = new FeatureSet();
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

export function shapeOf(text: string): string {
  return asciiShape(text) ?? anyShape(text);
}
function anyShape(text: string): string {
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
/** anyShape() in one pass, for printable ASCII with single blanks between words; undefined for other texts. */
function asciiShape(text: string): string | undefined {
  let blanks = 0;
  let uppers = 0;
  let digits = 0;
  let others = 0;
  let hyphens = 0;
  let camel = false;
  let starts = 0;
  let before = 32;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 32 || c > 126 || (c === 32 && before === 32)) return undefined;
    if (c >= 65 && c <= 90) {
      uppers++;
      if (before === 32) starts++;
      else if (before >= 97 && before <= 122) camel = true;
    } else if (c >= 48 && c <= 57) digits++;
    else {
      others++;
      if (c === 32) blanks++;
      else if (c === 45) hyphens++;
    }
    before = c;
  }
  if (before === 32) return undefined;
  if (blanks > 0)
    return starts === blanks + 1
      ? "Title"
      : nameShape(text.slice(0, text.indexOf(" ")))
        ? "Name+"
        : uppers === 0
          ? "lower"
          : "mixed";
  if (others === 0 && uppers > 0) return text.length <= 3 ? "UP3" : "UP";
  if (camel) return "Camel";
  if (digits > 0) return "digit";
  if (uppers > 1) return "Mixed";
  if (starts > 0) return "Cap";
  return hyphens > 0 ? "hyphen" : "lower";
}

/** The parts of a name between blanks. */
function partsOf(name: string): Part[] {
  const out: Part[] = [];
  let from = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    // Two blanks in a row, and blanks other than the common one.
    if ((c < 32 || c > 126 || (c === 32 && i === from)) && /\s{2}|[^\S ]|^\s/.test(name))
      return name.split(/\s+/).map(partOf);
    if (c !== 32) continue;
    out.push(partOf(name.slice(from, i)));
    from = i + 1;
  }
  out.push(partOf(from === 0 ? name : name.slice(from)));
  return out;
}

/** partsOf() for what a mention shows, from its words where they are what stands between the blanks. */
function partsShown(m: Mention): Part[] {
  const { sentence: s } = m;
  const { words } = s;
  if (
    !s.faithful ||
    words[m.first]!.start !== m.start ||
    words[m.last]!.end !== m.end ||
    m.surface.length !== m.end - m.start
  )
    return partsOf(m.surface);
  const out: Part[] = [];
  for (let i = m.first; i <= m.last; i++) {
    const w = words[i]!;
    const part = partOfWord(w.lexeme);
    const apart = i === m.last || (words[i + 1]!.start === w.end + 1 && s.text.charCodeAt(w.end - s.start) === 32);
    if (part === null || !apart) return partsOf(m.surface);
    out.push(part);
  }
  return out;
}

/** What is known of a candidate before the words about it are looked at. */
export interface Traits {
  /** The mentions for which it holds. */
  mentions: readonly Mention[];
  shape: string;
  /** What it is in the vocabulary, as a hash; doubtful where only an abbreviation or an ambiguous name stands. */
  v: number;
  sh: number;
  title: boolean;
  prefix: boolean;
  parts: readonly Part[];
}
const NONE = hash("none");
function traits(c: Candidate): Traits {
  if (c.traits?.mentions === c.mentions) return c.traits;
  const m0 = c.mentions[0]!;
  const shape = shapeOf(m0.surface);
  let title = false;
  for (const m of c.mentions) if (m.sentence.field === "title") title = true;
  c.traits = {
    mentions: c.mentions,
    shape,
    v: c.entry === undefined ? NONE : t(c.loose ? `${c.entry.label}?` : c.entry.label),
    sh: t(shape),
    title,
    prefix: title && titlePrefix(c),
    parts: c.long === undefined ? partsShown(m0) : partsOf(c.long),
  };
  return c.traits;
}

const C = Object.fromEntries(CUES.map((c) => [c, cue(c)])) as Record<string, number>;

/** Nouns that say what a name before them is. */
const [DATA, METHOD, TASK] = [C.data!, C.method!, C.task!];
/** Cues of a whole sentence that count for each mention in it, and their features' hashes. */
const SENTENCE_CUES = ["we", "data", "evaluate", "beat", "but", "propose"].map((name) => ({
  cue: C[name]!,
  template: hash(`S:${name}`),
}));

/** Cue classes met on one side of a mention, as bits. */
let seenLow = 0;
let seenHigh = 0;
/** Marks a class; whether it was not met before. */
function mark(c: number): boolean {
  if (c < 31) {
    if (seenLow & (1 << c)) return false;
    seenLow |= 1 << c;
  } else {
    if (seenHigh & (1 << (c - 31))) return false;
    seenHigh |= 1 << (c - 31);
  }
  return true;
}
/** Adds the cues and words about a mention, alone and with `v` and `sh`. */
function addContext(m: Mention, v: number, sh: number): void {
  const { words } = m.sentence;
  seenLow = 0;
  seenHigh = 0;
  let verb: Word | undefined;
  for (let i = m.first - 1, d = 1; i >= 0 && d <= LEFT; i--, d++) {
    const w = words[i]!;
    const { cues, kinds } = w.lexeme;
    if ((kinds & KIND.hardStop) !== 0) break;
    if (verb === undefined && d > 1 && w.pos === "VERB") verb = w;
    for (let k = 0; k < cues.length; k++) {
      const c = cues[k]!;
      if (!mark(c)) continue;
      set.add(T.L, c, near(d));
      set.add(T.Lv, c, v);
      set.add(T.Ls, c, sh);
    }
  }
  if (verb !== undefined) {
    set.add(T.verb, verb.lexeme.hash);
    set.add(T["verb&v"], verb.lexeme.hash, v);
  }
  seenLow = 0;
  seenHigh = 0;
  for (let i = m.last + 1, d = 1; i < words.length && d <= RIGHT; i++, d++) {
    const w = words[i]!;
    const { cues, kinds } = w.lexeme;
    if ((kinds & KIND.hardStop) !== 0) break;
    if (d <= 5 && w.pos === "VERB") set.add(T["R-verb"], w.lexeme.hash);
    for (let k = 0; k < cues.length; k++) {
      const c = cues[k]!;
      if (!mark(c)) continue;
      set.add(T.R, c, near(d));
      set.add(T.Rv, c, v);
      set.add(T.Rs, c, sh);
      if (c === DATA || c === METHOD || c === TASK) {
        const where = mix(c, near(d));
        set.add(T.Rdv, where, v);
        set.add(T.Rds, where, sh);
      }
    }
  }
  const l = hashAt(words, m.first - 1, T["^"]);
  const r = hashAt(words, m.last + 1, T.$);
  set.add(T.l, l);
  set.add(T["l&v"], l, v);
  set.add(T["l&s"], l, sh);
  set.add(T.r, r);
  set.add(T["r&v"], r, v);
  set.add(T.l2, hashAt(words, m.first - 2, T["^"]), l);
  set.add(T.r2, r, hashAt(words, m.last + 2, T.$));
  for (const { cue, template } of SENTENCE_CUES)
    if (m.sentence.cues.has(cue)) {
      set.add(template, v);
      set.add(template, sh);
    }
}
/** The hash of a word, or another where there is none. */
const hashAt = (words: readonly Word[], i: number, otherwise: number): number =>
  i >= 0 && i < words.length ? words[i]!.lexeme.hash : otherwise;

const place = (m: Mention): number =>
  m.sentence.field === "title" ? 9 : Math.min(4, Math.floor((5 * m.sentence.index) / Math.max(1, m.sentence.of)));

/** What other candidates of the same paper say of one, as hashes: what it lies in, what lies in it, what stands in a list with it. */
export interface Neighbours {
  inside: number[];
  holds: number[];
  mates: number[];
}
const put = (list: number[], h: number): void => {
  if (!list.includes(h)) list.push(h);
};

/** Words of an unknown name that a list may go past. */
const UNKNOWN = 3;
/** Members of a list that are looked at on each side. */
const REACH = 5;

/** A mention among the others of its sentence. */
interface Place {
  m: Mention;
  own: Neighbours;
  /** The label of its vocabulary entry, as a hash; 0 where it has none. */
  label: number;
  /** What it is, as hashes: alone, where it ends as a longer one does, and where it starts so. */
  names: readonly [number, number, number];
}
const namesOf = (name: string): readonly [number, number, number] => {
  let names = allNames.get(name);
  if (names === undefined) {
    names = [hash(name), hash(`${name}$`), hash(`${name}^`)];
    allNames.set(name, names);
  }
  return names;
};
const allNames = new Map<string, readonly [number, number, number]>();
const COMMON = ["0", "1", "2", "3", "4"].map(namesOf);

/** Adds the labels of the known names that stand in one list with a mention; of those at one place the last counts. */
function addMates(of: Place, known: readonly Place[], step: 1 | -1): void {
  const { m, own } = of;
  const { words } = m.sentence;
  let i = step < 0 ? m.first - 1 : m.last + 1;
  let linked = false;
  let unknown = 0;
  let members = 0;
  while (i >= 0 && i < words.length && members < REACH) {
    const w = words[i]!;
    const { kinds } = w.lexeme;
    if ((kinds & KIND.link) !== 0) {
      linked = linked || (kinds & KIND.linking) !== 0;
      if (w.lexeme.lower === ",") unknown = 0;
      i += step;
      continue;
    }
    if (!linked) break;
    let other: Place | undefined;
    for (let k = known.length - 1; k >= 0 && other === undefined; k--)
      if ((step < 0 ? known[k]!.m.last : known[k]!.m.first) === i) other = known[k];
    if (other !== undefined) {
      put(own.mates, other.label);
      members++;
      unknown = 0;
      i = step < 0 ? other.m.first - 1 : other.m.last + 1;
    } else if (++unknown <= UNKNOWN && (kinds & KIND.lettered) !== 0 && w.pos !== "VERB") i += step;
    else break;
  }
}

export function neighbours(candidates: readonly Candidate[], { lexicon }: Knowledge): Map<Candidate, Neighbours> {
  const bySentence = new Map<Sentence, Place[]>();
  const out = new Map<Candidate, Neighbours>();
  for (const c of candidates) {
    const own: Neighbours = { inside: [], holds: [], mates: [] };
    out.set(c, own);
    if (c.corpus === null || c.entry !== undefined)
      c.corpus = lexicon.get(c.entry === undefined ? c.key : keyOfEntry(c.entry));
    const label = c.entry === undefined ? 0 : t(c.entry.label);
    let names: Place["names"];
    if (c.entry !== undefined) names = namesOf(c.entry.label);
    else if (c.short !== undefined) names = namesOf("defined");
    else {
      const common = c.corpus?.common ?? 0;
      names = COMMON[common] ?? namesOf(String(common));
    }
    for (const m of c.mentions) {
      const place = { m, own, label, names };
      const list = bySentence.get(m.sentence);
      if (list === undefined) bySentence.set(m.sentence, [place]);
      else list.push(place);
    }
  }
  for (const list of bySentence.values()) {
    const known = list.filter((p) => p.label !== 0);
    for (const { m, own } of list)
      for (const other of list) {
        const o = other.m;
        if (o.start >= m.end || m.start >= o.end || other.own === own) continue;
        const mine = m.end - m.start;
        const its = o.end - o.start;
        if (its > mine) put(own.inside, other.names[o.end === m.end ? 1 : o.start === m.start ? 2 : 0]);
        else if (its < mine) put(own.holds, other.names[o.end === m.end ? 1 : 0]);
      }
    // Without a known name no mention has one beside it.
    if (known.length > 0)
      for (const place of list) {
        addMates(place, known, -1);
        addMates(place, known, 1);
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
    hasPrefix: candidates.some((c) => traits(c).prefix && traits(c).shape !== "Title"),
    hasTitleShort: candidates.some((c) => c.short !== undefined && traits(c).title),
  };
}

/** Keys of the vocabulary's names. */
const entryKeys = new WeakMap<VocabularyEntry, string>();
function keyOfEntry(entry: VocabularyEntry): string {
  let key = entryKeys.get(entry);
  if (key === undefined) {
    key = openKey(entry.name);
    entryKeys.set(entry, key);
  }
  return key;
}

function addCorpus(c: Candidate, { knowledge }: Frame, v: number, sh: number): void {
  const own = c.corpus ?? undefined;
  const lex = own === undefined ? 0 : mix(t(own.label), own.tenths);
  set.add(T.common, own?.common ?? 0, v);
  set.add(T["common&s"], own?.common ?? 0, sh);
  set.add(T.lex, lex);
  set.add(T["lex&v"], own === undefined ? 0 : t(own.label), v);
  if (own?.introduced) set.add(T["lex-introduced"]);
  if (c.short !== undefined) set.add(T["short-common"], knowledge.lexicon.get(openKey(c.short))?.common ?? 0);
}

/** Which rolling hashes keywords have. */
const keywordFilters = new WeakMap<Keywords, Uint8Array>();
const KEYWORD_BITS = 0xffff;
function keywordWeight(name: string, keywords: Keywords): number {
  let filter = keywordFilters.get(keywords);
  if (filter === undefined) {
    filter = new Uint8Array(KEYWORD_BITS + 1);
    for (const key of keywords.keys()) filter[rolling(key) & KEYWORD_BITS] = 1;
    keywordFilters.set(keywords, filter);
  }
  const h = rollingOpen(name);
  return h !== undefined && filter[h & KEYWORD_BITS] === 0 ? 0 : (keywords.get(openKey(name)) ?? 0);
}

/** What a candidate is: features for the classes nothing, Technique, Dataset, Task. The array is the caller's only until the next call. */
export function nodeFeatures(c: Candidate, frame: Frame): Int32Array {
  addNodeFeatures(c, frame);
  return set.view();
}
/** Puts the features of nodeFeatures() into `set`. */
export function addNodeFeatures(c: Candidate, frame: Frame): void {
  const { matcher, keywords } = frame.knowledge;
  const { v, sh, title, prefix, parts } = traits(c);
  const m0 = c.mentions[0]!;
  const size = parts.length;
  const last = parts[size - 1]!;
  set.start();
  set.add(T.v, v);
  if (c.entry?.kind !== undefined) set.add(T.kind, t(c.entry.kind));
  for (const g of c.generators) {
    set.add(T.gen, t(g));
    set.add(T["gen&v"], t(g), v);
  }
  set.add(T.shape, sh);
  set.add(T["shape&v"], sh, v);
  set.add(T.words, bucket(size), v);
  set.add(T.head, last.headHash);
  set.add(T.first, parts[0]!.singular);
  set.add(T["first-pos"], t(m0.sentence.words[m0.first]?.pos ?? ""), v);
  if (size > 1) {
    set.add(T.head2, parts[size - 2]!.singular, last.headHash);
    for (let i = 1; i < size - 1; i++) set.add(T.inner, parts[i]!.lower);
  }
  set.add(T.suffix3, last.suffix3);
  set.add(T.suffix4, last.suffix4);
  const heads = c.entry === undefined ? matcher.head(last.head) : undefined;
  if (heads !== undefined) {
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
  const shown = c.long === undefined ? last : partOf(m0.surface.slice(m0.surface.search(/\S*$/)));
  if (shown.technique) set.add(T["suffix=technique"]);
  if (shown.data) set.add(T["suffix=data"]);
  const kw = keywordWeight(c.long ?? m0.surface, keywords);
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
    set.add(T.inside, x);
    set.add(T["inside&v"], x, v);
  }
  if (around.inside.length === 0) set.add(T.outermost, v);
  for (const x of around.holds) {
    set.add(T.holds, x);
    set.add(T["holds&n"], x, size);
  }
  for (const x of around.mates) {
    set.add(T.mate, x);
    set.add(T["mate&"], x, c.entry === undefined ? sh : v);
  }
  for (let n = 0; n < c.mentions.length && n < MOST_MENTIONS; n++) {
    const m = c.mentions[n]!;
    let pos = 0;
    for (let i = m.first; i <= m.last; i++) pos = mix(pos, t(m.sentence.words[i]!.pos));
    set.add(T.pos, pos);
    addContext(m, v, sh);
  }
}

/** Whether the candidate is the name before the colon of `X: …`. */
export function titlePrefix(c: Candidate): boolean {
  return c.mentions.some((m) => {
    if (m.sentence.field !== "title" || m.start !== m.sentence.start) return false;
    const { words } = m.sentence;
    let i = m.last + 1;
    if (words[i]?.lexeme.text === "(") while (i < words.length && words[i - 1]!.lexeme.text !== ")") i++;
    return ((words[i]?.lexeme.kinds ?? 0) & KIND.colon) !== 0 || (words[m.last]!.lexeme.kinds & KIND.colonAtEnd) !== 0;
  });
}

/** Whether the paper introduces it. */
export function introducesFeatures(c: Candidate, label: string, frame: Frame): Int32Array {
  addIntroducesFeatures(c, label, frame);
  return set.view();
}
/** Puts the features of introducesFeatures() into `set`. */
export function addIntroducesFeatures(c: Candidate, label: string, frame: Frame): void {
  const { v, sh, title, prefix, parts } = traits(c);
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
  set.add(T.head, parts[parts.length - 1]!.headHash);
  set.add(T.words, bucket(parts.length), sh);
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
  for (const x of frame.neighbours.get(c)!.mates) set.add(T.mate, x);
  for (let n = 0; n < c.mentions.length && n < MOST_MENTIONS; n++) addContext(c.mentions[n]!, state, sh);
}

/** The paper's stance toward it. */
export function roleFeatures(c: Candidate, label: string, introduced: boolean, kind: string): Int32Array {
  addRoleFeatures(c, label, introduced, kind);
  return set.view();
}
/** Puts the features of roleFeatures() into `set`. */
export function addRoleFeatures(c: Candidate, label: string, introduced: boolean, kind: string): void {
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
    if (m.sentence.field === "title") set.add(T["title-left"], m.sentence.words[m.first - 1]?.lexeme.hash ?? 0);
  }
}

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
