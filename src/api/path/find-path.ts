/**
 * The shortest path between two nodes over the edges that paths may take, in either direction.
 *
 * A breadth-first search from both ends (Pohl 1971, bi-directional search): each round takes the smaller frontier one
 * level further with one keyed read a label, whatever the number of its nodes. The first time the frontiers meet, every
 * shortest path runs through a node of both, so all of them are known and the smallest sequence of ids can be chosen.
 */
import { PapergraphError } from "../../errors.js";
import { PATH_EDGES } from "../../ontology.js";
import { queryName } from "../../store/store.js";
import type { Context } from "../context.js";
import { globalId, type NodeLabel, parseGlobalId } from "../global-id.js";

export interface Step {
  type: string;
  /** Global ids of the stored ends. */
  fromId: string;
  toId: string;
}
export interface FoundPath {
  /** Global ids in order. */
  nodes: string[];
  steps: Step[];
}
/** Ids that one row of a neighbour read takes. */
const CHUNK = 1000;
/** Nodes that a search may look at; hubs of a large graph reach everything within a few steps. */
export const MAX_VISITED = 50_000;

interface Link {
  to: string;
  step: Step;
}
interface Side {
  /** Nodes at the present distance. */
  frontier: Set<string>;
  depth: number;
  /** Node to the links that lead one step back towards this side's end. */
  back: Map<string, Link[]>;
}

/** Neighbours of all nodes of a frontier: node to links. */
async function neighbours(ctx: Context, frontier: Iterable<string>): Promise<Map<string, Link[]>> {
  const byLabel = new Map<NodeLabel, string[]>();
  for (const node of frontier) {
    const { label, id } = parseGlobalId(node)!;
    const list = byLabel.get(label) ?? [];
    list.push(id);
    byLabel.set(label, list);
  }
  const out = new Map<string, Link[]>();
  await Promise.all(
    [...byLabel].map(async ([label, ids]) => {
      const chunks: string[][] = [];
      for (let at = 0; at < ids.length; at += CHUNK) chunks.push(ids.slice(at, at + CHUNK));
      const answers = await Promise.all(chunks.map((c) => ctx.store.read(queryName(label, "neighbours"), { ids: c })));
      for (const row of answers.flat()) {
        const node = globalId(label, String(row.id));
        const to = globalId(row.otherLabel as NodeLabel, String(row.otherId));
        const [fromId, toId] = row.outgoing ? [node, to] : [to, node];
        const links = out.get(node) ?? [];
        links.push({ to, step: { type: String(row.type), fromId, toId } });
        out.set(node, links);
      }
    }),
  );
  return out;
}

const rank = new Map<string, number>(PATH_EDGES.map((type, i) => [type, i]));
/** Of several edges between two nodes the ontology's first type is shown, then the one from the smaller id. */
const edgeOrder = (a: Step, b: Step): number =>
  (rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0) || (a.fromId < b.fromId ? -1 : a.fromId > b.fromId ? 1 : 0);

/** Null where no path of at most `maxLength` steps joins the ends. Throws TOO_COMPLEX past MAX_VISITED nodes. */
export async function findPath(ctx: Context, from: string, to: string, maxLength: number): Promise<FoundPath | null> {
  if (from === to) return { nodes: [from], steps: [] };
  const start: Side = { frontier: new Set([from]), depth: 0, back: new Map([[from, []]]) };
  const end: Side = { frontier: new Set([to]), depth: 0, back: new Map([[to, []]]) };
  let meeting: string[] = [];
  while (meeting.length === 0) {
    if (start.depth + end.depth >= maxLength) return null;
    const [side, other] = start.frontier.size <= end.frontier.size ? [start, end] : [end, start];
    const found = await neighbours(ctx, side.frontier);
    const next = new Map<string, Link[]>();
    for (const [node, links] of found)
      for (const { to: far, step } of links) {
        if (side.back.has(far)) continue;
        const list = next.get(far) ?? [];
        list.push({ to: node, step });
        next.set(far, list);
      }
    for (const [node, links] of next) side.back.set(node, links);
    side.frontier = new Set(next.keys());
    side.depth++;
    if (side.frontier.size === 0) return null;
    if (start.back.size + end.back.size > MAX_VISITED)
      throw new PapergraphError(
        "TOO_COMPLEX",
        `The search for a path looked at more than ${MAX_VISITED} nodes. Ask for a smaller maxLength.`,
        { limit: MAX_VISITED },
      );
    meeting = [...side.frontier].filter((node) => other.frontier.has(node));
  }
  return smallest(from, to, start, end, meeting);
}

/** Walks from the start, at each step to the smallest id that still lies on a shortest path. */
function smallest(from: string, to: string, start: Side, end: Side, meeting: string[]): FoundPath {
  // Links of the first half turned round, for those nodes only that reach a meeting point.
  const ahead = new Map<string, Link[]>();
  const reached = new Set(meeting);
  for (let level = meeting; level.length > 0; ) {
    const before: string[] = [];
    for (const node of level)
      for (const link of start.back.get(node) ?? []) {
        const list = ahead.get(link.to) ?? [];
        list.push({ to: node, step: link.step });
        ahead.set(link.to, list);
        if (!reached.has(link.to)) {
          reached.add(link.to);
          before.push(link.to);
        }
      }
    level = before;
  }
  const middle = new Set(meeting);
  const path: FoundPath = { nodes: [from], steps: [] };
  let second = middle.has(from);
  for (let at = from; at !== to; ) {
    const links = (second ? end.back.get(at) : ahead.get(at))!;
    const next = links.map((l) => l.to).sort()[0]!;
    const [best] = links
      .filter((l) => l.to === next)
      .map((l) => l.step)
      .sort(edgeOrder);
    path.nodes.push(next);
    path.steps.push(best!);
    at = next;
    second ||= middle.has(at);
  }
  return path;
}
