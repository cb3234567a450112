/** The store as the rest of the product sees it: keyed reads, free reads, whole-paper writes; no engine is named here. */
import type { PaperRecord } from "../etl/records.js";
import type { EdgeType, Label } from "../ontology.js";
import type { QueryName, QueryRows } from "./queries.js";

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Row = { [column: string]: Value };
export type Params = { [name: string]: Value | undefined };

/** A node to stand in the graph; `properties` by the ontology, without those that the store derives (counts, order keys). */
export interface GraphNode {
  label: Label;
  id: string;
  properties: Row;
}
/** An edge to stand in the graph; on edges that carry a fact, `properties.factId` is its stable id. */
export interface GraphEdge {
  type: EdgeType;
  from: string;
  to: string;
  properties: Row;
}
export interface GraphName {
  /** nameKey() of the name, or an identifier such as `arxiv:2110.06848`. */
  key: string;
  /** Label of the node that it names, or `formerId`. */
  kind: string;
  nodeId: string;
}
/** One paper with everything that rests on it. It replaces what the graph has of the paper. */
export interface PaperGraph {
  paper: GraphNode;
  /** Ends that the edges need; shared nodes are merged, the paper's own (Statement, Result) replaced. */
  nodes: GraphNode[];
  edges: GraphEdge[];
  names: GraphName[];
  /** The tellings that this was made from: all of the paper's, old and new. */
  tellings: Telling[];
  /** Ids of papers that turned out to be this one; their nodes go, their ids become formerIds. */
  absorbs: string[];
}
export interface Telling {
  /** `source|paper id|n`. */
  id: string;
  paperId: string;
  sourceId: string;
  hash: string;
  record: PaperRecord;
}
export interface KnownPaper {
  id: string;
  tellings: Telling[];
}
export interface RunInfo {
  id: string;
  startedAt: string;
  extractor: string;
  sourceId: string;
  sourceHash: string;
}
export interface WriteResult {
  version: number;
  added: number;
  changed: number;
  unchanged: number;
}
export interface Stats {
  papers: number;
  techniques: number;
  datasets: number;
  tasks: number;
  repositories: number;
  authors: number;
  venues: number;
  statements: number;
  results: number;
  /** Derived edges between techniques. */
  relations: number;
  version: number;
}

/** The rows of a query; where its name is put together from a label, any row. */
export type RowsOf<N extends QueryName> = QueryName extends N ? Row : QueryRows[N];
/** The name of a query that is put together from a label, as `technique-papers`. */
export const queryName = (label: Label, rest: string): QueryName => `${label.toLowerCase()}-${rest}` as QueryName;

export interface GraphStore {
  readonly engine: "embedded" | "neo4j";
  /**
   * A keyed read: the rows of `cypher/read/NAME.cypher` for one key. Reads of all requests in flight that share the
   * name and `shape` go out as one statement with `$rows` (each row gets a number `i`, and each answer row returns it
   * as the column `i`).
   */
  read<N extends QueryName>(name: N, row: Params, shape?: Params): Promise<RowsOf<N>[]>;
  /** A read without a key, from `cypher/read/NAME.cypher`. */
  query<N extends QueryName>(name: N, params?: Params): Promise<RowsOf<N>[]>;
  /** Cypher text built by `store/select.ts`; nothing else may call it. */
  run(text: string, params: Params): Promise<Row[]>;
  /** A keyed read as `read` makes it, of a text that `store/select.ts` built. */
  select(text: string, row: Params, shape?: Params): Promise<Row[]>;
  /** Candidates of a full-text search on papers' titles and abstracts, best first: `{id, score}`. */
  fulltext(text: string, limit: number): Promise<{ id: string; score: number }[]>;
  /** Papers known by the keys (Name keys of kind Paper), with all their tellings: key to paper. */
  knownPapers(keys: string[]): Promise<Map<string, KnownPaper>>;
  /** Writes papers in one transaction, increments the version, records changes. Same input again writes nothing. */
  write(papers: PaperGraph[], run: RunInfo): Promise<WriteResult>;
  /** SHA-256 over all facts (nodes and edges of the layers fact, derived, vocabulary, name), sorted. */
  checksum(): Promise<string>;
  stats(): Promise<Stats>;
  /** Graph version now; 0 for an empty store. */
  version(): Promise<number>;
  /** Throws STORE_UNAVAILABLE where the store does not answer. */
  ping(): Promise<void>;
  /** How many statements were sent for reads, for tests and metrics. */
  readonly readsSent: number;
  /** Makes what was written durable (a checkpoint on the embedded engine). */
  flush(): Promise<void>;
  close(): Promise<void>;
}
