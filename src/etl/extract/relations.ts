/** Relations between techniques that a sentence states, with coreference to what the paper introduces. */
import { RELATION_TYPES, type RelationType, SYMMETRIC_RELATIONS } from "../../ontology.js";
import type { RelationFact } from "../facts.js";
import type { Mention } from "./candidates.js";
import { type Document, evidenceOf, type Sentence } from "./document.js";
import { type Entity, round } from "./entities.js";
import { shapeOf } from "./features.js";
import { type LinearModel, probabilities } from "./linear.js";

/** Techniques that one sentence may relate; a list of more is no statement about each pair. */
const MOST_ENDS = 10;
/** Words that stand for what the paper introduces. */
const SELF =
  /\b(?:our|the proposed|this|the resulting|the new|the presented|the introduced)\s(?:\w+[\s-]){0,3}?(?:method|approach|framework|model|algorithm|technique|network|architecture|system|strategy|scheme|module|loss|objective|training|formulation|procedure|pipeline|mechanism|paradigm|estimator|solution|design)s?\b|\b[Ww]e\b|\bIt\b|\bit\b|\b[Ii]n this (?:paper|work)\b|\bours\b/g;

export interface PairCandidate {
  from: Entity;
  to: Entity;
  sentence: Sentence;
  features: string[];
}

interface End {
  entity: Entity;
  start: number;
  end: number;
  coref: string | undefined;
}

/** The main technique that the paper introduces. */
export function mainOf(entities: readonly Entity[]): Entity | undefined {
  const own = entities.filter((e) => e.label === "Technique" && e.introduced);
  return own.sort(
    (a, b) =>
      Number(inTitle(b)) - Number(inTitle(a)) || b.mentions.length - a.mentions.length || (a.id < b.id ? -1 : 1),
  )[0];
}
const inTitle = (e: Entity): boolean => e.mentions.some((m) => m.sentence.field === "title");

const CUES: [string, RegExp][] = [
  [
    "extend",
    /\b(?:extend|extension|generali[sz]|variant|version of|build\w* (?:up)?on|based on|inspired by|improved|modif|adapt|special case|derived from|reformulat)\w*/i,
  ],
  [
    "use",
    /\b(?:us(?:e|es|ed|ing)|utiliz|employ|adopt|leverag|appl(?:y|ies|ied|ying)|incorporat|via|through|equipped|consist|compris|includ|contain|integrat|by means)\w*/i,
  ],
  ["with", /\bwith\b/i],
  ["combine", /\b(?:combin|integrat|unif|hybrid|together with|coupl|merg|fus|jointly|marry|along with)\w*/i],
  [
    "beat",
    /\b(?:outperform|surpass|exceed|beat|superior|better than|improv\w+ (?:over|upon)|advantage|faster than|more \w+ than|higher|significantly)\w*/i,
  ],
  [
    "compare",
    /\b(?:compar|competitive|on par|match|similar to|unlike|in contrast|different from|versus|vs|rather than|instead of|as opposed|alternative)\w*/i,
  ],
  ["negate", /\b(?:not|no|without|never|neither|fail|lack|avoid|eliminat\w+ the need)\b/i],
  ["such-as", /\b(?:such as|e\.g\.|including|like|namely)\b/i],
  ["for", /\bfor\b/i],
  ["of", /\bof\b/i],
  ["in", /\bin(?:to)?\b/i],
  ["and", /\band\b|,/i],
  ["called", /\b(?:called|termed|named|dubbed|namely)\b/i],
  ["propose", /\b(?:propos|introduc|present|develop|design)\w*/i],
];

