/** The store over any engine: coalesced reads, whole-paper writes, names, checksum and counts. */
import { createHash } from "node:crypto";
import { PapergraphError } from "../errors.js";
import type { PaperRecord } from "../etl/records.js";
import { EDGES, NODES } from "../ontology.js";
import { Coalescer } from "./coalesce.js";
import type { Engine } from "./engine.js";
import type { QueryName } from "./queries.js";
import { type QueryFile, readQueries } from "./query-files.js";
import { EDGE_TYPES, LABELS } from "./statements.js";
import type {
  GraphStore,
  KnownPaper,
  PaperGraph,
  Params,
  Row,
  RowsOf,
  RunInfo,
  Stats,
  Telling,
  WriteResult,
} from "./store.js";
import { canonical, writePapers } from "./write.js";

export class EngineStore implements GraphStore {
  readonly #queries: Map<string, QueryFile> = readQueries();
  readonly #coalescer: Coalescer;
  readonly #selected: Coalescer;
  #single = 0;

  constructor(private readonly store: Engine) {
    this.#coalescer = new Coalescer((name, rows, shape) =>
      this.store.run(this.#text(name as QueryName), { ...shape, rows: rows as never }),
    );
    this.#selected = new Coalescer((text, rows, shape) => this.store.run(text, { ...shape, rows: rows as never }));
  }
  get engine(): "embedded" | "neo4j" {
    return this.store.name;
  }
  get readsSent(): number {
    return this.#coalescer.sent + this.#selected.sent + this.#single;
  }
  #text(name: QueryName): string {
    const query = this.#queries.get(name);
    if (query === undefined)
      throw new PapergraphError("INTERNAL_SERVER_ERROR", `There is no cypher/read/${name}.cypher.`);
    return query.text;
  }
  read<N extends QueryName>(name: N, row: Params, shape: Params = {}): Promise<RowsOf<N>[]> {
    return this.#coalescer.read(name, row, shape) as Promise<RowsOf<N>[]>;
  }
  query<N extends QueryName>(name: N, params: Params = {}): Promise<RowsOf<N>[]> {
    this.#single++;
    return this.store.run(this.#text(name), params) as Promise<RowsOf<N>[]>;
  }
  run(text: string, params: Params): Promise<Row[]> {
    this.#single++;
    return this.store.run(text, params);
  }
  select(text: string, row: Params, shape: Params = {}): Promise<Row[]> {
    return this.#selected.read(text, row, shape);
  }
  fulltext(text: string, limit: number): Promise<{ id: string; score: number }[]> {
    this.#single++;
    return this.store.fulltext(text, limit);
  }

  async knownPapers(keys: string[]): Promise<Map<string, KnownPaper>> {
    const found = await this.store.run(
      "UNWIND $keys AS key MATCH (m:Name {key: key})-[:NAMES]->(p:Paper) WHERE m.kind = 'Paper' RETURN key, p.id AS id ORDER BY key, id",
      { keys },
    );
    const tellings = new Map<string, Telling[]>();
    const ids = [...new Set(found.map((r) => String(r.id)))];
    if (ids.length > 0)
      for (const r of await this.store.run(
        "UNWIND $ids AS id MATCH (t:Telling {paperId: id}) RETURN id AS paperId, t.id AS id, t.sourceId AS sourceId, t.hash AS hash, t.record AS record",
        { ids },
      )) {
        const list = tellings.get(String(r.paperId)) ?? [];
        list.push({
          id: String(r.id),
          paperId: String(r.paperId),
          sourceId: String(r.sourceId),
          hash: String(r.hash),
          record: JSON.parse(String(r.record)) as PaperRecord,
        });
        tellings.set(String(r.paperId), list);
      }
    const out = new Map<string, KnownPaper>();
    for (const r of found) {
      const key = String(r.key);
      // Two papers of one title stay two: the first id, which is the same on every engine, is what the title finds.
      if (!out.has(key)) out.set(key, { id: String(r.id), tellings: tellings.get(String(r.id)) ?? [] });
    }
    return out;
  }
  write(papers: PaperGraph[], run: RunInfo): Promise<WriteResult> {
    return this.store.transaction((tx) => writePapers(tx, papers, run, new Date().toISOString()));
  }

  async checksum(): Promise<string> {
    const lines: string[] = [];
    for (const label of LABELS) {
      if (NODES[label].layer !== "fact") continue;
      for (const r of await this.store.run(`MATCH (n:${label}) RETURN properties(n) AS p`))
        lines.push(`${label} ${canonical(r.p)}`);
    }
    for (const type of [...EDGE_TYPES, "NAMES"])
      for (const r of await this.store.run(
        `MATCH (a)-[r:${type}]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p`,
      ))
        lines.push(`${type} ${r.a} ${r.b} ${canonical(r.p)}`);
    const hash = createHash("sha256");
    for (const line of lines.sort()) hash.update(line).update("\n");
    return hash.digest("hex");
  }
  async stats(): Promise<Stats> {
    const count = async (pattern: string, what: string): Promise<number> =>
      Number((await this.store.run(`MATCH ${pattern} RETURN count(${what}) AS n`))[0]?.n ?? 0);
    const node = (label: string): Promise<number> => count(`(n:${label})`, "n");
    let relations = 0;
    for (const type of EDGE_TYPES)
      if (EDGES[type].layer === "derived") relations += await count(`()-[r:${type}]->()`, "r");
    return {
      papers: await node("Paper"),
      techniques: await node("Technique"),
      datasets: await node("Dataset"),
      tasks: await node("Task"),
      repositories: await node("Repository"),
      authors: await node("Author"),
      venues: await node("Venue"),
      statements: await node("Statement"),
      results: await node("Result"),
      relations,
      version: await this.version(),
    };
  }
  async version(): Promise<number> {
    return Number((await this.store.run("MATCH (g:Graph {id: 'graph'}) RETURN g.version AS version"))[0]?.version ?? 0);
  }
  async ping(): Promise<void> {
    await this.store.run("RETURN 1 AS one");
  }
  flush(): Promise<void> {
    return this.store.flush();
  }
  close(): Promise<void> {
    return this.store.close();
  }
}
