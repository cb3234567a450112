/** Loads files into an open store, with progress, a rejects file and one line for each bad record. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Config } from "../config.js";
import { PapergraphError } from "../errors.js";
import type { OpinionReport } from "../etl/opinion/index.js";
import { type BadItem, emptySummary, type FileSummary, Loader } from "../etl/pipeline.js";
import { VocabularyIndex } from "../etl/resolve.js";
import { loadVocabulary } from "../etl/vocabulary/vocabulary.js";
import type { GraphStore } from "../store/store.js";
import { configuredExtractor, reportOpinion } from "./extractor.js";
import { progressBar } from "./progress.js";
import { printError, say } from "./report.js";

/** Bad records named one by one on standard error, for each file; the rest is in the rejects file. */
const NAMED = 20;

export interface LoadResult {
  files: (FileSummary & { rejects?: string })[];
  interrupted: boolean;
  /** What came of asking for second opinions; absent where nobody is asked. */
  opinion?: OpinionReport;
}

/** Where rejects go: beside the embedded store, or into ./data for a server. */
export const rejectsFolder = (store: string): string => (/^[a-z0-9+]+:\/\//i.test(store) ? "data" : dirname(store));

/**
 * Loads the files one after the other. `result` is filled as it goes, so that after a fault of the store it tells what
 * was done.
 */
export async function loadFiles(
  files: readonly string[],
  store: GraphStore,
  config: Config,
  options: { json: boolean; quiet?: boolean; signal?: AbortSignal },
  result: LoadResult = { files: [], interrupted: false },
): Promise<LoadResult> {
  const { extractor, opinion } = configuredExtractor(config, options.json, options.signal);
  const vocabulary = new VocabularyIndex(loadVocabulary());
  const bar = progressBar(options.json || (options.quiet ?? false));
  let rejects: Rejects | undefined;
  let bad = 0;
  const loader = new Loader({
    store,
    extractor,
    minConfidence: config.minConfidence,
    vocabulary,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onBad: (item) => {
      rejects?.add(item);
      if (++bad <= NAMED) bar.aside(() => sayBad(item, options.json));
    },
    onProgress: (bytes, size, records) => bar.update(bytes, size, records),
  });
  const begun = new Set<string>();
  try {
    for (const file of files) {
      if (options.signal?.aborted) {
        result.interrupted = true;
        break;
      }
      const name = basename(file);
      bad = 0;
      rejects = new Rejects(join(rejectsFolder(config.store), `${name}.rejects.jsonl`), begun.has(name));
      begun.add(name);
      bar.start(name);
      const summary: LoadResult["files"][number] = emptySummary(file);
      result.files.push(summary);
      try {
        await loader.load(file, summary);
      } finally {
        bar.stop();
        await rejects.close();
        if (rejects.written > 0) summary.rejects = rejects.path;
      }
      if (bad > NAMED && !options.json) say(`${name}: ${bad - NAMED} more bad records, see ${rejects.path}`);
      if (summary.error !== undefined)
        printError(summary.error.code, summary.error.message, options.json, summary.error.details);
      if (summary.interrupted) result.interrupted = true;
    }
  } finally {
    if (opinion !== undefined) {
      result.opinion = opinion();
      // Stopped within the last batch: its papers are read to the end, and not all were asked about.
      if (options.signal?.aborted && result.opinion.unasked > 0) result.interrupted = true;
      reportOpinion(result.opinion, options.json);
    }
    await store.flush();
  }
  return result;
}

export function sayBad(item: BadItem, json: boolean): void {
  printError("BAD_RECORD", `${item.place.source}, line ${item.place.line}: ${item.reason}.`, json, {
    file: item.place.source,
    line: item.place.line,
    ...(item.field === undefined ? {} : { field: item.field }),
  });
}

/** The rejects file of one source; it stands only where something was rejected. */
class Rejects {
  written = 0;
  private queue: Promise<FileHandle | undefined> = Promise.resolve(undefined);
  private lines: string[] = [];

  constructor(
    readonly path: string,
    append: boolean,
  ) {
    // One of an earlier run would tell of records that may be good now.
    if (!append && existsSync(path)) rmSync(path);
  }
  add(item: BadItem): void {
    const { place, field, reason, raw } = item;
    this.lines.push(
      `${JSON.stringify({ ...place, code: "BAD_RECORD", ...(field === undefined ? {} : { field }), reason, raw })}\n`,
    );
    this.written++;
    if (this.lines.length >= 100) this.drain();
  }
  private drain(): void {
    const text = this.lines.join("");
    this.lines = [];
    this.queue = this.queue.then(async (handle) => {
      if (handle === undefined) mkdirSync(dirname(this.path), { recursive: true });
      const file = handle ?? (await open(this.path, "a"));
      await file.appendFile(text);
      return file;
    });
    // Its fault is reported by close().
    this.queue.catch(() => undefined);
  }
  async close(): Promise<void> {
    if (this.lines.length > 0) this.drain();
    try {
      await (await this.queue)?.close();
    } catch (e) {
      throw new PapergraphError(
        "FILE_UNREADABLE",
        `${this.path}: the rejects cannot be written (${(e as Error).message}).`,
        {},
        { cause: e },
      );
    }
  }
}
