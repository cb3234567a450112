/** Generic JSON lines: one paper a line, checked field by field; a bad field names itself and the rest goes on. */
import { isUtf8 } from "node:buffer";
import type { PaperRecord, SourceItem } from "../records.js";
import { type Line, MAX_LINE_BYTES } from "./lines.js";
import { arxivId, codeAddress, dateOf, doiOf, joinParagraphs, joinSpace, openreviewId } from "./normalise.js";

/** A field that cannot be read; caught below and turned into an item of the stream. */
class FieldError extends Error {
  constructor(
    readonly field: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** Characters of a bad line that the rejects file keeps. */
const RAW_LIMIT = 2_000;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};
const bad = (field: string, value: unknown, takes: string): FieldError =>
  new FieldError(field, `the field "${field}" takes ${takes}, not ${shown(value)}`);
const absent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

type Fields = Readonly<Record<string, unknown>>;

function text(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  if (absent(value)) return undefined;
  if (typeof value !== "string") throw bad(field, value, "a text");
  return joinSpace(value) || undefined;
}
/** Ids are texts, but many listings number their papers. */
function idText(fields: Fields): string | undefined {
  const value = fields.id;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  return text(fields, "id");
}
function parsed<T>(fields: Fields, field: string, parse: (raw: string) => T | undefined, takes: string): T | undefined {
  const value = text(fields, field);
  if (value === undefined) return undefined;
  const out = parse(value);
  if (out === undefined) throw bad(field, value, takes);
  return out;
}
function list(fields: Fields, field: string, split: (raw: string) => string[]): string[] | undefined {
  const value = fields[field];
  if (absent(value)) return undefined;
  const items: unknown = typeof value === "string" ? split(value) : value;
  if (!Array.isArray(items)) throw bad(field, value, "a list of texts");
  const out: string[] = [];
  for (const item of items) {
    if (absent(item)) continue;
    if (typeof item !== "string") throw bad(field, item, "a list of texts");
    const joined = joinSpace(item);
    if (joined !== "" && !out.includes(joined)) out.push(joined);
  }
  return out.length === 0 ? undefined : out;
}
function yearOf(fields: Fields): number | undefined {
  const value = fields.year;
  if (absent(value)) return undefined;
  const year = typeof value === "string" && /^\s*\d{4}\s*$/.test(value) ? Number(value) : value;
  if (typeof year !== "number" || !Number.isInteger(year) || year < 1500 || year > 2999)
    throw bad("year", value, "a year such as 2016");
  return year;
}
const address = (raw: string): string | undefined => {
  try {
    const url = new URL(raw);
    return url.protocol === "https:" || url.protocol === "http:" ? raw : undefined;
  } catch {
    return undefined;
  }
};
const withoutAbsent = (record: { [K in keyof PaperRecord]: PaperRecord[K] | undefined }): PaperRecord =>
  Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)) as unknown as PaperRecord;

/** The first of the DOIs that a field lists: some listings join a paper's and its erratum's by a blank. */
function firstDoi(raw: string): string | undefined {
  const all = raw
    .split(/[\s;]+/)
    .filter((part) => part !== "" && !/^doi:$/i.test(part))
    .map(doiOf);
  return all.includes(undefined) ? undefined : all[0];
}

/**
 * A record out of a line's value; throws FieldError where there is no title to know it by. A bad field besides is left
 * out and told in `problems`: one wrong year must not lose a paper. Fields it does not know are ignored.
 */
