/** An embedded store that another process holds. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStore } from "../../src/store/open.js";
import { temporaryFolder, testConfig } from "../engines.js";

it("says who is in the way and what to do when another process holds the embedded store", async () => {
  const folder = join(temporaryFolder(), "graph");
  const store = await openStore(folder, testConfig);
  await store.close();
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import grafeo from "@grafeo-db/js"; const db = grafeo.GrafeoDB.create(${JSON.stringify(join(folder, "graph.grafeo"))}); console.log("held"); setInterval(() => db.nodeCount(), 1000);`,
  ]);
  await once(holder.stdout, "data");
  await expect(openStore(folder, testConfig)).rejects.toMatchObject({
    code: "STORE_LOCKED",
    message: expect.stringMatching(/serve --ingest/),
  });
  holder.kill();
  await once(holder, "exit");
  const again = await openStore(folder, testConfig);
  expect(await again.version()).toBe(0);
  await again.close();
});

it("refuses an address of a kind that it does not know", async () => {
  await expect(openStore("http://localhost:7474", testConfig)).rejects.toMatchObject({ code: "BAD_CONFIG" });
});

it("says which server does not answer", async () => {
  await expect(openStore("bolt://127.0.0.1:1", testConfig)).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    message: expect.stringContaining("bolt://127.0.0.1:1"),
  });
});
