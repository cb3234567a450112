/** Features of a candidate, from its writing, its place and the words about it, for the classifiers. */
import type { Candidate, Keywords, Matcher, Mention } from "./candidates.js";
import { nameShape, openKey } from "./candidates.js";

/** Mentions beyond these add no features. */
const MOST_MENTIONS = 6;
const bucket = (n: number): string => (n <= 3 ? String(n) : n <= 5 ? "5" : "9");

/** Cues by name: how sentences speak of what stands after or before them. */
const BEFORE: [string, RegExp][] = [
  [
    "propose",
    /\b(?:propos|introduc|present|develop|design|devis|describ|releas|creat|construct|collect|build|call|term|nam|dub|coin|abbreviat)\w*\b[^.;]{0,60}$/,
  ],
  [
    "we-propose",
    /\b(?:we|paper|work)\b[^.;]{0,25}\b(?:propos|introduc|present|develop|design|devis|releas|creat|construct|collect|build)\w*\b[^.;]{0,90}$/,
  ],
  [
    "called",
    /\b(?:called|termed|named|dubbed|coined|abbreviated as|denoted|namely|call it|we call)\s*(?:as|the|a)?\s*["'“`]*$/,
  ],
  ["use", /\b(?:us|utiliz|employ|adopt|leverag|appl|exploit|via|through|by)(?:e|es|ed|ing|ies|ied|y)?\b[^.;,]{0,40}$/],
  ["with", /\bwith\s+(?:\w+\s){0,2}$/],
  [
    "based",
    /\b(?:based on|built on|build on|builds on|building on|on top of|inspired by|extend\w*|generali[sz]\w*|variant of)\s+(?:\w+\s){0,3}$/,
  ],
  [
    "beat",
    /\b(?:outperform|surpass|exceed|beat|superior to|better than|improv\w+ over|compared (?:to|with)|comparable (?:to|with)|competitive (?:to|with)|over|than|versus|vs)\w*\b[^.;]{0,40}$/,
  ],
  [
    "evaluate",
    /\b(?:evaluat|experiment|test|validat|benchmark|result|demonstrat|achiev|perform|state-of-the-art|accuracy|show)\w*\b[^.;]{0,60}\b(?:on|in|across|over)\b[^.;]{0,60}$/,
  ],
  ["on", /\bon\s+(?:the\s)?(?:\w+\s){0,1}$/],
  ["such-as", /\b(?:such as|e\.g\.,?|including|like|namely|i\.e\.,?)\s[^.;]{0,60}$/],
  ["for", /\b(?:for|in|to|towards?|of)\s+(?:the\s)?(?:\w+\s){0,1}$/],
  [
    "address",
    /\b(?:address|tackl|solv|study|studi|consider|problem of|task of|focus on|challeng|investigat|explor|analy[sz])\w*\b[^.;]{0,40}$/,
  ],
  [
    "improve",
    /\b(?:improv|enhanc|boost|accelerat|speed|fix|mitigat|overcom|alleviat|limitations? of)\w*\b[^.;]{0,40}$/,
  ],
  ["train", /\b(?:train|pre-?train|fine-?tun|learn)\w*\b[^.;]{0,30}\b(?:on|with|from|using)\b[^.;]{0,30}$/],
  [
    "existing",
    /\b(?:existing|previous|prior|recent|traditional|current|conventional|baseline\w*|popular|standard)\s(?:\w+\s){0,2}$/,
  ],
  ["list", /[\p{L}\p{N})],\s(?:and\s)?$|\sand\s$/u],
];
const AFTER: [string, RegExp][] = [
  [
    "data",
    /^\s?(?:\([^)]*\)\s)?(?:\w+\s)?(?:data ?sets?|benchmarks?|corpus|corpora|databases?|challenge|leaderboard|collections?)\b/i,
  ],
  [
    "method",
    /^\s?(?:\([^)]*\)\s)?(?:\w+\s)?(?:methods?|models?|algorithms?|frameworks?|networks?|loss|modules?|approach(?:es)?|techniques?|architectures?|strateg\w+|layers?|optimi[sz]ers?)\b/i,
  ],
  ["task", /^\s?(?:\([^)]*\)\s)?(?:\w+\s)?(?:tasks?|problems?|settings?|scenarios?|applications?)\b/i],
  [
    "is-a",
    /^\s?(?:\([^)]*\)\s?)?,?\s(?:is|are|,)?\s?(?:an?|the first)\s[^.;]{0,60}\b(?:method|model|algorithm|framework|network|approach|technique|architecture|system|module|loss|strategy|dataset|benchmark|corpus)\b/i,
  ],
  ["data-is-a", /^\s?(?:\([^)]*\)\s?)?,\s(?:an?|the first)\s[^.;]{0,60}\b(?:dataset|benchmark|corpus|collection)\b/i],
  [
    "beats",
    /^\s?(?:\([^)]*\)\s)?(?:\w+ly\s)?(?:outperform|surpass|exceed|achiev|improv|reach|obtain|attain|reduc|enabl|leverag|us|combin|learn|consist|incorporat|employ|introduc|provid|generat|can|aims|allow)\w*\b/i,
  ],
  ["list", /^\s?(?:,\s|\sand\s)/],
  ["paren", /^\s?\(/],
  ["based", /^-(?:based|style|like|driven|guided)\b/],
];