function pairFeatures(s: Sentence, a: End, b: End): string[] {
  const out = new Set<string>(["bias"]);
  const [l, r] = a.start <= b.start ? [a, b] : [b, a];
  const dir = l === a ? "ab" : "ba";
  const text = s.text;
  const between = text.slice(l.end - s.start, Math.max(l.end, r.start) - s.start);
  const before = text.slice(Math.max(0, l.start - s.start - 60), l.start - s.start);
  const after = text.slice(r.end - s.start, r.end - s.start + 60);
  out.add(`dir=${dir}`);
  const types = `${a.coref !== undefined ? "self" : a.entity.introduced ? "intro" : "other"}>${b.coref !== undefined ? "self" : b.entity.introduced ? "intro" : "other"}`;
  out.add(types).add(`${types}&${dir}`);
  out.add(`a=${a.entity.kind}`).add(`b=${b.entity.kind}`).add(`${a.entity.kind}>${b.entity.kind}`);
  if (a.coref !== undefined) out.add(`coref=${a.coref}`);
  const words = between.split(/[^\p{L}\p{N}-]+/u).filter(Boolean);
  out
    .add(`gap=${words.length === 0 ? 0 : words.length <= 2 ? 2 : words.length <= 5 ? 5 : words.length <= 10 ? 10 : 20}`)
    .add(`gap<6=${words.length < 6}&${types}`);
  for (const [name, pattern] of CUES) {
    if (pattern.test(between)) out.add(`m:${name}&${dir}`).add(`m:${name}&${types}&${dir}`);
    if (pattern.test(before)) out.add(`b:${name}`).add(`b:${name}&${dir}`);
    if (pattern.test(after)) out.add(`a:${name}`);
    if (pattern.test(text)) out.add(`s:${name}`).add(`s:${name}&${types}`);
  }
  for (const w of words.slice(0, 14)) out.add(`w:${w.toLowerCase()}&${dir}`);
  if (words.length <= 4) out.add(`exact=${between.trim().toLowerCase()}&${dir}`);
  out.add(`title=${s.field === "title"}`);
  if (s.field !== "title") out.add(`at=${Math.floor((3 * s.index) / Math.max(1, s.of))}&${types}`);
  const na = a.entity.name.toLowerCase();
  const nb = b.entity.name.toLowerCase();
  if (na !== nb && na.endsWith(nb)) out.add("a-ends-in-b");
  if (na !== nb && nb.endsWith(na)) out.add("b-ends-in-a");
  if (na.includes(nb)) out.add("a-has-b");
  if (/\([^)]*$/.test(between) || /^\s?\(/.test(between)) out.add(`paren&${dir}`);
  out.add(`shapes=${shapeOf(a.entity.name)}>${shapeOf(b.entity.name)}`);
  return [...out];
}

/** Every ordered pair of techniques that a sentence might relate, once a sentence. */
export function pairCandidates(doc: Document, entities: readonly Entity[]): PairCandidate[] {
  const techniques = entities.filter((e) => e.label === "Technique");
  const main = mainOf(entities);
  const bySentence = new Map<Sentence, End[]>();
  for (const entity of techniques)
    for (const m of entity.mentions) {
      const list = bySentence.get(m.sentence) ?? [];
      if (!list.some((e) => e.entity === entity)) list.push({ entity, start: m.start, end: m.end, coref: undefined });
      bySentence.set(m.sentence, list);
    }
  const out: PairCandidate[] = [];
  for (const s of doc.sentences) {
    const ends = bySentence.get(s) ?? [];
    if (ends.length === 0 || ends.length > MOST_ENDS) continue;
    if (main !== undefined && s.field !== "title" && !ends.some((e) => e.entity === main)) {
      SELF.lastIndex = 0;
      const m = SELF.exec(s.text);
      if (m !== null)
        ends.push({
          entity: main,
          start: s.start + m.index,
          end: s.start + m.index + m[0].length,
          coref: m[0].toLowerCase().split(/\s/)[0]!,
        });
    }
    for (const a of ends)
      for (const b of ends)
        if (a.entity.id !== b.entity.id)
          out.push({ from: a.entity, to: b.entity, sentence: s, features: pairFeatures(s, a, b) });
  }
  return out;
}

const NEGATED =
  /\b(?:without|not|no longer|never|fails? to|does not|do not|cannot|eliminat\w+ the need for|avoid\w*)\s+(?:\w+\s){0,4}$/i;

/** The stated relations: for each pair and type the likeliest sentence. Facts below `floor` are left out. */
export function findRelations(
  doc: Document,
  entities: readonly Entity[],
  model: LinearModel,
  floor: number,
): RelationFact[] {
  const best = new Map<string, { pair: PairCandidate; type: RelationType; p: number }>();
  for (const pair of pairCandidates(doc, entities)) {
    const p = probabilities(model, pair.features);
    let top = -1;
    model.classes.forEach((c, i) => {
      if (c !== "none" && (top < 0 || p[i]! > p[top]!)) top = i;
    });
    if (top < 0 || p[top]! < floor) continue;
    const type = model.classes[top] as RelationType;
    if (!RELATION_TYPES.includes(type)) continue;
    const ids = [pair.from.id, pair.to.id];
    // One relation a pair: the likeliest of both directions and all types.
    const key = [...ids].sort().join("\u0000");
    const had = best.get(key);
    if (had === undefined || had.p < p[top]!) best.set(key, { pair, type, p: p[top]! });
  }
  return [...best.values()].map(({ pair, type, p }) => {
    const [from, to] =
      SYMMETRIC_RELATIONS.has(type) && pair.to.id < pair.from.id ? [pair.to, pair.from] : [pair.from, pair.to];
    const mention: Mention | undefined = to.mentions.find((m) => m.sentence === pair.sentence);
    const before = mention === undefined ? "" : pair.sentence.text.slice(0, mention.start - pair.sentence.start);
    return {
      from: from.id,
      to: to.id,
      type,
      negated: type === "EMPLOYS" && NEGATED.test(before),
      evidence: [evidenceOf(pair.sentence)],
      confidence: round(p),
      rule: "pair-in-sentence",
      foundBy: ["rules"],
    };
  });
}
