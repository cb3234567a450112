/** Reads what the documents hold: tables, code blocks and links. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/root.js";

export const document = (file: string): string => readFileSync(join(packageRoot(), file), "utf8");

/** Handwritten documents, from the package's root. */
export const documents = (): string[] => [
  ...readdirSync(packageRoot()).filter((f) => f.endsWith(".md")),
  ...(existsSync(join(packageRoot(), "docs"))
    ? readdirSync(join(packageRoot(), "docs"), { recursive: true, encoding: "utf8" })
        .filter((f) => f.endsWith(".md"))
        .map((f) => `docs/${f}`)
    : []),
];

export interface Block {
  language: string;
  text: string;
  /** Line of its fence, from 1. */
  line: number;
}
export function blocks(markdown: string): Block[] {
  const out: Block[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  markdown.split("\n").forEach((l, i) => {
    const fence = /^```(\S*)\s*$/.exec(l);
    if (fence === null) open?.lines.push(l);
    else if (open === undefined) open = { language: fence[1]!, lines: [], line: i + 1 };
    else {
      out.push({ language: open.language, text: open.lines.join("\n"), line: open.line });
      open = undefined;
    }
  });
  return out;
}
export const withoutBlocks = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```/gm, "");

/** The section under a heading, up to the next heading of any level. */
export function section(markdown: string, heading: string): string {
  const lines = withoutBlocks(markdown).split("\n");
  const at = lines.findIndex((l) => /^#+ /.test(l) && l.replace(/^#+ /, "") === heading);
  if (at < 0) throw new Error(`there is no heading "${heading}"`);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((l) => /^#+ /.test(l));
  return (end < 0 ? rest : rest.slice(0, end)).join("\n");
}

/** Rows of a section's tables without their heads, each cell's backticks taken off. A bar in a cell is written `\|`. */
export function rows(text: string): string[][] {
  const lines = text.split("\n").filter((l) => l.startsWith("|"));
  return lines
    .filter((_, i) => !/^\|[\s:|-]+\|$/.test(lines[i]!) && !/^\|[\s:|-]+\|$/.test(lines[i + 1] ?? ""))
    .map((l) =>
      l
        .replace(/^\||\|\s*$/g, "")
        .split(/(?<!\\)\|/)
        .map((c) =>
          c
            .trim()
            .replaceAll("\\|", "|")
            .replace(/^`([^`]*)`$/, "$1"),
        ),
    );
}

/** Targets of links that are no web addresses, with where they stand. */
export function fileLinks(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((m) => m[1]!)
    .filter((t) => !/^[a-z]+:/i.test(t));
}
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** How many plain values it holds. */
const leaves = (value: unknown): number =>
  value === null || typeof value !== "object" ? 1 : Object.values(value).reduce((n: number, v) => n + leaves(v), 0);

/** Values of a list or of its rows that stand on one line, however long: it is read as a row. */
const FEW = 6;
/** JSON for readers: what fits on a line stands on one, as do short lists and their rows; the rest is broken a level further. */
export function readableJson(value: unknown, indent = "", prefix = 0, inList = false): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const inner = `${indent}  `;
  const parts = Object.entries(value).map(([k, v]) => {
    const name = isList ? "" : `${JSON.stringify(k)}: `;
    return name + readableJson(v, inner, name.length + 1, isList || inList);
  });
  const pad = isList || parts.length === 0 ? "" : " ";
  const flat = `${open}${pad}${parts.join(", ")}${pad}${close}`;
  const fits = indent.length + prefix + flat.length <= 120 || ((isList || inList) && leaves(value) <= FEW);
  if (fits && !flat.includes("\n")) return flat;
  return `${open}\n${parts.map((p) => inner + p).join(",\n")}\n${indent}${close}`;
}
