/**
 * Times the extractor beside wink-nlp alone: `node bench/extract.mjs [FILE] [N]` over the first N texts (1000 unless told)
 * of a file of JSON lines, gz or not; fewer texts are read again until they are N. Needs `npm run build`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import model from "wink-eng-lite-web-model";
import winkNLP from "wink-nlp";

const root = join(import.meta.dirname, "..");
const { createExtractor } = await import("../dist/src/etl/extract/index.js").catch(() => {
  console.error("The extractor is not built: run `npm run build` first.");
  process.exit(1);
});

const [file = join(root, "samples", "papers.jsonl"), count = "1000"] = process.argv.slice(2);
const ROUNDS = 5;

/** The first papers of the file, over and over until they are `n`. */
function readTexts(n) {
  const bytes = readFileSync(file);
  const content = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  const texts = [];
  for (const line of content.split("\n")) {
    if (texts.length === n) break;
    if (line.trim() === "") continue;
    const { title, abstract } = JSON.parse(line);
    texts.push(
      new Map([
        ["title", String(title ?? "")],
        ["abstract", String(abstract ?? "")],
      ]),
    );
  }
  if (texts.length === 0) {
    console.error(`${file} has no papers.`);
    process.exit(1);
  }
  for (let i = 0; texts.length < n; i++) texts.push(texts[i]);
  return texts;
}

const texts = readTexts(Number(count));
const extractor = createExtractor();
const nlp = winkNLP(model, ["sbd", "pos"]);
const readers = {
  extractor: (text) => extractor.extract(text),
  "wink-nlp": (text) => {
    for (const field of text.values()) if (field !== "") nlp.readDoc(field);
  },
};

/** Milliseconds that a reader takes for all texts. */
function time(read) {
  const start = performance.now();
  for (const text of texts) read(text);
  return performance.now() - start;
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

// Before the rounds that count, each reads all texts once, so that both are compiled and know the words.
for (const read of Object.values(readers)) time(read);
const times = { extractor: [], "wink-nlp": [] };
for (let round = 0; round < ROUNDS; round++)
  for (const [name, read] of Object.entries(readers)) times[name].push(time(read));
for (const [name, list] of Object.entries(times))
  console.log(`${name.padEnd(9)}  ${Math.round((1000 * texts.length) / median(list))} papers a second`);
const ratios = times.extractor.map((t, i) => t / times["wink-nlp"][i]);
console.log(`the extractor takes ${median(ratios).toFixed(2)} times as long as wink-nlp alone`);
console.log(
  `(${texts.length} papers, medians of ${ROUNDS} rounds; ratios ${ratios.map((r) => r.toFixed(2)).join(", ")})`,
);
