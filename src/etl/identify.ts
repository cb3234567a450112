/** Tells which records are one paper: by identifiers first, by title where no identifier speaks against it. */
import { createHash } from "node:crypto";
import { nameKey, slug } from "../ontology.js";
import type { PaperRecord } from "./records.js";

/** Identifiers of which a paper has one each, strongest first. */
const IDENTIFIERS = ["arxiv", "doi", "openreview"] as const;

/**
 * The key of a source's own id. An id with a name space (`nips2016:6992`) is one wherever it stands; a bare one (`17`)
 * counts within its source only, since every listing has a paper 17.
 */
export function sourceIdKey(id: string, sourceId: string): string {
  return /^[a-z][\w.-]*[:/].+/i.test(id) ? `id:${id}` : `id:${sourceId}#${id}`;
}

/** The key of a title; a title of signs only falls back to a hash. */
export const titleKey = (title: string): string => nameKey(title) || slug(title);

/** Keys that settle who a paper is, strongest first. */
export function strongKeys(record: PaperRecord, sourceId: string): string[] {
  const keys: string[] = [];
  for (const name of IDENTIFIERS) if (record[name] !== undefined) keys.push(`${name}:${record[name]}`);
  if (record.id !== undefined) keys.push(sourceIdKey(record.id, sourceId));
  return keys;
}

/** Id of a paper that no key led to, without regard to others of its title. */
export function plainId(record: PaperRecord): string {
  for (const name of IDENTIFIERS) if (record[name] !== undefined) return `${name}:${record[name]}`;
  return `title:${slug(record.title)}`;
}

/** Id of a second paper of one title that has nothing but its authors to tell it from the first. */
export function apartId(record: PaperRecord): string {
  const who = createHash("sha256")
    .update((record.authors ?? []).map(nameKey).sort().join("|"))
    .digest("hex");
  return `title:${slug(record.title)}-${who.slice(0, 8)}`;
}

/** All keys under which a record's paper may be known. */
export function lookupKeys(record: PaperRecord, sourceId: string): string[] {
  const keys = [...strongKeys(record, sourceId), titleKey(record.title), `title:${slug(record.title)}`];
  if (record.authors !== undefined) keys.push(apartId(record));
  return keys;
}

/** Keys that lead to a paper, from all that is told of it; its id is among them, so that no other paper can take it. */
export function paperKeys(id: string, tellings: readonly { sourceId: string; record: PaperRecord }[]): string[] {
  const keys = new Set<string>();
  let plain = false;
  for (const t of tellings) {
    keys.add(titleKey(t.record.title));
    for (const key of strongKeys(t.record, t.sourceId)) keys.add(key);
    plain ||= id === `title:${slug(t.record.title)}`;
  }
  // The id that is a title's slug is found by the title already.
  if (!plain) keys.add(id);
  return [...keys].sort((a, b) => (a < b ? -1 : 1));
}

const surnames = (authors: readonly string[]): Set<string> =>
  new Set(authors.map((a) => nameKey(/,/.test(a) ? a.split(",")[0]! : (a.split(" ").at(-1) ?? a))));

/** Whether two identifiers of one kind differ, so that the records are of two papers. */
export function identifiersConflict(record: PaperRecord, told: readonly PaperRecord[]): boolean {
  return IDENTIFIERS.some((name) => {
    const own = record[name];
    if (own === undefined) return false;
    const others = told.flatMap((r) => r[name] ?? []);
    return others.length > 0 && !others.includes(own);
  });
}

/** Whether records of one title are of two papers: other identifiers, or no author in common. */
export function titleConflict(record: PaperRecord, told: readonly PaperRecord[]): boolean {
  if (identifiersConflict(record, told)) return true;
  if (record.authors === undefined || strongKeysMeet(record, told)) return false;
  const own = surnames(record.authors);
  const others = told.flatMap((r) => r.authors ?? []);
  return others.length > 0 && ![...surnames(others)].some((s) => own.has(s));
}
const strongKeysMeet = (record: PaperRecord, told: readonly PaperRecord[]): boolean =>
  IDENTIFIERS.some((name) => record[name] !== undefined && told.some((r) => r[name] === record[name]));
