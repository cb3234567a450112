/** The engines that every store and API test runs on, each opened fresh and empty. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import { inject } from "vitest";
import { loadConfig } from "../src/config.js";
import { openStore } from "../src/store/open.js";
import type { GraphStore } from "../src/store/store.js";

export interface TestEngine {
  name: "embedded" | "neo4j";
  /** An empty store; a second call empties what the first opened (Neo4j Community has one database). */
  open(): Promise<GraphStore>;
}

const access = inject("neo4j");
/** Settings with which the engines are opened. */
export const testConfig = loadConfig(
  access === null ? {} : { NEO4J_USERNAME: access.username, NEO4J_PASSWORD: access.password },
);

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
/** A folder that goes when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-test-"));
  folders.push(folder);
  return folder;
}

async function emptyNeo4j(uri: string): Promise<void> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(testConfig.neo4jUsername, testConfig.neo4jPassword));
  const session = driver.session();
  await session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS");
  await session.close();
  await driver.close();
}

export const engines: TestEngine[] = [
  { name: "embedded", open: () => openStore(join(temporaryFolder(), "graph"), testConfig) },
  ...(access === null
    ? []
    : [
        {
          name: "neo4j" as const,
          open: async () => {
            await emptyNeo4j(access.uri);
            return openStore(access.uri, testConfig);
          },
        },
      ]),
];
