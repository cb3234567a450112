/** What many papers say of a name, gathered by the extractor's own first judgement of each place where it stands. */
import type { Knowledge, Lexicon, LexiconEntry } from "../src/etl/extract/candidates.js";
import { findCandidates, openKey } from "../src/etl/extract/candidates.js";
import { readDocument } from "../src/etl/extract/document.js";
import { introducedP } from "../src/etl/extract/entities.js";
import { frameOf, nodeFeatures } from "../src/etl/extract/features.js";
import { probabilities } from "../src/etl/extract/linear.js";
import type { Models } from "../src/etl/extract/models.js";
import type { Texts } from "../src/etl/facts.js";

/** Least number of papers that a name stands in to be kept, and the bounds of the grades of commonness. */
const GRADES = [3, 8, 20, 60];
const LONGEST_KEY = 48;
const LABELS = ["none", "Technique", "Dataset", "Task"] as const;

interface Sum {
  papers: number;
  labels: number[];
  introduced: number;
}

/** Self-training (Yarowsky 1995): the models' judgements of single places become knowledge of names, for the next training. */
export function gatherLexicon(papers: Iterable<Texts>, models: Models, knowledge: Knowledge): Lexicon {
  const sums = new Map<string, Sum>();
  let read = 0;
  for (const texts of papers) {
    const { candidates } = findCandidates(readDocument(texts), knowledge);
    const frame = frameOf(candidates, knowledge);
    const inPaper = new Set<string>();
    for (const c of candidates) {
      const p = probabilities(models.node, nodeFeatures(c, frame));
      const label = p[2]! > p[1]! ? "Dataset" : "Technique";
      const introduced = introducedP({ candidate: c, label, p: p[1]! + p[2]! }, models.introduces, frame);
      const names = [
        c.entry === undefined ? c.key : openKey(c.entry.name),
        ...(c.short === undefined ? [] : [openKey(c.short)]),
      ];
      for (const name of names) {
        if (name.length < 2 || name.length > LONGEST_KEY || inPaper.has(name)) continue;
        inPaper.add(name);
        const sum = sums.get(name) ?? { papers: 0, labels: [0, 0, 0, 0], introduced: 0 };
        sum.papers++;
        p.forEach((x, i) => {
          sum.labels[i]! += x;
        });
        sum.introduced += introduced * (1 - p[0]!);
        sums.set(name, sum);
      }
    }
    // Names that stood once in many papers will hardly reach three: what is rare is let go, so that memory stays bounded.
    if (++read % 10_000 === 0)
      for (const [name, sum] of sums) if (sum.papers === 1 && read >= 20_000) sums.delete(name);
  }
  const out = new Map<string, LexiconEntry>();
  for (const [name, { papers, labels, introduced }] of sums) {
    const common = GRADES.filter((g) => papers >= g).length;
    if (common === 0) continue;
    const best = labels.indexOf(Math.max(...labels));
    out.set(name, {
      common,
      label: LABELS[best]!,
      tenths: Math.floor((10 * labels[best]!) / papers / 2) * 2,
      introduced: introduced / papers > 0.4,
    });
  }
  return out;
}

/** As lexicon.json holds it: keys grouped by what they have in common. */
export function lexiconText(lexicon: Lexicon): string {
  const groups = new Map<string, string[]>();
  for (const [name, { common, label, tenths, introduced }] of lexicon) {
    const code = `${common} ${label} ${tenths} ${introduced ? "introduced" : "-"}`;
    const keys = groups.get(code);
    if (keys === undefined) groups.set(code, [name]);
    else keys.push(name);
  }
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, keys]) => `${JSON.stringify(code)}: ${JSON.stringify(keys.sort().join(" "))}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
