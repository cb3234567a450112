/** The handwritten read queries: `cypher/read/NAME.cypher`, each with a header that says what it takes and returns. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageRoot } from "../root.js";

export interface QueryFile {
  name: string;
  text: string;
  doc: string;
  /** Parameter to type; a keyed query takes `rows`. */
  params: Map<string, string>;
  /** Column to type. */
  returns: Map<string, string>;
}

/** Reads the header: a first comment line of purpose, then `// param NAME: TYPE` and `// returns NAME: TYPE` lines. */
export function parseQuery(name: string, source: string): QueryFile {
  const params = new Map<string, string>();
  const returns = new Map<string, string>();
  const doc: string[] = [];
  const body: string[] = [];
  for (const line of source.split("\n")) {
    const comment = /^\/\/\s*(.*)$/.exec(line)?.[1];
    if (comment === undefined) {
      body.push(line);
      continue;
    }
    const declared = /^(param|returns)\s+(\w+):\s*(.+)$/.exec(comment);
    if (declared === null) doc.push(comment);
    else (declared[1] === "param" ? params : returns).set(declared[2]!, declared[3]!.trim());
  }
  return { name, text: body.join("\n").trim(), doc: doc.join(" "), params, returns };
}

/** All read queries by name. */
export function readQueries(): Map<string, QueryFile> {
  const folder = join(packageRoot(), "cypher", "read");
  const out = new Map<string, QueryFile>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".cypher")) continue;
    const name = basename(file, ".cypher");
    out.set(name, parseQuery(name, readFileSync(join(folder, file), "utf8")));
  }
  return out;
}
