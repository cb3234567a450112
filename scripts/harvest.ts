/** Counts the keywords that authors give in a file of records, into src/etl/extract/keywords.json: `node dist/scripts/harvest.js FILE`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openKey } from "../src/etl/extract/candidates.js";
import { extractFolder } from "../src/etl/extract/models.js";

const [file = "../shared/data/papers-30k.jsonl.gz"] = process.argv.slice(2);
const raw = readFileSync(file);
const counts = new Map<string, number>();
for (const line of (raw[0] === 0x1f ? gunzipSync(raw) : raw).toString("utf8").split("\n")) {
  if (line.trim() === "") continue;
  const { keywords = "" } = JSON.parse(line) as { keywords?: string };
  for (const k of keywords.split(/[;:]/)) {
    const key = openKey(k);
    if (key.length > 2 && key.length < 48) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
/** 1 for three papers and more, 2 for eight, 3 for twenty, 4 for sixty. */
const weight = (n: number): number => (n >= 60 ? 4 : n >= 20 ? 3 : n >= 8 ? 2 : n >= 3 ? 1 : 0);
const out: Record<number, string[]> = { 1: [], 2: [], 3: [], 4: [] };
for (const [key, n] of counts) out[weight(n)]?.push(key);
for (const list of Object.values(out)) list.sort();
writeFileSync(join(extractFolder(), "keywords.json"), `${JSON.stringify(out, null, 0).replace(/\],/g, "],\n")}\n`);
console.log(Object.values(out).map((l) => l.length));
