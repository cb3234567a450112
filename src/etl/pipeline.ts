/** Loads files into a store: read, identify, extract, resolve and write, a batch of papers at a time. */
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { PapergraphError } from "../errors.js";
import { slug } from "../ontology.js";
import type { GraphStore, KnownPaper, PaperGraph, RunInfo, Telling } from "../store/store.js";
import { buildPaper } from "./batch.js";
import type { Extractor, PaperFacts } from "./facts.js";
import {
  apartId,
  identifiersConflict,
  lookupKeys,
  paperKeys,
  plainId,
  strongKeys,
  titleConflict,
  titleKey,
} from "./identify.js";
import { mergeTellings, recordText, tellingHash } from "./merge.js";
import type { PaperRecord, SourceItem } from "./records.js";
import { readings, resolvePaper, type VocabularyIndex } from "./resolve.js";
import { openSource } from "./sources/index.js";

/** Records of one write. Large enough that a transaction's cost is spread, small enough that Ctrl-C is soon obeyed. */
const BATCH = 200;
/** Milliseconds of extraction after which the process attends to others: it may be serving requests meanwhile. */
const TURN_MS = 12;

export type BadItem = Extract<SourceItem, { ok: false }>;

export interface LoadOptions {
  store: GraphStore;
  extractor: Extractor;
  /** The extractor's confidence threshold; facts made under another are made again. */
  minConfidence: number;
  vocabulary: VocabularyIndex;
  /** Set it to stop after the batch in hand; what was written stays. */
  signal?: AbortSignal;
  onBad?: (item: BadItem) => void;
  /** Bytes of the file read so far, of how many, and records so far. */
  onProgress?: (bytes: number, size: number, records: number) => void;
}

export interface FileSummary {
  file: string;
  /** Records read. */
  records: number;
  added: number;
  changed: number;
  unchanged: number;
  /** Bad records and bad fields. */
  rejected: number;
  /** Set where the file could not be read, or not to its end. */
  error?: PapergraphError;
  /** Whether it was stopped before its end. */
  interrupted: boolean;
}

/** One paper while its batch is in hand. */
interface State {
  id: string;
  tellings: Map<string, Telling>;
  absorbs: Set<string>;
  records: PaperRecord[];
  /** Whether the store has it under this id. */
  stored: boolean;
}

/** A source's run through one command: files of one base name are one source and follow each other. */
class SourceRun {
  /** Numbers of the tellings heard again or new in this run, by paper. */
  readonly heard = new Map<string, Set<number>>();
  /** Papers of which the store holds more tellings of this source than were heard so far. */
  readonly owed = new Set<string>();
  /** False once a record was lost: what was not heard may be the lost one. */
  complete = true;
  constructor(readonly id: string) {}

  heardOf(paper: string): Set<number> {
    const set = this.heard.get(paper) ?? new Set<number>();
    this.heard.set(paper, set);
    return set;
  }
}

export class Loader {
  private readonly runs = new Map<string, SourceRun>();
  private readonly version: string;

  constructor(private readonly options: LoadOptions) {
    this.version = `${options.extractor.version}@${options.minConfidence}`;
  }

  /**
   * Loads one file. A file's own faults come back in the summary, after what could be read was written; a fault of the
   * store is thrown, and what was written before it stays.
   */
  async load(path: string, summary: FileSummary = emptySummary(path)): Promise<FileSummary> {
    const { signal, onBad, onProgress } = this.options;
    try {
      const source = await openSource(path);
      summary.file = source.id;
      const run = this.runs.get(source.id) ?? new SourceRun(source.id);
      this.runs.set(source.id, run);
      const info = {
        id: randomUUID(),
        startedAt: new Date().toISOString(),
        extractor: this.version,
        sourceId: source.id,
      };
      let batch: PaperRecord[] = [];
      const flush = async (): Promise<void> => {
        const records = batch;
        batch = [];
        await this.write(run, records, { ...info, sourceHash: source.hash() }, summary);
        onProgress?.(source.bytesRead(), source.size, summary.records);
      };
      try {
        for await (const item of source.items()) {
          if (item.ok) {
            summary.records++;
            batch.push(item.record);
          } else {
            summary.rejected++;
            run.complete = false;
            onBad?.(item);
          }
          if (batch.length >= BATCH) await flush();
          if (signal?.aborted) {
            summary.interrupted = true;
            break;
          }
        }
      } catch (e) {
        // The part that came before the fault is kept.
        run.complete = false;
        if (batch.length > 0) await flush();
        throw e;
      }
      if (batch.length > 0) await flush();
      if (summary.interrupted) run.complete = false;
      else await this.dropUnheard(run, { ...info, sourceHash: source.hash() }, summary);
    } catch (e) {
      if (!(e instanceof PapergraphError) || e.details.file === undefined) throw e;
      summary.error = e;
    }
    return summary;
  }

