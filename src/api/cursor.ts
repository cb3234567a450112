/** Cursors: opaque texts that hold a list's name and the order key of a row, so that a page starts where one ended. */
import { PapergraphError } from "../errors.js";

/** Parts of an order key, all in ascending order (a count that descends is stored negated). */
export type Key = readonly (string | number)[];

export const encodeCursor = (list: string, key: Key): string =>
  Buffer.from(JSON.stringify([list, ...key])).toString("base64url");

/**
 * The key that a cursor holds, or null for no cursor. Throws BAD_USER_INPUT where the text is no cursor or is one of
 * another list: `list` names the list with its owner and order. `sample` shows how many parts there are and of what type.
 */
export function decodeCursor(
  list: string,
  cursor: string | null | undefined,
  sample: Key,
  argument = "after",
): Key | null {
  if (cursor === null || cursor === undefined) return null;
  const bad = (why: string): PapergraphError =>
    new PapergraphError("BAD_USER_INPUT", `${argument}: ${why}; it takes a cursor that this list returned.`, {
      argument,
    });
  let parts: unknown;
  try {
    parts = /^[\w-]+$/.test(cursor) ? JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) : undefined;
  } catch {
    parts = undefined;
  }
  if (!Array.isArray(parts) || typeof parts[0] !== "string") throw bad("this is no cursor");
  const key = parts.slice(1);
  if (parts[0] !== list) throw bad("this is a cursor of another list");
  if (key.length !== sample.length || key.some((part, i) => typeof part !== typeof sample[i]))
    throw bad("this is no cursor");
  return key as Key;
}

/** Compares keys part by part: numbers by value, texts by code unit as the stores do. */
export function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}
