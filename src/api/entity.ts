/** Reads nodes by id or name; every read is keyed, so that the reads of all requests in flight share statements. */
import { nameKey, slug } from "../ontology.js";
import { queryName, type Row } from "../store/store.js";
import type { Context } from "./context.js";
import { globalId, type NodeLabel, parseGlobalId } from "./global-id.js";

/** A node as resolvers pass it on: the row's columns, the global `id`, the `label` and the stored id as `key`. */
export type Entity = Row & { id: string; key: string; label: NodeLabel };

/** An entity typed as the class of its GraphQL type, whose plain fields the row already holds. */
export function entity<T extends object = Entity>(label: NodeLabel, row: Row): T {
  const key = String(row.id);
  const out: Record<string, unknown> = { ...row, id: globalId(label, key), key, label };
  if ("aliases" in out) out.aliases ??= [];
  if ("keywords" in out) out.keywords ??= [];
  return out as T;
}
export const storedId = (node: object): string => (node as Entity).key;

/** The node of a stored id; an id from before a merge leads to the survivor. Null where there is none. */
export async function load<T extends object = Entity>(ctx: Context, label: NodeLabel, id: string): Promise<T | null> {
  const [row] = await ctx.store.read(queryName(label, "by-id"), { id });
  if (row !== undefined) return entity<T>(label, row);
  const [former] = await ctx.store.read("former-id", { key: id });
  if (former === undefined || !(former.labels as string[]).includes(label)) return null;
  const [survivor] = await ctx.store.read(queryName(label, "by-id"), { id: former.id as string });
  return survivor === undefined ? null : entity<T>(label, survivor);
}
export async function loadGlobal(ctx: Context, id: string): Promise<Entity | null> {
  const parsed = parseGlobalId(id.trim());
  return parsed === null ? null : load(ctx, parsed.label, parsed.id);
}

type Named = "Paper" | "Technique" | "Dataset" | "Task" | "Repository" | "Author" | "Venue";

/**
 * The node that a key of the names leads to. Of several the one with most papers is meant, then the smaller id; `keep`
 * leaves out some beforehand.
 */
export async function byKey<T extends object = Entity>(
  ctx: Context,
  label: Named,
  key: string,
  keep: (row: Row) => boolean = () => true,
): Promise<T | null> {
  if (key === "") return null;
  const rows = (await ctx.store.read(queryName(label, "by-name"), { key })).filter(keep);
  const count = (row: Row): number => Number(row.paperCount ?? 0);
  rows.sort((a, b) => count(b) - count(a) || (String(a.id) < String(b.id) ? -1 : 1));
  return rows[0] === undefined ? null : entity<T>(label, rows[0]);
}
export const byName = <T extends object = Entity>(ctx: Context, label: Named, name: string): Promise<T | null> =>
  byKey<T>(ctx, label, nameKey(name));

const stripScheme = (url: string): string =>
  url
    .trim()
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/^www\./i, "");

/** `arXiv:2110.06848v2` and its addresses to `2110.06848`. */
export const plainArxiv = (text: string): string =>
  stripScheme(text)
    .replace(/^arxiv\.org\/(abs|pdf|html)\//i, "")
    .replace(/^arxiv:\s*/i, "")
    .replace(/\.pdf$/i, "")
    .replace(/v\d+$/i, "");
/** A DOI or its address to the DOI in lower case. */
export const plainDoi = (text: string): string =>
  stripScheme(text)
    .replace(/^(dx\.)?doi\.org\//i, "")
    .replace(/^doi:\s*/i, "")
    .toLowerCase();
export const isArxiv = (plain: string): boolean => /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/.test(plain);
export const isDoi = (plain: string): boolean => /^10\.\d{4,}\/\S+$/.test(plain);
/** A repository's address to its id: host and path in lower case. */
export const plainUrl = (text: string): string =>
  stripScheme(text)
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "")
    .toLowerCase();

export const paperByTitle = <T extends object = Entity>(ctx: Context, title: string): Promise<T | null> =>
  byKey<T>(ctx, "Paper", nameKey(title) || slug(title));

/** A paper by whatever a person has at hand: an id, an arXiv id or address, a DOI, a title. */
export async function findPaper<T extends object = Entity>(ctx: Context, text: string): Promise<T | null> {
  const parsed = parseGlobalId(text.trim());
  if (parsed?.label === "Paper") {
    const found = await load<T>(ctx, "Paper", parsed.id);
    if (found !== null) return found;
  }
  const arxiv = plainArxiv(text);
  if (isArxiv(arxiv)) return byKey<T>(ctx, "Paper", `arxiv:${arxiv}`);
  const doi = plainDoi(text);
  if (isDoi(doi)) return byKey<T>(ctx, "Paper", `doi:${doi}`);
  return paperByTitle<T>(ctx, text);
}
