/** What may be a name in a text: vocabulary matches, defined abbreviations, names by shape, and noun phrases. */
import type { Vocabulary, VocabularyEntry, VocabularyLabel } from "../vocabulary/vocabulary.js";
import { type Abbreviation, findAbbreviations } from "./abbreviations.js";
import type { Document, Sentence, Word } from "./document.js";
import type { Traits } from "./features.js";
import { fastKey, headKey, KIND, type Lexeme, openKey, power, rolling, withoutPlural } from "./words.js";

export { openKey } from "./words.js";

export interface Mention {
  sentence: Sentence;
  /** UTF-16 offsets in the field. */
  start: number;
  end: number;
  surface: string;
  /** Indexes of its first and last word in the sentence. */
  first: number;
  last: number;
}
export type Generator = "vocabulary" | "abbreviation" | "shape" | "phrase" | "keyword";
export interface Candidate {
  /** One key a node: the vocabulary's id, or the name's key without a plural s. */
  key: string;
  entry: VocabularyEntry | undefined;
  /** Whether the surface was one of the entry's abbreviations only. */
  loose: boolean;
  mentions: Mention[];
  /** Each once. */
  generators: Generator[];
  /** Short form that the text defines for it. */
  short: string | undefined;
  long: string | undefined;
  /** What many papers say of it; `null` where it was not looked up yet. */
  corpus: LexiconEntry | undefined | null;
  /** What features.ts has worked out about it. */
  traits: Traits | undefined;
}

interface Hit {
  entry: VocabularyEntry;
  loose: boolean;
}
/** Characters of a beginning that the tree's filter knows at most. */
const BEGINNING = 5;
/** One character more of a beginning's hash; the characters are of a key. */
const extend = (h: number, code: number): number => Math.imul(h ^ code, 0x01000193);
/** Edges take four 32-bit words, so that one lies in one line of the processor's cache: key, parent, target, nothing. */
const EDGE = 4;
const FRONT_BITS = 11;
/** Keys as a tree of characters, its edges in one table with open addressing: a scan costs a step a character. */
class Trie {
  #table = new Int32Array(EDGE << 16);
  #mask = (1 << 16) - 1;
  #edges = 0;
  #nodes = 1;
  readonly #values: (Hit[] | undefined)[] = [];
  /** Hashes of the keys' beginnings up to BEGINNING characters, as bits. */
  readonly #beginnings = new Int32Array(1 << 12);

  /** The edges that were asked for last, there or not, once all keys are set: those of common words lie together here. */
  readonly #front = new Int32Array(EDGE << FRONT_BITS);

  /** The node that a character leads to, or 0. The root is 1. */
  step(node: number, code: number): number {
    const front = this.#front;
    const key = Math.imul(node, 0x10001) ^ code;
    const place = (Math.imul(key, 0x9e3779b1) >>> (32 - FRONT_BITS)) * EDGE;
    if (front[place] === key && front[place + 1] === node) return front[place + 2]!;
    const target = this.#find(node, key);
    front[place] = key;
    front[place + 1] = node;
    front[place + 2] = target;
    return target;
  }
  #find(node: number, key: number): number {
    const table = this.#table;
    const mask = this.#mask;
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const target = table[at * EDGE + 2]!;
      if (target === 0 || (table[at * EDGE] === key && table[at * EDGE + 1] === node)) return target;
      at = (at + 1) & mask;
    }
  }
  walk(node: number, text: string): number {
    let at = node;
    for (let i = 0; i < text.length && at !== 0; i++) at = this.step(at, text.charCodeAt(i));
    return at;
  }
  /** walk() for the lower case of a part of a text that is ASCII letters and digits. */
  walkPlain(node: number, text: string, from: number, to: number): number {
    let at = node;
    for (let i = from; i < to && at !== 0; i++) at = this.step(at, lowerCode(text.charCodeAt(i)));
    return at;
  }
  value(node: number): Hit[] | undefined {
    return this.#values[node];
  }
  /** Whether a key may begin so, by the hash of the beginning. */
  mayBegin(h: number): boolean {
    return (this.#beginnings[(h >>> 5) & 0xfff]! & (1 << (h & 31))) !== 0;
  }
  set(text: string, value: Hit[]): void {
    let node = 1;
    let h = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      node = this.#find(node, Math.imul(node, 0x10001) ^ code) || this.#link(node, code, ++this.#nodes);
      if (i >= BEGINNING) continue;
      h = extend(h, code);
      this.#beginnings[(h >>> 5) & 0xfff]! |= 1 << (h & 31);
    }
    this.#values[node] = value;
  }
  #link(node: number, code: number, target: number): number {
    if (2 * ++this.#edges > this.#mask) this.#grow();
    this.#put(Math.imul(node, 0x10001) ^ code, node, target);
    return target;
  }
  #put(key: number, parent: number, target: number): void {
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & this.#mask;
    while (this.#table[at * EDGE + 2] !== 0) at = (at + 1) & this.#mask;
    this.#table.set([key, parent, target], at * EDGE);
  }
  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    for (let i = 0; i < old.length; i += EDGE) if (old[i + 2] !== 0) this.#put(old[i]!, old[i + 1]!, old[i + 2]!);
  }
}
/** The lower case of an ASCII letter or digit. */
const lowerCode = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);

