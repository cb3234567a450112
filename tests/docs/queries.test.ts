/**
 * README's queries give the answers that stand under them, on the sample as `npm start` loads it.
 * With `UPDATE_README=1` the answers are written anew, for somebody to read over before they are committed.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadFiles } from "../../src/cli/load.js";
import { loadConfig } from "../../src/config.js";
import { packageRoot } from "../../src/root.js";
import { openStore } from "../../src/store/open.js";
import type { GraphStore } from "../../src/store/store.js";
import { type Client, serve } from "../api/client.js";
import { temporaryFolder } from "../engines.js";
import { type Block, blocks, document, readableJson } from "./markdown.js";

const sample = join(packageRoot(), "samples", "papers.jsonl");
const all = blocks(document("README.md"));
const pairs = all.flatMap((block, i): [Block, Block][] =>
  block.language === "graphql" && all[i + 1]?.language === "json" ? [[block, all[i + 1]!]] : [],
);

let store: GraphStore;
let client: Client;
beforeAll(async () => {
  expect(existsSync(sample), "samples/papers.jsonl").toBe(true);
  const folder = join(temporaryFolder(), "graph");
  const config = { ...loadConfig({}), store: folder };
  store = await openStore(folder, config);
  const result = await loadFiles([sample], store, config, { json: false, quiet: true });
  expect(result.files.map((f) => f.rejected)).toEqual([0]);
  client = await serve(store);
});
afterAll(async () => {
  await client?.server.close();
  await store?.close();
});

test("README shows three queries with their answers", () => {
  expect(pairs.length).toBeGreaterThanOrEqual(3);
  expect(all.filter((b) => b.language === "graphql").length).toBe(pairs.length);
});

test.each(pairs.map(([query, answer]) => ({ line: query.line, query: query.text, answer: answer.text })))(
  "the query on line $line answers as shown",
  async ({ query, answer }) => {
    const real: unknown = await client.data(query);
    if (process.env.UPDATE_README === "1") {
      const file = join(packageRoot(), "README.md");
      writeFileSync(
        file,
        document("README.md").replace(`${query}\n\`\`\`\n\`\`\`json\n${answer}`, () => {
          return `${query}\n\`\`\`\n\`\`\`json\n${readableJson(real)}`;
        }),
      );
    } else expect(real).toEqual(JSON.parse(answer));
  },
);