export interface Context {
  before: string;
  after: string;
}
export function contextOf(m: Mention): Context {
  const a = m.start - m.sentence.start;
  const b = m.end - m.sentence.start;
  return { before: m.sentence.text.slice(Math.max(0, a - 160), a), after: m.sentence.text.slice(b, b + 110) };
}

/** The cues about a mention. */
export function cuesOf(m: Mention): string[] {
  const { before, after } = contextOf(m);
  const lower = before.toLowerCase();
  const out: string[] = [];
  for (const [name, pattern] of BEFORE) if (pattern.test(name === "list" ? before : lower)) out.push(`<${name}`);
  for (const [name, pattern] of AFTER) if (pattern.test(after)) out.push(`>${name}`);
  const text = m.sentence.text;
  if (/\b(?:[Ww]e|[Oo]ur|this paper|this work|In this)\b/.test(text)) out.push("we");
  if (
    /\b(?:outperform|surpass|state-of-the-art|SOTA|superior|improvement|experiments?|evaluat|empirical|results)\w*\b/i.test(
      text,
    )
  )
    out.push("results");
  if (/\bdata ?sets?\b|\bbenchmarks?\b|\bcorpora\b|\bcorpus\b/i.test(text)) out.push("data-sentence");
  if (/\b(?:however|although|suffer|fail|limit|while|despite|but)\b/i.test(text)) out.push("however");
  return out;
}

const singular = (w: string): string => w.toLowerCase().replace(/(?<=[a-z]{3}[^s])s$/, "");

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

/** What a candidate is: features for the classes nothing, Technique, Dataset, Task. */
export function nodeFeatures(
  c: Candidate,
  matcher: Matcher,
  keywords: Keywords,
  mates: (m: Mention) => string[],
): string[] {
  const out = new Set<string>(["bias"]);
  const m0 = c.mentions[0]!;
  const name = c.long ?? m0.surface;
  const v = c.entry === undefined ? "none" : `${c.entry.label}${c.loose ? "?" : ""}`;
  out.add(`v=${v}`);
  if (c.entry?.kind !== undefined) out.add(`kind=${c.entry.kind}`);
  for (const g of c.generators) out.add(`gen=${g}`).add(`gen=${g}&v=${v}`);
  const shape = shapeOf(m0.surface);
  const words = name.split(/\s+/);
  out.add(`shape=${shape}`).add(`shape=${shape}&v=${v}`);
  out.add(`words=${bucket(words.length)}&v=${v}`);
  const head = singular(words.at(-1)!.replace(/^.*-/, ""));
  out.add(`head=${head}`).add(`first=${singular(words[0]!)}`);
  if (words.length > 1) out.add(`head2=${singular(words.at(-2)!)} ${head}`);
  const heads = matcher.head(head);
  if (heads !== undefined && c.entry === undefined) {
    const total = heads.Technique + heads.Task;
    out.add(
      `heads=${total < 3 ? "few" : heads.Technique > 3 * heads.Task ? "T" : heads.Task > 3 * heads.Technique ? "K" : heads.Technique > heads.Task ? "T>K" : "K>T"}`,
    );
  }
  if (/ing$/.test(head)) out.add("head-ing");
  if (/(?:Net|GAN|BERT|former|Former|VAE|RNN|CNN|GNN|LLM|GPT|MoE|SGD|Grad|Loss|DPO|PO)$/.test(m0.surface))
    out.add("suffix=technique");
  if (/(?:QA|Bench|bench|Set|Corpus|Dataset|-\d+[kKM]?|1K|100)$/.test(m0.surface)) out.add("suffix=data");
  const key = openKey(name);
  const kw = keywords.get(key) ?? 0;
  out.add(`kw=${kw}`).add(`kw=${kw}&v=${v}`);
  if (c.short !== undefined) out.add("defined").add(`defined&v=${v}`);
  const inTitle = c.mentions.some((m) => m.sentence.field === "title");
  if (inTitle) out.add("title").add(`title&v=${v}`).add(`title&shape=${shape}`);
  if (titlePrefix(c)) out.add("title-prefix").add(`title-prefix&shape=${shape}`);
  out.add(`n=${bucket(c.mentions.length)}`).add(`n=${bucket(c.mentions.length)}&v=${v}`);
  const first = c.mentions.find((m) => m.sentence.field !== "title");
  if (first !== undefined)
    out.add(`at=${Math.min(4, Math.floor((5 * first.sentence.index) / Math.max(1, first.sentence.of)))}`);
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) {
    for (const cue of cuesOf(m)) out.add(`c:${cue}`).add(`c:${cue}&${v === "none" ? shape : v}`);
    const w = m.sentence.words;
    const left = w[m.first - 1]?.lower ?? "^";
    const right = w[m.last + 1]?.lower ?? "$";
    out.add(`l=${left}`).add(`r=${right}`);
    out.add(`l2=${w[m.first - 2]?.lower ?? "^"} ${left}`);
    out.add(
      `pos=${w
        .slice(m.first, m.last + 1)
        .map((x) => x.pos[0])
        .join("")}`,
    );
    for (const mate of mates(m)) out.add(`mate=${mate}`).add(`mate=${mate}&${v === "none" ? shape : v}`);
  }
  return [...out];
}

