/** Flat rows as JSON, as CSV by RFC 4180, and as JSON lines. */
import type { Cell, Flat } from "./flatten.js";

/** Lists stand in one field of a CSV, their members joined so. */
export const LIST_JOINT = "; ";

function field(value: Cell | undefined): string {
  if (value === null || value === undefined) return "";
  const text = Array.isArray(value)
    ? value
        .flat(9)
        .map((v) => (v === null ? "" : String(v)))
        .join(LIST_JOINT)
    : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const FORMATS: Readonly<Record<string, { type: string; write(flat: Flat): string }>> = {
  json: {
    type: "application/json; charset=utf-8",
    write: ({ rows }) => JSON.stringify(rows),
  },
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    write: ({ columns, rows }) =>
      [columns.map(field), ...rows.map((r) => columns.map((c) => field(r[c])))]
        .map((l) => `${l.join(",")}\r\n`)
        .join(""),
  },
  ndjson: {
    type: "application/x-ndjson; charset=utf-8",
    write: ({ rows }) => rows.map((r) => `${JSON.stringify(r)}\n`).join(""),
  },
};
