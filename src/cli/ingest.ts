/** `papergraph ingest`: loads files, says what came of each, and tells it by the exit code. */
import { stat } from "node:fs/promises";
import { relative } from "node:path";
import type { Config } from "../config.js";
import { ERRORS, EXIT_INTERRUPTED } from "../errors.js";
import { missing } from "../etl/opinion/index.js";
import { openSource } from "../etl/sources/index.js";
import { openStore } from "../store/open.js";
import type { Stats } from "../store/store.js";
import type { LoadResult } from "./load.js";
import { reportError, say } from "./report.js";

export async function runIngest(files: readonly string[], config: Config, json: boolean): Promise<number> {
  const started = performance.now();
  // With nothing to read the store is not even made.
  const readable = await Promise.all(
    files.map((f) =>
      stat(f).then(
        (s) => !s.isDirectory(),
        () => false,
      ),
    ),
  );
  if (!readable.includes(true)) {
    let exit = 0;
    for (const file of files)
      await openSource(file).catch((e: unknown) => {
        exit = Math.max(exit, reportError(e, json));
      });
    return exit;
  }
  const stop = new AbortController();
  const onSignal = (): void => {
    // The second time means: now.
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort();
    if (!json) say("Stopping after the batch in hand. Press Ctrl-C again to stop at once.");
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    // Opening the store and reading the extractor's data take time together, not one after the other.
    const [store, { loadFiles }] = await Promise.all([openStore(config.store, config), import("./load.js")]);
    const result: LoadResult = { files: [], interrupted: false };
    try {
      try {
        await loadFiles(files, store, config, { json, signal: stop.signal }, result);
      } catch (e) {
        if (!json) for (const line of fileLines(result)) say(line);
        throw e;
      }
      const stats = await store.stats();
      const exit = exitOf(result);
      if (json)
        console.log(
          JSON.stringify({
            files: result.files.map(({ error, ...f }) => ({
              ...f,
              ...(error === undefined ? {} : { error: error.code }),
            })),
            interrupted: result.interrupted,
            ...(result.opinion === undefined ? {} : { opinion: result.opinion }),
            seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
            stats,
            exit,
          }),
        );
      else {
        for (const line of fileLines(result)) console.log(line);
        console.log(`${config.store} holds ${statsLine(stats)}.`);
        if (result.interrupted) say("Stopped; what was done is kept. The same command completes the work.");
      }
      return exit;
    } finally {
      await store.close();
    }
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

export function exitOf(result: LoadResult): number {
  if (result.interrupted) return EXIT_INTERRUPTED;
  if (result.files.some((f) => f.error !== undefined || f.rejected > 0)) return ERRORS.BAD_RECORD.exit;
  return result.opinion !== undefined && missing(result.opinion) > 0 ? ERRORS.OPINION_MISSING.exit : 0;
}

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A line for each file, with where its rejects are. */
export function* fileLines(result: LoadResult): Generator<string> {
  for (const f of result.files) {
    yield `${f.file}: ${counted(f.records, "paper")} read; ${f.added} added, ${f.changed} changed, ${f.unchanged} unchanged${f.interrupted ? " (stopped)" : ""}`;
    if (f.rejects !== undefined)
      yield `  ${counted(f.rejected, "bad record or field", "bad records or fields")}: see ${relative(process.cwd(), f.rejects)}`;
  }
}

const statsLine = (s: Stats): string =>
  [
    counted(s.papers, "paper"),
    counted(s.techniques, "technique"),
    counted(s.datasets, "dataset"),
    counted(s.tasks, "task"),
    `${counted(s.repositories, "repository", "repositories")}`,
  ]
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
