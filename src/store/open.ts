/** Opens the store that a location names: a folder is the embedded engine, bolt:// or neo4j:// a Neo4j server. */
import type { Config } from "../config.js";
import { PapergraphError } from "../errors.js";
import { EngineStore } from "./graph-store.js";
import type { GraphStore } from "./store.js";

/** Throws BAD_CONFIG for another scheme, STORE_LOCKED or STORE_UNAVAILABLE where the store cannot be had. */
export async function openStore(location: string, config: Config): Promise<GraphStore> {
  if (/^(bolt|neo4j)(\+s|\+ssc)?:\/\//.test(location)) {
    const { openNeo4j } = await import("./neo4j.js");
    return new EngineStore(await openNeo4j(location, config));
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location))
    throw new PapergraphError(
      "BAD_CONFIG",
      `--store ${location}: it takes a folder such as ./data/graph, or bolt://HOST:7687 or neo4j://HOST:7687.`,
    );
  const { openEmbedded } = await import("./embedded.js");
  return new EngineStore(await openEmbedded(location));
}
