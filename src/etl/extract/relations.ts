/** Relations between techniques that a sentence states, with coreference to what the paper introduces. */
import { RELATION_TYPES, type RelationType, SYMMETRIC_RELATIONS } from "../../ontology.js";
import type { RelationFact } from "../facts.js";
import type { Mention } from "./candidates.js";
import { CueSet, type Document, evidenceOf, type Sentence } from "./document.js";
import type { Entity } from "./entities.js";
import { shapeOf } from "./features.js";
import { FeatureSet, hash, mix } from "./hashing.js";
import { confidenceOf, type LinearModel, probabilities } from "./linear.js";
import type { Models } from "./models.js";
import { KIND } from "./words.js";

/** Techniques that one sentence may relate; a list of more is no statement about each pair. */
const MOST_ENDS = 10;
/** Words that stand for what the paper introduces. */
const SELF =
  /\b(?:our|the proposed|this|the resulting|the new|the presented|the introduced)\s(?:\w+[\s-]){0,3}?(?:method|approach|framework|model|algorithm|technique|network|architecture|system|strategy|scheme|module|loss|objective|training|formulation|procedure|pipeline|mechanism|paradigm|estimator|solution|design)s?\b|\b[Ww]e\b|\bIt\b|\bit\b|\b[Ii]n this (?:paper|work)\b|\bours\b/;

export interface PairCandidate {
  from: Entity;
  to: Entity;
  sentence: Sentence;
  features: Int32Array;
}

