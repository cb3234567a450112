/** The embedded engine: Grafeo in this process, one file in a folder. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import grafeo from "@grafeo-db/js";
import { PapergraphError } from "../errors.js";
import type { Engine, Run } from "./engine.js";
import { setupText } from "./statements.js";
import type { Params, Row } from "./store.js";

const { GrafeoDB } = grafeo;
type Database = InstanceType<typeof GrafeoDB>;
interface Executor {
  executeCypher(text: string, params?: object): Promise<{ toArray(): unknown[] }>;
}
const FULLTEXT = ["title", "abstract"] as const;

const runOn =
  (target: Executor): Run =>
  async (text: string, params: Params = {}) => {
    try {
      return (await target.executeCypher(text, params)).toArray() as Row[];
    } catch (error) {
      throw new PapergraphError(
        "STORE_ERROR",
        `The embedded store refused a statement: ${(error as Error).message}`,
        { text },
        { cause: error },
      );
    }
  };

/** Opens the store in `folder`, which is made where it does not exist. Throws STORE_LOCKED where another process has it. */
export async function openEmbedded(folder: string): Promise<Engine> {
  const file = join(folder, "graph.grafeo");
  const existed = existsSync(file);
  let db: Database;
  try {
    mkdirSync(folder, { recursive: true });
    db = GrafeoDB.create(file);
  } catch (error) {
    const message = (error as Error).message;
    if (/lock|in use|held|already open/i.test(message))
      throw new PapergraphError(
        "STORE_LOCKED",
        `Another process holds the store ${folder}. Stop it, or load in the serving process with \`papergraph serve --ingest FILE…\`. Nothing was touched.`,
        { store: folder },
        { cause: error },
      );
    throw new PapergraphError(
      "STORE_UNAVAILABLE",
      `The store ${folder} cannot be opened: ${message}`,
      { store: folder },
      { cause: error },
    );
  }
  const run = runOn(db);
  if (!existed) {
    for (const statement of setupText("embedded")) await run(statement);
    for (const property of FULLTEXT) await db.createTextIndex("Paper", property);
  }
  let tail: Promise<unknown> = Promise.resolve();
  return {
    name: "embedded",
    run,
    // Two writers at once conflict in this engine, so they queue.
    transaction(work) {
      const next = tail.then(async () => {
        const tx = db.beginTransaction();
        try {
          const result = await work(runOn(tx));
          tx.commit();
          return result;
        } catch (error) {
          if (tx.isActive) tx.rollback();
          throw error;
        }
      });
      tail = next.catch(() => undefined);
      return next;
    },
    async fulltext(text, limit) {
      const best = new Map<number, number>();
      for (const property of FULLTEXT)
        for (const [node, score] of await db.textSearch("Paper", property, text, limit))
          best.set(node!, (best.get(node!) ?? 0) + score! * (property === "title" ? 2 : 1));
      const ranked = [...best].map(([node, score]) => ({ id: String(db.getNode(node)?.get("id")), score }));
      return ranked.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
    },
    async flush() {
      await tail;
      db.walCheckpoint();
    },
    async close() {
      await tail;
      db.close();
    },
  };
}
