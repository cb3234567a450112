/** Serves a store on a free port and asks it over HTTP, as any client would. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Server, startServer } from "../../src/api/server.js";
import { type Config, loadConfig } from "../../src/config.js";
import { packageRoot } from "../../src/root.js";
import type { GraphStore } from "../../src/store/store.js";
import { writeFixture } from "./fixture.js";

export interface Reply {
  status: number;
  // Answers are as many-shaped as queries; tests state the shape they expect.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: { cost: { nodes: number; left: number; depth: number } };
}
export interface Client {
  server: Server;
  ask(query: string, variables?: object, operationName?: string): Promise<Reply>;
  /** The data; throws where there are errors. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  data(query: string, variables?: object, operationName?: string): Promise<any>;
}

export const quiet = (changes: Partial<Config> = {}): Config => ({
  ...loadConfig({ PORT: "0", PAPERGRAPH_LOG_LEVEL: "silent" }),
  ...changes,
});

export async function serve(store: GraphStore, changes: Partial<Config> = {}): Promise<Client> {
  const server = await startServer(store, quiet(changes));
  const ask = async (query: string, variables: object = {}, operationName?: string): Promise<Reply> => {
    const response = await fetch(`${server.url}graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables, operationName }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Reply, "status">) };
  };
  return {
    server,
    ask,
    async data(query, variables, operationName) {
      const reply = await ask(query, variables, operationName);
      if (reply.errors !== undefined) throw new Error(JSON.stringify(reply.errors));
      return reply.data;
    },
  };
}

/** Serves the eight papers of the fixture to the tests around the call, and hands on the store and a client of it. */
export function serveFixture(open: () => Promise<GraphStore>, hand: (store: GraphStore, client: Client) => void): void {
  let store: GraphStore | undefined;
  let client: Client | undefined;
  beforeAll(async () => {
    store = await open();
    await writeFixture(store);
    client = await serve(store);
    hand(store, client);
  });
  afterAll(async () => {
    await client?.server.close();
    await store?.close();
  });
}

/** The text of one of the project's operations. */
export const operation = (file: string): string =>
  readFileSync(join(packageRoot(), "src", "api", "operations", file), "utf8");
