/** The server as HTTP sees it: pages, health, limits, masked faults, production settings, draining. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { errorFormatter } from "../../src/api/format-error.js";
import { PapergraphError } from "../../src/errors.js";
import { openStore } from "../../src/store/open.js";
import type { GraphStore } from "../../src/store/store.js";
import { temporaryFolder, testConfig } from "../engines.js";
import { type Client, serve } from "./client.js";
import { writeFixture } from "./fixture.js";

let store: GraphStore;
let client: Client;
beforeAll(async () => {
  vi.stubEnv("NODE_ENV", "production");
  store = await openStore(join(temporaryFolder(), "graph"), testConfig);
  await writeFixture(store);
  client = await serve(store);
});
afterAll(async () => {
  await client.server.close();
  await store.close();
  vi.unstubAllEnvs();
});
const get = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, client.server.url), init);

describe("pages", () => {
  test("the landing page shows counts and leads to a query that works", async () => {
    const reply = await get("/");
    expect(reply.headers.get("content-type")).toContain("text/html");
    const html = await reply.text();
    expect(html).toContain("<dt>papers</dt><dd>8</dd>");
    const link = /href="(\/graphiql\?query=[^"]+)"/.exec(html)?.[1];
    const query = new URL(link!, client.server.url).searchParams.get("query")!;
    const { techniques } = await client.data(query);
    expect(techniques.nodes[0].name).toBe("mixup");
  });

  test("GraphiQL comes from the package, with no other host", async () => {
    const html = await (await get("/graphiql")).text();
    expect(html).not.toMatch(/https?:\/\//);
    const files = [...html.matchAll(/(?:src|href)="(\/graphiql\/[^"]+)"/g)].map((m) => m[1]!);
    expect(files).toHaveLength(4);
    for (const file of files) {
      const reply = await get(file);
      expect(reply.status).toBe(200);
      expect((await reply.text()).length).toBeGreaterThan(5_000);
    }
    for (const file of ["/graphiql/package.json", "/graphiql/..%2f..%2fpackage.json", "/graphiql/constructor"])
      expect((await get(file)).status).toBe(404);
  });

  test("health and readiness; a store that does not answer is not ready", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await get("/readyz")).json()).toEqual({ status: "ready" });
    const failing = new Proxy(store, {
      get: (target, property) =>
        property === "ping"
          ? () => Promise.reject(new PapergraphError("STORE_UNAVAILABLE", "gone"))
          : Reflect.get(target, property, target),
    });
    const other = await serve(failing);
    const reply = await fetch(`${other.server.url}readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ status: "unavailable" });
    await other.server.close();
  });

  test("unknown places answer 404 with a code", async () => {
    const reply = await get("/nothing");
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  });

  test("any origin may read", async () => {
    const reply = await get("/graphql?query={graph{version}}", { headers: { origin: "https://dashboard.example" } });
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
    expect(await reply.json()).toMatchObject({ data: { graph: { version: 1 } } });
  });
});

describe("limits, in production", () => {
  let other: Client | undefined;
  afterEach(async () => {
    await other?.server.close();
    other = undefined;
  });
  const code = async (query: string, variables?: object) => {
    const { errors } = await (other ?? client).ask(query, variables);
    return errors?.[0]?.extensions.code;
  };

  test("introspection is on, and off where the settings say so", async () => {
    expect(process.env.NODE_ENV).toBe("production");
    const query = "{ __schema { queryType { name } } }";
    expect((await client.data(query)).__schema.queryType.name).toBe("Query");
    expect((await get("/schema.graphql")).status).toBe(200);
    other = await serve(store, { introspection: false });
    expect(await code(query)).toBe("GRAPHQL_VALIDATION_FAILED");
    expect((await fetch(`${other.server.url}schema.graphql`)).status).toBe(404);
    expect(await code("{ graph { version } }")).toBeUndefined();
  });

  test("GraphiQL's own introspection passes, however deep it is", async () => {
    const { getIntrospectionQuery } = await import("graphql");
    const { errors, data } = await client.ask(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data.__schema.types.length).toBeGreaterThan(40);
  });

  test("depth, by fragments too", async () => {
    other = await serve(store, { maxDepth: 5 });
    const deep = '{ technique(name: "mixup") { papers { edges { node { authors { name } } } } } }';
    const reply = await other.ask(deep);
    expect(reply.status).toBe(400);
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: "TOO_COMPLEX", retry: false });
    expect(reply.errors?.[0]?.message).toMatch(/6 levels.* 5 are allowed/);
    expect(
      await code(
        'fragment P on Paper { authors { name } } { technique(name: "mixup") { papers { edges { node { ...P } } } } }',
      ),
    ).toBe("TOO_COMPLEX");
    expect(await code('{ technique(name: "mixup") { papers { edges { node { title } } } } }')).toBeUndefined();
  });

  test("nodes asked for, by variables too; the cost is told", async () => {
    const query = "query ($n: Int) { papers(first: $n) { nodes { techniques(first: $n) { nodes { name } } } } }";
    const { extensions } = await client.ask(query, { n: 100 });
    expect(extensions?.cost).toEqual({ nodes: 10_100, left: 39_900, depth: 5 });
    const deeper =
      "query ($n: Int = 100) { papers(first: $n) { nodes { techniques(first: $n) { nodes { papers(first: $n) { totalCount } } } } } }";
    expect(await code(deeper)).toBe("TOO_COMPLEX");
    expect(await code(deeper, { n: 10 })).toBeUndefined();
  });

  test("fragments that spread each other do not make the count slow", async () => {
    const levels = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const started = Date.now();
    await client.ask(`{ ...F0 } ${levels.join(" ")} fragment F40 on Query { __typename }`);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  test("tokens", async () => {
    other = await serve(store, { maxTokens: 20 });
    expect(await code(`{ ${"a: graph { version } ".repeat(20)} }`)).toBe("TOO_COMPLEX");
    expect(await code("{ graph { version } }")).toBeUndefined();
  });

  test("time", async () => {
    const slow = new Proxy(store, {
      get: (target, property) =>
        property === "query"
          ? async (...args: Parameters<GraphStore["query"]>) => {
              await new Promise((r) => setTimeout(r, 300));
              return target.query(...args);
            }
          : typeof Reflect.get(target, property, target) === "function"
            ? (Reflect.get(target, property, target) as () => unknown).bind(target)
            : Reflect.get(target, property, target),
    });
    other = await serve(slow, { requestTimeoutMs: 50 });
    const { errors } = await other.ask("{ graph { version } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "TIMEOUT", retry: true });
  });

  test("batches, unreadable bodies and unknown fields are refused with a code", async () => {
    const post = async (body: string) => {
      const reply = await get("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body });
      return { status: reply.status, errors: ((await reply.json()) as { errors: { extensions: object }[] }).errors };
    };
    expect(await post('[{"query":"{graph{version}}"}]')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: "BAD_REQUEST" } }],
    });
    expect(await post("{")).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(await code("{ nothing }")).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(await code("{ graph { version }")).toBe("GRAPHQL_PARSE_FAILED");
    expect(await code("query ($n: Int) { papers(first: $n) { totalCount } }", { n: "x" })).toBe("BAD_USER_INPUT");
    expect(await code("mutation { a }")).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});

describe("faults", () => {
  test("what is not meant for callers is masked under an id that the log has", async () => {
    const logged: object[] = [];
    const format = errorFormatter({ error: (what) => logged.push(what) });
    const secret = new PapergraphError("STORE_ERROR", "MATCH (n) secret");
    const { GraphQLError } = await import("graphql");
    for (const [raised, code] of [
      [new GraphQLError("boom at 10.0.0.1", { originalError: new Error("boom at 10.0.0.1") }), "INTERNAL_SERVER_ERROR"],
      [new GraphQLError(secret.message, { originalError: secret }), "STORE_ERROR"],
    ] as const) {
      const out = format({ message: raised.message, extensions: { code: "INTERNAL_SERVER_ERROR" } }, raised);
      expect(out.extensions?.code).toBe(code);
      expect(out.message).not.toMatch(/boom|secret/);
      expect(out.message).toContain(String(out.extensions?.id));
      expect(logged.at(-1)).toMatchObject({ id: out.extensions?.id });
    }
  });

  test("a fault of the store reaches its caller as a code, and the next request is answered", async () => {
    let broken = true;
    const failing = new Proxy(store, {
      get(target, property) {
        if (property === "read" && broken)
          return () => Promise.reject(new PapergraphError("STORE_UNAVAILABLE", "Neo4j does not answer."));
        const value = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const other = await serve(failing);
    const query = '{ technique(name: "mixup") { name } }';
    const { errors } = await other.ask(query);
    expect(errors?.[0]).toMatchObject({ path: ["technique"], extensions: { code: "STORE_UNAVAILABLE", retry: true } });
    broken = false;
    expect(await other.data(query)).toEqual({ technique: { name: "mixup" } });
    await other.server.close();
  });

  test("a port that is taken is told", async () => {
    const port = Number(new URL(client.server.url).port);
    await expect(serve(store, { port })).rejects.toMatchObject({ code: "BAD_CONFIG" });
  });
});

test("closing answers what is in flight and takes nothing new", async () => {
  let asked!: () => void;
  const started = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const slow = new Proxy(store, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (property === "query")
        return async (...args: Parameters<GraphStore["query"]>) => {
          asked();
          await new Promise((r) => setTimeout(r, 200));
          return target.query(...args);
        };
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const other = await serve(slow);
  const answer = other.data("{ graph { version } }");
  await started;
  const closed = other.server.close();
  expect(await answer).toEqual({ graph: { version: 1 } });
  await closed;
  await expect(fetch(`${other.server.url}healthz`)).rejects.toThrow();
});
