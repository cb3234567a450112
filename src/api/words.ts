/** The API's words for stored edge types, as enums made from the ontology: a role added there shows here. */
import { registerEnumType } from "type-graphql";
import { EDGES, type EdgeType, RELATION_TYPES, rolesToward } from "../ontology.js";

/** The plain word that the API shows for a stored type. */
export const wordOf = (type: string): string =>
  (EDGES[type as EdgeType] as { role?: string } | undefined)?.role ?? type;

/** An enum with a member for each edge type, described as the ontology describes it. */
function enumOf(name: string, description: string, types: readonly EdgeType[]): Record<string, string> {
  const values = Object.fromEntries(types.map((t) => [wordOf(t), wordOf(t)]));
  registerEnumType(values, {
    name,
    description,
    valuesConfig: Object.fromEntries(types.map((t) => [wordOf(t), { description: EDGES[t].doc }])),
  });
  return values;
}
export const TechniqueRole = enumOf(
  "TechniqueRole",
  "What a technique is to a paper, strongest first.",
  rolesToward("Technique"),
);
export const DatasetRole = enumOf(
  "DatasetRole",
  "What a dataset is to a paper, strongest first.",
  rolesToward("Dataset"),
);
export const TaskRole = enumOf("TaskRole", "What a task is to a paper.", rolesToward("Task"));
export const RelationWord = enumOf("RelationType", "How one technique stands to another.", RELATION_TYPES);

/** Place of a role among those of its label, 0 for the strongest; pages of a paper's own go by it. */
export const roleRank = (label: "Technique" | "Dataset" | "Task", type: string): number =>
  rolesToward(label).indexOf(type as EdgeType);
