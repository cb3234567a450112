/** The server engine: Neo4j over Bolt. */
import neo4j, { type Driver, Neo4jError } from "neo4j-driver";
import type { Config } from "../config.js";
import { PapergraphError } from "../errors.js";
import type { Engine, Run } from "./engine.js";
import { setupText } from "./statements.js";
import type { Params, Row } from "./store.js";

const RETRIES = 5;

/** Whole numbers must go out as integers, or LIMIT refuses them and years come back as floats. */
function encode(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (Array.isArray(value)) return value.map(encode);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, encode(v)]));
  return value ?? null;
}

/** Neo4j's words for an unreachable server, a wrong password, a statement out of time, into ours. */
function translate(error: unknown, uri: string): PapergraphError {
  if (error instanceof PapergraphError) return error;
  const { code = "", message } = error as Neo4jError;
  if (/Security|Unauthorized/.test(code))
    return new PapergraphError(
      "STORE_UNAVAILABLE",
      `Neo4j at ${uri} refused the login. Check NEO4J_USERNAME and NEO4J_PASSWORD.`,
      {},
      { cause: error },
    );
  if (/ServiceUnavailable|SessionExpired|DatabaseUnavailable/.test(code))
    return new PapergraphError(
      "STORE_UNAVAILABLE",
      `Neo4j at ${uri} does not answer. Check the address and that the server runs (\`npm run neo4j\` starts one).`,
      {},
      { cause: error },
    );
  if (/TransactionTimedOut|Terminated/.test(code))
    return new PapergraphError("TIMEOUT", "The store ran out of time.", {}, { cause: error });
  return new PapergraphError("STORE_ERROR", `Neo4j refused a statement: ${message}`, { code }, { cause: error });
}

/** Connects to `uri` and sees to the constraints and indexes. Throws STORE_UNAVAILABLE. */
export async function openNeo4j(uri: string, config: Config): Promise<Engine> {
  const driver: Driver = neo4j.driver(uri, neo4j.auth.basic(config.neo4jUsername, config.neo4jPassword), {
    disableLosslessIntegers: true,
    fetchSize: 2000,
    connectionTimeout: 5_000,
    connectionAcquisitionTimeout: 5_000,
  });
  const session = () => driver.session(config.neo4jDatabase === "" ? {} : { database: config.neo4jDatabase });
  const rows = (records: { toObject(): object }[]): Row[] => records.map((r) => r.toObject() as Row);

  const run: Run = async (text: string, params: Params = {}) => {
    for (let attempt = 0; ; attempt++) {
      // Autocommit and a session a statement: less than half the round trips of executeRead.
      const s = session();
      try {
        return rows((await s.run(text, encode(params) as object, { timeout: config.requestTimeoutMs })).records);
      } catch (error) {
        const transient = error instanceof Neo4jError && error.retriable && !/ServiceUnavailable/.test(error.code);
        if (!transient || attempt >= RETRIES) throw translate(error, uri);
        await new Promise((r) => setTimeout(r, 20 * 2 ** attempt));
      } finally {
        await s.close();
      }
    }
  };
  try {
    for (const statement of setupText("neo4j")) await run(statement);
    await run("CALL db.awaitIndexes(60)");
  } catch (error) {
    await driver.close();
    throw error;
  }
  return {
    name: "neo4j",
    run,
    async transaction(work) {
      const s = session();
      try {
        return await s.executeWrite((tx) =>
          work(async (text, params = {}) => rows((await tx.run(text, encode(params) as object)).records)),
        );
      } catch (error) {
        throw translate(error, uri);
      } finally {
        await s.close();
      }
    },
    async fulltext(text, limit) {
      // Lucene's operators are quoted away: what a user types is words.
      const words = text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
      if (words === "") return [];
      const found = await run(
        "CALL db.index.fulltext.queryNodes('paperText', $words, {limit: $limit}) YIELD node, score RETURN node.id AS id, score ORDER BY score DESC, id",
        { words: words.toLowerCase(), limit },
      );
      return found.map((r) => ({ id: String(r.id), score: Number(r.score) }));
    },
    async flush() {},
    async close() {
      await driver.close();
    },
  };
}
