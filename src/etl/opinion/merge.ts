/**
 * Joins what rules and model found in one paper. What the rules found stays, with its id, name and rule:
 * - both found it: `foundBy` is model and rules, sentences are joined (the rules' first, three at most), and the
 *   confidence is 1 - (1 - r)(1 - m), as for two witnesses who err independently, at most 0.99; r is the rules'
 *   confidence and m the model's own times MODEL_TRUST;
 * - both found the node in different roles: `roles` holds all. The model's role leads only where it is the stronger role
 *   and m > r; the confidence is that of the one whose role leads, for the other bears witness to the node only;
 * - the model alone found it: its confidence is m, and below the minimum confidence it is left out.
 */
import { statementKey } from "../../ontology.js";
import {
  DATASET_ROLES,
  type EntityFact,
  type Fact,
  type PaperFacts,
  type RelationFact,
  type ResultFact,
  TECHNIQUE_ROLES,
} from "../facts.js";

const MOST_EVIDENCE = 3;
/** Nobody is certain. */
const SUREST = 0.99;

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];

export const combined = (r: number, m: number): number => Math.max(r, Math.min(SUREST, 1 - (1 - r) * (1 - m)));

/** The rules' fact with the model's witness. */
function agreed<F extends Fact>(rule: F, model: F): F {
  const seen = new Set<string>();
  const evidence = [...rule.evidence, ...model.evidence].filter((e) => {
    const key = `${e.field} ${e.start} ${e.end}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return {
    ...rule,
    evidence: evidence.slice(0, MOST_EVIDENCE),
    confidence: rule.confidence === null ? null : combined(rule.confidence, model.confidence ?? 0),
    foundBy: ["model", "rules"],
  };
}

function agreedEntity<F extends EntityFact>(rule: F, model: F): F {
  const joined = agreed(rule, model);
  return { ...joined, surfaces: union(rule.surfaces, rule.id === model.id ? model.surfaces : []) };
}

type WithRoles = EntityFact & { role: string; roles: string[] };
/** Two witnesses of a node who may differ in its role. `order` has the strongest role first. */
const agreedRoles =
  (order: readonly string[]) =>
  <F extends WithRoles>(rule: F, model: F): F => {
    const joined = agreedEntity(rule, model);
    const place = (role: string): number => order.indexOf(role);
    const lead = rule.roles[0] ?? rule.role;
    if (lead === model.role) return joined;
    const r = rule.confidence ?? 1;
    const m = model.confidence ?? 0;
    const stronger = place(model.role) < place(lead);
    // A stronger role that is less sure would take the lead in the graph, where the strongest role names the edge.
    if (stronger && m <= r) return { ...joined, confidence: rule.confidence };
    const roles = union(rule.roles, model.roles).sort((a, b) => place(a) - place(b));
    return { ...joined, roles, role: stronger ? model.role : rule.role, confidence: stronger ? m : rule.confidence };
  };

function mergeList<F extends Fact>(
  rules: readonly F[],
  model: readonly F[],
  same: (a: F, b: F) => boolean,
  join: (rule: F, model: F) => F,
  least: number,
): F[] {
  const out = [...rules];
  const joined = new Set<number>();
  for (const fact of model) {
    const at = rules.findIndex((r, i) => !joined.has(i) && same(r, fact));
    if (at >= 0) {
      joined.add(at);
      out[at] = join(rules[at]!, fact);
    } else if ((fact.confidence ?? 1) >= least && !out.some((f) => same(f, fact))) out.push(fact);
  }
  return out;
}

const sameId = (a: { id: string }, b: { id: string }): boolean => a.id === b.id;
const sameRelation = (a: RelationFact, b: RelationFact): boolean =>
  a.negated === b.negated && statementKey(a.type, a.from, a.to) === statementKey(b.type, b.from, b.to);
/** One number on one dataset, where neither names another technique than the other. */
const sameResult = (a: ResultFact, b: ResultFact): boolean =>
  a.dataset === b.dataset &&
  a.metric === b.metric &&
  a.value === b.value &&
  a.difference === b.difference &&
  (a.technique === undefined || b.technique === undefined || a.technique === b.technique);

/** The facts of both; `minConfidence` acts on what the model alone found, as it did on the rules' facts before. */
export function mergeFacts(rules: PaperFacts, model: PaperFacts, minConfidence: number): PaperFacts {
  const techniques = mergeList(
    rules.techniques,
    model.techniques,
    sameId,
    (a, b) => ({ ...agreedRoles(TECHNIQUE_ROLES)(a, b), kind: a.kind === "other" ? b.kind : a.kind }),
    minConfidence,
  );
  const datasets = mergeList(rules.datasets, model.datasets, sameId, agreedRoles(DATASET_ROLES), minConfidence);
  const isTechnique = new Set(techniques.map((t) => t.id));
  const isDataset = new Set(datasets.map((d) => d.id));
  return {
    repositories: mergeList(rules.repositories, model.repositories, sameId, agreed, minConfidence),
    techniques,
    datasets,
    tasks: mergeList(rules.tasks, model.tasks, sameId, agreedEntity, minConfidence),
    // An end below the minimum confidence takes its relations and results with it.
    relations: mergeList(
      rules.relations,
      model.relations.filter((r) => isTechnique.has(r.from) && isTechnique.has(r.to)),
      sameRelation,
      agreed,
      minConfidence,
    ),
    results: mergeList(
      rules.results,
      model.results
        .filter((r) => isDataset.has(r.dataset))
        .map(
          ({ technique, ...r }): ResultFact =>
            technique === undefined || !isTechnique.has(technique) ? r : { ...r, technique },
        ),
      sameResult,
      (a, b) => ({
        ...agreed(a, b),
        ...(a.technique === undefined && b.technique !== undefined ? { technique: b.technique } : {}),
      }),
      minConfidence,
    ),
  };
}
