// Test settings: decorators compiled by oxc with metadata, one copy of graphql, engines in separate files.
import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One Neo4j with one database serves all test files, so they run one after another.
    fileParallelism: false,
    globalSetup: ["tests/global-setup.ts"],
  },
});
