/** Texts written for these tests, and the files that hold them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PapergraphError } from "../../src/errors.js";
import type { SourceItem } from "../../src/etl/records.js";
import { openSource } from "../../src/etl/sources/index.js";

/** A folder for one test file; the function that is given back removes it. */
export function folder(): {
  at: (name: string, content?: string | Buffer) => string;
  path: string;
  remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), "papergraph-test-"));
  return {
    path,
    at(name, content) {
      const file = join(path, name);
      if (content !== undefined) writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** All items of a file, and the error that ended it, if one did. */
export async function readAll(path: string): Promise<{ items: SourceItem[]; error?: PapergraphError; hash: string }> {
  const items: SourceItem[] = [];
  const source = await openSource(path);
  try {
    for await (const item of source.items()) items.push(item);
  } catch (e) {
    if (!(e instanceof PapergraphError)) throw e;
    return { items, error: e, hash: source.hash() };
  }
  return { items, hash: source.hash() };
}
export const titles = (items: readonly SourceItem[]): string[] => items.flatMap((i) => (i.ok ? [i.record.title] : []));

const LONG =
  "Gardens of sensors grow old, and their readings drift. We look at how much of the drift a small network can undo when it sees two neighbours of each sensor. On three greenhouses it undoes most of it, and where it fails the neighbours had drifted together. We close with advice for people who must place new sensors beside old ones.";

/** A page as it looks when its text is saved: furniture, papers, furniture. */
export const PAGE = `new

Get trending papers in your email inbox!

Subscribe

byAK and the research community

Mar 11

Submitted by gardener

12

GreenDrift: Undoing the Drift of Old Sensors

Ada Green, Bo Field, Cy Root

${LONG}

learning from quiet neighbours

${LONG} Code is at https://github.com/garden/quiet.

More at https://garden.example/quiet

On the Silence of Well-Placed Sensors

Do Greenhouses Dream of Electric Rain?

${LONG}

The second paragraph of this text is short, and it ends as sentences do.

Upvote 7

Previous 1 2 3 Next

TOS Privacy About Careers
`;
export const PAGE_TITLES = [
  "GreenDrift: Undoing the Drift of Old Sensors",
  "learning from quiet neighbours",
  "On the Silence of Well-Placed Sensors",
  "Do Greenhouses Dream of Electric Rain?",
];
export { LONG };
