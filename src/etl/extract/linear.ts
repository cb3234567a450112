/** A linear classifier over hashed features: multinomial logistic regression, its weights small enough to ship. */

/** Classes and, for each feature's hash, one weight a class, in thousandths. */
export interface LinearModel {
  classes: string[];
  weights: ReadonlyMap<number, readonly number[]>;
  /** The weights as a table with open addressing, made at the first use. */
  table?: Table;
}
/** Slots of eight 32-bit words, so that a slot lies in one line of the processor's cache: key, stamp, one weight a class. */
interface Table {
  mask: number;
  slots: Int32Array;
  /** The same memory, for the weights. */
  weights: Float32Array;
  /** Which hashes are known, in few bits: most features of a text are not, and never reach the slots. */
  filter: Uint32Array;
  filterMask: number;
  /** Marks the slots of the features that count already, so that one that comes twice counts once. */
  stamp: number;
}
const SLOT = 8;
const KEY = 0;
const STAMP = 1;
const WEIGHTS = 2;

function tableOf(model: LinearModel): Table {
  if (model.table !== undefined) return model.table;
  if (model.classes.length > SLOT - WEIGHTS) throw new RangeError(`${model.classes.length} classes do not fit`);
  let size = 16;
  while (size < 1.5 * model.weights.size) size *= 2;
  const slots = new Int32Array(size * SLOT);
  const table: Table = {
    mask: size - 1,
    slots,
    weights: new Float32Array(slots.buffer),
    filter: new Uint32Array(size / 4),
    filterMask: size * 8 - 1,
    stamp: 0,
  };
  for (const [key, row] of model.weights) {
    let at = key & table.mask;
    while (slots[at * SLOT] !== 0) at = (at + 1) & table.mask;
    slots[at * SLOT + KEY] = key;
    row.forEach((w, c) => {
      table.weights[at * SLOT + WEIGHTS + c] = w / 1000;
    });
    const bit = (key >>> 3) & table.filterMask;
    table.filter[bit >>> 5]! |= 1 << (bit & 31);
  }
  model.table = table;
  return table;
}

/** Places of features that the filter lets pass. */
const passed = new Int32Array(1 << 14);

/**
 * Probability of each class, of the first `size` features; one that comes twice counts once, and one that the model does
 * not know counts nothing. A row's values are multiples of 2^-33 and small, so their sums are exact in any order.
 */
export function probabilities(model: LinearModel, features: Int32Array, size = features.length): number[] {
  const table = tableOf(model);
  const { mask, slots, weights, filter, filterMask } = table;
  const stamp = ++table.stamp;
  const k = model.classes.length;
  const sums: number[] = [];
  for (let c = 0; c < k; c++) sums.push(0);
  let known = 0;
  for (let i = 0; i < size; i++) {
    const key = features[i]!;
    const bit = (key >>> 3) & filterMask;
    passed[known] = key;
    known += (filter[bit >>> 5]! >>> (bit & 31)) & 1;
  }
  for (let i = 0; i < known; i++) {
    const key = passed[i]!;
    let at = (key & mask) * SLOT;
    let had = slots[at]!;
    while (had !== key && had !== 0) {
      at = (at + SLOT) & (mask * SLOT);
      had = slots[at]!;
    }
    if (had === 0 || slots[at + STAMP] === stamp) continue;
    slots[at + STAMP] = stamp;
    for (let c = 0; c < k; c++) sums[c]! += weights[at + WEIGHTS + c]!;
  }
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
