/** `papergraph serve`: opens the store, serves it, and on SIGTERM or Ctrl-C drains, closes and ends with 0. */
import { join } from "node:path";
import type { Config } from "../config.js";
import { ERRORS } from "../errors.js";
import { packageRoot } from "../root.js";
import { openStore } from "../store/open.js";
import type { GraphStore } from "../store/store.js";
import { exitOf, fileLines } from "./ingest.js";
import { reportError, say } from "./report.js";

export interface ServeOptions {
  json: boolean;
  ingest: readonly string[];
  sampleIfEmpty: boolean;
}

/** A query that answers on any graph. */
const QUERY = "{ papers(first: 3) { totalCount nodes { title } } }";

export async function runServe(config: Config, options: ServeOptions): Promise<number> {
  const { json } = options;
  const stop = new AbortController();
  let wake: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const onSignal = (): void => {
    stop.abort();
    wake();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    // The API's schema is built while the store opens; extraction is read in only where something is to be loaded.
    const [store, { startServer }] = await Promise.all([openStore(config.store, config), import("../api/server.js")]);
    try {
      if (options.sampleIfEmpty) await loadSample(store, config, stop.signal);
      if (stop.signal.aborted) return 0;
      const server = await startServer(store, config);
      const url = server.url.replace(/\/+$/, "");
      if (json) console.log(JSON.stringify({ url: `${url}/`, graphql: `${url}/graphql`, store: config.store }));
      else
        console.log(
          [
            `Papergraph serves ${config.store} at ${url}/`,
            `  GraphQL:  ${url}/graphql`,
            `  Try:      curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: QUERY })}'`,
            "Ctrl-C ends it.",
          ].join("\n"),
        );
      // Reads go on while files are loaded; a bad file is told and does not end the service.
      const loading =
        options.ingest.length > 0 ? loadServing(options.ingest, store, config, json, stop.signal) : undefined;
      await asked;
      if (!json) say("Closing: requests in flight are answered first.");
      await server.close();
      await loading;
      return 0;
    } finally {
      await store.close();
    }
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

async function loadSample(store: GraphStore, config: Config, signal: AbortSignal): Promise<void> {
  if ((await store.stats()).papers > 0) return;
  const { loadFiles } = await import("./load.js");
  const result = await loadFiles([join(packageRoot(), "samples", "papers.jsonl")], store, config, {
    json: false,
    quiet: true,
    signal,
  });
  const count = result.files.reduce((n, f) => n + f.added, 0);
  say(`The store was empty: loaded the sample of ${count} papers.`);
}

async function loadServing(
  files: readonly string[],
  store: GraphStore,
  config: Config,
  json: boolean,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { loadFiles } = await import("./load.js");
    const result = await loadFiles(files, store, config, { json, signal });
    for (const line of fileLines(result)) say(line);
    if (exitOf(result) === ERRORS.BAD_RECORD.exit) say("Some records or files could not be loaded; see above.");
  } catch (e) {
    reportError(e, json);
  }
}
