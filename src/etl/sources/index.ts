/** Opens a file as a stream of records: gzip and format are told from its content, never from its name. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { PapergraphError } from "../../errors.js";
import type { SourceItem } from "../records.js";
import { readPage } from "./hf-page.js";
import { readJsonLines } from "./jsonl.js";
import { readLines } from "./lines.js";

export interface SourceFile {
  /** Base name: a graph must not tell where on a machine its files lay. */
  readonly id: string;
  readonly path: string;
  /** Bytes on disk; 0 where it is a pipe. */
  readonly size: number;
  /** SHA-256 of the bytes read so far; of the whole content after the last item. */
  hash(): string;
  /** Bytes read so far, for progress. */
  bytesRead(): number;
  /**
   * The records in the file's order. What can be read comes first; then FILE_UNREADABLE or NO_PAPERS is thrown where
   * the file ends badly or holds nothing.
   */
  items(): AsyncGenerator<SourceItem>;
}

/** How much of a file is looked at to tell what it is, in bytes. */
const PEEK = 64 * 1024;
const MAGIC: readonly [string, string][] = [
  ["%PDF-", "a PDF; save its text first"],
  ["PK\u0003\u0004", "a zip archive; unpack it first"],
  ["\u0028\u00b5\u002f\u00fd", "compressed with zstd; unpack it with `zstd -d` first"],
  ["BZh", "compressed with bzip2; unpack it with `bunzip2` first"],
  ["\u00fd7zXZ", "compressed with xz; unpack it with `unxz` first"],
];

/** Throws FILE_NOT_FOUND or FILE_UNREADABLE (a directory, no permission) at once. */
export async function openSource(path: string): Promise<SourceFile> {
  const id = basename(path);
  let info: Stats;
  try {
    info = await stat(path);
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new PapergraphError("FILE_NOT_FOUND", `${path}: there is no such file. Check the name and the folder.`, {
        file: id,
      });
    throw unreadable(path, id, e);
  }
  if (info.isDirectory())
    throw new PapergraphError(
      "FILE_UNREADABLE",
      `${path}: this is a folder. Name the files in it, for example ${id}/*.jsonl.`,
      { file: id },
    );
  const digest = createHash("sha256");
  let read = 0;
  let final: string | undefined;
  return {
    id,
    path,
    size: info.isFile() ? info.size : 0,
    hash: () => final ?? (digest.copy().digest("hex") as string),
    bytesRead: () => read,
    async *items() {
      yield* readItems(path, id, digest, (n) => {
        read += n;
      });
      final = digest.copy().digest("hex");
    },
  };
}

function unreadable(path: string, file: string, cause: unknown, line?: number): PapergraphError {
  const e = cause as NodeJS.ErrnoException;
  const where = line === undefined || line === 0 ? path : `${path}, after line ${line}`;
  const why =
    e.code === "EACCES" || e.code === "EPERM"
      ? "you may not read it. Change its permissions."
      : e.code?.startsWith("Z_")
        ? `its gzip data is damaged or cut off (${e.message}). What came before was read; fetch the file again.`
        : `it cannot be read (${e.code ?? e.message}). Check the disk and the file.`;
  return new PapergraphError("FILE_UNREADABLE", `${where}: ${why}`, { file, line: line ?? 0 }, { cause });
}

async function* readItems(
  path: string,
  file: string,
  digest: Hash,
  onBytes: (n: number) => void,
): AsyncGenerator<SourceItem> {
  let line = 0;
  let good = 0;
  let bad = 0;
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    const counted = counting(raw, digest, onBytes);
    const first = await peek(counted, PEEK);
    const zipped = first.head[0] === 0x1f && first.head[1] === 0x8b;
    const plain = zipped ? await peek(gunzip(first.stream), PEEK) : first;
    refuseBinary(plain.head, path, file);
    const head = withoutMark(plain.head).toString("utf8");
    if (head.trim() === "" && plain.ended)
      throw new PapergraphError(
        "NO_PAPERS",
        `${path}: the file is empty. It takes JSON lines or the text of a Hugging Face Papers page.`,
        { file },
      );
    const format = formatOf(head, path, file);
    const lines = readLines(withoutMarkFirst(plain.stream));
    for await (const item of format === "jsonl" ? readJsonLines(lines, file) : readPage(lines, file)) {
      line = Math.max(line, item.place.line);
      if (item.ok) good++;
      else bad++;
      yield item;
    }
  } catch (e) {
    if (e instanceof PapergraphError) throw e;
    throw unreadable(path, file, e, line);
  } finally {
    raw.destroy();
  }
  if (good === 0)
    throw new PapergraphError(
      "NO_PAPERS",
      bad > 0
        ? `${path}: no paper could be read; ${bad} ${bad === 1 ? "record is" : "records are"} bad. The first reasons are named above.`
        : `${path}: no paper was found. It takes JSON lines with a "title" each, or the text of a Hugging Face Papers page: a title, a blank line, its abstract.`,
      { file },
    );
}

