/** Every setting: its environment variable, default and meaning; nothing else reads the environment. */
import { PapergraphError } from "./errors.js";

interface Setting<T> {
  readonly env: string;
  readonly fallback: T;
  readonly doc: string;
  readonly parse: (raw: string) => T | undefined;
  readonly takes: string;
}
const string = (env: string, fallback: string, doc: string): Setting<string> => ({
  env,
  fallback,
  doc,
  parse: (r) => r,
  takes: "a text",
});
const webAddress = (env: string, fallback: string, doc: string): Setting<string> => ({
  env,
  fallback,
  doc,
  parse: (r) => {
    try {
      const url = new URL(r);
      return /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" ? r : undefined;
    } catch {
      return undefined;
    }
  },
  takes: "an address that begins with http:// or https:// and holds no user or password",
});
const integer = (env: string, fallback: number, min: number, max: number, doc: string): Setting<number> => ({
  env,
  fallback,
  doc,
  parse: (r) => (/^\d+$/.test(r) && Number(r) >= min && Number(r) <= max ? Number(r) : undefined),
  takes: `a whole number from ${min} to ${max}`,
});
const fraction = (env: string, fallback: number, doc: string): Setting<number> => ({
  env,
  fallback,
  doc,
  parse: (r) => (r.trim() !== "" && Number(r) >= 0 && Number(r) <= 1 ? Number(r) : undefined),
  takes: "a number from 0 to 1",
});
const flag = (env: string, fallback: boolean, doc: string): Setting<boolean> => ({
  env,
  fallback,
  doc,
  parse: (r) => (/^(1|true|on|yes)$/i.test(r) ? true : /^(0|false|off|no)$/i.test(r) ? false : undefined),
  takes: "true or false",
});

export const SETTINGS = {
  store: string(
    "PAPERGRAPH_STORE",
    "./data/graph",
    "Where the graph is: a folder for the embedded engine, or bolt://… or neo4j://…",
  ),
  neo4jUsername: string("NEO4J_USERNAME", "neo4j", "User of the Neo4j server."),
  neo4jPassword: string("NEO4J_PASSWORD", "", "Password of the Neo4j server."),
  neo4jDatabase: string("NEO4J_DATABASE", "", "Database on the Neo4j server; empty for its default."),
  host: string("HOST", "127.0.0.1", "Address that `serve` listens on."),
  port: integer("PORT", 4000, 0, 65535, "Port that `serve` listens on; 0 takes a free one."),
  introspection: flag("PAPERGRAPH_INTROSPECTION", true, "Whether clients may ask for the schema."),
  minConfidence: fraction(
    "PAPERGRAPH_MIN_CONFIDENCE",
    0.4,
    "Facts below this confidence are left out by `ingest` and `extract`.",
  ),
  llmUrl: webAddress(
    "PAPERGRAPH_LLM_URL",
    "",
    "Base of an OpenAI-compatible endpoint for second opinions, such as http://localhost:11434/v1; empty asks none.",
  ),
  llmModel: string("PAPERGRAPH_LLM_MODEL", "", "Model to ask; without it none is asked."),
  llmKey: string("PAPERGRAPH_LLM_KEY", "", "Key sent to the endpoint; empty for one that wants none."),
  llmPerMinute: integer("PAPERGRAPH_LLM_PER_MINUTE", 60, 1, 100_000, "Requests a minute, at most."),
  llmTimeoutMs: integer("PAPERGRAPH_LLM_TIMEOUT_MS", 60_000, 1, 280_000, "Milliseconds that an answer may take."),
  llmCache: string(
    "PAPERGRAPH_LLM_CACHE",
    "./data/opinions",
    "Folder that keeps answers, so that none is asked twice.",
  ),
  requestTimeoutMs: integer(
    "PAPERGRAPH_REQUEST_TIMEOUT_MS",
    10_000,
    1,
    600_000,
    "Milliseconds that a request may take.",
  ),
  maxTokens: integer("PAPERGRAPH_MAX_TOKENS", 5_000, 10, 1_000_000, "Tokens that a query may have."),
  maxDepth: integer("PAPERGRAPH_MAX_DEPTH", 12, 1, 100, "Levels of fields that a query may have."),
  maxNodes: integer(
    "PAPERGRAPH_MAX_NODES",
    50_000,
    100,
    10_000_000,
    "Nodes that a query may ask for, by its `first` arguments.",
  ),
  compiledQueries: integer("PAPERGRAPH_COMPILED_QUERIES", 500, 1, 100_000, "Compiled queries kept by the executor."),
  logLevel: string("PAPERGRAPH_LOG_LEVEL", "info", "fatal, error, warn, info, debug, trace or silent."),
} as const;

export type Config = {
  -readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K]["fallback"] extends number
    ? number
    : (typeof SETTINGS)[K]["fallback"] extends boolean
      ? boolean
      : string;
};

/** Reads the settings from `env`; a value that makes no sense throws BAD_CONFIG and names the variable. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const out: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [string, Setting<unknown>][]) {
    const raw = env[setting.env];
    const value = raw === undefined || raw === "" ? setting.fallback : setting.parse(raw);
    if (value === undefined)
      throw new PapergraphError("BAD_CONFIG", `${setting.env}=${raw}: it takes ${setting.takes}.`, {
        setting: setting.env,
      });
    out[name] = value;
  }
  return out as Config;
}
