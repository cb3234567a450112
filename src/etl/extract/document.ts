/** A paper's texts as sentences and words with their places and parts of speech. */
import model from "wink-eng-lite-web-model";
import winkNLP from "wink-nlp";
import type { Evidence, Texts } from "../facts.js";
import { type Lexeme, lexemeOf } from "./words.js";

/** A word: what stands between blanks and outer punctuation; inner hyphens, slashes and plus signs stay in it. */
export interface Word {
  /** What its text implies. */
  lexeme: Lexeme;
  /** Universal part of speech of its last part. */
  pos: string;
  /** UTF-16 offsets in the field. */
  start: number;
  end: number;
}
/** Cue classes, each once, in the order of their first word. */
export class CueSet {
  readonly list: number[] = [];
  #low = 0;
  #high = 0;
  has(c: number): boolean {
    return c < 31 ? (this.#low & (1 << c)) !== 0 : (this.#high & (1 << (c - 31))) !== 0;
  }
  add(c: number): void {
    if (this.has(c)) return;
    if (c < 31) this.#low |= 1 << c;
    else this.#high |= 1 << (c - 31);
    this.list.push(c);
  }
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
  /** Which cue classes its words belong to. */
  cues: CueSet;
  /** The kinds (KIND) of all its words. */
  kinds: number;
  /** Whether each word is what stands at its place; not so where a contraction was written out. */
  faithful: boolean;
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

/** Whether a text has places to cut, or may have: one pass, since hardly any has, and CUT looks again at every character. */
function mayBeCut(text: string): boolean {
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 32) run = 0;
    else if (c === 10) return true;
    else if (++run >= LONGEST_RUN) return true;
    else if (c >= 65 && c <= 90 && i > 0) {
      const before = text.charCodeAt(i - 1);
      if (before === 46 || before === 63 || before === 33) return true;
    }
  }
  return false;
}
function segments(text: string): [number, number][] {
  const out: [number, number][] = [];
  let from = 0;
  if (mayBeCut(text))
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
function joined(
  spans: [number, number][],
  values: readonly string[],
  starts: readonly number[],
  ends: readonly number[],
): [number, number][] {
  const out: [number, number][] = [];
  for (const [first, last] of spans) {
    const before = out.at(-1);
    const next = values[first] ?? "";
    const glued = before !== undefined && ends[before[1]] === starts[first];
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

/** What decides whether a token joins the word before it. */
interface Token {
  joiner: boolean;
  punctuation: boolean;
  plus: boolean;
  startsAlnum: boolean;
  endsAlnum: boolean;
  /** Of the token as a word of its own, once it is one. */
  lexeme: Lexeme | undefined;
}
/** The commonest tokens; emptied when they grow many, so that memory stays flat. */
const tokens = new Map<string, Token>();
const MOST_TOKENS = 200_000;
function tokenOf(value: string): Token {
  let x = tokens.get(value);
  if (x === undefined) {
    x = {
      joiner: JOINER.test(value),
      punctuation: PUNCTUATION.test(value),
      plus: /^\++$/.test(value),
      startsAlnum: /^[\p{L}\p{N}]/u.test(value),
      endsAlnum: /[\p{L}\p{N}]$/u.test(value),
      lexeme: undefined,
    };
    if (tokens.size >= MOST_TOKENS) tokens.clear();
    tokens.set(value, x);
  }
  return x;
}
/** JOINER for the character before an offset. */
const joinerBefore = (text: string, at: number): boolean => at > 0 && "-–/+&_^'’.".includes(text[at - 1]!);

const POSSESSIVE = /(?<=[\p{L}\p{N}])['’](?=s(?![\p{L}\p{N}]))/gu;
const SIZE = /(?<![\p{L}\p{N}.])(\d+)[BMKT](?![\p{L}\p{N}])/gu;
/**
 * The text as wink-nlp sees it, as long as the text. How wink-nlp cuts `network's` and `7B` depends on the texts that it read
 * before, and the same text must always give the same facts: the first is cut here, the second looks like a number.
 */
const masked = (text: string): string => text.replace(POSSESSIVE, " ").replace(SIZE, "$10");

/** Splits one field. Offsets refer to `text` as it is. */
function sentencesOf(field: string, text: string, out: Sentence[]): void {
  const before = out.length;
  for (const [from, to] of segments(text)) {
    const segment = text.slice(from, to);
    const seen = masked(segment);
    const doc = nlp.readDoc(seen);
    const all = doc.tokens();
    const values = all.out() as string[];
    const tags = all.out(its.pos) as unknown as string[];
    const starts: number[] = [];
    const ends: number[] = [];
    let at = 0;
    let faithful = true;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      // Most tokens stand at once or after one blank; a search is for the others.
      const found = seen.startsWith(value, at) ? at : seen.startsWith(value, at + 1) ? at + 1 : seen.indexOf(value, at);
      if (found < 0) faithful = false;
      let start = found < 0 ? at : found;
      at = start + value.length;
      if (seen !== segment && found >= 0) {
        if (value === "s" && segment[start - 1] !== seen[start - 1]) {
          start--;
          tags[i] = "PART";
        }
        values[i] = segment.slice(start, at);
      }
      starts.push(start);
      ends.push(at);
    }
    const spans = doc.sentences().out(its.span) as unknown as [number, number][];
    for (const [first, last] of joined(spans, values, starts, ends)) {
      const a = starts[first];
      const b = ends[last];
      if (a === undefined || b === undefined || out.length - before >= MOST_SENTENCES) continue;
      const words: Word[] = [];
      let word: Word | undefined;
      /** The text of `word` so far, where it is of more than one token. */
      let joint = "";
      let previous: Token | undefined;
      let next = tokenOf(values[first] ?? "");
      for (let i = first; i <= last && words.length < MOST_WORDS; i++) {
        const value = values[i]!;
        const token = next;
        if (i < last) next = tokenOf(values[i + 1]!);
        const s = from + starts[i]!;
        // `self` `-` `supervised` are one word; so are `CIFAR` `-` `10` and `DVIS` `+` `+`.
        if (
          word !== undefined &&
          word.end === s &&
          (token.plus ||
            (token.startsAlnum && previous!.endsAlnum) ||
            (token.joiner
              ? i < last && starts[i + 1] === ends[i] && !next.punctuation
              : !token.punctuation && joinerBefore(text, s)))
        ) {
          joint = joint === "" ? values[i - 1]! + value : joint + value;
          word.end = from + ends[i]!;
          if (!token.punctuation) word.pos = tags[i]!;
        } else {
          if (joint !== "") {
            word!.lexeme = lexemeOf(joint);
            joint = "";
          }
          token.lexeme ??= lexemeOf(value);
          word = { lexeme: token.lexeme, pos: tags[i]!, start: s, end: from + ends[i]! };
          words.push(word);
        }
        previous = token;
      }
      if (joint !== "") word!.lexeme = lexemeOf(joint);
      const cues = new CueSet();
      // Words beyond the most may be of any kind.
      let kinds = words.length < MOST_WORDS ? 0 : -1;
      for (let i = 0; i < words.length; i++) {
        const { lexeme } = words[i]!;
        kinds |= lexeme.kinds;
        for (let k = 0; k < lexeme.cues.length; k++) cues.add(lexeme.cues[k]!);
      }
      out.push({
        field,
        index: out.length - before,
        of: 0,
        start: from + a,
        end: from + b,
        text: segment.slice(a, b),
        words,
        cues,
        kinds,
        faithful,
      });
    }
  }
  for (let i = before; i < out.length; i++) out[i]!.of = out.length - before;
}

export function readDocument(texts: Texts): Document {
  const sentences: Sentence[] = [];
  for (const [field, text] of texts) sentencesOf(field, text, sentences);
  return { texts, sentences };
}

/** A sentence as evidence. */
export const evidenceOf = (s: Sentence): Evidence => ({ text: s.text, field: s.field, start: s.start, end: s.end });
