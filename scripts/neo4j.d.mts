/** Types of the Neo4j starter, for the tests. */
export const NEO4J_VERSION: string;
export function isFetched(): boolean;
export function fetchNeo4j(log?: (line: string) => void): void;
export function startNeo4j(options?: {
  port?: number;
  dataDir?: string;
  log?: (line: string) => void;
}): Promise<{ uri: string; username: string; password: string; stop(): Promise<void> }>;
