/** One index in memory of the names of techniques, datasets, tasks and repositories, for prefixes and typos. */
import MiniSearch from "minisearch";
import { nameKey } from "../../ontology.js";
import { type GraphStore, queryName } from "../../store/store.js";

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
interface Entry {
  /** `label:id`, since two labels may have one id. */
  ref: string;
  label: NamedLabel;
  id: string;
  names: string;
  keys: string[];
  paperCount: number;
}
interface Built {
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
    for (const label of NAMED_LABELS) {
      const rows = await this.store.query(queryName(label, "names"));
      for (const r of rows) {
        const names = [String(r.name), ...((r.aliases as string[] | null | undefined) ?? [])];
        if (typeof r.url === "string") names.push(r.url);
        const entry: Entry = {
          ref: `${label}:${r.id}`,
          label,
          id: String(r.id),
          names: names.join(" "),
          keys: [...new Set(names.map(nameKey))].filter((k) => k !== ""),
          paperCount: Number(r.paperCount ?? 0),
        };
        entries.set(entry.ref, entry);
        for (const key of entry.keys) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
      }
    }
    await index.addAllAsync([...entries.values()], { chunkSize: 500 });
    return { version, index, entries, byKey };
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
}
