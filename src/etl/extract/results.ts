/** Numbers that one sentence reports on a dataset: metric, value, unit and setting. */
import type { ResultFact } from "../facts.js";
import { type Document, evidenceOf } from "./document.js";
import type { Entity } from "./entities.js";

/** Metrics as the field writes them; what they measure is a share, a score or an error. */
const METRIC =
  /\b(?:top-[15](?:\s(?:accuracy|error))?|(?:mean\s)?accuracy|mAP(?:@\d+)?|AP(?:50|75)?|mIoU|IoU|F1(?:[\s-]score)?|BLEU(?:-\d)?|ROUGE(?:-[L\d])?|METEOR|CIDEr|SPICE|FID|PSNR|SSIM|LPIPS|perplexity|WER|CER|AUC|AUROC|PQ|HOTA|MOTA|J&F|EM|exact match|recall(?:@\d+)?|precision|error(?:\srate)?|pass@\d+|RMSE|MAE|MSE|NDCG(?:@\d+)?|MRR|Hits@\d+)\b/gi;
const NUMBER =
  /(?<![\p{L}\d.-])([+-]?\d{1,3}(?:\.\d+)?)\s?(\\?%|points?|percentage points?|pp\b|dB)?(?![\p{L}\d-]|\.\d|\s?(?:x|times|×))/giu;
const DIFFERENCE =
  /(?:\bby|\bof|\+|\bgains?\s(?:of\s)?|\bimprov\w+\s(?:of\s)?|\bup to|\bleast|\breduc\w+\s)\s?(?:about\s|around\s|over\s|nearly\s|up to\s|at least\s|an?\s)?$/i;
const SETTING =
  /\b(?:\d+-shot|zero-shot|one-shot|few-shot|with(?:out)? extra data|\d+ epochs|\d+-way|linear prob\w+|fine-tuned|single[- ]model|\d+% labels?)\b/gi;
/** Sentences with more numbers than this are tables in prose; only these many are read. */
const MOST = 12;

export function findResults(doc: Document, entities: readonly Entity[]): ResultFact[] {
  const out: ResultFact[] = [];
  if (!entities.some((e) => e.label === "Dataset")) return out;
  const main = entities.find((e) => e.label === "Technique" && e.introduced);
  for (const s of doc.sentences) {
    const datasets = entities.filter((e) => e.label === "Dataset" && e.mentions.some((m) => m.sentence === s));
    if (datasets.length === 0) continue;
    const metrics = [...s.text.matchAll(METRIC)];
    if (metrics.length === 0) continue;
    const near = <T extends { at: number }>(list: T[], at: number): T | undefined =>
      list.reduce<T | undefined>(
        (b, x) => (b === undefined || Math.abs(x.at - at) < Math.abs(b.at - at) ? x : b),
        undefined,
      );
    const sets = datasets.flatMap((d) =>
      d.mentions
        .filter((m) => m.sentence === s)
        .map((m) => ({ at: m.start - s.start, end: m.end - s.start, id: d.id })),
    );
    const settings = [...s.text.matchAll(SETTING)].map((m) => m[0]);
    let read = 0;
    for (const m of s.text.matchAll(NUMBER)) {
      if (++read > MOST) break;
      // A number inside a dataset's or metric's name is no value.
      if (
        sets.some((d) => d.at <= m.index && m.index < d.end) ||
        metrics.some((x) => x.index <= m.index && m.index < x.index + x[0].length)
      )
        continue;
      const unit = m[2]?.replace("\\", "").toLowerCase();
      const metric = near(
        metrics.map((x) => ({ at: x.index, name: x[0] })),
        m.index,
      );
      const dataset = near(sets, m.index);
      if (
        metric === undefined ||
        dataset === undefined ||
        Math.abs(metric.at - m.index) > 60 ||
        Math.abs(dataset.at - m.index) > 160
      )
        continue;
      if (unit === undefined && !m[1]!.includes(".")) continue;
      const before = s.text.slice(Math.max(0, m.index - 30), m.index);
      const difference = /^[+-]/.test(m[1]!) || DIFFERENCE.test(before) || /points?|pp/.test(unit ?? "");
      const technique =
        main ??
        entities.find(
          (e) => e.label === "Technique" && e.mentions.some((x) => x.sentence === s && x.start < s.start + m.index),
        );
      out.push({
        dataset: dataset.id,
        ...(technique === undefined ? {} : { technique: technique.id }),
        metric: metric.name.toLowerCase(),
        value: Number(m[1]),
        ...(unit === undefined ? {} : { unit: unit.startsWith("%") ? "%" : unit === "db" ? "dB" : "points" }),
        difference,
        ...(settings.length === 0 ? {} : { setting: [...new Set(settings)].join(", ") }),
        evidence: [evidenceOf(s)],
        confidence: 0.7,
        rule: "number-with-metric-on-dataset",
        foundBy: ["rules"],
      });
    }
  }
  return out;
}
