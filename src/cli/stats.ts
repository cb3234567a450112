/** `papergraph stats`: counts what the graph holds. */
import type { Config } from "../config.js";
import { openStore } from "../store/open.js";

export async function runStats(config: Config, json: boolean): Promise<number> {
  const store = await openStore(config.store, config);
  try {
    const stats = await store.stats();
    if (json) console.log(JSON.stringify({ store: config.store, engine: store.engine, ...stats }));
    else {
      console.log(`${config.store} (${store.engine})`);
      for (const [name, count] of Object.entries(stats))
        console.log(`  ${name.padEnd(14)}${String(count).padStart(9)}`);
    }
    return 0;
  } finally {
    await store.close();
  }
}
