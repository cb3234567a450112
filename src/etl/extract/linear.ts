/** A linear classifier over named features: multinomial logistic regression, its weights a JSON file. */

/** Classes and, for each feature, one weight a class, in thousandths. */
export interface LinearModel {
  classes: string[];
  weights: Record<string, number[]>;
}

/** Probability of each class. Features that the model does not know count nothing. */
export function probabilities(model: LinearModel, features: Iterable<string>): number[] {
  const sums = new Array<number>(model.classes.length).fill(0);
  for (const f of features) {
    const w = Object.hasOwn(model.weights, f) ? model.weights[f] : undefined;
    if (w !== undefined) for (let c = 0; c < sums.length; c++) sums[c]! += w[c]! / 1000;
  }
  const top = Math.max(...sums);
  let total = 0;
  for (let c = 0; c < sums.length; c++) {
    sums[c] = Math.exp(sums[c]! - top);
    total += sums[c]!;
  }
  return sums.map((s) => s / total);
}

export interface Example {
  features: string[];
  label: string;
  weight?: number;
}

/** A small generator (mulberry32), so that training gives the same weights on every machine. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Trains by Adagrad (Duchi, Hazan and Singer 2011) with an L2 penalty; features seen in fewer than `minCount` examples are left out.
 */
export function train(
  examples: readonly Example[],
  classes: string[],
  { epochs = 25, rate = 0.3, l2 = 3e-4, minCount = 2, seed = 7 } = {},
): LinearModel {
  const counts = new Map<string, number>();
  for (const e of examples) for (const f of new Set(e.features)) counts.set(f, (counts.get(f) ?? 0) + 1);
  const index = new Map<string, number>();
  for (const f of [...counts.keys()].sort()) if (counts.get(f)! >= minCount) index.set(f, index.size);
  const k = classes.length;
  const w = new Float64Array(index.size * k);
  const g2 = new Float64Array(index.size * k).fill(1e-6);
  const random = seeded(seed);
  const coded = examples.map((e) => ({
    at: [...new Set(e.features)].map((f) => index.get(f)).filter((i): i is number => i !== undefined),
    y: classes.indexOf(e.label),
    weight: e.weight ?? 1,
  }));
  const order = coded.map((_, i) => i);
  const p = new Float64Array(k);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (const n of order) {
      const { at, y, weight } = coded[n]!;
      let top = -Infinity;
      for (let c = 0; c < k; c++) {
        let s = 0;
        for (const f of at) s += w[f * k + c]!;
        p[c] = s;
        if (s > top) top = s;
      }
      let total = 0;
      for (let c = 0; c < k; c++) {
        p[c] = Math.exp(p[c]! - top);
        total += p[c]!;
      }
      for (let c = 0; c < k; c++) {
        const error = (p[c]! / total - (c === y ? 1 : 0)) * weight;
        for (const f of at) {
          const i = f * k + c;
          const grad = error + l2 * w[i]!;
          g2[i]! += grad * grad;
          w[i]! -= (rate * grad) / Math.sqrt(g2[i]!);
        }
      }
    }
  }
  const weights: Record<string, number[]> = {};
  for (const [f, i] of index) {
    const row = Array.from({ length: k }, (_, c) => Math.round(w[i * k + c]! * 1000) || 0);
    if (row.some((x) => Math.abs(x) >= 10)) weights[f] = row;
  }
  return { classes, weights };
}
