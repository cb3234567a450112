/** What a key that a person has at hand may mean: an id, an arXiv id, a DOI, an address, a title, a name. */
import { nameKey, slug } from "../../ontology.js";
import { queryName } from "../../store/store.js";
import type { Context } from "../context.js";
import { isArxiv, isDoi, loadGlobal, plainArxiv, plainDoi, plainUrl } from "../entity.js";
import { NODE_LABELS, type NodeLabel, parseGlobalId } from "../global-id.js";

export interface Meant {
  label: NodeLabel;
  id: string;
  paperCount: number;
}

async function named(ctx: Context, key: string): Promise<Meant[]> {
  if (key === "") return [];
  const rows = await ctx.store.read("name-nodes", { key });
  return rows.flatMap((r) => {
    const label = NODE_LABELS.find((l) => r.labels.includes(l));
    return label === undefined ? [] : [{ label, id: r.id, paperCount: Number(r.paperCount) }];
  });
}

/** Nodes whose stored id is the text, in whatever label. */
async function stored(ctx: Context, id: string): Promise<Meant[]> {
  const found = await Promise.all(
    NODE_LABELS.map(async (label) => {
      const [row] = await ctx.store.read(queryName(label, "by-id"), { id });
      return row === undefined ? [] : [{ label, id, paperCount: Number(row.paperCount ?? 0) }];
    }),
  );
  return found.flat();
}

/** Each node once, most papers first, then by label and id: the order by which every name is settled. */
function ranked(found: readonly Meant[]): Meant[] {
  const one = [...new Map(found.map((m) => [`${m.label}:${m.id}`, m])).values()];
  const place = (m: Meant): number => NODE_LABELS.indexOf(m.label);
  // A paper counts for nothing: where others share its title, they are meant more often.
  return one.sort((a, b) => b.paperCount - a.paperCount || place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

/**
 * Everything that a key may mean, likeliest first; empty for a miss. An identifier (global id, arXiv id, DOI, address)
 * that is found decides alone; otherwise stored ids, titles, names and aliases count alike. All reads are keyed, so that
 * a hundred keys take no more statements than one.
 */
export async function meaningsOf(ctx: Context, text: string): Promise<Meant[]> {
  const key = text.trim();
  const parsed = parseGlobalId(key);
  if (parsed !== null) {
    const node = await loadGlobal(ctx, key);
    if (node !== null) return [{ label: node.label, id: node.key, paperCount: 0 }];
  }
  const arxiv = plainArxiv(key);
  const doi = plainDoi(key);
  const identifier = isArxiv(arxiv) ? `arxiv:${arxiv}` : isDoi(doi) ? `doi:${doi}` : null;
  if (identifier !== null) {
    const found = await named(ctx, identifier);
    if (found.length > 0) return ranked(found);
  }
  const address = plainUrl(key);
  if (/^[^\s/]+\.[^\s/]+(\/\S*)?$/.test(address)) {
    const found = (await named(ctx, address)).filter((m) => m.label === "Repository");
    if (found.length > 0) return ranked(found);
  }
  const [byName, byRaw, byId] = await Promise.all([
    named(ctx, nameKey(key) || slug(key)),
    named(ctx, key),
    /\s/.test(key) ? [] : stored(ctx, key),
  ]);
  return ranked([...byName, ...byRaw, ...byId]);
}
