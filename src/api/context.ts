/** What every resolver gets: the store, the settings and the index of names. */
import type { Config } from "../config.js";
import type { GraphStore } from "../store/store.js";
import type { NameIndex } from "./search/name-index.js";

export interface Context {
  readonly store: GraphStore;
  readonly config: Config;
  readonly names: NameIndex;
}