/** Whether the candidate is the name before the colon of `X: …`. */
export function titlePrefix(c: Candidate): boolean {
  return c.mentions.some(
    (m) =>
      m.sentence.field === "title" &&
      m.start === m.sentence.start &&
      /^\s?(?:\([^)]*\))?\s?[:：]/.test(m.sentence.text.slice(m.end - m.sentence.start)),
  );
}

/** Whether the paper introduces it. */
export function introducesFeatures(c: Candidate, label: string): string[] {
  const out = new Set<string>(["bias", `label=${label}`]);
  const shape = shapeOf(c.mentions[0]!.surface);
  const v = c.entry === undefined ? "open" : c.loose ? "loose" : "known";
  out.add(`v=${v}`).add(`shape=${shape}`).add(`v=${v}&shape=${shape}`);
  if (titlePrefix(c)) out.add("title-prefix").add(`title-prefix&v=${v}`).add(`title-prefix&shape=${shape}`);
  if (c.mentions.some((m) => m.sentence.field === "title")) out.add("title").add(`title&v=${v}`);
  if (c.short !== undefined) out.add("defined").add(`defined&v=${v}`);
  out.add(`n=${bucket(c.mentions.length)}`).add(`n=${bucket(c.mentions.length)}&v=${v}`);
  const first = c.mentions.find((m) => m.sentence.field !== "title");
  if (first !== undefined)
    out.add(`at=${Math.min(4, Math.floor((5 * first.sentence.index) / Math.max(1, first.sentence.of)))}&v=${v}`);
  const subject = c.mentions.some((m) => m.sentence.field !== "title" && m.start - m.sentence.start < 14);
  if (subject) out.add("subject").add(`subject&v=${v}`);
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) {
    const cues = cuesOf(m);
    for (const cue of cues) out.add(`c:${cue}`).add(`c:${cue}&v=${v}`).add(`c:${cue}&${shape}`);
    if (c.short !== undefined && cues.includes("<we-propose")) out.add("defined-proposed");
    const w = m.sentence.words;
    out.add(`l=${w[m.first - 1]?.lower ?? "^"}`).add(`r=${w[m.last + 1]?.lower ?? "$"}`);
    out.add(`l2=${w[m.first - 2]?.lower ?? "^"} ${w[m.first - 1]?.lower ?? "^"}`);
  }
  return [...out];
}

/** The paper's stance toward it. */
export function roleFeatures(c: Candidate, label: string, introduced: boolean, kind: string): string[] {
  const out = new Set<string>(["bias", `kind=${kind}`]);
  if (introduced) out.add("introduced");
  if (c.mentions.some((m) => m.sentence.field === "title")) out.add("title");
  out.add(`n=${bucket(c.mentions.length)}`);
  const places = c.mentions
    .filter((m) => m.sentence.field !== "title")
    .map((m) => m.sentence.index / Math.max(1, m.sentence.of - 1));
  if (places.length > 0) {
    out.add(`first=${Math.floor(4 * Math.min(...places))}`).add(`last=${Math.floor(4 * Math.max(...places))}`);
    if (places.length === 1 && places[0] === 0) out.add("only-first-sentence");
  }
  for (const m of c.mentions.slice(0, MOST_MENTIONS)) {
    const cues = cuesOf(m);
    const we = cues.includes("we");
    for (const cue of cues) out.add(`c:${cue}`).add(`c:${cue}&we=${we}`);
    const w = m.sentence.words;
    const left = w[m.first - 1]?.lower ?? "^";
    out
      .add(`l=${left}`)
      .add(`r=${w[m.last + 1]?.lower ?? "$"}`)
      .add(`l2=${w[m.first - 2]?.lower ?? "^"} ${left}`);
    for (let i = Math.max(0, m.first - 7); i < m.first; i++)
      if (w[i]!.pos === "VERB" || w[i]!.pos === "ADP") out.add(`b:${w[i]!.lower}`);
    for (let i = m.last + 1; i < Math.min(w.length, m.last + 6); i++)
      if (w[i]!.pos === "VERB") out.add(`a:${w[i]!.lower}`);
    if (m.sentence.field === "title") out.add(`tl=${left}`);
  }
  if (label === "Dataset") out.add("dataset");
  return [...out];
}
