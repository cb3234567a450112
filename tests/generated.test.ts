/** Every generated file is what the code makes of it now. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/root.js";

it("generated files are up to date", () => {
  const run = spawnSync(process.execPath, [join(packageRoot(), "dist", "scripts", "generate.js"), "--check"], {
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.stdout).toMatch(/^\d+ generated files are up to date\.\n$/);
});
