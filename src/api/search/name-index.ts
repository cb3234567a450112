/** One index in memory of the names of techniques, datasets, tasks and repositories, for prefixes and typos. */
import MiniSearch from "minisearch";
import { nameKey } from "../../ontology.js";
import { type GraphStore, queryName } from "../../store/store.js";
import { prefixDistance, slipsAllowed } from "./typo.js";

export type NamedLabel = "Technique" | "Dataset" | "Task" | "Repository";
export const NAMED_LABELS: readonly NamedLabel[] = ["Technique", "Dataset", "Task", "Repository"];
export interface Hit {
  label: NamedLabel;
  id: string;
  /** Of the index: only its order means something. */
  score: number;
  /** Whether the text is the name or an alias, in whatever writing. */
  exact: boolean;
  paperCount: number;
}
/** How a suggestion's name meets what was typed, best first. */
export const MATCHES = ["EXACT", "PREFIX", "WORD", "TYPO"] as const;
export type Match = (typeof MATCHES)[number];
export interface Suggested {
  label: NamedLabel;
  id: string;
  /** Canonical name, or a repository's address. */
  name: string;
  /** The writing that met the text: the name or an alias. */
  writing: string;
  match: Match;
  paperCount: number;
}
interface Entry {
  /** `label:id`, since two labels may have one id. */
  ref: string;
  label: NamedLabel;
  id: string;
  name: string;
  /** The words of all writings, for the index. */
  names: string;
  writings: string[];
  keys: string[];
  paperCount: number;
}
/** A writing's key, and the keys of its later words on (`vision transformer` is begun by `transformer` too). */
interface Beginning {
  key: string;
  /** Whether the key is the whole writing's. */
  whole: boolean;
  entry: Entry;
  writing: string;
}
interface Built {
  /** Sorted by key, so that what a text begins lies together. */
  beginnings: Beginning[];
  version: number;
  index: MiniSearch<Entry>;
  entries: Map<string, Entry>;
  byKey: Map<string, Entry[]>;
}
/** Letters that a typo may change, as a part of the word's length; words of up to three letters must be right. */
const FUZZY = 0.2;
const SHORT = 3;

export class NameIndex {
  #built: Promise<Built> | null = null;
  #version = -1;

  constructor(private readonly store: GraphStore) {}

  /** The index of the graph as it is now; built again when the version has moved, once for all who wait. */
  async #current(): Promise<Built> {
    const version = await this.store.version();
    if (this.#built === null || this.#version !== version) {
      this.#version = version;
      const build = this.#build(version);
      this.#built = build;
      // A failed build is not kept, or no search would work until the next load.
      build.catch(() => {
        if (this.#built === build) this.#built = null;
      });
    }
    return this.#built;
  }

  async #build(version: number): Promise<Built> {
    const index = new MiniSearch<Entry>({
      idField: "ref",
      fields: ["names"],
      searchOptions: { prefix: true, combineWith: "AND", fuzzy: (term) => (term.length > SHORT ? FUZZY : false) },
    });
    const entries = new Map<string, Entry>();
    const byKey = new Map<string, Entry[]>();
    const beginnings: Beginning[] = [];
    for (const label of NAMED_LABELS) {
      const rows = await this.store.query(queryName(label, "names"));
      for (const r of rows) {
        const names = [String(r.name), ...((r.aliases as string[] | null | undefined) ?? [])];
        if (typeof r.url === "string") names.push(r.url);
        const entry: Entry = {
          ref: `${label}:${r.id}`,
          label,
          id: String(r.id),
          name: names[0]!,
          names: names.join(" "),
          writings: [...new Set(names)],
          keys: [...new Set(names.map(nameKey))].filter((k) => k !== ""),
          paperCount: Number(r.paperCount ?? 0),
        };
        entries.set(entry.ref, entry);
        for (const key of entry.keys) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
        for (const writing of entry.writings) beginnings.push(...beginningsOf(entry, writing));
      }
    }
    beginnings.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    await index.addAllAsync([...entries.values()], { chunkSize: 500 });
    return { version, index, entries, byKey, beginnings };
  }

  /** Everything whose name matches the text: exact names first, then by score. */
  async search(text: string, labels: ReadonlySet<NamedLabel>): Promise<Hit[]> {
    const { index, entries, byKey } = await this.#current();
    const hits = new Map<string, Hit>();
    const add = (e: Entry, score: number, exact: boolean): void => {
      if (labels.has(e.label) && !hits.has(e.ref))
        hits.set(e.ref, { label: e.label, id: e.id, score, exact, paperCount: e.paperCount });
    };
    for (const e of byKey.get(nameKey(text)) ?? []) add(e, Number.POSITIVE_INFINITY, true);
    for (const r of index.search(text)) add(entries.get(String(r.id))!, r.score, false);
    return [...hits.values()];
  }

  /**
   * What a search box offers for a text that may be unfinished: names that it is, then begins, then whose later words it
   * begins, then those it would begin but for a slip (never in the first letter); within each by papers, then by name.
   */
  async suggest(text: string, labels: ReadonlySet<NamedLabel>, limit: number): Promise<Suggested[]> {
    const { beginnings } = await this.#current();
    const key = nameKey(text);
    if (key === "") return [];
    const found = new Map<string, Suggested>();
    const add = (b: Beginning, match: Match): void => {
      if (!labels.has(b.entry.label)) return;
      const held = found.get(b.entry.ref);
      const better =
        held === undefined ||
        MATCHES.indexOf(match) < MATCHES.indexOf(held.match) ||
        // Of two writings that meet the text alike the canonical name is shown.
        (match === held.match &&
          held.writing !== held.name &&
          (b.writing === b.entry.name || b.writing < held.writing));
      if (better)
        found.set(b.entry.ref, {
          label: b.entry.label,
          id: b.entry.id,
          name: b.entry.name,
          writing: b.writing,
          match,
          paperCount: b.entry.paperCount,
        });
    };
    for (let i = placeOf(beginnings, key); i < beginnings.length && beginnings[i]!.key.startsWith(key); i++) {
      const b = beginnings[i]!;
      add(b, b.whole ? (b.key === key ? "EXACT" : "PREFIX") : "WORD");
    }
    const slips = slipsAllowed(key.length);
    if (found.size < limit && slips > 0) {
      const first = String.fromCodePoint(key.codePointAt(0)!);
      for (let i = placeOf(beginnings, first); i < beginnings.length && beginnings[i]!.key.startsWith(first); i++) {
        const b = beginnings[i]!;
        if (prefixDistance(key, b.key, slips) <= slips) add(b, "TYPO");
      }
    }
    return [...found.values()]
      .sort(
        (a, b) =>
          MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match) ||
          b.paperCount - a.paperCount ||
          (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
          (`${a.label}:${a.id}` < `${b.label}:${b.id}` ? -1 : 1),
      )
      .slice(0, limit);
  }
}

function beginningsOf(entry: Entry, writing: string): Beginning[] {
  const out: Beginning[] = [{ key: nameKey(writing), whole: true, entry, writing }];
  // Words begin after a blank, a hyphen, a slash or a dot: `owner/name` is found by its name.
  for (const m of writing.matchAll(/[\s/._-]+/gu)) {
    const key = nameKey(writing.slice(m.index + m[0].length));
    if (key !== "") out.push({ key, whole: false, entry, writing });
  }
  return out.filter((b) => b.key !== "");
}

/** The first place at which a key is not smaller: where what it begins starts. */
function placeOf(sorted: readonly Beginning[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
