/** Sees to Neo4j for the whole run: NEO4J_URI, or the server that `npm run neo4j` fetched, or, with REQUIRE_NEO4J=1, one fetched now. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

export interface Neo4jAccess {
  uri: string;
  username: string;
  password: string;
}
declare module "vitest" {
  export interface ProvidedContext {
    neo4j: Neo4jAccess | null;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { NEO4J_URI, NEO4J_USERNAME = "neo4j", NEO4J_PASSWORD = "", REQUIRE_NEO4J } = process.env;
  if (NEO4J_URI !== undefined) {
    project.provide("neo4j", { uri: NEO4J_URI, username: NEO4J_USERNAME, password: NEO4J_PASSWORD });
    return undefined;
  }
  const { isFetched, startNeo4j } = await import("../scripts/neo4j.mjs");
  if (REQUIRE_NEO4J !== "1" && !isFetched()) {
    project.provide("neo4j", null);
    console.warn(
      "\n*** The Neo4j half of the tests is SKIPPED: set NEO4J_URI, or run `npm run neo4j` once, or set REQUIRE_NEO4J=1. ***\n",
    );
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "papergraph-neo4j-"));
  const server = await startNeo4j({ dataDir });
  project.provide("neo4j", { uri: server.uri, username: server.username, password: server.password });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
