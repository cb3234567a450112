/** What may be a name in a text: vocabulary matches, defined abbreviations, names by shape, and noun phrases. */
import { nameKey } from "../../ontology.js";
import type { Vocabulary, VocabularyEntry, VocabularyLabel } from "../vocabulary/vocabulary.js";
import { type Abbreviation, findAbbreviations } from "./abbreviations.js";
import type { Document, Sentence, Word } from "./document.js";

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
  entry?: VocabularyEntry;
  /** Whether the surface was one of the entry's abbreviations only. */
  loose: boolean;
  mentions: Mention[];
  generators: Set<Generator>;
  /** Short form that the text defines for it. */
  short?: string;
  long?: string;
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
/** A key without the plural s: after three letters and a character that is no s. */
function withoutPlural(key: string): string {
  const n = key.length;
  if (n < 5 || key.charCodeAt(n - 1) !== 115 || key.charCodeAt(n - 2) === 115) return key;
  return isLetter(key.charCodeAt(n - 3)) && isLetter(key.charCodeAt(n - 4)) && n > 4 && isLetter(key.charCodeAt(n - 5))
    ? key.slice(0, -1)
    : key;
}
/** A name's key; two numbers of one noun are one name. */
export const openKey = (name: string): string => withoutPlural(nameKey(name));

interface Hit {
  entry: VocabularyEntry;
  loose: boolean;
}
/** Keys as a tree of characters, its edges in one table with open addressing: a scan costs a step a character. */
class Trie {
  #keys = new Int32Array(1 << 16);
  #targets = new Int32Array(1 << 16);
  #edges = 0;
  #nodes = 1;
  readonly #values: (Hit[] | undefined)[] = [];

  /** The node that a character leads to, or 0. The root is 1. */
  step(node: number, code: number): number {
    const key = Math.imul(node, 0x10001) ^ code;
    const mask = this.#keys.length - 1;
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    while (this.#targets[at] !== 0) {
      if (this.#keys[at] === key && this.#parents[at] === node) return this.#targets[at]!;
      at = (at + 1) & mask;
    }
    return 0;
  }
  #parents = new Int32Array(1 << 16);

  walk(node: number, text: string): number {
    let at = node;
    for (let i = 0; i < text.length && at !== 0; i++) at = this.step(at, text.charCodeAt(i));
    return at;
  }
  value(node: number): Hit[] | undefined {
    return this.#values[node];
  }
  set(text: string, value: Hit[]): void {
    let node = 1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      node = this.step(node, code) || this.#link(node, code, ++this.#nodes);
    }
    this.#values[node] = value;
  }
  #link(node: number, code: number, target: number): number {
    if (2 * ++this.#edges > this.#keys.length) this.#grow();
    this.#put(Math.imul(node, 0x10001) ^ code, node, target);
    return target;
  }
  #put(key: number, parent: number, target: number): void {
    const mask = this.#keys.length - 1;
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    while (this.#targets[at] !== 0) at = (at + 1) & mask;
    this.#keys[at] = key;
    this.#parents[at] = parent;
    this.#targets[at] = target;
  }
  #grow(): void {
    const [keys, parents, targets] = [this.#keys, this.#parents, this.#targets];
    this.#keys = new Int32Array(2 * keys.length);
    this.#parents = new Int32Array(2 * keys.length);
    this.#targets = new Int32Array(2 * keys.length);
    targets.forEach((target, i) => {
      if (target !== 0) this.#put(keys[i]!, parents[i]!, target);
    });
  }
}

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
        for (const name of names) {
          const key = openKey(name);
          if (key === "") continue;
          const hits = this.#exact.get(key) ?? [];
          if (!hits.some((h) => h.entry === entry)) hits.push({ entry, loose });
          this.#exact.set(key, hits);
          const parts = atomsOf(name);
          if (parts.length > 1 && entry.label !== "Dataset") {
            const head = parts.at(-1)!.key.replace(/s$/, "");
            const row = this.#heads.get(head) ?? { Technique: 0, Dataset: 0, Task: 0 };
            row[entry.label]++;
            this.#heads.set(head, row);
          }
        }
    }
    for (const [key, hits] of this.#exact) this.#trie.set(key, hits);
  }
  find(key: string): Hit[] | undefined {
    return this.#exact.get(key) ?? this.#exact.get(withoutPlural(key));
  }
  /** The trie's node after more characters of a key; 0 where no name goes on so. The first node is 1. */
  walk(node: number, text: string): number {
    return this.#trie.walk(node, text);
  }
  at(node: number): Hit[] | undefined {
    return this.#trie.value(node);
  }
  /** How many names of each label end in this word. */
  head(word: string): Record<VocabularyLabel, number> | undefined {
    return this.#heads.get(word.endsWith("s") ? word.slice(0, -1) : word);
  }
}