/** `LLM` is also written `LLMs`: keys as short as these keep their s, or `GLS` would lose its own. */
const withPlural = (name: string): string[] => (/^\p{Lu}[\p{Lu}\d-]+$/u.test(name) ? [name, `${name}s`] : [name]);

/** The vocabulary by key. */
export class Matcher {
  readonly #exact = new Map<string, Hit[]>();
  readonly #heads = new Map<string, Record<VocabularyLabel, number>>();
  readonly #trie = new Trie();

  constructor(vocabulary: Vocabulary) {
    for (const entry of vocabulary.entries) {
      for (const [names, loose] of [
        [[entry.name, ...entry.aliases], entry.ambiguous],
        [entry.abbreviations, true],
      ] as const)
        for (const name of names.flatMap(withPlural)) {
          const key = openKey(name);
          if (key === "") continue;
          const hits = this.#exact.get(key) ?? [];
          if (!hits.some((h) => h.entry === entry)) hits.push({ entry, loose });
          this.#exact.set(key, hits);
          const parts = atomsOf(name);
          if (parts.length > 1 && entry.label !== "Dataset") {
            const head = headKey(keyOf(name, parts.at(-1)!));
            const row = this.#heads.get(head) ?? { Technique: 0, Dataset: 0, Task: 0 };
            row[entry.label]++;
            this.#heads.set(head, row);
          }
        }
    }
    for (const [key, hits] of this.#exact) this.#trie.set(key, hits);
  }
  keys(): Iterable<string> {
    return this.#exact.keys();
  }
  find(key: string): Hit[] | undefined {
    const hits = this.#exact.get(key);
    if (hits !== undefined) return hits;
    const singular = withoutPlural(key);
    return singular === key ? undefined : this.#exact.get(singular);
  }
  /** The trie's node after more characters of a key; 0 where no name goes on so. The first node is 1. */
  walk(node: number, text: string): number {
    return this.#trie.walk(node, text);
  }
  /** walk() for an atom of a text. */
  walkAtom(node: number, text: string, atom: Atom): number {
    return atom.plain
      ? this.#trie.walkPlain(node, text, atom.start, atom.end)
      : this.#trie.walk(node, keyOf(text, atom));
  }
  /** Whether a name may begin with an atom, with or without its plural s. */
  mayBegin({ plain, beginning }: Atom): boolean {
    return !plain || this.#trie.mayBegin(beginning);
  }
  at(node: number): Hit[] | undefined {
    return this.#trie.value(node);
  }
  /** How many names of each label end in a word that has this key, made by headKey(). */
  head(key: string): Record<VocabularyLabel, number> | undefined {
    return this.#heads.get(key);
  }
}

interface Atom {
  start: number;
  end: number;
  /** Whether it is ASCII letters and digits only, whose key is their lower case. */
  plain: boolean;
  /** Hash of the beginning of a plain one: what a name that begins with it begins with, plural s or not. */
  beginning: number;
}
/** Keys of atoms seen before; emptied when they grow many, so that memory stays flat. */
const atomKeys = new Map<string, string>();
const MOST_KEYS = 50_000;
/** nameKey() of an atom of the text. */
export function keyOf(text: string, { start, end, plain }: Atom): string {
  const atom = text.slice(start, end);
  if (plain) return atom.toLowerCase();
  let key = atomKeys.get(atom);
  if (key === undefined) {
    key = fastKey(atom);
    if (atomKeys.size >= MOST_KEYS) atomKeys.clear();
    atomKeys.set(atom, key);
  }
  return key;
}
/** Whether a UTF-16 code unit is a letter or digit by itself: 1 no, 2 yes, 0 not looked up yet. */
const alnums = new Uint8Array(1 << 16);
/** How many code units the letter or digit at an offset takes, 0 where none is. */
function alnumAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code < 0xdc00) return /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2)) ? 2 : 0;
  let is = alnums[code]!;
  if (is === 0) {
    is = /[\p{L}\p{N}]/u.test(String.fromCharCode(code)) ? 2 : 1;
    alnums[code] = is;
  }
  return is - 1;
}
/** A plural s may go from five characters on, so one of them less is looked at. */
function beginningOf(text: string, start: number, end: number): number {
  const length = end - start;
  const to = start + (length > BEGINNING ? BEGINNING : length === BEGINNING ? BEGINNING - 1 : length);
  let h = 0;
  for (let i = start; i < to; i++) h = extend(h, lowerCode(text.charCodeAt(i)));
  return h;
}
const PLUS = 43;
const BACKSLASH = 92;
/** Runs of letters and digits with their plus signs; LaTeX commands are passed over. */
export function atomsOf(text: string): Atom[] {
  const out: Atom[] = [];
  const n = text.length;
  for (let i = 0; i < n; ) {
    let size = alnumAt(text, i);
    if (size === 0) {
      i++;
      continue;
    }
    let start = i;
    let plain = true;
    for (; size !== 0; size = i < n ? alnumAt(text, i) : 0) {
      if (text.charCodeAt(i) > 127) plain = false;
      i += size;
    }
    if (start > 0 && text.charCodeAt(start - 1) === BACKSLASH) start = i;
    for (let plus = 0; plus < 2 && text.charCodeAt(i) === PLUS; plus++) {
      plain = false;
      i++;
    }
    if (i > start) out.push({ start, end: i, plain, beginning: plain ? beginningOf(text, start, i) : 0 });
  }
  return out;
}
/** Atoms that a defined abbreviation takes at most. */
const MOST_ATOMS = 12;
/** What may stand between two atoms of one name. */
const GAP = /^(?:[\s\-–‐_^${}~.']|\\(?:text\w*|emph|mathrm|mathbf)\{?){0,8}$/;

/** GAP, whose commonest cases need no pattern. */
function mayGap(text: string, from: number, to: number): boolean {
  if (to === from) return true;
  if (to === from + 1) {
    const c = text.charCodeAt(from);
    if (c === 32 || c === 45) return true;
  }
  return GAP.test(text.slice(from, to));
}

/** The words that a span covers; undefined where it covers none. */
function span(sentence: Sentence, start: number, end: number): Mention | undefined {
  const { words } = sentence;
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.end > start) high = middle;
    else low = middle + 1;
  }
  if (low >= words.length || words[low]!.start >= end) return undefined;
  let last = low;
  while (last + 1 < words.length && words[last + 1]!.start < end) last++;
  return {
    sentence,
    start,
    end,
    surface: sentence.text.slice(start - sentence.start, end - sentence.start),
    first: low,
    last,
  };
}