  /** Finds the papers of the records, tells each what the records say of it, and writes those that this changes. */
  private async write(
    run: SourceRun,
    records: readonly PaperRecord[],
    info: RunInfo,
    summary: FileSummary,
  ): Promise<void> {
    const { store } = this.options;
    const known = await store.knownPapers([...new Set(records.flatMap((r) => lookupKeys(r, run.id)))]);
    const papers = new Papers(known, run);
    for (const record of records) papers.of(record).records.push(record);
    const changed: State[] = [];
    for (const state of papers.states()) {
      const dirty = this.tell(state, run);
      if (dirty) changed.push(state);
      else if (state.records.length > 0) summary.unchanged++;
    }
    await this.send(changed, info, summary);
  }

  private async send(states: readonly State[], info: RunInfo, summary: FileSummary): Promise<void> {
    if (states.length === 0) return;
    const graphs: (PaperGraph | Promise<PaperGraph>)[] = [];
    let turn = performance.now();
    for (const state of states) {
      const graph = this.graph(state);
      // A fault is thrown below, with all the others in hand, and not before anybody listens.
      if (graph instanceof Promise) graph.catch(() => undefined);
      graphs.push(graph);
      if (performance.now() - turn > TURN_MS) {
        await nextTurn();
        turn = performance.now();
      }
    }
    const result = await this.options.store.write(await Promise.all(graphs), info);
    summary.added += result.added;
    summary.changed += result.changed;
    summary.unchanged += result.unchanged;
  }

  /** The paper's part of the graph: at once where the extractor answers at once, so that the rules alone wait for nothing. */
  private graph(state: State): PaperGraph | Promise<PaperGraph> {
    const { extractor, vocabulary } = this.options;
    const tellings = [...state.tellings.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const paper = mergeTellings(tellings);
    const absorbs = [...state.absorbs].sort();
    const build = (read: readonly PaperFacts[]): PaperGraph => {
      // No later load finds this hash, so what is missing is asked for again.
      const told = read.some((facts) => facts.partial)
        ? tellings.map((t) => ({ ...t, hash: tellingHash(t.record, `${this.version} partial`) }))
        : tellings;
      return buildPaper(state.id, paper, resolvePaper(paper, read, vocabulary), told, absorbs, vocabulary);
    };
    const read = readings(paper).map((texts) => extractor.extract(texts));
    const direct = read.filter((facts): facts is PaperFacts => !(facts instanceof Promise));
    return direct.length === read.length ? build(direct) : Promise.all(read).then(build);
  }

  /** Puts the records among the paper's tellings; true where that, or the extractor, changes what is told. */
  private tell(state: State, run: SourceRun): boolean {
    let dirty = state.absorbs.size > 0 || !state.stored;
    const heard = run.heardOf(state.id);
    const slot = (n: number): string => `${run.id}|${state.id}|${n}`;
    const held = [...state.tellings.values()]
      .filter((t) => t.sourceId === run.id)
      .map((t) => ({ n: Number(t.id.slice(t.id.lastIndexOf("|") + 1)), text: recordText(t.record) }))
      .sort((a, b) => a.n - b.n);
    // Records told before keep their place; only then do others take the places that are left. A record that stands
    // twice word for word is told once.
    const said = new Set(held.filter((h) => heard.has(h.n)).map((h) => h.text));
    const fresh = new Map<string, PaperRecord>();
    for (const record of state.records) {
      const text = recordText(record);
      if (said.has(text)) continue;
      said.add(text);
      const same = held.find((h) => h.text === text);
      if (same === undefined) fresh.set(text, record);
      else heard.add(same.n);
    }
    for (const record of fresh.values()) {
      let n = held.find((h) => !heard.has(h.n))?.n ?? 1;
      while (heard.has(n)) n++;
      heard.add(n);
      state.tellings.set(slot(n), { id: slot(n), paperId: state.id, sourceId: run.id, hash: "", record });
      dirty = true;
    }
    for (const t of state.tellings.values()) {
      const hash = tellingHash(t.record, this.version);
      if (t.hash !== hash) {
        dirty = true;
        state.tellings.set(t.id, { ...t, hash });
      }
    }
    if (held.some((h) => !heard.has(h.n))) run.owed.add(state.id);
    else run.owed.delete(state.id);
    return dirty;
  }

  /** At a source's end, tellings that it no longer tells of the papers that it did name. */
  private async dropUnheard(run: SourceRun, info: RunInfo, summary: FileSummary): Promise<void> {
    if (!run.complete || run.owed.size === 0) return;
    const owed = [...run.owed];
    run.owed.clear();
    const states: State[] = [];
    for (const [, known] of await this.options.store.knownPapers(owed.flatMap((id) => [id, ...idLookups(id)]))) {
      if (!owed.includes(known.id) || states.some((s) => s.id === known.id)) continue;
      const state = stateOf(known);
      for (const t of known.tellings)
        if (t.sourceId === run.id && !run.heardOf(known.id).has(Number(t.id.slice(t.id.lastIndexOf("|") + 1))))
          state.tellings.delete(t.id);
      if (state.tellings.size > 0 && state.tellings.size < known.tellings.length) states.push(state);
    }
    await this.send(states, info, summary);
  }
}

/** A paper whose id is its title's slug is known by the title's key. */
const idLookups = (id: string): string[] => (id.startsWith("title:") ? [titleKey(id.slice("title:".length))] : []);

export const emptySummary = (path: string): FileSummary => ({
  file: path,
  records: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  interrupted: false,
});

const stateOf = (known: KnownPaper): State => ({
  id: known.id,
  tellings: new Map(known.tellings.map((t) => [t.id, t])),
  absorbs: new Set(),
  records: [],
  stored: true,
});

/** The papers of one batch, known or new, by their keys. */
class Papers {
  private readonly byKey = new Map<string, State>();
  private readonly byId = new Map<string, State>();

