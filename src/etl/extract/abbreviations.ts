/** Abbreviations that a text defines: `long form (SF)`, after Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 2003. */

export interface Abbreviation {
  short: string;
  long: string;
  shortStart: number;
  shortEnd: number;
  longStart: number;
  longEnd: number;
}

/** Characters that a long form may take before its parenthesis: min(|A|+5, 2|A|) words, as in the paper, bounded. */
const WINDOW = 160;
const isAlnum = (c: string): boolean => /[\p{L}\p{N}]/u.test(c);

/** The start of the best long form in `before` for `short`, or -1: letters matched from the right, the first at a word's start. */
function bestStart(short: string, before: string): number {
  let l = before.length - 1;
  for (let s = short.length - 1; s >= 0; s--) {
    const c = short[s]!.toLowerCase();
    if (!isAlnum(c)) continue;
    // `P2BNet` is Point-to-Box Network, and `McR2` has two of a letter: past the first character a digit may stand for a word.
    if (s > 0 && /\d/.test(c) && !before.slice(0, l + 1).includes(c)) continue;
    while (l >= 0 && (before[l]!.toLowerCase() !== c || (s === 0 && l > 0 && isAlnum(before[l - 1]!)))) l--;
    if (l < 0) return -1;
    if (s === 0) return l;
    l--;
  }
  return -1;
}

/** `SF (long form)`: the short form first, as names often stand. */
function reversed(sentence: string, offset: number): Abbreviation[] {
  const out: Abbreviation[] = [];
  for (const m of sentence.matchAll(/(?<![\p{L}\p{N}-])([\p{L}\p{N}][\p{L}\p{N}-]{1,11})\s?\(([^()]{6,120})\)/gu)) {
    const [, short, long] = m as unknown as [string, string, string];
    const words = long.trim().split(/\s+/).length;
    if (!/\p{Lu}.*\p{Lu}/u.test(short) || words < 2 || words > Math.min(short.length + 5, short.length * 2)) continue;
    if (/[,;:]|\d{4}/.test(long) || bestStart(short, long) !== 0) continue;
    const shortStart = offset + m.index;
    const longStart = offset + m.index + m[0].indexOf("(") + 1;
    out.push({
      short,
      long,
      shortStart,
      shortEnd: shortStart + short.length,
      longStart,
      longEnd: longStart + long.length,
    });
  }
  return out;
}

/** Definitions in a sentence; `offset` is where the sentence starts in its field. */
export function findAbbreviations(sentence: string, offset: number): Abbreviation[] {
  if (!sentence.includes("(") && !sentence.includes("[")) return [];
  const out: Abbreviation[] = reversed(sentence, offset);
  for (const m of sentence.matchAll(/\s?[([]\s?([^()[\];,]{2,24}?)\s?(?:[;,][^()[\]]{0,60})?[)\]]/g)) {
    const short = m[1]!
      .replace(/^["'“”‘’\\a-z]*\{?(?=[A-Z])/, (x) => (x.includes("{") || /^["'“”‘’]/.test(x) ? "" : x))
      .replace(/["'“”‘’}]+$/, "")
      .replace(/s$/, (x) => (/[A-Z]s$/.test(m[1]!) ? "" : x));
    if (!/^[\p{L}\p{N}]/u.test(short) || !/\p{Lu}|\d/u.test(short) || short.split(/\s/).length > 2 || short.length > 12)
      continue;
    const words = Math.min(short.length + 5, short.length * 2);
    const from = Math.max(0, m.index - WINDOW);
    let before = sentence.slice(from, m.index);
    const last = Math.max(...[...before.matchAll(/[.;:()[\]]\s/g)].map((x) => x.index + x[0].length), 0);
    const parts = [...before.slice(last).matchAll(/\S+/g)];
    const cut = last + (parts.length > words ? parts[parts.length - words]!.index : 0);
    before = before.slice(cut);
    const start = bestStart(short, before);
    if (start < 0) continue;
    const long = before.slice(start).trim();
    const longStart = offset + from + cut + start;
    if (
      long.length <= short.length ||
      long.toLowerCase().includes(` ${short.toLowerCase()} `) ||
      (long.split(/\s+/).length < 2 && !/[-a-z][A-Z]|-/.test(long))
    )
      continue;
    const shortStart = offset + m.index + m[0].indexOf(short, m[0].search(/[([]/));
    out.push({
      short,
      long,
      shortStart,
      shortEnd: shortStart + short.length,
      longStart,
      longEnd: longStart + long.length,
    });
  }
  return out;
}
