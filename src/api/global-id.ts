/** Ids as the API shows them: the node's label, a colon, the stored id; readable, and reversible without a lookup. */

/** Labels whose nodes the API shows. */
export const NODE_LABELS = [
  "Paper",
  "Technique",
  "Dataset",
  "Task",
  "Repository",
  "Author",
  "Venue",
  "Statement",
  "Result",
] as const;
export type NodeLabel = (typeof NODE_LABELS)[number];

export const globalId = (label: NodeLabel, storedId: string): string => `${label}:${storedId}`;

/**
 * Label and stored id of a global id, or null where it is none. The label's case does not matter, and a paper's stored
 * id (`arxiv:2110.06848`) is taken for the paper, since it is what people have at hand.
 */
export function parseGlobalId(id: string): { label: NodeLabel; id: string } | null {
  const colon = id.indexOf(":");
  if (colon <= 0 || colon === id.length - 1) return null;
  const head = id.slice(0, colon).toLowerCase();
  const label = NODE_LABELS.find((l) => l.toLowerCase() === head);
  if (label !== undefined) return { label, id: id.slice(colon + 1) };
  return ["arxiv", "doi", "openreview", "title", "id"].includes(head) ? { label: "Paper", id } : null;
}
