/** Cypher that the ontology implies: constraints, indexes and upserts, for `cypher/setup` and `cypher/write`. */
import { EDGES, type EdgeType, type Label, NAMES_EDGE, NODES, rolesToward } from "../ontology.js";

export const LABELS = Object.keys(NODES) as Label[];
export const EDGE_TYPES = Object.keys(EDGES) as EdgeType[];
/** Labels whose nodes papers share, with the edge types by which a paper holds them. */
export const SHARED: Readonly<Partial<Record<Label, readonly EdgeType[]>>> = {
  Technique: rolesToward("Technique"),
  Dataset: rolesToward("Dataset"),
  Task: rolesToward("Task"),
  Repository: ["HAS_CODE"],
  Author: ["AUTHORED_BY"],
  Venue: ["PUBLISHED_IN"],
};
/** Labels that Names may lead to. */
export const NAMED: readonly Label[] = ["Paper", "Technique", "Dataset", "Task", "Repository", "Author", "Venue"];

/** Constraints and indexes of an engine. In Grafeo a unique constraint brings no index; in Neo4j it is one. */
export function setupText(engine: "embedded" | "neo4j"): string[] {
  const out: string[] = [];
  const guard = engine === "neo4j" ? " IF NOT EXISTS" : "";
  for (const label of LABELS) {
    const model: { key: string; indexes?: readonly string[] } = NODES[label];
    const name = label.toLowerCase();
    if (engine === "embedded") out.push(`CREATE INDEX ${name}_${model.key} FOR (n:${label}) ON (n.${model.key})`);
    out.push(`CREATE CONSTRAINT ${name}_${model.key}_unique${guard} FOR (n:${label}) REQUIRE n.${model.key} IS UNIQUE`);
    for (const property of model.indexes ?? [])
      out.push(`CREATE INDEX ${name}_${property}${guard} FOR (n:${label}) ON (n.${property})`);
  }
  if (engine === "neo4j")
    out.push("CREATE FULLTEXT INDEX paperText IF NOT EXISTS FOR (n:Paper) ON EACH [n.title, n.abstract]");
  return out;
}

export const upsertNode = (label: Label): string =>
  `UNWIND $rows AS row\nMERGE (n:${label} {id: row.id})\nSET n = row.properties`;
export const deleteNode = (label: Label): string => `UNWIND $ids AS id\nMATCH (n:${label} {id: id})\nDETACH DELETE n`;
export const createEdge = (type: EdgeType): string =>
  `UNWIND $rows AS row\nMATCH (a:${EDGES[type].from} {id: row.from})\nMATCH (b:${EDGES[type].to} {id: row.to})\nCREATE (a)-[r:${type}]->(b)\nSET r = row.properties`;
/** The far end goes by the type alone: a plan made while its label is empty would scan. */
const edge = (type: EdgeType): string =>
  `UNWIND $rows AS row\nMATCH (a:${EDGES[type].from} {id: row.from})-[r:${type}]->(b)\nWHERE b.id = row.to\n`;
export const setEdge = (type: EdgeType): string => `${edge(type)}SET r = row.properties`;
export const deleteEdge = (type: EdgeType): string => `${edge(type)}DELETE r`;
/** Merges a derived or vocabulary edge, where both ends exist. */
export const mergeEdge = (type: EdgeType): string =>
  `UNWIND $rows AS row\nMATCH (a:${EDGES[type].from} {id: row.from})\nMATCH (b:${EDGES[type].to} {id: row.to})\nMERGE (a)-[r:${type}]->(b)\nSET r = row.properties`;
export const createName = (label: Label): string =>
  `UNWIND $rows AS row\nMATCH (n:${label} {id: row.nodeId})\nCREATE (m:Name {id: row.id, key: row.key, kind: row.kind, origin: row.origin})-[:${NAMES_EDGE}]->(n)`;
/** Degrees, not walks: each COUNT reads the number that the node holds. */
export const countPapers = (label: Label): string =>
  `UNWIND $ids AS id\nMATCH (n:${label} {id: id})\nRETURN id, ${(SHARED[label] ?? []).map((t) => `COUNT { (n)<-[:${t}]-() }`).join(" + ")} AS count`;
export const readNodes = (label: Label): string =>
  `UNWIND $ids AS id\nMATCH (n:${label} {id: id})\nRETURN id, properties(n) AS properties`;
export const readSurfaces = (label: Label): string =>
  `UNWIND $ids AS id\nMATCH (n:${label} {id: id})<-[r:${(SHARED[label] ?? []).join("|")}]-()\nRETURN id, r.surface AS surface, r.kind AS kind, count(*) AS count`;

/** Every generated write statement by the name of its file. */
export function writeTexts(): Map<string, string> {
  const out = new Map<string, string>();
  for (const label of LABELS) {
    out.set(`upsert-${label}`, upsertNode(label));
    out.set(`delete-${label}`, deleteNode(label));
  }
  for (const type of EDGE_TYPES) {
    const { layer } = EDGES[type];
    if (layer === "fact") {
      out.set(`create-${type}`, createEdge(type));
      out.set(`set-${type}`, setEdge(type));
    } else out.set(`merge-${type}`, mergeEdge(type));
    out.set(`delete-${type}`, deleteEdge(type));
  }
  for (const label of NAMED) out.set(`name-${label}`, createName(label));
  for (const label of Object.keys(SHARED) as Label[]) out.set(`count-${label}`, countPapers(label));
  return out;
}