/** Keywords that authors give, by key, with the logarithm of how often. */
export type Keywords = ReadonlyMap<string, number>;

/** What many papers say of a name: how common it is (1 for three papers, 2 for eight, 3 for twenty, 4 for sixty), and as what. */
export interface LexiconEntry {
  common: number;
  /** Likeliest label, `none` included, and its share in tenths. */
  label: string;
  tenths: number;
  /** Whether it is mostly introduced where it stands. */
  introduced: boolean;
}
export type Lexicon = ReadonlyMap<string, LexiconEntry>;
/** What is known beforehand, of which candidates and features are made. */
export interface Knowledge {
  matcher: Matcher;
  keywords: Keywords;
  lexicon: Lexicon;
}

/** Bits of the filter of known keys; few more are set than there are keys, so that few unknown ones pass. */
const FILTER_BITS = 20;
const bitOf = (h: number): number => Math.imul(h, 0x9e3779b1) >>> (32 - FILTER_BITS);
interface Filter {
  size: number;
  /** Of keywords and names of the lexicon. */
  bits: Uint8Array;
  /** Of the vocabulary's keys. */
  vocabulary: Uint8Array;
}
const filters = new WeakMap<Knowledge, Filter>();
/** Which rolling hashes a keyword or a name of the lexicon has: most phrases have none, and so need no key made. */
function filterOf(knowledge: Knowledge): Filter {
  const { keywords, lexicon } = knowledge;
  const size = keywords.size + lexicon.size;
  let filter = filters.get(knowledge);
  if (filter === undefined || filter.size !== size) {
    filter = {
      size,
      bits: new Uint8Array(1 << (FILTER_BITS - 3)),
      vocabulary: new Uint8Array(1 << (FILTER_BITS - 3)),
    };
    for (const [keys, bits] of [
      [keywords.keys(), filter.bits],
      [lexicon.keys(), filter.bits],
      [knowledge.matcher.keys(), filter.vocabulary],
    ] as const)
      for (const key of keys) {
        const bit = bitOf(rolling(key));
        bits[bit >> 3]! |= 1 << (bit & 7);
      }
    filters.set(knowledge, filter);
  }
  return filter;
}

