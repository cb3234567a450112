/** `papergraph extract`: one JSON line of facts a paper, in input order; nothing else on standard output. */
import { once } from "node:events";
import type { Config } from "../config.js";
import { ERRORS, PapergraphError } from "../errors.js";
import { toLine } from "../etl/extract/print.js";
import type { PaperFacts } from "../etl/facts.js";
import { mergeTellings } from "../etl/merge.js";
import type { PaperRecord } from "../etl/records.js";
import { withStructuredRepositories } from "../etl/resolve.js";
import { openSource } from "../etl/sources/index.js";
import { losesRecord } from "../etl/sources/jsonl.js";
import { configuredExtractor, reportOpinion } from "./extractor.js";
import { sayBad } from "./load.js";
import { reportError } from "./report.js";

/** Papers read ahead of the one whose line is next, where an extractor takes its time. */
const AHEAD = 16;

export async function runExtract(files: readonly string[], config: Config, json: boolean): Promise<number> {
  const stop = new AbortController();
  const { extractor, opinion } = configuredExtractor(config, json, stop.signal);
  let exit = 0;
  const out = process.stdout;
  let closed = false;
  const onError = (e: NodeJS.ErrnoException): void => {
    // A reader such as `head` that has seen enough is no fault.
    if (e.code !== "EPIPE") throw e;
    closed = true;
  };
  out.on("error", onError);
  const line = (sourceId: string, record: PaperRecord): string | Promise<string> => {
    // A record by itself is told as the graph would tell a paper of this one source.
    const paper = mergeTellings([{ id: "", paperId: "", sourceId, hash: "", record }]);
    const print = (facts: PaperFacts): string => {
      const found = facts.repositories.map((f) => ({ ...f, sources: [sourceId] }));
      return toLine(record.title, { ...facts, repositories: withStructuredRepositories(found, paper.repositories) });
    };
    const facts = extractor.extract(paper.texts);
    return facts instanceof Promise ? facts.then(print) : print(facts);
  };
  const write = async (text: string): Promise<void> => {
    if (closed) return;
    // A slow reader sets the pace: what it has not taken is not piled up.
    if (!out.write(text.endsWith("\n") ? text : `${text}\n`))
      await Promise.race([once(out, "drain"), once(out, "error"), once(out, "close")]).catch(onError);
  };
  /** Lines under way, in the order of the input. */
  const waiting: Promise<string>[] = [];
  const writeDown = async (most: number): Promise<void> => {
    while (waiting.length > most && !closed) await write(await waiting.shift()!);
  };
  try {
    for (const file of files) {
      try {
        const source = await openSource(file);
        for await (const item of source.items()) {
          if (!item.ok) {
            sayBad(item, json);
            // A bad field that facts do not rest on costs no line.
            if (losesRecord(item)) exit = ERRORS.BAD_RECORD.exit;
            continue;
          }
          const made = line(source.id, item.record);
          if (made instanceof Promise) {
            // A fault is thrown when its turn comes.
            made.catch(() => undefined);
            waiting.push(made);
            await writeDown(AHEAD);
          } else await write(made);
          if (closed) return 0;
        }
      } catch (e) {
        if (!(e instanceof PapergraphError)) throw e;
        exit = Math.max(exit, reportError(e, json));
      }
    }
    await writeDown(0);
    if (closed) return 0;
    if (opinion !== undefined) exit = Math.max(exit, reportOpinion(opinion(), json));
  } finally {
    stop.abort();
    out.off("error", onError);
    // Late news of a closed pipe must not become a crash.
    out.on("error", () => undefined);
  }
  return exit;
}
