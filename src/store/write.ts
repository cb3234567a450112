/** Writes whole papers: what changed is found first, so that the same input again writes nothing. */
import {
  countKey,
  dateKey,
  EDGES,
  type EdgeType,
  type Label,
  NODES,
  nameKey,
  nameOrder,
  SYMMETRIC_RELATIONS,
} from "../ontology.js";
import type { Run } from "./engine.js";
import {
  countPapers,
  createEdge,
  createName,
  deleteEdge,
  deleteNode,
  mergeEdge,
  readNodes,
  readSurfaces,
  SHARED,
  setEdge,
  upsertNode,
} from "./statements.js";
import type { GraphEdge, GraphNode, PaperGraph, Row, RunInfo, Value, WriteResult } from "./store.js";

/** JSON with sorted keys and without nulls: two values are the same fact when their texts are equal. */
export function canonical(value: Value | undefined): string {
  if (value === undefined || value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object")
    return `{${Object.keys(value)
      .filter((k) => value[k] !== null && value[k] !== undefined)
      .sort()
      .map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`)
      .join(",")}}`;
  return JSON.stringify(value);
}
const clean = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null && v !== undefined));
const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lists kept by a string key. */
class Groups<K extends string, V> extends Map<K, V[]> {
  add(key: K, value: V): void {
    const list = this.get(key);
    if (list === undefined) this.set(key, [value]);
    else list.push(value);
  }
}
const OWN: ReadonlySet<Label> = new Set<Label>(["Statement", "Result"]);
/** Properties that the store derives; they are left alone when a shared node is brought again. */
const DERIVED = new Set(["paperCount", "countKey", "nameSort", "sortKey"]);

interface Held {
  paper: Row | undefined;
  edges: Map<string, { type: EdgeType; from: string; to: string; properties: Row }>;
  own: Map<string, { label: Label; properties: Row }>;
  names: Set<string>;
}
const edgeKey = (e: { type: string; from: string; to: string }): string => `${e.type}\u0000${e.from}\u0000${e.to}`;
/** How many other writings of an open-world name are kept as aliases. */
const MAX_ALIASES = 20;

export async function writePapers(
  run: Run,
  graphs: readonly PaperGraph[],
  info: RunInfo,
  now: string,
): Promise<WriteResult> {
  // Setting the version to itself takes the lock on the one Graph node, so writers of any process wait here.
  const [graph] = await run(
    "MERGE (g:Graph {id: 'graph'}) SET g.version = coalesce(g.version, 0) RETURN g.version AS version",
  );
  const version = Number(graph?.version ?? 0) + 1;
  const gone = graphs.flatMap((g) => g.absorbs);
  const ids = [...graphs.map((g) => g.paper.id), ...gone];
  const held = await readHeld(run, ids);

  const createEdges = new Groups<EdgeType, GraphEdge>();
  const setEdges = new Groups<EdgeType, GraphEdge>();
  const dropEdges = new Groups<EdgeType, Row>();
  const upserts = new Groups<Label, Row>();
  const drops = new Groups<Label, string>();
  const dropNames: string[] = [];
  const newNames = new Groups<Label, Row>();
  const touched = new Groups<Label, string>();
  const statementKeys = new Set<string>();
  const changes: Row[] = [];
  const result: WriteResult = { version: version - 1, added: 0, changed: 0, unchanged: 0 };

  const retire = (id: string, keep: ReadonlySet<string>, removed: string[]): void => {
    const was = held.get(id)!;
    for (const [key, e] of was.edges) {
      if (keep.has(key)) continue;
      const end = EDGES[e.type].to;
      removed.push(String(e.properties.factId ?? key));
      // Statements and results go as nodes, their edges with them.
      if (OWN.has(end)) continue;
      dropEdges.add(e.type, { from: e.from, to: e.to });
      touched.add(end, e.to);
    }
    for (const [nodeId, own] of was.own) {
      if (keep.has(nodeId)) continue;
      drops.add(own.label, nodeId);
      removed.push(nodeId);
      if (own.label === "Statement") statementKeys.add(String(own.properties.key));
    }
  };

  for (const g of graphs) {
    const was = held.get(g.paper.id)!;
    const added: string[] = [];
    const removed: string[] = [];
    const keep = new Set<string>();
    const hasCode = g.edges.some(
      (e) => e.type === "HAS_CODE" && g.nodes.some((n) => n.id === e.to && n.properties.kind === "CODE"),
    );
    const p = g.paper.properties;
    const paper = clean({
      ...p,
      hasCode,
      sortKey: dateKey(p.publishedAt as string | null, p.year as number | null, g.paper.id),
      nameSort: nameOrder(String(p.title), g.paper.id),
    });
    const paperChanged = was.paper === undefined || canonical(was.paper) !== canonical(paper);
    const yearMoved = was.paper !== undefined && was.paper.year !== paper.year;
    if (paperChanged) upserts.add("Paper", { id: g.paper.id, properties: paper });

    for (const n of g.nodes) {
      if (!OWN.has(n.label)) continue;
      keep.add(n.id);
      const properties = clean(n.properties);
      const old = was.own.get(n.id);
      const same = old !== undefined && canonical(old.properties) === canonical(properties);
      if (n.label === "Statement" && (!same || yearMoved)) {
        statementKeys.add(String(properties.key));
        if (old !== undefined) statementKeys.add(String(old.properties.key));
      }
      if (same) continue;
      upserts.add(n.label, { id: n.id, properties });
      added.push(n.id);
    }
    for (const e of g.edges) {
      if (EDGES[e.type].layer !== "fact") continue;
      const key = edgeKey(e);
      keep.add(key);
      const properties = clean(e.properties);
      const fromOwn = EDGES[e.type].from !== "Paper";
      const old = was.edges.get(key);
      // The edges of a statement or result stand for good once it stands: its id holds its ends.
      const exists = fromOwn ? was.own.has(e.from) : old !== undefined;
      if (!exists) createEdges.add(e.type, { ...e, properties });
      else if (!fromOwn && canonical(old!.properties) !== canonical(properties))
        setEdges.add(e.type, { ...e, properties });
      else continue;
      const end = EDGES[e.type].to;
      if (!fromOwn) {
        added.push(String(properties.factId ?? key));
        if (!OWN.has(end)) touched.add(end, e.to);
      }
    }
    retire(g.paper.id, keep, removed);
    for (const other of g.absorbs) retire(other, new Set(), removed);

    const wanted = new Map(
      g.names.filter((n) => n.nodeId === g.paper.id).map((n) => [`${n.kind}|${n.key}|${n.nodeId}`, n]),
    );
    for (const other of g.absorbs)
      wanted.set(`formerId|${other}|${g.paper.id}`, { key: other, kind: "formerId", nodeId: g.paper.id });
    for (const old of was.names) if (!wanted.has(old) && !old.startsWith("formerId|")) dropNames.push(old);
    for (const [id, n] of wanted)
      if (!was.names.has(id)) newNames.add("Paper", { id, key: n.key, kind: n.kind, nodeId: n.nodeId, origin: "base" });
    const namesMoved =
      [...wanted.keys()].some((id) => !was.names.has(id)) ||
      [...was.names].some((id) => !wanted.has(id) && !id.startsWith("formerId|"));

    if (was.paper === undefined) result.added++;
    else if (paperChanged || namesMoved || added.length > 0 || removed.length > 0) result.changed++;
    else {
      result.unchanged++;
      continue;
    }
    changes.push({
      id: `${version}|${g.paper.id}`,
      properties: {
        id: `${version}|${g.paper.id}`,
        version,
        paperId: g.paper.id,
        kind: was.paper === undefined ? "added" : "changed",
        added: added.sort(),
        removed: removed.sort(),
      },
    });
  }
  for (const id of gone) {
    const was = held.get(id)!;
    if (was.paper === undefined) continue;
    drops.add("Paper", id);
    dropNames.push(...was.names);
    changes.push({
      id: `${version}|${id}`,
      properties: { id: `${version}|${id}`, version, paperId: id, kind: "removed", added: [], removed: [] },
    });
  }

  await writeTellings(run, graphs, gone, info);
  if (changes.length === 0) return result;

  // Shared nodes before the edges that need them.
  const brought = new Map<string, GraphNode>();
  for (const g of graphs) for (const n of g.nodes) if (!OWN.has(n.label)) brought.set(`${n.label}\u0000${n.id}`, n);
  const byLabel = new Groups<Label, GraphNode>();
  for (const n of brought.values()) byLabel.add(n.label, n);
  /** `label id` of nodes that come for the first time: one word may be a technique's id and a task's. */
  const fresh = new Set<string>();
  for (const [label, nodes] of byLabel) {
    const known = new Map(
      (await run(readNodes(label), { ids: nodes.map((n) => n.id) })).map((r) => [String(r.id), r.properties as Row]),
    );
    for (const n of nodes) {
      const old = known.get(n.id);
      if (old === undefined) fresh.add(`${n.label} ${n.id}`);
      const given = clean(n.properties);
      if (given.source === "text" && old !== undefined) continue;
      const derived = old === undefined ? {} : Object.fromEntries(Object.entries(old).filter(([k]) => DERIVED.has(k)));
      const properties = { ...given, ...derived };
      if (old === undefined || canonical(old) !== canonical(properties)) upserts.add(label, { id: n.id, properties });
    }
  }
  for (const [label, list] of drops) await run(deleteNode(label), { ids: list });
  if (dropNames.length > 0) await run(deleteNode("Name"), { ids: dropNames });
  for (const [label, rows] of upserts) await run(upsertNode(label), { rows });
  for (const [type, rows] of dropEdges) await run(deleteEdge(type), { rows });
  for (const [type, rows] of createEdges) await run(createEdge(type), { rows: rows as unknown as Value });
  for (const [type, rows] of setEdges) await run(setEdge(type), { rows: rows as unknown as Value });

  const named = new Groups<Label, Row>();
  for (const g of graphs)
    for (const n of g.names) {
      if (n.nodeId === g.paper.id || !fresh.has(`${n.kind} ${n.nodeId}`)) continue;
      named.add(n.kind as Label, {
        id: `${n.kind}|${n.key}|${n.nodeId}`,
        key: n.key,
        kind: n.kind,
        nodeId: n.nodeId,
        origin: "base",
      });
    }
  for (const [label, rows] of named) for (const row of rows) newNames.add(label, row);
  for (const [label, rows] of newNames) {
    const unique = [...new Map(rows.map((r) => [String(r.id), r])).values()];
    await run(createName(label), { rows: unique });
  }
  await deriveRelations(run, statementKeys);
  for (const label of Object.keys(SHARED) as Label[]) {
    const list = [...new Set(touched.get(label) ?? [])].sort(byCodePoint);
    if (list.length > 0) await recount(run, label, list);
  }
  const vocabulary = new Groups<EdgeType, Row>();
  for (const g of graphs)
    for (const e of g.edges)
      if (
        EDGES[e.type].layer === "vocabulary" &&
        (fresh.has(`${EDGES[e.type].from} ${e.from}`) || fresh.has(`${EDGES[e.type].to} ${e.to}`))
      )
        vocabulary.add(e.type, { from: e.from, to: e.to, properties: { source: "vocabulary" } });
  for (const [type, rows] of vocabulary) {
    const unique = [...new Map(rows.map((r) => [`${r.from} ${r.to}`, r])).values()];
    await run(mergeEdge(type), { rows: unique });
  }
  await run(upsertNode("Change"), { rows: changes });
  await run("MATCH (g:Graph {id: 'graph'}) SET g.version = $version, g.loadedAt = $now", { version, now });
  result.version = version;
  return result;
}

/** What the graph holds of the papers now. */
async function readHeld(run: Run, ids: string[]): Promise<Map<string, Held>> {
  const held = new Map<string, Held>(
    ids.map((id) => [id, { paper: undefined, edges: new Map(), own: new Map(), names: new Set() }]),
  );
  for (const r of await run(readNodes("Paper"), { ids })) held.get(String(r.id))!.paper = r.properties as Row;
  const known = ids.filter((id) => held.get(id)!.paper !== undefined);
  if (known.length === 0) return held;
  const edges = await run(
    "UNWIND $ids AS id MATCH (p:Paper {id: id})-[r]->(n) RETURN id AS from, type(r) AS type, n.id AS to, properties(r) AS properties",
    { ids: known },
  );
  for (const e of edges) {
    const edge = { type: e.type as EdgeType, from: String(e.from), to: String(e.to), properties: e.properties as Row };
    held.get(edge.from)!.edges.set(edgeKey(edge), edge);
  }
  for (const [label, type] of [
    ["Statement", "STATES"],
    ["Result", "REPORTS"],
  ] as const)
    for (const r of await run(
      `UNWIND $ids AS id MATCH (p:Paper {id: id})-[:${type}]->(n) RETURN id AS paper, n.id AS id, properties(n) AS properties`,
      { ids: known },
    ))
      held.get(String(r.paper))!.own.set(String(r.id), { label, properties: r.properties as Row });
  for (const r of await run("UNWIND $ids AS id MATCH (p:Paper {id: id})<-[:NAMES]-(m) RETURN id AS paper, m.id AS id", {
    ids: known,
  }))
    held.get(String(r.paper))!.names.add(String(r.id));
  return held;
}

/** Bookkeeping: what each source tells, kept so that facts can be made again. */
async function writeTellings(run: Run, graphs: readonly PaperGraph[], gone: string[], info: RunInfo): Promise<void> {
  const ids = [...graphs.map((g) => g.paper.id), ...gone];
  const old = new Map<string, string>();
  for (const r of await run("UNWIND $ids AS id MATCH (t:Telling {paperId: id}) RETURN t.id AS id, t.hash AS hash", {
    ids,
  }))
    old.set(String(r.id), String(r.hash));
  const rows: Row[] = [];
  for (const g of graphs)
    for (const t of g.tellings) {
      if (old.get(t.id) !== t.hash)
        rows.push({
          id: t.id,
          properties: {
            id: t.id,
            paperId: t.paperId,
            sourceId: t.sourceId,
            hash: t.hash,
            record: JSON.stringify(t.record),
          },
        });
      old.delete(t.id);
    }
  if (rows.length > 0) await run(upsertNode("Telling"), { rows });
  if (old.size > 0) await run(deleteNode("Telling"), { ids: [...old.keys()] });
  await run(upsertNode("Source"), {
    rows: [{ id: info.sourceId, properties: { id: info.sourceId, hash: info.sourceHash } }],
  });
  await run(upsertNode("Run"), {
    rows: [
      {
        id: info.id,
        properties: { id: info.id, startedAt: info.startedAt, extractor: info.extractor, sourceId: info.sourceId },
      },
    ],
  });
}

/** The edges between techniques that the touched statements support: set where some remain, removed where none does. */
async function deriveRelations(run: Run, keys: ReadonlySet<string>): Promise<void> {
  if (keys.size === 0) return;
  const support = new Map<string, Row>();
  const rows = await run(
    "UNWIND $keys AS key MATCH (s:Statement {key: key})<-[:STATES]-(p) WHERE s.negated = false " +
      "WITH key, count(DISTINCT p.id) AS papers, min(p.year) AS firstYear, max(p.year) AS lastYear, max(s.confidence) AS confidence " +
      "RETURN key, papers, firstYear, lastYear, confidence",
    { keys: [...keys] },
  );
  for (const r of rows) support.set(String(r.key), r);
  const merges = new Groups<EdgeType, Row>();
  const drops = new Groups<EdgeType, Row>();
  for (const key of keys) {
    const [type, a, b] = key.split("|") as [EdgeType, string, string];
    const [from, to] = SYMMETRIC_RELATIONS.has(type) && b < a ? [b, a] : [a, b];
    const s = support.get(key);
    if (s === undefined) drops.add(type, { from, to });
    else
      merges.add(type, {
        from,
        to,
        properties: clean({
          paperCount: s.papers!,
          firstYear: s.firstYear!,
          lastYear: s.lastYear!,
          confidence: s.confidence!,
        }),
      });
  }
  for (const [type, list] of drops) await run(deleteEdge(type), { rows: list });
  for (const [type, list] of merges) await run(mergeEdge(type), { rows: list });
}

/** Counts, orders, commonest writings and names of shared nodes whose edges moved; a node without papers goes. */
async function recount(run: Run, label: Label, ids: string[]): Promise<void> {
  const counts = new Map((await run(countPapers(label), { ids })).map((r) => [String(r.id), Number(r.count)]));
  const orphans = ids.filter((id) => counts.get(id) === 0);
  if (orphans.length > 0) {
    await run(`UNWIND $ids AS id MATCH (n:${label} {id: id})<-[:NAMES]-(m) DETACH DELETE m`, { ids: orphans });
    await run(deleteNode(label), { ids: orphans });
  }
  const alive = ids.filter((id) => (counts.get(id) ?? 0) > 0);
  if (alive.length === 0) return;
  const nodes = new Map((await run(readNodes(label), { ids: alive })).map((r) => [String(r.id), r.properties as Row]));
  const open = [...nodes].filter(([, p]) => p.source === "text").map(([id]) => id);
  const writings = new Groups<string, Row>();
  if (open.length > 0) for (const r of await run(readSurfaces(label), { ids: open })) writings.add(String(r.id), r);
  const introduced = label === "Technique" ? "INTRODUCES" : label === "Dataset" ? "INTRODUCES_DATASET" : undefined;
  if (introduced !== undefined) await renewNames(run, label, introduced, alive);
  const sets: Row[] = [];
  for (const [id, p] of nodes) {
    const next: Row = { ...p };
    if ("paperCount" in NODES[label].properties) {
      next.paperCount = counts.get(id)!;
      next.countKey = countKey(counts.get(id)!, id);
    }
    const seen = writings.get(id);
    if (seen !== undefined) {
      const tally = (column: string): string[] => {
        const sums = new Map<string, number>();
        for (const r of seen)
          if (r[column] != null) sums.set(String(r[column]), (sums.get(String(r[column])) ?? 0) + Number(r.count));
        return [...sums].sort((x, y) => y[1] - x[1] || byCodePoint(x[0], y[0])).map(([w]) => w);
      };
      const surfaces = tally("surface");
      if (surfaces[0] !== undefined) next.name = surfaces[0];
      next.aliases = surfaces.slice(1, 1 + MAX_ALIASES).sort(byCodePoint);
      const kind = tally("kind")[0];
      if (kind !== undefined) next.kind = kind;
    }
    next.nameSort = nameOrder(String(next.name ?? id), id);
    if (canonical(next) !== canonical(p)) sets.push({ id, properties: clean(next) });
  }
  if (sets.length > 0) await run(upsertNode(label), { rows: sets });
}

/** Names that introducing papers give: all their edges' `names` together, nothing from papers that no longer say so. */
async function renewNames(run: Run, label: Label, type: EdgeType, ids: string[]): Promise<void> {
  const wanted = new Map<string, Row>();
  for (const r of await run(
    `UNWIND $ids AS id MATCH (n:${label} {id: id})<-[r:${type}]-() RETURN id, r.names AS names`,
    { ids },
  ))
    for (const name of (r.names as string[] | null) ?? []) {
      const key = nameKey(name);
      if (key !== "")
        wanted.set(`${label}|${key}|${r.id}`, {
          id: `${label}|${key}|${r.id}`,
          key,
          kind: label,
          nodeId: r.id!,
          origin: "introduced",
        });
    }
  const stale: string[] = [];
  for (const r of await run(
    `UNWIND $ids AS id MATCH (n:${label} {id: id})<-[:NAMES]-(m) RETURN m.id AS id, m.origin AS origin`,
    { ids },
  )) {
    const id = String(r.id);
    if (!wanted.delete(id) && r.origin === "introduced") stale.push(id);
  }
  if (stale.length > 0) await run(deleteNode("Name"), { ids: stale });
  if (wanted.size > 0) await run(createName(label), { rows: [...wanted.values()] });
}
