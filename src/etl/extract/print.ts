/** The line that `extract` prints for a paper: names in place of ids, the API's words for roles and types. */
import { EDGES } from "../../ontology.js";
import type { Fact, PaperFacts } from "../facts.js";

const proof = (f: Fact): object => ({
  confidence: f.confidence,
  rule: f.rule,
  foundBy: f.foundBy,
  evidence: f.evidence,
});

/** The facts of one paper as one line of JSON. */
export function toLine(title: string, facts: PaperFacts): string {
  const names = new Map(facts.techniques.map((t) => [t.id, t.name]));
  const sets = new Map(facts.datasets.map((d) => [d.id, d.name]));
  return JSON.stringify({
    title: title.replace(/\s+/g, " ").trim(),
    repositories: facts.repositories.map((r) => ({ url: r.url, kind: r.kind, ...proof(r) })),
    introduces: [
      ...facts.techniques
        .filter((t) => t.role === "introduces")
        .map((t) => ({ name: t.name, kind: t.kind, aliases: t.surfaces, ...proof(t) })),
      ...facts.datasets
        .filter((d) => d.role === "introduces")
        .map((d) => ({ name: d.name, kind: "dataset", aliases: d.surfaces, ...proof(d) })),
    ],
    techniques: facts.techniques
      .filter((t) => t.role !== "introduces")
      .map((t) => ({ name: t.name, kind: t.kind, role: t.role, roles: t.roles, surfaces: t.surfaces, ...proof(t) })),
    datasets: facts.datasets.map((d) => ({
      name: d.name,
      role: d.role,
      roles: d.roles,
      surfaces: d.surfaces,
      ...proof(d),
    })),
    tasks: facts.tasks.map((t) => ({ name: t.name, surfaces: t.surfaces, ...proof(t) })),
    relations: facts.relations
      .filter((r) => !r.negated)
      .map((r) => ({
        from: names.get(r.from) ?? r.from,
        type: EDGES[r.type].role,
        to: names.get(r.to) ?? r.to,
        ...proof(r),
      })),
    results: facts.results.map((r) => ({
      dataset: sets.get(r.dataset) ?? r.dataset,
      technique: r.technique === undefined ? undefined : (names.get(r.technique) ?? r.technique),
      metric: r.metric,
      value: r.value,
      unit: r.unit,
      difference: r.difference,
      setting: r.setting,
      ...proof(r),
    })),
  });
}
