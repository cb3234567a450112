/** A linear classifier over hashed features: multinomial logistic regression, its weights small enough to ship. */

/** Classes and, for each feature's hash, one weight a class, in thousandths. */
export interface LinearModel {
  classes: string[];
  weights: ReadonlyMap<number, readonly number[]>;
  /** The weights as a table with open addressing, made at the first use. */
  table?: Table;
}
/** Slots of sixteen bytes, a quarter of a line of the processor's cache: a key, then up to six weights in thousandths. */
interface Table {
  mask: number;
  keys: Int32Array;
  /** The same memory, for the weights. */
  weights: Int16Array;
}
const SLOT = 4;
const MOST_CLASSES = 6;
/** Thousandths as fractions; they are looked up, since a division costs more, and nearly all lie close to the middle. */
const FRACTIONS = Float32Array.from({ length: 1 << 16 }, (_, i) => (i - (1 << 15)) / 1000);

function tableOf(model: LinearModel): Table {
  if (model.table !== undefined) return model.table;
  if (model.classes.length > MOST_CLASSES) throw new RangeError(`${model.classes.length} classes do not fit`);
  let size = 16;
  while (size < 1.5 * model.weights.size) size *= 2;
  const keys = new Int32Array(size * SLOT);
  const table: Table = { mask: size - 1, keys, weights: new Int16Array(keys.buffer) };
  for (const [key, row] of model.weights) {
    let at = key & table.mask;
    while (keys[at * SLOT] !== 0) at = (at + 1) & table.mask;
    keys[at * SLOT] = key;
    row.forEach((w, c) => {
      table.weights[2 * (at * SLOT + 1) + c] = Math.max(-MOST, Math.min(MOST, w));
    });
  }
  model.table = table;
  return table;
}

/** The keys that stand where those of the features should. */
const met = new Int32Array(1 << 14);

/**
 * Probability of each class, of the first `size` features, each of them there once; one that the model does not know
 * counts nothing. A row's values are multiples of 2^-33 and small, so their sums are exact in any order.
 */
export function probabilities(model: LinearModel, features: Int32Array, size = features.length): number[] {
  const { mask, keys, weights } = tableOf(model);
  const k = model.classes.length;
  // The table is larger than the processor's cache. All its lines are asked for first, so that they come at once.
  for (let i = 0; i < size; i++) met[i] = keys[(features[i]! & mask) * SLOT]!;
  let [s0, s1, s2, s3, s4, s5] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const key = features[i]!;
    let at = key & mask;
    let had = met[i]!;
    while (had !== key && had !== 0) {
      at = (at + 1) & mask;
      had = keys[at * SLOT]!;
    }
    if (had === 0) continue;
    const row = 2 * (at * SLOT + 1);
    s0 += FRACTIONS[weights[row]! + 32768]!;
    s1 += FRACTIONS[weights[row + 1]! + 32768]!;
    if (k === 2) continue;
    s2 += FRACTIONS[weights[row + 2]! + 32768]!;
    s3 += FRACTIONS[weights[row + 3]! + 32768]!;
    if (k <= 4) continue;
    s4 += FRACTIONS[weights[row + 4]! + 32768]!;
    s5 += FRACTIONS[weights[row + 5]! + 32768]!;
  }
  const sums = [s0, s1, s2, s3, s4, s5];
  sums.length = k;
  let top = -Infinity;
  for (let c = 0; c < k; c++) if (sums[c]! > top) top = sums[c]!;
  let total = 0;
  for (let c = 0; c < k; c++) {
    sums[c] = Math.exp(sums[c]! - top);
    total += sums[c]!;
  }
  for (let c = 0; c < k; c++) sums[c]! /= total;
  return sums;
}