async function* counting(stream: Readable, digest: Hash, onBytes: (n: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    digest.update(chunk);
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = Readable.from(chunks, { objectMode: false });
  const output = createGunzip();
  // A fault of the file must end the unzipped stream too, or its reader would wait for ever.
  input.on("error", (e) => output.destroy(e));
  try {
    yield* input.pipe(output) as AsyncIterable<Buffer>;
  } finally {
    input.destroy();
    output.destroy();
  }
}

/** The first bytes and a stream that gives all bytes, these included. */
async function peek(
  chunks: AsyncIterable<Buffer>,
  want: number,
): Promise<{ head: Buffer; ended: boolean; stream: AsyncGenerator<Buffer> }> {
  const it = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  let ended = false;
  let fault: unknown;
  while (length < want && !ended && fault === undefined) {
    try {
      const next = await it.next();
      if (next.done) ended = true;
      else {
        held.push(next.value);
        length += next.value.length;
      }
    } catch (e) {
      // What was read before the fault is handed on; the fault follows at its place.
      if (length === 0) throw e;
      fault = e;
    }
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield* held;
      if (fault !== undefined) throw fault;
      if (!ended) for (let n = await it.next(); !n.done; n = await it.next()) yield n.value;
    } finally {
      await it.return?.();
    }
  }
  return { head: Buffer.concat(held).subarray(0, want), ended, stream: all() };
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const withoutMark = (b: Buffer): Buffer => (b.subarray(0, 3).equals(MARK) ? b.subarray(3) : b);
async function* withoutMarkFirst(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (held === undefined) yield chunk;
    else {
      // The mark may be cut by the edge of a chunk.
      held = Buffer.concat([held, chunk]);
      if (held.length < 3) continue;
      yield withoutMark(held);
      held = undefined;
    }
  }
  if (held !== undefined && held.length > 0) yield withoutMark(held);
}

function refuseBinary(head: Buffer, path: string, file: string): void {
  const refuse = (what: string): PapergraphError =>
    new PapergraphError("FILE_UNREADABLE", `${path}: this is ${what}.`, { file });
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw refuse("UTF-16 text; convert it with `iconv -f utf-16 -t utf-8`");
  const start = head.subarray(0, 8).toString("latin1");
  for (const [magic, what] of MAGIC) if (start.startsWith(magic)) throw refuse(what);
  let control = 0;
  for (const byte of head) {
    if (byte === 0)
      throw refuse("a binary file; it takes JSON lines or the text of a Hugging Face Papers page, gzip or not");
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++;
  }
  if (control > head.length / 50)
    throw refuse("a binary file; it takes JSON lines or the text of a Hugging Face Papers page, gzip or not");
}

/** JSON lines where a line that opens an object comes first, or is the rule among the first lines. */
function formatOf(head: string, path: string, file: string): "jsonl" | "page" {
  const trimmed = head.trimStart();
  if (/^\[\s*[{\]]/.test(trimmed))
    throw new PapergraphError(
      "FILE_UNREADABLE",
      `${path}, line 1: this is one JSON list. Write one object a line, for example with \`jq -c '.[]'\`.`,
      { file, line: 1 },
    );
  if (trimmed.startsWith("{")) return "jsonl";
  const lines = trimmed.split(/\r\n|\r|\n/).filter((l) => l.trim() !== "");
  const objects = lines.slice(0, 20).filter((l) => /^\s*\{/.test(l)).length;
  return objects * 2 > Math.min(20, lines.length) ? "jsonl" : "page";
}
