/** Small papers for the store's tests, made in code. */
import { EDGES, type EdgeType, factId, type RelationType, statementKey } from "../../src/ontology.js";
import type { GraphEdge, GraphNode, PaperGraph, RunInfo } from "../../src/store/store.js";

export interface PaperSpec {
  id: string;
  title?: string;
  year?: number;
  techniques?: Partial<Record<string, EdgeType>>;
  datasets?: Partial<Record<string, EdgeType>>;
  relations?: [string, RelationType, string][];
  absorbs?: string[];
}
export const run: RunInfo = {
  id: "run-1",
  startedAt: "2026-01-01T00:00:00.000Z",
  extractor: "test",
  sourceId: "test.jsonl",
  sourceHash: "0",
};
const fact = (paper: string, type: string, to: string) => ({
  factId: factId(paper, type, to),
  confidence: 0.9,
  evidence: "[]",
  rule: "test",
  foundBy: ["rules"],
  sources: ["test.jsonl"],
});

/** What the loading of one paper hands to the store. */
export function paperGraph(spec: PaperSpec): PaperGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const names = [{ key: `title${spec.id}`, kind: "Paper", nodeId: spec.id }];
  const hold = (label: "Technique" | "Dataset", id: string, type: EdgeType): void => {
    nodes.push({
      label,
      id,
      properties: { id, name: id, aliases: [], source: "text", ...(label === "Technique" ? { kind: "other" } : {}) },
    });
    names.push({ key: id, kind: label, nodeId: id });
    edges.push({
      type,
      from: spec.id,
      to: id,
      properties: {
        ...fact(spec.id, type, id),
        roles: [String(EDGES[type].role)],
        surface: id,
        ...(label === "Technique" ? { kind: "other" } : {}),
        names: [],
      },
    });
  };
  for (const [id, type] of Object.entries(spec.techniques ?? {})) hold("Technique", id, type!);
  for (const [id, type] of Object.entries(spec.datasets ?? {})) hold("Dataset", id, type!);
  for (const [from, type, to] of spec.relations ?? []) {
    const id = factId(spec.id, type, from, to);
    nodes.push({
      label: "Statement",
      id,
      properties: {
        id,
        type,
        key: statementKey(type, from, to),
        fromId: from,
        toId: to,
        negated: false,
        ...fact(spec.id, type, to),
        factId: id,
      },
    });
    edges.push(
      { type: "STATES", from: spec.id, to: id, properties: {} },
      { type: "STATES_FROM", from: id, to: from, properties: {} },
      { type: "STATES_TO", from: id, to, properties: {} },
    );
  }
  const title = spec.title ?? `Paper ${spec.id}`;
  return {
    paper: {
      label: "Paper",
      id: spec.id,
      properties: {
        id: spec.id,
        title,
        otherAbstracts: [],
        keywords: [],
        ...(spec.year === undefined ? {} : { year: spec.year }),
      },
    },
    nodes,
    edges,
    names,
    tellings: [
      {
        id: `test.jsonl|${spec.id}|0`,
        paperId: spec.id,
        sourceId: "test.jsonl",
        hash: JSON.stringify(spec),
        record: { title },
      },
    ],
    absorbs: spec.absorbs ?? [],
  };
}
