/** Turns an answer into facts: evidence that the text has, names that it writes, ids as the rules give them. */
import { nameKey, SYMMETRIC_RELATIONS, slug } from "../../ontology.js";
import { findAbbreviations } from "../extract/abbreviations.js";
import { atomsOf, keyOf, type Matcher, openKey } from "../extract/candidates.js";
import { readDocument } from "../extract/document.js";
import { canonicalRepository } from "../extract/repositories.js";
import {
  DATASET_ROLES,
  type EntityFact,
  type Evidence,
  type Fact,
  type PaperFacts,
  TECHNIQUE_ROLES,
  type Texts,
} from "../facts.js";
import type { VocabularyLabel } from "../vocabulary/vocabulary.js";
import { Quotes } from "./quotes.js";
import { type Answer, relationOf } from "./schema.js";

/** Grows with each change of this file or of merging that may give other facts for the same answer. */
export const READING_VERSION = 1;
/**
 * What a model's own confidence is worth: models state it too high, and it is not measured on annotated papers, so that
 * no fact that a model alone found reaches the confidences that the rules have earned.
 */
export const MODEL_TRUST = 0.7;
const MOST_EVIDENCE = 3;
/** UTF-16 code units; what is longer is a sentence, not a name. */
const LONGEST_NAME = 200;

/** What of answers was not taken. */
export interface Refused {
  /** Sentences that the text does not have. */
  inventedEvidence: number;
  /** Facts left without evidence, whose name the text does not write, or whose ends are no facts. */
  droppedFacts: number;
}

interface Resolved {
  id: string;
  name: string;
  surfaces: string[];
  known: boolean;
}
const numbers = (s: string): number[] =>
  [...s.replace(/(?<=\d),(?=\d{3})/g, "").matchAll(/\d+(?:\.\d+)?|\.\d+/g)].map((m) => Number(m[0]));
/** Units as the rules write them. */
const unitOf = (unit: string): string =>
  /^(?:\\?%|per ?cent)$/i.test(unit) ? "%" : /^db$/i.test(unit) ? "dB" : /points?$|^pp$/i.test(unit) ? "points" : unit;
const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];

