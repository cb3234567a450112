/** Keeps what depends on nothing but the graph's version and a key, until the version moves. */
import { LRUCache } from "lru-cache";
import type { GraphStore } from "../../store/store.js";

/** Answers kept for a store; each is a few thousand numbers at most. */
const KEPT = 50;
const held = new WeakMap<GraphStore, { version: number; answers: LRUCache<string, Promise<object>> }>();

export async function perVersion<T extends object>(store: GraphStore, key: string, make: () => Promise<T>): Promise<T> {
  const version = await store.version();
  let own = held.get(store);
  if (own === undefined || own.version !== version) {
    own = { version, answers: new LRUCache({ max: KEPT }) };
    held.set(store, own);
  }
  const { answers } = own;
  let answer = answers.get(key) as Promise<T> | undefined;
  if (answer === undefined) {
    answer = make();
    answers.set(key, answer);
    // A failed read is not kept.
    answer.catch(() => answers.delete(key));
  }
  return answer;
}