  constructor(
    known: ReadonlyMap<string, KnownPaper>,
    private readonly run: SourceRun,
  ) {
    for (const [key, paper] of known) {
      const state = this.byId.get(paper.id) ?? stateOf(paper);
      this.byId.set(paper.id, state);
      this.byKey.set(key, state);
    }
  }
  states(): Iterable<State> {
    return this.byId.values();
  }

  /** The record's paper: by its strongest key; papers that its other keys lead to turn out to be the same. */
  of(record: PaperRecord): State {
    const strong = new Set<State>();
    for (const key of strongKeys(record, this.run.id)) {
      const state = this.byKey.get(key);
      if (state !== undefined) strong.add(state);
    }
    const title = [apartId(record), titleKey(record.title), `title:${slug(record.title)}`]
      .map((key) => this.byKey.get(key))
      .find((s) => s !== undefined && (strong.has(s) || !titleConflict(record, told(s))));
    if (title !== undefined) strong.add(title);
    const [survivor, ...others] = strong;
    const state = survivor ?? this.create(record);
    for (const other of others) {
      // Two papers with identifiers of their own stay two, whatever a third record joins.
      const apart = told(other).some((r) => identifiersConflict(r, told(state)));
      if (!apart) this.absorb(state, other);
    }
    for (const key of lookupKeys(record, this.run.id)) {
      if (key === apartId(record) || key.startsWith("title:")) continue;
      if (!this.byKey.has(key)) this.byKey.set(key, state);
    }
    return state;
  }

  private create(record: PaperRecord): State {
    const plain = plainId(record);
    // Another paper has the title, or had it: this one gets an id of its own.
    const taken = plain.startsWith("title:") && (this.byKey.has(titleKey(record.title)) || this.byKey.has(plain));
    const id = taken || this.byId.has(plain) ? apartId(record) : plain;
    const state: State = { id, tellings: new Map(), absorbs: new Set(), records: [], stored: false };
    this.byId.set(id, state);
    this.byKey.set(id, state);
    return state;
  }

  private absorb(into: State, from: State): void {
    const heardThere = this.run.heard.get(from.id);
    this.run.heard.delete(from.id);
    this.run.owed.delete(from.id);
    const used = new Set(into.tellings.keys());
    for (const t of from.tellings.values()) {
      let n = 1;
      while (used.has(`${t.sourceId}|${into.id}|${n}`)) n++;
      const id = `${t.sourceId}|${into.id}|${n}`;
      used.add(id);
      into.tellings.set(id, { ...t, id, paperId: into.id });
      if (t.sourceId === this.run.id && heardThere?.has(Number(t.id.slice(t.id.lastIndexOf("|") + 1))))
        this.run.heardOf(into.id).add(n);
    }
    into.records.push(...from.records);
    for (const id of from.absorbs) into.absorbs.add(id);
    if (from.stored) into.absorbs.add(from.id);
    this.byId.delete(from.id);
    for (const [key, state] of this.byKey) if (state === from) this.byKey.set(key, into);
    for (const key of paperKeys(into.id, [...from.tellings.values()])) this.byKey.set(key, into);
  }
}

const told = (state: State): PaperRecord[] => [...[...state.tellings.values()].map((t) => t.record), ...state.records];