/** The candidates of one document while they are gathered. */
class Gathering {
  readonly byKey = new Map<string, Candidate>();
  /** Short forms that the text defines, by key. */
  readonly local = new Map<string, string>();
  /** The longest of them, and the characters that they start with. */
  #longest = 0;
  #firsts = "";
  readonly abbreviations: Abbreviation[] = [];
  /** Mentions in the sentence that is read whose meaning is known. */
  taken: Mention[] = [];
  readonly filter: Filter;

  constructor(readonly knowledge: Knowledge) {
    this.filter = filterOf(knowledge);
  }
  add(key: string, mention: Mention | undefined, generator: Generator, hit?: Hit): Candidate | undefined {
    if (mention === undefined || key === "") return undefined;
    let c = this.byKey.get(key);
    if (c === undefined) {
      c = {
        key,
        entry: hit?.entry,
        loose: hit?.loose ?? false,
        mentions: [mention],
        generators: [generator],
        short: undefined,
        long: undefined,
        corpus: null,
        traits: undefined,
      };
      this.byKey.set(key, c);
      return c;
    }
    if (!c.generators.includes(generator)) c.generators.push(generator);
    if (hit !== undefined && !hit.loose) c.loose = false;
    const { mentions } = c;
    for (let i = mentions.length - 1; i >= 0; i--) {
      const m = mentions[i]!;
      if (m.start === mention.start && m.end === mention.end && m.sentence === mention.sentence) return c;
    }
    mentions.push(mention);
    return c;
  }
  /** Whether a mention's very span is a name whose meaning is known. */
  knows(m: Mention): boolean {
    for (const t of this.taken) if (t.start === m.start && t.end === m.end) return true;
    return false;
  }
  resolve(open: string): { key: string; hit: Hit | undefined } {
    const hits = this.knowledge.matcher.find(open);
    const hit = hits?.find((h) => !h.loose) ?? (hits?.length === 1 ? hits[0] : undefined);
    return { key: hit === undefined ? open : keyOfEntry(hit.entry), hit };
  }
  define(short: string, key: string): void {
    const open = openKey(short);
    this.local.set(open, key);
    this.#longest = Math.max(this.#longest, open.length);
    this.#firsts += open.slice(0, 1);
  }
  /** Whether a defined short form may start with an atom. */
  mayDefine(text: string, atom: Atom): boolean {
    if (this.local.size === 0) return false;
    const key = atom.plain ? text[atom.start]!.toLowerCase() : keyOf(text, atom);
    return key === "" || this.#firsts.includes(key[0]!);
  }
  /** Whether a key is too long for any defined short form, even without a plural s. */
  exceeds(length: number): boolean {
    return length > this.#longest + 1;
  }
}
const keyOfEntry = (entry: VocabularyEntry): string => `${entry.label}:${entry.id}`;

/** All candidates of a document, in the order of their first mention. */
export function findCandidates(
  doc: Document,
  knowledge: Knowledge,
): { candidates: Candidate[]; abbreviations: Abbreviation[] } {
  const gathering = new Gathering(knowledge);
  // Definitions first: in its own paper a short form means what that paper says.
  for (const s of doc.sentences) addDefinitions(s, gathering);
  for (const s of doc.sentences) {
    gathering.taken = [];
    addVocabulary(s, gathering);
    addShapes(s, gathering);
    addPhrases(s, gathering);
  }
  return { candidates: [...gathering.byKey.values()], abbreviations: gathering.abbreviations };
}

