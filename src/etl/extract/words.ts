/** What a word's text implies, worked out once a word and kept: its key, its hashes, its cues and the kinds of word it is. */
import { nameKey } from "../../ontology.js";
import { cuesOf } from "./cues.js";
import { hash } from "./hashing.js";

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
/** Endings of nouns that name an activity, so that `estimation of X` may be a task. */
const ACTIVITY = /(?:tion|sion|ment|ing|sis|ance|ery|val)s?$/;
const WORDS = {
  hardStop: new Set([";", ":"]),
  colon: new Set([":", "：", ";"]),
  link: new Set([",", "and", "or", "/", "&", "(", ")", "the", "as", "well", "'", '"']),
  linking: new Set([",", "and", "or", "/", "&"]),
  and: new Set(["and", "or", "&"]),
  of: new Set(["of", "from", "with"]),
};

/** Whether a word is written as a name: capitals inside, or letters with digits, or a plus at its end. */
export function nameShape(word: string): boolean {
  if (!/^[\p{L}\p{N}]/u.test(word) || word.length > 40) return false;
  if (/^\d[\d.,]*(?:[a-z%]{1,2}|-?D)?$/i.test(word)) return false;
  return /\p{Ll}\p{Lu}|\p{Lu}.*\p{Lu}|\p{L}\+\+?$/u.test(word) || (/\p{Lu}/u.test(word) && /\d/.test(word));
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;
/** A key without the plural s: after three letters and a character that is no s. */
export function withoutPlural(key: string): string {
  const n = key.length;
  if (n < 5 || key.charCodeAt(n - 1) !== 115 || key.charCodeAt(n - 2) === 115) return key;
  return isLower(key.charCodeAt(n - 3)) && isLower(key.charCodeAt(n - 4)) && isLower(key.charCodeAt(n - 5))
    ? key.slice(0, -1)
    : key;
}
/** nameKey(), which needs no Unicode tables where a name is ASCII: its lower case without what is no letter or digit. */
export function fastKey(name: string): string {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 127) return nameKey(name);
  const lower = name.toLowerCase();
  let out = "";
  let from = 0;
  for (let i = 0; i < lower.length; i++) {
    const c = lower.charCodeAt(i);
    if (isLower(c) || (c >= 48 && c <= 57)) continue;
    out += lower.slice(from, i);
    if (c === 43) out += "plus";
    from = i + 1;
  }
  return from === 0 ? lower : out + lower.slice(from);
}
/** A name's key; two numbers of one noun are one name. */
export const openKey = (name: string): string => withoutPlural(fastKey(name));

/** A hash of which those of texts in a row follow from their own: polynomial, modulo 2^32. */
const BASE = 0x01000193;
export function rolling(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, BASE) + text.charCodeAt(i)) | 0;
  return h;
}
/** rolling() of openKey(), without making it; undefined where a name is not ASCII, or has a plus sign. */
export function rollingOpen(name: string): number | undefined {
  let h = 0;
  let before = 0;
  /** The last four characters, the last one in the lowest byte, and the one before them. */
  let last = 0;
  let earlier = 0;
  for (let i = 0; i < name.length; i++) {
    let c = name.charCodeAt(i);
    if (c > 127 || c === 43) return undefined;
    if (c >= 65 && c <= 90) c += 32;
    if (!isLower(c) && (c < 48 || c > 57)) continue;
    before = h;
    h = (Math.imul(h, BASE) + c) | 0;
    earlier = last >>> 24;
    last = (last << 8) | c;
  }
  const plural =
    (last & 255) === 115 &&
    ((last >>> 8) & 255) !== 115 &&
    isLower((last >>> 16) & 255) &&
    isLower(last >>> 24) &&
    isLower(earlier);
  return plural ? before : h;
}
const powers = [1];
/** What a hash is multiplied by when so many characters follow. */
export function power(length: number): number {
  for (let n = powers.length; n <= length; n++) powers.push(Math.imul(powers[n - 1]!, BASE));
  return powers[length]!;
}

/** The kinds of word, as bits. */
export const KIND = {
  /** Starts with a letter or digit. */
  alnum: 1 << 0,
  /** Ends in -ly. */
  ly: 1 << 1,
  /** Ends in -ing or -ed. */
  participle: 1 << 2,
  leading: 1 << 3,
  empty: 1 << 4,
  activity: 1 << 5,
  /** Starts with a capital. */
  capital: 1 << 6,
  /** A hyphen between letters. */
  hyphen: 1 << 7,
  nameShape: 1 << 8,
  /** A capital, then letters, digits and hyphens only. */
  capitalised: 1 << 9,
  /** `V2`, `4.5b`. */
  version: 1 << 10,
  url: 1 << 11,
  hardStop: 1 << 12,
  colon: 1 << 13,
  colonAtEnd: 1 << 14,
  /** May stand between the members of a list. */
  link: 1 << 15,
  /** Joins the members of a list. */
  linking: 1 << 16,
  and: 1 << 17,
  of: 1 << 18,
  /** Holds a letter or digit. */
  lettered: 1 << 19,
  /** May start `called X`. */
  calls: 1 << 20,
  /** May start `our method`, `it`. */
  self: 1 << 21,
} as const;