/** The facts of an answer, each found by `model`. `rules` are those that the rules found in the same texts. */
export function readAnswer(
  answer: Answer,
  texts: Texts,
  rules: PaperFacts,
  matcher: Matcher,
  model: string,
  refused: Refused,
): PaperFacts {
  const doc = readDocument(texts);
  const quotes = new Quotes(doc);
  /** Long forms that the text itself defines, by the key of the short one. */
  const defined = new Map<string, string>();
  for (const s of doc.sentences)
    for (const a of findAbbreviations(s.text, s.start)) {
      const long = a.long.replace(/^(?:(?:a|an|the|our|novel|new|called|named|termed|and|of)\s+)+/i, "");
      if (!defined.has(openKey(a.short))) defined.set(openKey(a.short), long);
    }
  const ofRules: Record<VocabularyLabel, readonly EntityFact[]> = {
    Technique: rules.techniques,
    Dataset: rules.datasets,
    Task: rules.tasks,
  };

  /** The node of a name: the rules' fact that has it, else what the paper defines it as, the vocabulary, its own key. */
  const resolve = (label: VocabularyLabel, written: string): Resolved => {
    const key = openKey(written);
    const long = defined.get(key);
    const keys = long === undefined ? [key] : [key, openKey(long)];
    const had = ofRules[label].find((f) => [f.name, ...f.surfaces].some((n) => keys.includes(openKey(n))));
    if (had !== undefined) return { id: had.id, name: had.name, surfaces: had.surfaces, known: had.known };
    const name = long ?? written;
    // An abbreviation means a vocabulary's entry only where the paper defines it so.
    const hit = matcher
      .find(openKey(name))
      ?.find(
        (h) =>
          h.entry.label === label &&
          (!h.loose || [h.entry.name, ...h.entry.aliases].some((n) => openKey(n) === openKey(name))),
      );
    const surfaces = union(quotes.writings(written), long === undefined ? [] : quotes.writings(long));
    if (hit !== undefined) {
      const names = [hit.entry.name, ...hit.entry.aliases];
      return {
        id: hit.entry.id,
        name: hit.entry.name,
        surfaces: union(
          surfaces,
          names.flatMap((n) => quotes.writings(n)),
        ),
        known: true,
      };
    }
    const shown = (long ?? surfaces[0] ?? written).replace(/\s+/g, " ").trim();
    const open = openKey(shown);
    return { id: /\p{L}|\p{N}/u.test(open) ? open : slug(shown), name: shown, surfaces, known: false };
  };

  const proven = (given: { evidence: string[]; confidence: number }): Fact | undefined => {
    const evidence: Evidence[] = [];
    for (const quote of given.evidence) {
      const found = quotes.evidence(quote);
      if (found === undefined) refused.inventedEvidence++;
      else if (!evidence.some((e) => e.field === found.field && e.start === found.start && e.end === found.end))
        evidence.push(found);
    }
    if (evidence.length === 0) return undefined;
    return {
      evidence: evidence.slice(0, MOST_EVIDENCE),
      confidence: MODEL_TRUST * Math.min(1, Math.max(0, given.confidence)),
      rule: `model:${model}`,
      foundBy: ["model"],
    };
  };

  /** Nodes by the key of the name that the answer gives them, so that its relations find them. */
  const named = { Technique: new Map<string, string>(), Dataset: new Map<string, string>() };
  const entities = <G extends { name: string; evidence: string[]; confidence: number }, F extends EntityFact>(
    label: VocabularyLabel,
    given: readonly G[],
    make: (fact: EntityFact, g: G) => F,
    join: (had: F, more: F) => F = (had) => had,
  ): F[] => {
    const out = new Map<string, F>();
    for (const g of given) {
      const fact = proven(g);
      const node = entityOf(label, g.name, fact?.evidence ?? []);
      if (fact === undefined || node === undefined) {
        refused.droppedFacts++;
        continue;
      }
      if (label !== "Task") named[label].set(nameKey(g.name), node.id);
      const made = make({ ...node, ...fact }, g);
      const had = out.get(node.id);
      out.set(node.id, had === undefined ? made : join(had, made));
    }
    return [...out.values()];
  };
  const entityOf = (label: VocabularyLabel, given: string, evidence: readonly Evidence[]): Resolved | undefined => {
    for (const name of [given, given.replace(/\([^()]*\)\s*$/, "").trim()]) {
      if (name.length > LONGEST_NAME || nameKey(name) === "") continue;
      const node = resolve(label, name);
      if (node.surfaces.length > 0) return node;
      // `CIFAR-10/100` names CIFAR-100 by parts.
      const said = new Set(evidence.flatMap((e) => atomsOf(e.text).map((a) => openKey(keyOf(e.text, a)))));
      if (atomsOf(name).every((a) => said.has(openKey(keyOf(name, a))))) return { ...node, surfaces: [name] };
    }
    return undefined;
  };
  const withRoles =
    (order: readonly string[]) =>
    <F extends EntityFact & { role: string; roles: string[] }>(had: F, more: F): F => {
      const roles = union(had.roles, more.roles).sort((a, b) => order.indexOf(a) - order.indexOf(b));
      return { ...had, roles, role: roles[0] };
    };

  const techniques = entities(
    "Technique",
    answer.techniques,
    (fact, g) => ({ ...fact, kind: g.kind, role: g.role, roles: [g.role] }),
    withRoles(TECHNIQUE_ROLES),
  );
  const datasets = entities(
    "Dataset",
    answer.datasets,
    (fact, g) => ({ ...fact, role: g.role, roles: [g.role] }),
    withRoles(DATASET_ROLES),
  );
  const tasks = entities("Task", answer.tasks, (fact) => fact);

  /** The id of a technique or dataset that is among the facts, the model's or the rules'. */
  const endOf = (label: "Technique" | "Dataset", name: string): string | undefined => {
    const own = named[label].get(nameKey(name));
    if (own !== undefined) return own;
    const { id } = resolve(label, name);
    const facts: readonly EntityFact[] = label === "Technique" ? techniques : datasets;
    return [...facts, ...ofRules[label]].some((f) => f.id === id) ? id : undefined;
  };
  const relations: PaperFacts["relations"] = [];
  for (const g of answer.relations) {
    const type = relationOf(g.type);
    const from = endOf("Technique", g.from);
    const to = endOf("Technique", g.to);
    const fact = proven(g);
    if (from === undefined || to === undefined || from === to || fact === undefined) refused.droppedFacts++;
    else {
      const turned = SYMMETRIC_RELATIONS.has(type) && to < from;
      relations.push({ ...fact, from: turned ? to : from, to: turned ? from : to, type, negated: g.negated });
    }
  }
  const results: PaperFacts["results"] = [];
  for (const g of answer.results) {
    const dataset = endOf("Dataset", g.dataset);
    const technique = g.technique === null ? undefined : endOf("Technique", g.technique);
    const fact = proven(g);
    const metric = g.metric.replace(/\s+/g, " ").trim().toLowerCase();
    // The number and what it measures must stand in the proof.
    const within = (words: string): boolean =>
      nameKey(words) !== "" && (fact?.evidence.some((e) => nameKey(e.text).includes(nameKey(words))) ?? false);
    const stated = fact?.evidence.some((e) => numbers(e.text).includes(Math.abs(g.value))) ?? false;
    if (dataset === undefined || fact === undefined || !stated || !within(metric)) refused.droppedFacts++;
    else
      results.push({
        ...fact,
        dataset,
        ...(technique === undefined ? {} : { technique }),
        metric,
        value: g.value,
        ...(g.unit === null || g.unit.trim() === "" ? {} : { unit: unitOf(g.unit.trim()) }),
        difference: g.difference,
        ...(g.setting === null || !within(g.setting) ? {} : { setting: g.setting.trim() }),
      });
  }
  const repositories: PaperFacts["repositories"] = [];
  const squeezed = [...texts.values()].map((t) => t.replace(/\s+/g, "").toLowerCase());
  for (const g of answer.repositories) {
    const repository = canonicalRepository(g.url);
    const fact = proven(g);
    const whole = repository !== undefined && (repository.kind !== "CODE" || repository.id.split("/").length >= 3);
    if (!whole || fact === undefined || !squeezed.some((t) => t.includes(repository.id))) refused.droppedFacts++;
    else repositories.push({ ...fact, ...repository });
  }
  return { repositories, techniques, datasets, tasks, relations, results };
}
