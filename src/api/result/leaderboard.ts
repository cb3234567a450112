/** Ranks the results on a dataset: one metric in one unit, never differences, the direction by the metric's name. */
import { nameKey } from "../../ontology.js";

export interface RankedRow {
  id: string;
  metric: string;
  value: number;
  unit: string | null;
  difference: boolean;
  sortKey: string;
  dated: boolean;
}
export type Direction = "HIGHER" | "LOWER" | "UNKNOWN";

const LOWER =
  /\b(error|errors|loss|perplexity|ppl|fid|kid|mae|mse|rmse|mape|wer|cer|nll|bpc|bpd|eer|latency|time|flops|parameters|params|lpips|distance|regret|ade|fde|epe|log-likelihood loss)\b/;
const HIGHER =
  /\b(accuracy|acc|f1|f-score|f-measure|map|ap(?:50|75)?|pq|hota|mota|j&f|miou|iou|dice|bleu|rouge|meteor|cider|spice|auc|auroc|auprc|psnr|ssim|precision|recall|score|ndcg|mrr|hits?|success|win|pass|em|exact match|inception|spearman|pearson|correlation|reward|return|top-?[15]|r2|kappa|jaccard|speedup|throughput)\b/;
/** Which values of a metric are better, by its name; what lowers wins, since `error rate at recall` is an error. */
export function directionOf(metric: string): Direction {
  const words = metric.toLowerCase().replace(/_/g, " ");
  if (LOWER.test(words)) return "LOWER";
  return HIGHER.test(words) ? "HIGHER" : "UNKNOWN";
}

/** The commonest of some texts, the smaller of two that are as common. */
function commonest<T extends string | null>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1))[0]![0];
}

export interface MetricCount {
  metric: string;
  direction: Direction;
  count: number;
}
/** Metrics with how many absolute values each has, commonest first; two writings of one name are one. */
export function metricsOf(rows: readonly RankedRow[]): MetricCount[] {
  const groups = new Map<string, string[]>();
  for (const r of rows) {
    if (r.difference) continue;
    const key = nameKey(r.metric);
    groups.set(key, [...(groups.get(key) ?? []), r.metric]);
  }
  return [...groups.values()]
    .map((names) => {
      const metric = commonest(names);
      return { metric, direction: directionOf(metric), count: names.length };
    })
    .sort((a, b) => b.count - a.count || (a.metric < b.metric ? -1 : 1));
}

export interface Ranked {
  metric: string;
  direction: Direction;
  unit: string | null;
  leftOut: number;
  rows: { rank: number; bestSoFar: boolean | null; row: RankedRow }[];
}
/** The ranking of a metric, or of the commonest where none is given; null where there is no absolute value of it. */
export function ranking(all: readonly RankedRow[], metric: string | null): Ranked | null {
  const wanted = metric ?? metricsOf(all)[0]?.metric;
  if (wanted === undefined) return null;
  const same = all.filter((r) => nameKey(r.metric) === nameKey(wanted));
  const absolute = same.filter((r) => !r.difference);
  if (absolute.length === 0) return null;
  const unit = commonest(absolute.map((r) => r.unit));
  const rows = absolute.filter((r) => r.unit === unit);
  const name = commonest(rows.map((r) => r.metric));
  const direction = directionOf(name);
  const sign = direction === "LOWER" ? 1 : -1;
  const date = (r: RankedRow): string => (r.dated ? r.sortKey : `~${r.sortKey}`);
  rows.sort(
    (a, b) => sign * (a.value - b.value) || (date(a) < date(b) ? -1 : date(a) > date(b) ? 1 : a.id < b.id ? -1 : 1),
  );
  // In the order of dates, a value is the best so far where none before it is as good; a paper's own values go together.
  const best = new Set<RankedRow>();
  let record = Number.POSITIVE_INFINITY;
  for (const r of rows
    .filter((x) => x.dated)
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : sign * (a.value - b.value))))
    if (sign * r.value < record) {
      best.add(r);
      record = sign * r.value;
    }
  let rank = 0;
  return {
    metric: name,
    direction,
    unit,
    leftOut: same.length - rows.length,
    rows: rows.map((row, i) => {
      if (i === 0 || rows[i - 1]!.value !== row.value) rank = i + 1;
      return { rank, bestSoFar: !row.dated || direction === "UNKNOWN" ? null : best.has(row), row };
    }),
  };
}