interface Atom {
  key: string;
  start: number;
  end: number;
}
/** Keys of atoms seen before; emptied when they grow many, so that memory stays flat. */
const atomKeys = new Map<string, string>();
const MOST_KEYS = 200_000;
function keyOf(atom: string): string {
  let key = atomKeys.get(atom);
  if (key === undefined) {
    key = nameKey(atom);
    if (atomKeys.size >= MOST_KEYS) atomKeys.clear();
    atomKeys.set(atom, key);
  }
  return key;
}
/** Runs of letters and digits with their plus signs; LaTeX commands are passed over. */
export function atomsOf(text: string): Atom[] {
  const out: Atom[] = [];
  for (const m of text.matchAll(/(?<!\\)(?<![\p{L}\p{N}])[\p{L}\p{N}]+\+{0,2}|(?<=[\p{L}\p{N}])\+{1,2}/gu)) {
    if (text[m.index - 1] === "\\") continue;
    out.push({ key: keyOf(m[0]), start: m.index, end: m.index + m[0].length });
  }
  return out;
}
/** Atoms that a defined abbreviation takes at most. */
const MOST_ATOMS = 12;
/** What may stand between two atoms of one name. */
const GAP = /^(?:[\s\-–‐_^${}~.']|\\(?:text\w*|emph|mathrm|mathbf)\{?){0,8}$/;

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

/** Adjectives that praise or point and belong to no name. */
const LEADING = new Set(
  "novel new simple efficient effective proposed existing recent state-of-the-art different various several many other such general powerful popular modern traditional conventional standard typical current previous prior respective certain same similar overall main key important challenging large small high low good better best first second third final entire whole early common specific particular real widely well-known underlying corresponding original additional further own more most less strong robust scalable practical principled unified flexible lightweight promising competitive superior advanced complex multiple single two three four five six its their our this that these those each both all any some a an the i.e. e.g. respectively".split(
    " ",
  ),
);
/** Nouns that end no name of their own. */
const EMPTY = new Set(
  "approach approaches method methods framework frameworks paper work works result results experiment experiments performance accuracy problem problems task tasks setting settings way ways study studies state art number set sets case cases time times cost costs quality ability knowledge information example examples sample samples data dataset datasets benchmark benchmarks model models network networks system systems algorithm algorithms technique techniques strategy strategies training learning application applications domain domains code et al baseline baselines researchers literature contribution contributions".split(
    " ",
  ),
);
const PHRASE_TAGS = new Set(["NOUN", "PROPN", "ADJ", "NUM", "VERB"]);

/** Whether a word is written as a name: capitals inside, or letters with digits, or a plus at its end. */
export function nameShape(word: string): boolean {
  if (!/^[\p{L}\p{N}]/u.test(word) || word.length > 40) return false;
  if (/^\d[\d.,]*(?:[a-z%]{1,2}|-?D)?$/i.test(word)) return false;
  return /\p{Ll}\p{Lu}|\p{Lu}.*\p{Lu}|\p{L}\+\+?$/u.test(word) || (/\p{Lu}/u.test(word) && /\d/.test(word));
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

const overlaps = (a: Mention, b: Mention): boolean => a.sentence === b.sentence && a.start < b.end && b.start < a.end;

/** All candidates of a document, in the order of their first mention. */
export function findCandidates(
  doc: Document,
  knowledge: Knowledge,
): { candidates: Candidate[]; abbreviations: Abbreviation[] } {
  const { matcher, keywords } = knowledge;
  const byKey = new Map<string, Candidate>();
  const local = new Map<string, string>();
  const abbreviations: Abbreviation[] = [];
  const add = (key: string, mention: Mention | undefined, generator: Generator, hit?: Hit): Candidate | undefined => {
    if (mention === undefined || key === "") return undefined;
    let c = byKey.get(key);
    if (c === undefined) {
      c = {
        key,
        loose: hit?.loose ?? false,
        mentions: [],
        generators: new Set(),
        ...(hit === undefined ? {} : { entry: hit.entry }),
      };
      byKey.set(key, c);
    }
    c.generators.add(generator);
    if (hit !== undefined && !hit.loose) c.loose = false;
    if (!c.mentions.some((m) => m.sentence === mention.sentence && m.start === mention.start && m.end === mention.end))
      c.mentions.push(mention);
    return c;
  };
  const resolve = (name: string): { key: string; hit?: Hit } => {
    const hits = matcher.find(openKey(name));
    const hit = hits?.find((h) => !h.loose) ?? (hits?.length === 1 ? hits[0] : undefined);
    return hit === undefined ? { key: openKey(name) } : { key: `${hit.entry.label}:${hit.entry.id}`, hit };
  };

  // Definitions first: in its own paper a short form means what that paper says.
  for (const s of doc.sentences)
    for (const a of findAbbreviations(s.text, s.start)) {
      const trimmed = a.long.replace(/^(?:(?:a|an|the|our|novel|new|called|named|termed|and|of)\s+)+/i, "");
      const long = { ...a, long: trimmed, longStart: a.longEnd - trimmed.length };
      abbreviations.push(long);
      const byLong = resolve(long.long);
      const byShort =
        byLong.hit === undefined
          ? matcher
              .find(openKey(a.short))
              ?.filter((h) => [h.entry.name, ...h.entry.aliases].some((n) => openKey(n) === byLong.key))
          : undefined;
      const target =
        byShort?.[0] === undefined
          ? byLong
          : { key: `${byShort[0].entry.label}:${byShort[0].entry.id}`, hit: byShort[0] };
      const c = add(
        target.key,
        span(s, long.longStart, long.longEnd),
        "abbreviation",
        target.hit && { ...target.hit, loose: false },
      );
      if (c === undefined) continue;
      c.short ??= a.short;
      c.long ??= long.long;
      local.set(openKey(a.short), c.key);
      add(c.key, span(s, a.shortStart, a.shortEnd), "abbreviation");
    }

  for (const s of doc.sentences) {
    const taken: Mention[] = [];
    const atoms = atomsOf(s.text);
    for (let i = 0; i < atoms.length; i++) {
      let node = 1;
      let sum = "";
      let best: { end: number; j: number; hits?: Hit[]; key?: string } | undefined;
      for (let j = i; j < atoms.length && (node !== 0 || local.size > 0) && j < i + MOST_ATOMS; j++) {
        if (j > i && !GAP.test(s.text.slice(atoms[j - 1]!.end, atoms[j]!.start))) break;
        const before = node;
        node = matcher.walk(node, atoms[j]!.key);
        if (local.size > 0) {
          sum += atoms[j]!.key;
          const defined = local.get(withoutPlural(sum)) ?? local.get(sum.replace(/s$/, ""));
          if (defined !== undefined) {
            best = { end: atoms[j]!.end, j, key: defined };
            continue;
          }
        }
        const singular = withoutPlural(atoms[j]!.key);
        const hits =
          (node === 0 ? undefined : matcher.at(node)) ??
          (before === 0 || singular === atoms[j]!.key ? undefined : matcher.at(matcher.walk(before, singular)));
        if (hits !== undefined) best = { end: atoms[j]!.end, j, hits };
      }
      if (best === undefined) continue;
      // `ImageNet-R` is not ImageNet: a name that goes on past a hyphen in capitals or digits is another name.
      const after = s.text.slice(best.end, best.end + 24);
      const before = s.text.slice(Math.max(0, atoms[i]!.start - 24), atoms[i]!.start);
      if (
        best.hits !== undefined &&
        (/^[-_]?(?:\p{Lu}|\d)|^\+|^-(?:[a-z]+\+|\p{L}*\p{Lu})/u.test(after) ||
          /[\p{Lu}\d][\p{L}\d]*-$/u.test(before) ||
          (/^[\^$]/.test(after) && /^[\^${]+\d/.test(after)))
      )
        continue;
      const mention = span(s, s.start + atoms[i]!.start, s.start + best.end);
      if (mention === undefined) continue;
      if (best.key !== undefined) {
        add(best.key, mention, "abbreviation", undefined);
        taken.push(mention);
        i = best.j;
        continue;
      }
      const lower = mention.surface === mention.surface.toLowerCase();
      const fitting = best.hits!.filter((h) => !(lower && h.loose && /\p{Lu}/u.test(h.entry.name)));
      const hit = fitting.find((h) => !h.loose) ?? (fitting.length === 1 ? fitting[0] : undefined);
      if (hit === undefined) continue;
      add(`${hit.entry.label}:${hit.entry.id}`, mention, "vocabulary", hit);
      taken.push(mention);
      // `CIFAR-10/100`: the second number is a name too, with the stem of the first.
      const second = /^\/(\d+[a-z]?)(?![\p{L}\p{N}])/u.exec(after)?.[1];
      const stem = /^(.*\p{L}.*?)\d+[a-z]?$/u.exec(openKey(mention.surface))?.[1];
      const other = second === undefined || stem === undefined ? undefined : matcher.find(stem + second)?.[0];
      if (other !== undefined)
        add(
          `${other.entry.label}:${other.entry.id}`,
          span(s, s.start + best.end + 1, s.start + best.end + 1 + second!.length),
          "vocabulary",
          other,
        );
      i = best.j;
    }
    for (const m of shapeMentions(s)) {
      if (taken.some((t) => overlaps(t, m) && t.end - t.start >= m.end - m.start)) continue;
      const { key, hit } = resolve(m.surface);
      add(local.get(openKey(m.surface)) ?? key, m, "shape", hit);
    }
    for (const { key: open, ...m } of phraseMentions(s, knowledge)) {
      if (taken.some((t) => t.start === m.start && t.end === m.end)) continue;
      const hit = matcher.find(open)?.find((h) => !h.loose);
      const key = local.get(open) ?? (hit === undefined ? open : `${hit.entry.label}:${hit.entry.id}`);
      add(key, m, keywords.has(open) ? "keyword" : "phrase", hit);
    }
  }
  return { candidates: [...byKey.values()], abbreviations };
}

/** Names by shape: one word, or capitalised words in a row that hold such a word. */
function shapeMentions(s: Sentence): Mention[] {
  const out: Mention[] = [];
  const { words } = s;
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    if (/^(?:https?:|www\.)/i.test(w.text)) {
      while (i + 1 < words.length && words[i + 1]!.start === words[i]!.end) i++;
      continue;
    }
    if (!nameShape(w.text)) continue;
    const core = w.text
      .replace(
        /-(?:based|style|like|driven|guided|aware|free|only|type|trained|pretrained|tuned|inspired|level|enhanced|powered|augmented)$/i,
        "",
      )
      .replace(/'s$/, "");
    out.push({ sentence: s, start: w.start, end: w.start + core.length, surface: core, first: i, last: i });
    // `Decoupled Mixup`, `Open Images V4`: with the capitalised words that touch it.
    let a = i;
    let b = i;
    while (a > 0 && capitalised(words[a - 1]!) && words[a - 1]!.end + 1 >= words[a]!.start && i - a < 3 && a - 1 > 0)
      a--;
    while (
      b + 1 < words.length &&
      (capitalised(words[b + 1]!) || /^(?:v?\d+(?:\.\d+)?[a-z]?)$/i.test(words[b + 1]!.text)) &&
      words[b]!.end + 1 >= words[b + 1]!.start &&
      b - i < 3
    )
      b++;
    if (a < i || b > i)
      out.push({
        sentence: s,
        start: words[a]!.start,
        end: words[b]!.end,
        surface: s.text.slice(words[a]!.start - s.start, words[b]!.end - s.start),
        first: a,
        last: b,
      });
  }
  return out;
}
const capitalised = (w: Word): boolean => /^\p{Lu}[\p{L}\p{N}-]*$/u.test(w.text);

/** Words that a phrase holds at most; a title's may be longer, since it can be a name as a whole. */
const LONGEST = 5;
const LONGEST_IN_TITLE = 8;
/** Endings of nouns that name an activity, so that `estimation of X` may be a task. */
const ACTIVITY = /(?:tion|sion|ment|ing|sis|ance|ery|val)s?$/;
const OF = new Set(["of", "from", "with"]);

/** Keys of words in a row as one key, without the plural s. */
function joinedKey(words: readonly Word[], first: number, last: number): string {
  let key = "";
  for (let i = first; i <= last; i++) key += words[i]!.key;
  return withoutPlural(key);
}

/** Noun phrases: whole ones, and the parts of them that the field's vocabulary, keywords or texts make likely. */
function phraseMentions(s: Sentence, knowledge: Knowledge): (Mention & { key: string })[] {
  const { matcher, keywords, lexicon } = knowledge;
  const out: (Mention & { key: string })[] = [];
  const { words } = s;
  const longest = s.field === "title" ? LONGEST_IN_TITLE : LONGEST;
  const put = (first: number, last: number, key = joinedKey(words, first, last)): void => {
    const start = words[first]!.start;
    const end = words[last]!.end;
    out.push({ sentence: s, start, end, surface: s.text.slice(start - s.start, end - s.start), first, last, key });
  };
  const nominal = (i: number): boolean => {
    const w = words[i]!;
    if (!/^[\p{L}\p{N}]/u.test(w.text)) return false;
    if (w.pos === "ADV") return /ly$/.test(w.lower) && /^(?:ADJ|VERB)$/.test(words[i + 1]?.pos ?? "") && i > 0;
    return PHRASE_TAGS.has(w.pos) && (w.pos !== "VERB" || /(?:ing|ed)$/.test(w.lower));
  };
  const chunks: [number, number][] = [];
  for (let i = 0; i < words.length; ) {
    if (!nominal(i)) {
      i++;
      continue;
    }
    let j = i;
    while (j + 1 < words.length && words[j + 1]!.start - words[j]!.end <= 1 && nominal(j + 1)) j++;
    chunks.push([i, j]);
    i = j + 1;
  }
  for (const [i, j] of chunks) {
    let full = i;
    while (full < j && LEADING.has(words[full]!.lower)) full++;
    for (let end = i; end <= j; end++) {
      const last = words[end]!;
      const ends = end === j || (end === j - 1 && EMPTY.has(words[j]!.lower));
      const heads = matcher.head(last.lower.replace(/^.*-/, ""));
      const strong = heads !== undefined && heads.Technique + heads.Task >= 3;
      const from = Math.max(full, end - longest + 1);
      for (let a = from; a <= end; a++) {
        if (LEADING.has(words[a]!.lower)) continue;
        const size = end - a + 1;
        if (size === 1 && EMPTY.has(last.lower)) continue;
        const whole = a === full && ends;
        const key = joinedKey(words, a, end);
        const weight = keywords.get(key) ?? 0;
        const common = lexicon.get(key)?.common ?? 0;
        const fits =
          weight > 0 || common > 0
            ? size >= 2 || weight >= 3 || common >= 3
            : size === 1
              ? whole && (/\p{L}-\p{L}/u.test(last.text) || (/^\p{Lu}/u.test(last.text) && end > 0))
              : whole || (strong && ((end === j && size === 2) || a === full));
        if (fits) put(a, end, key);
      }
    }
  }
  for (let n = 0; n + 1 < chunks.length; n++) {
    const [a, b] = chunks[n]!;
    const [c, d] = chunks[n + 1]!;
    const link = words[b + 1]!.lower;
    if (c !== b + 2) continue;
    if (OF.has(link) && ACTIVITY.test(words[b]!.lower) && d - Math.max(a, b - 1) < longest + 2) {
      let first = Math.max(a, b - 1);
      while (first < b && LEADING.has(words[first]!.lower)) first++;
      if (!LEADING.has(words[first]!.lower)) put(first, d);
    }
    if (link !== "and" && link !== "or" && link !== "&") continue;
    // `image and text classification`, `object detection and segmentation`: each member, where it is a known name.
    for (const [key, at] of [
      [joinedKey(words, b, b) + joinedKey(words, c + 1, d), b],
      [words.slice(a, b).reduce((sum, w) => sum + w.key, "") + joinedKey(words, c, d), c],
    ] as const) {
      if ((at === b ? c === d : a === b) || !matcher.find(key)?.some((h) => !h.loose)) continue;
      const w = words[at]!;
      const surface = s.text.slice(words[at === b ? b : a]!.start - s.start, words[d]!.end - s.start);
      out.push({ sentence: s, start: w.start, end: w.end, surface, first: at, last: at, key });
    }
  }
  // Capitalised names before a colon at a title's start, whatever their shape.
  if (s.field === "title" && s.index === 0) {
    const m = /^([\p{L}\p{N}][^:?!]{1,60}?)\s?[:：]\s/u.exec(s.text);
    if (m !== null) {
      const mention = span(s, s.start, s.start + m[1]!.length);
      if (mention !== undefined && mention.last - mention.first < 6)
        out.push({ ...mention, key: openKey(mention.surface) });
    }
  }
  // What a sentence says it calls so.
  const called =
    /\b(?:called|termed|named|dubbed|coined|denoted(?: as| by)?|referred to as|abbreviated as|call it|name it|we call|entitled)\s+(?:as\s+)?(?:the\s+|a\s+)?["'“‘`]*\\?(?:text\w+\{|emph\{)?((?:[\p{Lu}\d][\p{L}\p{N}+-]*)(?:\s[\p{Lu}\d][\p{L}\p{N}+-]*){0,4}|[\p{L}\p{N}+-]+(?:\s[\p{L}+-]+){0,2}(?=\s?[,.;(]))/gu;
  for (const m of s.text.matchAll(called)) {
    const start = s.start + m.index + m[0].length - m[1]!.length;
    const mention = span(s, start, start + m[1]!.length);
    if (mention !== undefined) out.push({ ...mention, key: openKey(mention.surface) });
  }
  return out;
}
