/** What a graph engine must do; everything above it is common to all engines. */
import type { Params, Row } from "./store.js";

/** Runs one Cypher text of the dialect common to the engines; values are plain JavaScript ones. */
export type Run = (text: string, params?: Params) => Promise<Row[]>;

export interface Engine {
  readonly name: "embedded" | "neo4j";
  /** A read or a single statement, committed by itself. */
  run: Run;
  /** Runs `work` in one transaction; a throw rolls back. Writers wait for one another. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Papers whose title or abstract match, best first. */
  fulltext(text: string, limit: number): Promise<{ id: string; score: number }[]>;
  flush(): Promise<void>;
  close(): Promise<void>;
}
