/** Features as integers: a name and its values are hashed, so that no text is made while a paper is read. */

/** 32-bit FNV-1a over UTF-16 code units. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}
/** Mixes two hashes; the order matters. The finish is that of MurmurHash3. */
export function mix(a: number, b: number): number {
  let h = (Math.imul(a, 31) + b) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Features that a set takes, and those that may be added, the same one more than once. */
const MOST = 4096;
const MOST_ADDED = 1 << 14;
/** Slots of the table that tells which are there already: a power of two, few where few features are. */
const SLOTS = 2 * MOST;
const FEW_SLOTS = 1024;

/**
 * The features of one thing, each once. One instance serves all: `start` empties it, `finish` leaves out what was added
 * again, `view` and `take` do so and show or copy what it holds.
 */
export class FeatureSet {
  /** What was added, of which the first `size` count. */
  readonly ids = new Int32Array(MOST_ADDED);
  size = 0;
  /** A feature and the stamp of the set that it is in, by turns. */
  readonly #slots = new Int32Array(2 * SLOTS);
  #stamp = 0;

  start(): void {
    this.ids[0] = 1;
    this.size = 1;
  }
  /** `template` is a hash() of the feature's name. */
  add(template: number, value = 0, other = 0): void {
    const hashed = mix(mix(template, value), other);
    // 0 marks an empty slot in a model's table.
    if (this.size < MOST_ADDED) this.ids[this.size++] = hashed === 0 ? 1 : hashed;
  }
  finish(): void {
    const { ids, size } = this;
    const slots = this.#slots;
    const stamp = ++this.#stamp;
    const mask = (size <= FEW_SLOTS / 2 ? FEW_SLOTS : SLOTS) - 1;
    let n = 0;
    for (let i = 0; i < size && n < MOST; i++) {
      const id = ids[i]!;
      let at = id & mask;
      while (slots[2 * at + 1] === stamp && slots[2 * at] !== id) at = (at + 1) & mask;
      if (slots[2 * at + 1] === stamp) continue;
      slots[2 * at + 1] = stamp;
      slots[2 * at] = id;
      ids[n++] = id;
    }
    this.size = n;
  }
  /** A view that the next `start` overwrites. */
  view(): Int32Array {
    this.finish();
    return this.ids.subarray(0, this.size);
  }
  take(): Int32Array {
    this.finish();
    return this.ids.slice(0, this.size);
  }
}
