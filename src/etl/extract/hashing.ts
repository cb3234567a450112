/** Features as integers: a name and its values are hashed, so that no text is made while a paper is read. */

/** 32-bit FNV-1a over UTF-16 code units. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}
/** The hashes of some names, by name. */
export const hashes = <N extends string>(...names: N[]): Readonly<Record<N, number>> =>
  Object.fromEntries(names.map((n) => [n, hash(n)])) as Record<N, number>;

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

/** The features of one thing, each once. One instance serves all: `start` empties it, `take` copies what it holds. */
export class FeatureSet {
  readonly #ids = new Int32Array(MOST);
  readonly #slots = new Int32Array(SLOTS);
  readonly #stamps = new Int32Array(SLOTS);
  #stamp = 0;
  #n = 0;

  start(): void {
    this.#stamp++;
    this.#n = 0;
    this.#add(1);
  }
  /** `template` is a hash() of the feature's name. */
  add(template: number, value = 0, other = 0): void {
    this.#add(mix(mix(template, value), other));
  }
  #add(hashed: number): void {
    // 0 marks an empty slot in a model's table.
    const id = hashed === 0 ? 1 : hashed;
    let at = id & (SLOTS - 1);
    while (this.#stamps[at] === this.#stamp) {
      if (this.#slots[at] === id) return;
      at = (at + 1) & (SLOTS - 1);
    }
    if (this.#n === MOST) return;
    this.#stamps[at] = this.#stamp;
    this.#slots[at] = id;
    this.#ids[this.#n++] = id;
  }
  /** A view that the next `start` overwrites. */
  view(): Int32Array {
    return this.#ids.subarray(0, this.#n);
  }
  take(): Int32Array {
    return this.#ids.slice(0, this.#n);
  }
}
