/** docs/queries.md: every query and address in it is asked, and every answer that it shows is the one that comes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/root.js";
import { openStore } from "../../src/store/open.js";
import type { GraphStore } from "../../src/store/store.js";
import { type Client, serve } from "../api/client.js";
import { writeFixture } from "../api/fixture.js";
import { temporaryFolder, testConfig } from "../engines.js";

const text = readFileSync(join(packageRoot(), "docs", "queries.md"), "utf8");
const queries = [...text.matchAll(/```graphql\n([\s\S]*?)```(?:\n```json\n([\s\S]*?)```)?/g)].map((m) => ({
  query: m[1]!,
  answer: m[2],
}));
const addresses = [...text.matchAll(/curl 'http:\/\/127\.0\.0\.1:4000(\/[^']+)'/g)].map((m) => m[1]!);

let store: GraphStore;
let client: Client;
beforeAll(async () => {
  store = await openStore(join(temporaryFolder(), "graph"), testConfig);
  await writeFixture(store);
  client = await serve(store);
});
afterAll(async () => {
  await client.server.close();
  await store.close();
});

test.each(queries)("$query", async ({ query, answer }) => {
  const data = await client.data(query);
  if (answer !== undefined) expect(data).toEqual(JSON.parse(answer));
});
test.each(addresses)("%s", async (address) => {
  const reply = await fetch(new URL(address, client.server.url));
  expect(reply.status).toBe(200);
  expect((await reply.text()).length).toBeGreaterThan(2);
});
test("there is something to hold", () => {
  expect([queries.length, addresses.length]).toEqual([8, 4]);
});