function toRecord(value: unknown, problems: FieldError[]): PaperRecord {
  /** The field's value, or nothing where it is bad. */
  const lenient = <T>(read: () => T | undefined): T | undefined => {
    try {
      return read();
    } catch (e) {
      if (!(e instanceof FieldError)) throw e;
      problems.push(e);
      return undefined;
    }
  };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FieldError(undefined, `a line takes one JSON object, not ${shown(value)}`);
  const fields = value as Fields;
  if (absent(fields.title)) throw new FieldError("title", 'the field "title" is required and is missing or empty');
  const title = text(fields, "title");
  if (title === undefined) throw new FieldError("title", 'the field "title" is required and is empty');
  const abstract = lenient(() => {
    const given = fields.abstract;
    if (absent(given)) return undefined;
    if (typeof given !== "string") throw bad("abstract", given, "a text");
    return joinParagraphs(given);
  });
  const id = lenient(() => idText(fields));
  const url = lenient(() => parsed(fields, "url", address, "an address with http:// or https://"));
  const doi = lenient(() => parsed(fields, "doi", firstDoi, "a DOI such as 10.1000/182"));
  // An address or an id that is an identifier is one, wherever it stands; a DOI of arXiv is an arXiv id.
  const arxiv =
    lenient(() => parsed(fields, "arxiv", arxivId, "an arXiv id such as 2110.06848")) ??
    (doi === undefined ? undefined : arxivId(doi)) ??
    (url === undefined || !/arxiv\.org|huggingface\.co\/papers/i.test(url) ? undefined : arxivId(url)) ??
    (id === undefined ? undefined : arxivId(id));
  const github = lenient(() => text(fields, "github"));
  return withoutAbsent({
    title,
    abstract,
    id,
    authors: lenient(() =>
      list(fields, "authors", (raw) => raw.split(raw.includes(";") ? ";" : /,\s*(?:and\s+)?|\s+and\s+/)),
    ),
    year: lenient(() => yearOf(fields)),
    published: lenient(() => parsed(fields, "published", dateOf, "a date as 2016, 2016-05 or 2016-05-11")),
    venue: lenient(() => text(fields, "venue")),
    arxiv,
    doi:
      doi !== undefined && arxivId(doi) !== undefined
        ? undefined
        : (doi ?? (url && /doi\.org\//i.test(url) ? doiOf(url) : undefined)),
    openreview: url === undefined ? undefined : openreviewId(url),
    url,
    // What stands in this field is often a badge or a broken path; what holds no address is nothing, not an error.
    github: github === undefined ? undefined : codeAddress(github),
    keywords: lenient(() => list(fields, "keywords", (raw) => raw.split(/[;,\n]/))),
  });
}

/** Whether a bad item cost the whole record, or one field of a record that was read all the same. */
export const losesRecord = (item: { field?: string }): boolean => item.field === undefined || item.field === "title";

/** The items of a stream of lines; blank lines are passed over. */
export async function* readJsonLines(lines: AsyncIterable<Line>, source: string): AsyncGenerator<SourceItem> {
  for await (const line of lines) {
    const place = { source, line: line.number };
    const decoded = line.bytes.toString("utf8");
    if (!line.tooLong && decoded.trim() === "") continue;
    const raw = decoded.slice(0, RAW_LIMIT);
    if (line.tooLong) {
      yield {
        ok: false,
        place,
        reason: `the line is longer than ${MAX_LINE_BYTES} bytes; write one paper a line`,
        raw,
      };
      continue;
    }
    if (!isUtf8(line.bytes)) {
      yield { ok: false, place, reason: "the line is not valid UTF-8; convert it with `iconv -t utf-8`", raw };
      continue;
    }
    let value: unknown;
    try {
      value = JSON.parse(decoded);
    } catch (e) {
      yield { ok: false, place, reason: `the line is not valid JSON: ${(e as Error).message}`, raw };
      continue;
    }
    const problems: FieldError[] = [];
    let record: PaperRecord | undefined;
    try {
      record = toRecord(value, problems);
    } catch (e) {
      if (!(e instanceof FieldError)) throw e;
      problems.push(e);
    }
    if (record !== undefined) yield { ok: true, record, place };
    for (const e of problems)
      yield { ok: false, place, ...(e.field === undefined ? {} : { field: e.field }), reason: e.message, raw };
  }
}
