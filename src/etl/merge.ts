/** Makes one paper out of all that its sources tell of it; the order in which they were loaded plays no part. */
import { createHash } from "node:crypto";
import type { Telling } from "../store/store.js";
import type { PaperRecord } from "./records.js";
import { venueOf } from "./sources/normalise.js";

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** JSON of a record with its fields in one order. */
export const recordText = (record: PaperRecord): string => JSON.stringify(record, Object.keys(record).sort());

/** Changes with the record and with anything that may draw other facts from it. */
export function tellingHash(record: PaperRecord, extractor: string): string {
  return createHash("sha256")
    .update(`${extractor}\u0000${recordText(record)}`)
    .digest("hex")
    .slice(0, 32);
}

/**
 * Tellings in the order in which the first to speak is heard: by source, then by content. Their numbers do not count,
 * for two tellings of one source may swap them when papers merge.
 */
export function inOrder(tellings: readonly Telling[]): Telling[] {
  return [...tellings].sort(
    (a, b) => byCodePoint(a.sourceId, b.sourceId) || byCodePoint(recordText(a.record), recordText(b.record)),
  );
}

/** A value with the sources that give it. */
export interface Told<T> {
  value: T;
  sources: string[];
}

export interface MergedPaper {
  title: string;
  /** Longest abstract first (ties by code point); the first is the paper's `abstract`. */
  abstracts: string[];
  /** `title`, `abstract`, `abstract/2` … to their text. */
  texts: Map<string, string>;
  /** Sources that give the text of a field, sorted. */
  textSources: Map<string, string[]>;
  year?: number;
  published?: string;
  arxiv?: string;
  doi?: string;
  openreview?: string;
  url?: string;
  keywords: string[];
  /** The first list of authors that is told: two writings of one list would make two sets of people. */
  authors: Told<string>[];
  venues: Told<{ name: string; year?: number }>[];
  repositories: Told<string>[];
}

export const abstractField = (index: number): string => (index === 0 ? "abstract" : `abstract/${index + 1}`);

export function mergeTellings(tellings: readonly Telling[]): MergedPaper {
  const all = inOrder(tellings);
  const first = <T>(get: (r: PaperRecord) => T | undefined): T | undefined => {
    for (const t of all) {
      const value = get(t.record);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const sourcesOf = (says: (r: PaperRecord) => boolean): string[] =>
    [...new Set(all.filter((t) => says(t.record)).map((t) => t.sourceId))].sort(byCodePoint);

  const title = all[0]!.record.title;
  const abstracts = [...new Set(all.flatMap((t) => t.record.abstract ?? []))].sort(
    (a, b) => b.length - a.length || byCodePoint(a, b),
  );
  const texts = new Map<string, string>([["title", title]]);
  const textSources = new Map<string, string[]>([["title", sourcesOf((r) => r.title === title)]]);
  abstracts.forEach((text, i) => {
    texts.set(abstractField(i), text);
    textSources.set(
      abstractField(i),
      sourcesOf((r) => r.abstract === text),
    );
  });
  const told = <T>(get: (r: PaperRecord) => T | undefined, key: (value: T) => string): Told<T>[] => {
    const out = new Map<string, Told<T>>();
    for (const t of all) {
      const value = get(t.record);
      if (value === undefined) continue;
      const k = key(value);
      const had = out.get(k);
      if (had === undefined) out.set(k, { value, sources: [t.sourceId] });
      else if (!had.sources.includes(t.sourceId)) had.sources.push(t.sourceId);
    }
    return [...out.values()];
  };
  const venue = (r: PaperRecord): { name: string; year?: number } | undefined => {
    const v = r.venue === undefined ? undefined : venueOf(r.venue);
    return v === undefined || v.year !== undefined || r.year === undefined ? v : { ...v, year: r.year };
  };
  const authors = first((r) => r.authors) ?? [];
  const published = first((r) => r.published);
  const year =
    first((r) => r.year) ??
    (published === undefined ? undefined : Number(published.slice(0, 4))) ??
    first((r) => venue(r)?.year);
  const arxiv = first((r) => r.arxiv);
  const doi = first((r) => r.doi);
  const openreview = first((r) => r.openreview);
  const url =
    first((r) => r.url) ??
    (arxiv !== undefined ? `https://arxiv.org/abs/${arxiv}` : doi !== undefined ? `https://doi.org/${doi}` : undefined);
  return {
    title,
    abstracts,
    texts,
    textSources,
    ...(year === undefined ? {} : { year }),
    ...(published === undefined ? {} : { published }),
    ...(arxiv === undefined ? {} : { arxiv }),
    ...(doi === undefined ? {} : { doi }),
    ...(openreview === undefined ? {} : { openreview }),
    ...(url === undefined ? {} : { url }),
    keywords: [...new Set(all.flatMap((t) => t.record.keywords ?? []))],
    authors: authors.map((name) => ({ value: name, sources: sourcesOf((r) => r.authors?.includes(name) ?? false) })),
    venues: told(venue, (v) => `${v.name}|${v.year ?? ""}`),
    repositories: told(
      (r) => r.github,
      (address) => address,
    ),
  };
}
