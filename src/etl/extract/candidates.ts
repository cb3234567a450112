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

/** A key without the plural s, as two numbers of one noun are one name. */
export const openKey = (name: string): string => nameKey(name).replace(/(?<=[a-z]{3}[^s])s$/, "");

interface Hit {
  entry: VocabularyEntry;
  loose: boolean;
}
/** The vocabulary by key, and the beginnings of keys, so that a scan stops where no name goes on. */
export class Matcher {
  readonly #exact = new Map<string, Hit[]>();
  readonly #heads = new Map<string, Record<VocabularyLabel, number>>();
  /** Longest name in atoms. */
  readonly #most: number = 1;
  readonly #prefixes = new Set<string>();

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
          const parts = atomsOf(name).map((a) => a.key);
          this.#most = Math.max(this.#most, parts.length);
          let sum = "";
          for (const p of parts) {
            sum += p;
            this.#prefixes.add(sum);
          }
          if (parts.length > 1 && entry.label !== "Dataset") {
            const head = parts.at(-1)!.replace(/s$/, "");
            const row = this.#heads.get(head) ?? { Technique: 0, Dataset: 0, Task: 0 };
            row[entry.label]++;
            this.#heads.set(head, row);
          }
        }
    }
  }
  get longest(): number {
    return this.#most;
  }
  goesOn(prefix: string): boolean {
    return this.#prefixes.has(prefix);
  }
  find(key: string): Hit[] | undefined {
    return this.#exact.get(key) ?? this.#exact.get(key.replace(/(?<=[a-z]{3}[^s])s$/, ""));
  }
  /** How many names of each label end in this word. */
  head(word: string): Record<VocabularyLabel, number> | undefined {
    return this.#heads.get(word.replace(/s$/, ""));
  }
}

interface Atom {
  key: string;
  start: number;
  end: number;
}
/** Runs of letters and digits with their plus signs; LaTeX commands are passed over. */
export function atomsOf(text: string): Atom[] {
  const out: Atom[] = [];
  for (const m of text.matchAll(/(?<!\\)(?<![\p{L}\p{N}])[\p{L}\p{N}]+\+{0,2}|(?<=[\p{L}\p{N}])\+{1,2}/gu)) {
    if (text[m.index - 1] === "\\") continue;
    out.push({ key: nameKey(m[0]), start: m.index, end: m.index + m[0].length });
  }
  return out;
}
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

const overlaps = (a: Mention, b: Mention): boolean => a.sentence === b.sentence && a.start < b.end && b.start < a.end;

/** All candidates of a document, in the order of their first mention. */
export function findCandidates(
  doc: Document,
  matcher: Matcher,
  keywords: Keywords,
): { candidates: Candidate[]; abbreviations: Abbreviation[] } {
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
      let sum = "";
      let best: { end: number; j: number; hits?: Hit[]; key?: string } | undefined;
      for (let j = i; j < atoms.length && j < i + matcher.longest; j++) {
        if (j > i && !GAP.test(s.text.slice(atoms[j - 1]!.end, atoms[j]!.start))) break;
        sum += atoms[j]!.key;
        const defined = local.get(sum.replace(/(?<=[a-z]{3}[^s])s$/, "")) ?? local.get(sum.replace(/s$/, ""));
        const hits = defined === undefined ? matcher.find(sum) : undefined;
        if (defined !== undefined) best = { end: atoms[j]!.end, j, key: defined };
        else if (hits !== undefined) best = { end: atoms[j]!.end, j, hits };
        if (!matcher.goesOn(sum) && j > i) break;
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
      i = best.j;
    }
    for (const m of shapeMentions(s)) {
      if (taken.some((t) => overlaps(t, m) && t.end - t.start >= m.end - m.start)) continue;
      const { key, hit } = resolve(m.surface);
      add(local.get(openKey(m.surface)) ?? key, m, "shape", hit);
    }
    for (const m of phraseMentions(s, matcher, keywords)) {
      const key = openKey(m.surface);
      if (taken.some((t) => t.start === m.start && t.end === m.end)) continue;
      add(key, m, keywords.has(key) ? "keyword" : "phrase");
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

/** Noun phrases whose last word ends names of the field, or that authors give as keywords. */
function phraseMentions(s: Sentence, matcher: Matcher, keywords: Keywords): Mention[] {
  const out: Mention[] = [];
  const { words } = s;
  const fits = (w: Word): boolean =>
    PHRASE_TAGS.has(w.pos) && /^[\p{L}\p{N}]/u.test(w.text) && (w.pos !== "VERB" || /(?:ing|ed)$/.test(w.lower));
  for (let i = 0; i < words.length; ) {
    if (!fits(words[i]!)) {
      i++;
      continue;
    }
    let j = i;
    while (j + 1 < words.length && fits(words[j + 1]!) && words[j + 1]!.start - words[j]!.end <= 1) j++;
    for (let end = i; end <= j; end++) {
      const last = words[end]!;
      const head = last.lower.replace(/^.*-/, "");
      let from = Math.max(i, end - 5);
      while (from < end && LEADING.has(words[from]!.lower)) from++;
      for (let a = from; a <= end; a++) {
        const size = end - a + 1;
        const surface = s.text.slice(words[a]!.start - s.start, last.end - s.start);
        const isKeyword = keywords.has(openKey(surface));
        const heads = matcher.head(head);
        const strong = heads !== undefined && heads.Technique + heads.Task >= 3;
        const longest = a === from && end === j;
        if (LEADING.has(words[a]!.lower) || (EMPTY.has(last.lower) && size === 1)) continue;
        if (
          isKeyword
            ? size >= 2 || (keywords.get(openKey(surface)) ?? 0) >= 3
            : strong &&
              (size >= 2 || last.text.includes("-")) &&
              (longest || (end === j && size === 2) || (a === from && size >= 2))
        )
          out.push({ sentence: s, start: words[a]!.start, end: last.end, surface, first: a, last: end });
      }
    }
    i = j + 1;
  }
  // Capitalised names before a colon at a title's start, whatever their shape.
  if (s.field === "title" && s.index === 0) {
    const m = /^([\p{L}\p{N}][^:?!]{1,60}?)\s?[:：]\s/u.exec(s.text);
    if (m !== null) {
      const mention = span(s, s.start, s.start + m[1]!.length);
      if (mention !== undefined && mention.last - mention.first < 6) out.push(mention);
    }
  }
  // What a sentence says it calls so.
  const called =
    /\b(?:called|termed|named|dubbed|coined|denoted(?: as| by)?|referred to as|abbreviated as|call it|name it|we call|entitled)\s+(?:as\s+)?(?:the\s+|a\s+)?["'“‘`]*\\?(?:text\w+\{|emph\{)?((?:[\p{Lu}\d][\p{L}\p{N}+-]*)(?:\s[\p{Lu}\d][\p{L}\p{N}+-]*){0,4}|[\p{L}\p{N}+-]+(?:\s[\p{L}+-]+){0,2}(?=\s?[,.;(]))/gu;
  for (const m of s.text.matchAll(called)) {
    const start = s.start + m.index + m[0].length - m[1]!.length;
    const mention = span(s, start, start + m[1]!.length);
    if (mention !== undefined) out.push(mention);
  }
  return out;
}
