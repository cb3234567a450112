/** A paper's texts as sentences and words with their places and parts of speech. */
import model from "wink-eng-lite-web-model";
import winkNLP from "wink-nlp";
import { nameKey } from "../../ontology.js";
import type { Evidence, Texts } from "../facts.js";
import { cuesOf } from "./cues.js";
import { hash } from "./hashing.js";

/** A word: what stands between blanks and outer punctuation; inner hyphens, slashes and plus signs stay in it. */
export interface Word {
  text: string;
  /** Lower case. */
  lower: string;
  /** Universal part of speech of its last part. */
  pos: string;
  /** hash() of the word in lower case. */
  hash: number;
  /** nameKey() of the word. */
  key: string;
  /** Cue classes that it belongs to. */
  cues: readonly number[];
  /** UTF-16 offsets in the field. */
  start: number;
  end: number;
}
export interface Sentence {
  field: string;
  /** Counted from 0 within the field. */
  index: number;
  /** How many sentences the field has. */
  of: number;
  start: number;
  end: number;
  text: string;
  words: Word[];
  /** Which cue classes its words belong to, by index. */
  cues: ReadonlySet<number>;
}
export interface Document {
  texts: Texts;
  sentences: Sentence[];
}

const nlp = winkNLP(model, ["sbd", "pos"]);
const its = nlp.its;

/** A run without blanks longer than this is no prose; it is passed over, so that a megabyte of it costs nothing. */
const LONGEST_RUN = 200;
/** Sentences beyond these are left out of a field: no abstract is so long, and work stays linear. */
const MOST_SENTENCES = 400;
const MOST_WORDS = 400;
/** Places where a text is cut before it is split: long runs, paragraphs, and sentences glued without a blank. */
const CUT = new RegExp(`\\S{${LONGEST_RUN},}|\\n\\s*\\n|(?<=[a-z\\d)][a-z)][.?!])(?=[A-Z][a-z]{1,12} )`, "g");

function segments(text: string): [number, number][] {
  const out: [number, number][] = [];
  let from = 0;
  for (const m of text.matchAll(CUT)) {
    if (m.index > from) out.push([from, m.index]);
    from = m.index + m[0].length;
  }
  if (from < text.length) out.push([from, text.length]);
  return out;
}

const JOINER = /^[-–/+&_^'’.]+$/;
const PUNCTUATION = /^[^\p{L}\p{N}+]+$/u;

/** Abbreviations after which no sentence ends. */
const NO_END = /^(?:e\.?g|i\.?e|et|al|cf|vs|etc|fig|eq|sec|dr|mr|ms|prof|resp|approx|w\.?r\.?t|no|vol)$/i;

/** Spans of sentences, with those joined again that were cut inside a number or after an abbreviation. */
function joined(spans: [number, number][], values: string[], places: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [first, last] of spans) {
    const before = out.at(-1);
    const next = values[first] ?? "";
    const glued = before !== undefined && places[before[1]]?.[1] === places[first]?.[0];
    if (
      before !== undefined &&
      ((glued && /^[\p{Ll}\d]/u.test(next)) ||
        NO_END.test((values[before[1]] === "." ? values[before[1] - 1] : values[before[1]]?.replace(/\.$/, "")) ?? ""))
    )
      before[1] = last;
    else out.push([first, last]);
  }
  return out;
}

const NO_CUES: readonly number[] = [];
/** A word before what its text implies is filled in. */
const wordAt = (text: string, pos: string, start: number): Word => ({
  text,
  lower: "",
  pos,
  hash: 0,
  key: "",
  cues: NO_CUES,
  start,
  end: start + text.length,
});
interface Lexeme {
  lower: string;
  hash: number;
  key: string;
  cues: readonly number[];
}
/** What a word's text implies, kept for the commonest; emptied when it grows large, so that memory stays flat. */
const lexemes = new Map<string, Lexeme>();
const MOST_LEXEMES = 200_000;
function finish(w: Word): void {
  let x = lexemes.get(w.text);
  if (x === undefined) {
    const lower = w.text.toLowerCase();
    x = { lower, hash: hash(lower), key: nameKey(w.text), cues: cuesOf(lower) };
    if (lexemes.size >= MOST_LEXEMES) lexemes.clear();
    lexemes.set(w.text, x);
  }
  w.lower = x.lower;
  w.hash = x.hash;
  w.key = x.key;
  w.cues = x.cues;
}

/** Splits one field. Offsets refer to `text` as it is. */
function sentencesOf(field: string, text: string): Sentence[] {
  const out: Sentence[] = [];
  for (const [from, to] of segments(text)) {
    const segment = text.slice(from, to);
    const doc = nlp.readDoc(segment);
    const values = doc.tokens().out() as string[];
    const tags = doc.tokens().out(its.pos) as unknown as string[];
    const places: [number, number][] = [];
    let at = 0;
    for (const value of values) {
      const found = segment.indexOf(value, at);
      const start = found < 0 ? at : found;
      places.push([start, start + value.length]);
      at = start + value.length;
    }
    const spans = doc.sentences().out(its.span) as unknown as [number, number][];
    for (const [first, last] of joined(spans, values, places)) {
      const a = places[first];
      const b = places[last];
      if (a === undefined || b === undefined || out.length >= MOST_SENTENCES) continue;
      const words: Word[] = [];
      for (let i = first; i <= last && words.length < MOST_WORDS; i++) {
        const value = values[i]!;
        const [s, e] = places[i]!;
        const previous = words.at(-1);
        const touches = previous !== undefined && previous.end === from + s;
        // `self` `-` `supervised` are one word; so are `CIFAR` `-` `10` and `DVIS` `+` `+`.
        const joins =
          touches &&
          (JOINER.test(value)
            ? i < last && places[i + 1]![0] === e && !PUNCTUATION.test(values[i + 1]!)
            : JOINER.test(text[from + s - 1] ?? "") && !PUNCTUATION.test(value));
        const plus = touches && /^\++$/.test(value);
        if (
          (joins || plus || (touches && /^[\p{L}\p{N}]/u.test(value) && /[\p{L}\p{N}]$/u.test(previous.text))) &&
          previous !== undefined
        ) {
          previous.text += value;
          previous.end = from + e;
          if (!PUNCTUATION.test(value)) previous.pos = tags[i]!;
        } else words.push(wordAt(value, tags[i]!, from + s));
      }
      const cues = new Set<number>();
      for (const w of words) {
        finish(w);
        for (const c of w.cues) cues.add(c);
      }
      out.push({
        field,
        index: out.length,
        of: 0,
        start: from + a[0],
        end: from + b[1],
        text: segment.slice(a[0], b[1]),
        words,
        cues,
      });
    }
  }
  for (const s of out) s.of = out.length;
  return out;
}

export function readDocument(texts: Texts): Document {
  const sentences: Sentence[] = [];
  for (const [field, text] of texts) sentences.push(...sentencesOf(field, text));
  return { texts, sentences };
}

/** A sentence as evidence. */
export const evidenceOf = (s: Sentence): Evidence => ({ text: s.text, field: s.field, start: s.start, end: s.end });
