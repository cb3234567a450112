/** How far a text is from the beginning of a name, for a search box that forgives slips. */

/**
 * The fewest single-letter insertions, deletions, substitutions and swaps of neighbours (optimal string alignment, after
 * Damerau 1964) that turn `text` into some prefix of `name`; `limit + 1` where it takes more than `limit`.
 */
export function prefixDistance(text: string, name: string, limit: number): number {
  const width = Math.min(name.length, text.length + limit);
  let before: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= text.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const same = text[i - 1] === name[j - 1];
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && text[i - 1] === name[j - 2] && text[i - 2] === name[j - 1])
        d = Math.min(d, before[j - 2]! + 1);
      row.push(d);
      if (d < least) least = d;
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  // The rest of the name is what the person has not typed yet.
  return Math.min(limit + 1, ...last);
}

/** Slips that a text of this length may hold: none up to three letters, then one, from nine on two. */
export const slipsAllowed = (length: number): number => (length <= 3 ? 0 : length <= 8 ? 1 : 2);