/** One end of a pair in a sentence, by the indexes of its words. */
interface End {
  entity: Entity;
  first: number;
  last: number;
  /** The word that stands for it; `implied` where the sentence has none. */
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

/** The features' names as hashes; a literal, since an object made name by name is read far more slowly. */
const T = {
  dir: hash("dir"),
  types: hash("types"),
  "types&dir": hash("types&dir"),
  told: hash("told"),
  "kind-a": hash("kind-a"),
  "kind-b": hash("kind-b"),
  kinds: hash("kinds"),
  "role-b": hash("role-b"),
  "role-a": hash("role-a"),
  coref: hash("coref"),
  gap: hash("gap"),
  "gap&dir": hash("gap&dir"),
  w: hash("w"),
  verb: hash("verb"),
  "w-near": hash("w-near"),
  m: hash("m"),
  "m&types": hash("m&types"),
  exact: hash("exact"),
  listed: hash("listed"),
  before: hash("before"),
  "before&types": hash("before&types"),
  "before-verb": hash("before-verb"),
  after: hash("after"),
  "after-verb": hash("after-verb"),
  s: hash("s"),
  right: hash("right"),
  left: hash("left"),
  "before-right": hash("before-right"),
  title: hash("title"),
  at: hash("at"),
  "a-ends-in-b": hash("a-ends-in-b"),
  "b-ends-in-a": hash("b-ends-in-a"),
  "a-has-b": hash("a-has-b"),
  "b-has-a": hash("b-has-a"),
  paren: hash("paren"),
  shapes: hash("shapes"),
};
const set = new FeatureSet();
const names = new Map<string, number>();
const t = (name: string): number => {
  let h = names.get(name);
  if (h === undefined) {
    h = hash(name);
    names.set(name, h);
  }
  return h;
};
/** Words that are looked at between two ends, and on the outer sides. */
const BETWEEN = 16;
const OUTSIDE = 7;
const gapOf = (n: number): number => (n <= 2 ? n : n <= 5 ? 5 : n <= 10 ? 10 : 20);

function pairFeatures(s: Sentence, a: End, b: End): Int32Array {
  const [l, r] = a.first <= b.first ? [a, b] : [b, a];
  const dir = l === a ? 1 : 2;
  const { words } = s;
  const part = (e: End): string => (e.coref !== undefined ? "self" : e.entity.introduced ? "intro" : "other");
  const types = t(`${part(a)}>${part(b)}`);
  const main = t(a.coref === "implied" || b.coref === "implied" ? "implied" : "told");
  const turn = mix(types, dir);
  set.start();
  set.add(T.dir, dir);
  set.add(T.types, types);
  set.add(T["types&dir"], turn);
  set.add(T.told, main, types);
  set.add(T["kind-a"], t(a.entity.kind));
  set.add(T["kind-b"], t(b.entity.kind), types);
  set.add(T.kinds, t(a.entity.kind), t(b.entity.kind));
  set.add(T["role-b"], t(b.entity.role), types);
  set.add(T["role-a"], t(a.entity.role), types);
  set.add(T.coref, t(a.coref ?? b.coref ?? "none"), types);
  const from = l.coref === "implied" ? 0 : l.last + 1;
  const gap = Math.max(0, r.first - from);
  set.add(T.gap, gapOf(gap), types);
  set.add(T["gap&dir"], gapOf(gap), dir);
  const seen = new CueSet();
  let exact = 0;
  let listed = true;
  for (let i = Math.max(from, r.first - BETWEEN); i < r.first; i++) {
    const w = words[i]!;
    const d = r.first - i;
    set.add(T.w, w.lexeme.hash, dir);
    if (w.pos === "VERB") set.add(T.verb, w.lexeme.hash, turn);
    if (d <= 3) set.add(T["w-near"], w.lexeme.hash, turn);
    exact = mix(exact, w.lexeme.hash);
    if ((w.lexeme.kinds & KIND.linking) === 0) listed = false;
    for (const c of w.lexeme.cues) {
      if (seen.has(c)) continue;
      seen.add(c);
      set.add(T.m, c, dir);
      set.add(T["m&types"], c, turn);
    }
  }
  if (gap <= 4) set.add(T.exact, exact, dir);
  if (listed && gap > 0) set.add(T.listed, types);
  for (let i = Math.max(0, l.first - OUTSIDE); i < l.first; i++) {
    if (l.coref === "implied") break;
    for (const c of words[i]!.lexeme.cues) {
      set.add(T.before, c, dir);
      set.add(T["before&types"], c, turn);
    }
    if (words[i]!.pos === "VERB") set.add(T["before-verb"], words[i]!.lexeme.hash, turn);
  }
  for (let i = r.last + 1; i <= r.last + OUTSIDE && i < words.length; i++) {
    for (const c of words[i]!.lexeme.cues) set.add(T.after, c, turn);
    if (words[i]!.pos === "VERB") set.add(T["after-verb"], words[i]!.lexeme.hash, turn);
  }
  for (const c of s.cues.list) set.add(T.s, c, types);
  set.add(T.right, words[r.last + 1]?.lexeme.hash ?? 0, dir);
  set.add(T.left, words[l.first - 1]?.lexeme.hash ?? 0, dir);
  set.add(T["before-right"], words[r.first - 1]?.lexeme.hash ?? 0, turn);
  set.add(T.title, s.field === "title" ? 1 : 0, types);
  if (s.field !== "title") set.add(T.at, Math.floor((3 * s.index) / Math.max(1, s.of)), types);
  const na = a.entity.name.toLowerCase();
  const nb = b.entity.name.toLowerCase();
  if (na !== nb && na.endsWith(nb)) set.add(T["a-ends-in-b"]);
  if (na !== nb && nb.endsWith(na)) set.add(T["b-ends-in-a"]);
  if (na !== nb && na.includes(nb)) set.add(T["a-has-b"]);
  if (na !== nb && nb.includes(na)) set.add(T["b-has-a"]);
  if (words[r.first - 1]?.lexeme.text === "(") set.add(T.paren, dir);
  set.add(T.shapes, t(shapeOf(a.entity.name)), t(shapeOf(b.entity.name)));
  return set.take();
}

/** Every ordered pair of techniques that a sentence might relate, once a sentence. */
export function pairCandidates(doc: Document, entities: readonly Entity[]): PairCandidate[] {
  const techniques = entities.filter((e) => e.label === "Technique");
  const main = mainOf(entities);
  const bySentence = new Map<Sentence, End[]>();
  for (const entity of techniques)
    for (const m of entity.mentions) {
      const list = bySentence.get(m.sentence) ?? [];
      if (!list.some((e) => e.entity === entity)) list.push({ entity, first: m.first, last: m.last, coref: undefined });
      bySentence.set(m.sentence, list);
    }
  const out: PairCandidate[] = [];
  for (const s of doc.sentences) {
    const ends = bySentence.get(s) ?? [];
    if (ends.length === 0 || ends.length > MOST_ENDS) continue;
    if (main !== undefined && s.field !== "title" && !ends.some((e) => e.entity === main)) {
      const m = (s.kinds & KIND.self) === 0 ? null : SELF.exec(s.text);
      const first = m === null ? 0 : s.words.findIndex((w) => w.end > s.start + m.index);
      let last = first;
      while (m !== null && last + 1 < s.words.length && s.words[last + 1]!.start < s.start + m.index + m[0].length)
        last++;
      ends.push({ entity: main, first, last, coref: m === null ? "implied" : m[0].toLowerCase().split(/\s/)[0]! });
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

interface Stated {
  pair: PairCandidate;
  type: RelationType;
  p: number;
}
/** The likeliest type and sentence of each pair of techniques, both directions together. */
export function likeliest(doc: Document, entities: readonly Entity[], model: LinearModel): Stated[] {
  const best = new Map<string, Stated>();
  for (const pair of pairCandidates(doc, entities)) {
    const p = probabilities(model, pair.features);
    let top = -1;
    model.classes.forEach((c, i) => {
      if (c !== "none" && (top < 0 || p[i]! > p[top]!)) top = i;
    });
    const type = model.classes[top] as RelationType | undefined;
    if (type === undefined || !RELATION_TYPES.includes(type)) continue;
    const key = [pair.from.id, pair.to.id].sort().join("\u0000");
    const had = best.get(key);
    if (had === undefined || had.p < p[top]!) best.set(key, { pair, type, p: p[top]! });
  }
  return [...best.values()];
}

/** The stated relations with at least a confidence. */
export function findRelations(
  doc: Document,
  entities: readonly Entity[],
  models: Models,
  minConfidence: number,
): RelationFact[] {
  const out: RelationFact[] = [];
  for (const { pair, type, p } of likeliest(doc, entities, models.relation)) {
    const confidence = confidenceOf(p, models.calibration.relation);
    if (confidence < minConfidence) continue;
    const [from, to] =
      SYMMETRIC_RELATIONS.has(type) && pair.to.id < pair.from.id ? [pair.to, pair.from] : [pair.from, pair.to];
    const mention: Mention | undefined = to.mentions.find((m) => m.sentence === pair.sentence);
    const before = mention === undefined ? "" : pair.sentence.text.slice(0, mention.start - pair.sentence.start);
    out.push({
      from: from.id,
      to: to.id,
      type,
      negated: type === "EMPLOYS" && NEGATED.test(before),
      evidence: [evidenceOf(pair.sentence)],
      confidence,
      rule: "pair-in-sentence",
      foundBy: ["rules"],
    });
  }
  return out;
}