function addDefinitions(s: Sentence, gathering: Gathering): void {
  const { matcher } = gathering.knowledge;
  for (const a of findAbbreviations(s.text, s.start)) {
    const trimmed = a.long.replace(/^(?:(?:a|an|the|our|novel|new|called|named|termed|and|of)\s+)+/i, "");
    const long = { ...a, long: trimmed, longStart: a.longEnd - trimmed.length };
    gathering.abbreviations.push(long);
    const byLong = gathering.resolve(openKey(long.long));
    const byShort =
      byLong.hit === undefined
        ? matcher
            .find(openKey(a.short))
            ?.find((h) => [h.entry.name, ...h.entry.aliases].some((n) => openKey(n) === byLong.key))
        : undefined;
    const target = byShort === undefined ? byLong : { key: keyOfEntry(byShort.entry), hit: byShort };
    const c = gathering.add(
      target.key,
      span(s, long.longStart, long.longEnd),
      "abbreviation",
      target.hit && { ...target.hit, loose: false },
    );
    if (c === undefined) continue;
    c.short ??= a.short;
    c.long ??= long.long;
    gathering.define(a.short, c.key);
    gathering.add(c.key, span(s, a.shortStart, a.shortEnd), "abbreviation");
  }
}

/** Names of the vocabulary, and short forms that the text defines. */
function addVocabulary(s: Sentence, gathering: Gathering): void {
  const { local, taken } = gathering;
  const { matcher } = gathering.knowledge;
  const atoms = atomsOf(s.text);
  for (let i = 0; i < atoms.length; i++) {
    const first = atoms[i]!;
    let defines = gathering.mayDefine(s.text, first);
    if (!defines && !matcher.mayBegin(first)) continue;
    let node = 1;
    let sum = "";
    /** The last atom of the longest match, and what it is. */
    let best = -1;
    let bestHits: Hit[] | undefined;
    let bestKey: string | undefined;
    for (let j = i; j < atoms.length && (node !== 0 || defines) && j < i + MOST_ATOMS; j++) {
      const atom = atoms[j]!;
      if (j > i && !mayGap(s.text, atoms[j - 1]!.end, atom.start)) break;
      const before = node;
      node = matcher.walkAtom(node, s.text, atom);
      if (defines) {
        sum += keyOf(s.text, atom);
        if (gathering.exceeds(sum.length)) defines = false;
        const defined = local.get(withoutPlural(sum)) ?? (sum.endsWith("s") ? local.get(sum.slice(0, -1)) : undefined);
        if (defined !== undefined) {
          best = j;
          bestKey = defined;
          bestHits = undefined;
          continue;
        }
      }
      let hits = node === 0 ? undefined : matcher.at(node);
      if (hits === undefined && before !== 0) {
        const last = s.text.charCodeAt(atom.end - 1);
        // Most atoms end in another letter.
        const key = atom.plain && last !== 115 && last !== 83 ? "" : keyOf(s.text, atom);
        const singular = withoutPlural(key);
        if (singular !== key) hits = matcher.at(matcher.walk(before, singular));
      }
      if (hits !== undefined) {
        best = j;
        bestHits = hits;
        bestKey = undefined;
      }
    }
    if (best < 0) continue;
    const { end } = atoms[best]!;
    // `ImageNet-R` is not ImageNet: a name that goes on past a hyphen in capitals or digits is another name.
    const after = s.text.slice(end, end + 24);
    if (
      bestHits !== undefined &&
      (/^[-_]?(?:\p{Lu}|\d)|^\+|^-(?:[a-z]+\+|\p{L}*\p{Lu})/u.test(after) ||
        /[\p{Lu}\d][\p{L}\d]*-$/u.test(s.text.slice(Math.max(0, first.start - 24), first.start)) ||
        (/^[\^$]/.test(after) && /^[\^${]+\d/.test(after)))
    )
      continue;
    const mention = span(s, s.start + first.start, s.start + end);
    if (mention === undefined) continue;
    if (bestKey !== undefined) {
      gathering.add(bestKey, mention, "abbreviation");
      taken.push(mention);
      i = best;
      continue;
    }
    const lower = mention.surface === mention.surface.toLowerCase();
    const fitting = lower ? bestHits!.filter((h) => !(h.loose && /\p{Lu}/u.test(h.entry.name))) : bestHits!;
    const hit = fitting.find((h) => !h.loose) ?? (fitting.length === 1 ? fitting[0] : undefined);
    if (hit === undefined) continue;
    gathering.add(keyOfEntry(hit.entry), mention, "vocabulary", hit);
    taken.push(mention);
    // `CIFAR-10/100`: the second number is a name too, with the stem of the first.
    const second = after.startsWith("/") ? /^\/(\d+[a-z]?)(?![\p{L}\p{N}])/u.exec(after)?.[1] : undefined;
    const stem = second === undefined ? undefined : /^(.*\p{L}.*?)\d+[a-z]?$/u.exec(openKey(mention.surface))?.[1];
    const other = second === undefined || stem === undefined ? undefined : matcher.find(stem + second)?.[0];
    if (other !== undefined)
      gathering.add(
        keyOfEntry(other.entry),
        span(s, s.start + end + 1, s.start + end + 1 + second!.length),
        "vocabulary",
        other,
      );
    i = best;
  }
}

/** Names by shape: one word, or capitalised words in a row that hold such a word. */
function addShapes(s: Sentence, gathering: Gathering): void {
  if ((s.kinds & KIND.nameShape) === 0) return;
  const { words } = s;
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    const { text, kinds } = w.lexeme;
    if ((kinds & KIND.url) !== 0) {
      while (i + 1 < words.length && words[i + 1]!.start === words[i]!.end) i++;
      continue;
    }
    if ((kinds & KIND.nameShape) === 0) continue;
    const core = text
      .replace(
        /-(?:based|style|like|driven|guided|aware|free|only|type|trained|pretrained|tuned|inspired|level|enhanced|powered|augmented)$/i,
        "",
      )
      .replace(/'s$/, "");
    addShape({ sentence: s, start: w.start, end: w.start + core.length, surface: core, first: i, last: i }, gathering);
    // `Decoupled Mixup`, `Open Images V4`: with the capitalised words that touch it.
    let a = i;
    let b = i;
    while (a > 0 && capitalised(words[a - 1]!) && words[a - 1]!.end + 1 >= words[a]!.start && i - a < 3 && a - 1 > 0)
      a--;
    while (
      b + 1 < words.length &&
      (words[b + 1]!.lexeme.kinds & (KIND.capitalised | KIND.version)) !== 0 &&
      words[b]!.end + 1 >= words[b + 1]!.start &&
      b - i < 3
    )
      b++;
    if (a < i || b > i) addShape(between(s, a, b), gathering);
  }
}
function addShape(m: Mention, gathering: Gathering): void {
  for (const t of gathering.taken) if (t.start < m.end && m.start < t.end && t.end - t.start >= m.end - m.start) return;
  const open = openKey(m.surface);
  const { key, hit } = gathering.resolve(open);
  gathering.add(gathering.local.get(open) ?? key, m, "shape", hit);
}
const capitalised = (w: Word): boolean => (w.lexeme.kinds & KIND.capitalised) !== 0;

/** The mention that reaches from one word to another. */
function between(s: Sentence, first: number, last: number): Mention {
  const { start } = s.words[first]!;
  const { end } = s.words[last]!;
  return { sentence: s, start, end, surface: s.text.slice(start - s.start, end - s.start), first, last };
}

/** Words that a phrase holds at most; a title's may be longer, since it can be a name as a whole. */
const LONGEST = 5;
const LONGEST_IN_TITLE = 8;

/** Keys of words in a row as one key. */
function keysOf(words: readonly Word[], first: number, last: number): string {
  let key = "";
  for (let i = first; i <= last; i++) key += words[i]!.lexeme.key;
  return key;
}
const joinedKey = (words: readonly Word[], first: number, last: number): string =>
  withoutPlural(keysOf(words, first, last));

/** Whether a word may be part of a noun phrase. */
function nominal(words: readonly Word[], i: number): boolean {
  const w = words[i]!;
  const { kinds } = w.lexeme;
  if ((kinds & KIND.alnum) === 0) return false;
  switch (w.pos) {
    case "NOUN":
    case "PROPN":
    case "ADJ":
    case "NUM":
      return true;
    case "VERB":
      return (kinds & KIND.participle) !== 0;
    case "ADV": {
      if ((kinds & KIND.ly) === 0 || i === 0) return false;
      const next = words[i + 1]?.pos;
      return next === "ADJ" || next === "VERB";
    }
    default:
      return false;
  }
}

/** Adds a phrase, unless its very span is a name that is known. */
function addPhrase(m: Mention, open: string, gathering: Gathering): void {
  if (gathering.knows(m)) return;
  const { matcher, keywords } = gathering.knowledge;
  const hit = matcher.find(open)?.find((h) => !h.loose);
  const key = gathering.local.get(open) ?? (hit === undefined ? open : keyOfEntry(hit.entry));
  gathering.add(key, m, keywords.has(open) ? "keyword" : "phrase", hit);
}

/** First and last words of the chunks of a sentence, in pairs; and the rolling hashes and lengths of keys before each word. */
const chunks: number[] = [];
const hashesBefore: number[] = [];
const lengthsBefore: number[] = [];

/** Noun phrases: whole ones, and the parts of them that the field's vocabulary, keywords or texts make likely. */
function addPhrases(s: Sentence, gathering: Gathering): void {
  const { words } = s;
  const longest = s.field === "title" ? LONGEST_IN_TITLE : LONGEST;
  chunks.length = 0;
  for (let i = 0; i < words.length; ) {
    if (!nominal(words, i)) {
      i++;
      continue;
    }
    let j = i;
    while (j + 1 < words.length && words[j + 1]!.start - words[j]!.end <= 1 && nominal(words, j + 1)) j++;
    chunks.push(i, j);
    i = j + 1;
  }
  for (let n = 0; n < chunks.length; n += 2) addChunk(s, chunks[n]!, chunks[n + 1]!, longest, gathering);
  for (let n = 0; n + 2 < chunks.length; n += 2) addLinked(s, n, longest, gathering);
  // Capitalised names before a colon at a title's start, whatever their shape.
  if (s.field === "title" && s.index === 0) {
    const m = /^([\p{L}\p{N}][^:?!]{1,60}?)\s?[:：]\s/u.exec(s.text);
    if (m !== null) {
      const mention = span(s, s.start, s.start + m[1]!.length);
      if (mention !== undefined && mention.last - mention.first < 6)
        addPhrase(mention, openKey(mention.surface), gathering);
    }
  }
  // What a sentence says it calls so.
  if ((s.kinds & KIND.calls) === 0) return;
  for (const m of s.text.matchAll(CALLED)) {
    const start = s.start + m.index + m[0].length - m[1]!.length;
    const mention = span(s, start, start + m[1]!.length);
    if (mention !== undefined) addPhrase(mention, openKey(mention.surface), gathering);
  }
}
const CALLED =
  /\b(?:called|termed|named|dubbed|coined|denoted(?: as| by)?|referred to as|abbreviated as|call it|name it|we call|entitled)\s+(?:as\s+)?(?:the\s+|a\s+)?["'“‘`]*\\?(?:text\w+\{|emph\{)?((?:[\p{Lu}\d][\p{L}\p{N}+-]*)(?:\s[\p{Lu}\d][\p{L}\p{N}+-]*){0,4}|[\p{L}\p{N}+-]+(?:\s[\p{L}+-]+){0,2}(?=\s?[,.;(]))/gu;

/** The phrases within one noun phrase, from word `i` to `j`. */
function addChunk(s: Sentence, i: number, j: number, longest: number, gathering: Gathering): void {
  const { words } = s;
  const { bits, vocabulary } = gathering.filter;
  const { matcher, keywords, lexicon } = gathering.knowledge;
  let full = i;
  while (full < j && (words[full]!.lexeme.kinds & KIND.leading) !== 0) full++;
  let sum = 0;
  let length = 0;
  for (let k = full; k <= j; k++) {
    hashesBefore[k] = sum;
    lengthsBefore[k] = length;
    const { lexeme } = words[k]!;
    sum = (Math.imul(sum, power(lexeme.key.length)) + lexeme.rolling) | 0;
    length += lexeme.key.length;
  }
  const lastEmpty = (words[j]!.lexeme.kinds & KIND.empty) !== 0;
  for (let end = full; end <= j; end++) {
    const last = words[end]!.lexeme;
    const ends = end === j || (end === j - 1 && lastEmpty);
    const from = Math.max(full, end - longest + 1);
    for (let a = from; a <= end; a++) {
      if ((words[a]!.lexeme.kinds & KIND.leading) !== 0) continue;
      const size = end - a + 1;
      if (size === 1 && (last.kinds & KIND.empty) !== 0) continue;
      const whole = a === full && ends;
      let key: string | undefined;
      let weight = 0;
      let corpus: LexiconEntry | undefined;
      // The hash of the words before the last one, then that of the last one without a plural s.
      const before =
        (hashesBefore[end]! - Math.imul(hashesBefore[a]!, power(lengthsBefore[end]! - lengthsBefore[a]!))) | 0;
      const bit = bitOf((Math.imul(before, power(last.stemLength)) + last.stem) | 0);
      if (last.doubtful || (bits[bit >> 3]! & (1 << (bit & 7))) !== 0) {
        key = joinedKey(words, a, end);
        weight = keywords.get(key) ?? 0;
        corpus = lexicon.get(key);
      }
      const common = corpus?.common ?? 0;
      let fits: boolean;
      if (weight > 0 || common > 0) fits = size >= 2 || weight >= 3 || common >= 3;
      else if (size === 1)
        fits = whole && ((last.kinds & KIND.hyphen) !== 0 || ((last.kinds & KIND.capital) !== 0 && end > 0));
      else if (whole) fits = true;
      else if ((end === j && size === 2) || a === full) {
        fits = strong(last, matcher);
      } else fits = false;
      if (!fits) continue;
      const open = key ?? joinedKey(words, a, end);
      const m = between(s, a, end);
      if (last.doubtful || gathering.local.size > 0 || (vocabulary[bit >> 3]! & (1 << (bit & 7))) !== 0)
        addPhrase(m, open, gathering);
      else if (!gathering.knows(m)) {
        const c = gathering.add(open, m, weight > 0 ? "keyword" : "phrase");
        if (c !== undefined) c.corpus = corpus;
      }
    }
  }
}

/** Whether several names of the vocabulary end in a word; kept with the word, for the vocabulary that is asked. */
function strong(last: Lexeme, matcher: Matcher): boolean {
  if (last.matcher !== matcher) {
    const heads = matcher.head(last.tail);
    last.matcher = matcher;
    last.strong = heads !== undefined && heads.Technique + heads.Task >= 3;
  }
  return last.strong;
}

/** What a noun phrase and the next one are together: `estimation of depth`, and the members of `object detection and segmentation`. */
function addLinked(s: Sentence, n: number, longest: number, gathering: Gathering): void {
  const { words } = s;
  const [a, b, c, d] = [chunks[n]!, chunks[n + 1]!, chunks[n + 2]!, chunks[n + 3]!];
  if (c !== b + 2) return;
  const link = words[b + 1]!.lexeme.kinds;
  if (
    (link & KIND.of) !== 0 &&
    (words[b]!.lexeme.kinds & KIND.activity) !== 0 &&
    d - Math.max(a, b - 1) < longest + 2
  ) {
    let first = Math.max(a, b - 1);
    while (first < b && (words[first]!.lexeme.kinds & KIND.leading) !== 0) first++;
    if ((words[first]!.lexeme.kinds & KIND.leading) === 0)
      addPhrase(between(s, first, d), joinedKey(words, first, d), gathering);
  }
  if ((link & KIND.and) === 0) return;
  const { matcher } = gathering.knowledge;
  // Each member where it is a known name.
  if (c !== d) addMember(joinedKey(words, b, b) + joinedKey(words, c + 1, d), b, b);
  if (a !== b) addMember(keysOf(words, a, b - 1) + joinedKey(words, c, d), c, a);
  function addMember(key: string, at: number, surfaceFrom: number): void {
    if (!matcher.find(key)?.some((h) => !h.loose)) return;
    const { start, end } = words[at]!;
    const surface = s.text.slice(words[surfaceFrom]!.start - s.start, words[d]!.end - s.start);
    addPhrase({ sentence: s, start, end, surface, first: at, last: at }, key, gathering);
  }
}