export interface Example {
  features: Int32Array;
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

export interface TrainOptions {
  epochs?: number;
  rate?: number;
  l2?: number;
  /** Features seen in fewer examples are left out. */
  minCount?: number;
  seed?: number;
}

/** Trains by Adagrad (Duchi, Hazan and Singer 2011) with an L2 penalty. */
export function train(
  examples: readonly Example[],
  classes: string[],
  { epochs = 25, rate = 0.3, l2 = 3e-4, minCount = 2, seed = 7 }: TrainOptions = {},
): LinearModel {
  const counts = new Map<number, number>();
  for (const e of examples) for (const f of e.features) counts.set(f, (counts.get(f) ?? 0) + 1);
  const index = new Map<number, number>();
  for (const f of [...counts.keys()].sort((a, b) => a - b)) if (counts.get(f)! >= minCount) index.set(f, index.size);
  const k = classes.length;
  const w = new Float64Array(index.size * k);
  const g2 = new Float64Array(index.size * k).fill(1e-6);
  const random = seeded(seed);
  const coded = examples.map((e) => ({
    at: Int32Array.from([...e.features].map((f) => index.get(f)).filter((i): i is number => i !== undefined)),
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
  const weights = new Map<number, number[]>();
  for (const [f, i] of index) {
    const row = Array.from({ length: k }, (_, c) => Math.round(w[i * k + c]! * 1000) || 0);
    if (row.some((x) => Math.abs(x) >= LEAST)) weights.set(f, row);
  }
  return { classes, weights };
}
/** Weights that move no class by this many thousandths are not kept. */
const LEAST = 15;
const MOST = 32767;

/** A model as it stands in weights.json: hashes and rows as base64 of little-endian 32- and 16-bit integers. */
export interface PackedModel {
  classes: string[];
  hashes: string;
  rows: string;
}
export function pack(model: LinearModel): PackedModel {
  const keys = [...model.weights.keys()].sort((a, b) => a - b);
  const k = model.classes.length;
  const hashes = Buffer.alloc(4 * keys.length);
  const rows = Buffer.alloc(2 * k * keys.length);
  keys.forEach((key, i) => {
    hashes.writeInt32LE(key, 4 * i);
    model.weights.get(key)!.forEach((w, c) => {
      rows.writeInt16LE(Math.max(-MOST, Math.min(MOST, w)), 2 * (i * k + c));
    });
  });
  return { classes: model.classes, hashes: hashes.toString("base64"), rows: rows.toString("base64") };
}
export function unpack(packed: PackedModel): LinearModel {
  const hashes = Buffer.from(packed.hashes, "base64");
  const rows = Buffer.from(packed.rows, "base64");
  const k = packed.classes.length;
  const weights = new Map<number, number[]>();
  for (let i = 0; 4 * i < hashes.length; i++)
    weights.set(
      hashes.readInt32LE(4 * i),
      packed.classes.map((_, c) => rows.readInt16LE(2 * (i * k + c))),
    );
  return { classes: packed.classes, weights };
}

/**
 * From a probability to a confidence that means the same for every kind of fact: 0.4 at the best F1 on papers held out,
 * 0.9 where 95 in 100 facts are right, straight lines between. `sure` is 1 or more where no probability is that sure.
 */
export interface Calibration {
  best: number;
  sure: number;
}
export const BEST_F1 = 0.4;
export const SURE = 0.9;
/** Highest confidence where 95 in 100 are not reached. */
const UNSURE = 0.89;

export function confidenceOf(p: number, { best, sure }: Calibration): number {
  const between = (x: number, x0: number, x1: number, y0: number, y1: number): number =>
    x1 <= x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  const c =
    p < best
      ? between(p, 0, best, 0, BEST_F1)
      : sure >= 1
        ? between(p, best, 1, BEST_F1, UNSURE)
        : p < sure
          ? between(p, best, sure, BEST_F1, SURE)
          : between(p, sure, 1, SURE, 1);
  // Rounded down, so that what lies below a bound does not reach it.
  return Math.floor(c * 1000 + 1e-6) / 1000;
}
