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

/** Slots of the set: a power of two, far more than one candidate's features. */
const SLOTS = 8192;
const MOST = 4096;
/** Features that may be added, the same one more than once. */
const MOST_ADDED = 1 << 14;

/**
 * The features of one thing. One instance serves all: `start` empties it, `take` copies what it holds. While a paper is
 * read a feature may stand in it more than once, since a model's weights are looked up anyway; `view` and `take`, for
 * training, give each once.
 */
export class FeatureSet {
  /** What was added, of which the first `size` count. */
  readonly ids = new Int32Array(MOST_ADDED);
  size = 0;
  readonly #slots = new Int32Array(SLOTS);
  readonly #stamps = new Int32Array(SLOTS);
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
  #unique(): void {
    const stamp = ++this.#stamp;
    let n = 0;
    for (let i = 0; i < this.size && n < MOST; i++) {
      const id = this.ids[i]!;
      let at = id & (SLOTS - 1);
      while (this.#stamps[at] === stamp && this.#slots[at] !== id) at = (at + 1) & (SLOTS - 1);
      if (this.#stamps[at] === stamp) continue;
      this.#stamps[at] = stamp;
      this.#slots[at] = id;
      this.ids[n++] = id;
    }
    this.size = n;
  }
  /** A view that the next `start` overwrites. */
  view(): Int32Array {
    this.#unique();
    return this.ids.subarray(0, this.size);
  }
  take(): Int32Array {
    this.#unique();
    return this.ids.slice(0, this.size);
  }
}