function kindsOf(text: string, lower: string): number {
  const bits: [keyof typeof KIND, boolean][] = [
    ["alnum", /^[\p{L}\p{N}]/u.test(text)],
    ["ly", /ly$/.test(lower)],
    ["participle", /(?:ing|ed)$/.test(lower)],
    ["leading", LEADING.has(lower)],
    ["empty", EMPTY.has(lower)],
    ["activity", ACTIVITY.test(lower)],
    ["capital", /^\p{Lu}/u.test(text)],
    ["hyphen", /\p{L}-\p{L}/u.test(text)],
    ["nameShape", nameShape(text)],
    ["capitalised", /^\p{Lu}[\p{L}\p{N}-]*$/u.test(text)],
    ["version", /^(?:v?\d+(?:\.\d+)?[a-z]?)$/i.test(text)],
    ["url", /^(?:https?:|www\.)/i.test(text)],
    ["hardStop", WORDS.hardStop.has(text)],
    ["colon", WORDS.colon.has(text)],
    ["colonAtEnd", /[:：]$/.test(text)],
    ["link", WORDS.link.has(lower)],
    ["linking", WORDS.linking.has(lower)],
    ["and", WORDS.and.has(lower)],
    ["of", WORDS.of.has(lower)],
    ["lettered", /[\p{L}\d]/u.test(text)],
    ["calls", /call|term|name|dub|coin|denot|refer|abbrev|entitl/.test(text)],
    ["self", /\b(?:ours?|this|[Ww]e|[Ii]t|proposed|resulting|new|presented|introduced)\b/.test(text)],
  ];
  let out = 0;
  for (const [name, is] of bits) if (is) out |= KIND[name];
  return out;
}

/** A word in lower case as names that end in it are counted by it: without an s at its end. */
export const headKey = (word: string): string => (word.endsWith("s") ? word.slice(0, -1) : word);

export interface Lexeme {
  text: string;
  /** Lower case. */
  lower: string;
  /** hash() of the lower case. */
  hash: number;
  /** nameKey() of the word. */
  key: string;
  /** Cue classes that it belongs to. */
  cues: readonly number[];
  /** Of KIND. */
  kinds: number;
  /** headKey() of what follows its last hyphen. */
  tail: string;
  /** Whether several names end in it, of the vocabulary that was asked last. */
  strong: boolean;
  matcher: object | undefined;
  /** What it implies as a part of a name, once it is one; `null` where it has a blank inside. */
  part: Part | undefined | null;
  /** rolling() of the key. */
  rolling: number;
  /** rolling() and length of the key without the plural s. */
  stem: number;
  stemLength: number;
  /** Whether the plural s of a key that ends in this word hangs on the word before, too. */
  doubtful: boolean;
}

/** Lexemes of the commonest words; emptied when they grow many, so that memory stays flat. */
const lexemes = new Map<string, Lexeme>();
const MOST_LEXEMES = 50_000;

export function lexemeOf(text: string): Lexeme {
  let x = lexemes.get(text);
  if (x === undefined) {
    const lower = text.toLowerCase();
    const key = nameKey(text);
    const stem = withoutPlural(key);
    x = {
      text,
      lower,
      hash: hash(lower),
      key,
      cues: cuesOf(lower),
      kinds: kindsOf(text, lower),
      tail: headKey(lower.replace(/^.*-/, "")),
      strong: false,
      matcher: undefined,
      part: undefined,
      rolling: rolling(key),
      stem: rolling(stem),
      stemLength: stem.length,
      doubtful: key.length < 5 && (key === "" || key.endsWith("s")),
    };
    if (lexemes.size >= MOST_LEXEMES) lexemes.clear();
    lexemes.set(text, x);
  }
  return x;
}

const singular = (w: string): string => w.toLowerCase().replace(/(?<=[a-z]{3}[^s])s$/, "");

/** What a part of a name between blanks implies. */
export interface Part {
  /** hash() of its lower case, and of that without a plural s. */
  lower: number;
  singular: number;
  /** headKey() of what follows its last hyphen, without a plural s; the hash of that, and of its endings. */
  head: string;
  headHash: number;
  suffix3: number;
  suffix4: number;
  /** Whether it ends as names of techniques or of data do. */
  technique: boolean;
  data: boolean;
}
/** Parts of the commonest names; emptied when they grow many, so that memory stays flat. */
const knownParts = new Map<string, Part>();
const MOST_PARTS = 50_000;
export function partOf(text: string): Part {
  let part = knownParts.get(text);
  if (part === undefined) {
    const head = singular(text.replace(/^.*-/, ""));
    part = {
      lower: hash(text.toLowerCase()),
      singular: hash(singular(text)),
      head: headKey(head),
      headHash: hash(head),
      suffix3: hash(head.slice(-3)),
      suffix4: hash(head.slice(-4)),
      technique:
        /(?:Net|GAN|BERT|former|Former|VAE|RNN|CNN|GNN|LLM|GPT|MoE|SGD|Grad|Loss|DPO|PO|LoRA|CLIP|Mix|SAM|ViT)s?$/.test(
          text,
        ),
      data: /(?:QA|Bench|bench|Set|Corpus|Dataset|-\d+[kKM]?|1K|100|Eval|DB)$/.test(text),
    };
    if (knownParts.size >= MOST_PARTS) knownParts.clear();
    knownParts.set(text, part);
  }
  return part;
}
/** partOf() for a word; `null` where it has a blank inside. */
export function partOfWord(x: Lexeme): Part | null {
  if (x.part === undefined) x.part = /\s/.test(x.text) ? null : partOf(x.text);
  return x.part;
}
