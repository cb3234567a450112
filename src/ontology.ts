/** The model of the graph: every node label, relationship type and property; all else derives from it. */
import { createHash } from "node:crypto";

/** Type of a stored property. `json` is a string that holds JSON; `strings` is a list of strings. */
export type PropertyType = "string" | "int" | "float" | "boolean" | "strings" | "json";

export interface Property {
  readonly type: PropertyType;
  readonly doc: string;
  /** True where the value may be absent. */
  readonly optional?: boolean;
}

export interface NodeModel {
  readonly doc: string;
  /** `fact` nodes are in the checksum, in paths and neighbourhoods; `bookkeeping` nodes are in none of them. */
  readonly layer: "fact" | "bookkeeping";
  /** The property that identifies the node; it is unique and indexed. */
  readonly key: string;
  readonly properties: Readonly<Record<string, Property>>;
  /** Further indexed properties. */
  readonly indexes?: readonly string[];
  /** Properties with a full-text index. */
  readonly fulltext?: readonly string[];
}

const text = (doc: string): Property => ({ type: "string", doc });
const optionalText = (doc: string): Property => ({ type: "string", doc, optional: true });
const int = (doc: string): Property => ({ type: "int", doc });

/** Properties of an extracted fact, on its edge or node. */
export const FACT_PROPERTIES = {
  factId: text("Stable id of the fact."),
  confidence: { type: "float", doc: "In 0..1; absent on a fact from a structured field.", optional: true },
  evidence: {
    type: "json",
    doc: "Up to three of {text, field, start, end}, best first; offsets in UTF-16 code units of the stored text.",
  },
  rule: text("Rule that found it, or `field:NAME` for a structured field."),
  foundBy: { type: "strings", doc: "What found it: rules, model, source." },
  sources: { type: "strings", doc: "Sources that say it, sorted." },
} as const satisfies Record<string, Property>;

/** What techniques, datasets and tasks have in common. */
const entity = {
  id: text("Slug of the name's key; stable across runs, engines and machines."),
  name: text("Canonical name: the vocabulary's, or else the commonest writing in the papers (ties by code point)."),
  aliases: { type: "strings", doc: "Other writings that lead here, sorted by code point." } as Property,
  source: text("`vocabulary` or `text` (found in papers only)."),
  paperCount: int("How many papers are joined to it."),
  countKey: text("Order by number of papers: nine digits of paperCount, a blank, the id."),
  nameSort: text("Order by name: the name in lower case, a blank, the id."),
};

export const NODES = {
  Paper: {
    doc: "A paper: title, abstract and identifiers.",
    layer: "fact",
    key: "id",
    properties: {
      id: text(
        "The first key by which it was known, as `arxiv:2110.06848`, `doi:10.1/x`, `openreview:abc`, `title:slug`.",
      ),
      title: text("Title as in the source, white space joined."),
      abstract: optionalText("Abstract that the offsets of evidence in the field `abstract` refer to."),
      otherAbstracts: {
        type: "strings",
        doc: "Abstracts that other sources give, as the fields `abstract/2`, `abstract/3` …",
      },
      year: { type: "int", doc: "Year of publication.", optional: true },
      publishedAt: optionalText("Date, with the precision that its source has: `2016`, `2016-05` or `2016-05-11`."),
      url: optionalText("Where to read it."),
      arxiv: optionalText("arXiv id without version."),
      doi: optionalText("DOI in lower case."),
      openreview: optionalText("OpenReview id."),
      keywords: { type: "strings", doc: "Keywords that a source gives." },
      sortKey: text("Order by date: publishedAt or year (or nothing), a blank, the id."),
      nameSort: text("Order by title: the title in lower case, a blank, the id."),
      hasCode: { type: "boolean", doc: "Whether a code repository is joined to it." },
    },
    indexes: ["sortKey", "nameSort"],
    fulltext: ["title", "abstract"],
  },
  Technique: {
    doc: "A way of doing: a method, model, architecture, loss, optimiser.",
    layer: "fact",
    key: "id",
    properties: {
      ...entity,
      kind: text(
        "architecture, training, adaptation, loss, optimizer, generation, representation, compression, rl, data-augmentation, framework or other.",
      ),
    },
    indexes: ["countKey", "nameSort"],
  },
  Dataset: {
    doc: "A dataset, benchmark or corpus.",
    layer: "fact",
    key: "id",
    properties: entity,
    indexes: ["countKey", "nameSort"],
  },
  Task: {
    doc: "A problem or setting that papers address.",
    layer: "fact",
    key: "id",
    properties: entity,
    indexes: ["countKey", "nameSort"],
  },
  Repository: {
    doc: "A code repository or project page.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("`host/owner/name`, or a page's host and path, in lower case."),
      url: text("Address with its scheme, as the papers write it."),
      kind: text("CODE or PROJECT_PAGE."),
      host: text("Host name."),
      paperCount: int("How many papers are joined to it."),
      countKey: text("Order by number of papers: nine digits of paperCount, a blank, the id."),
      nameSort: text("Order by name: the id, a blank, the id."),
    },
    indexes: ["countKey", "nameSort"],
  },
  Author: {
    doc: "An author, by name as written.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("Slug of the name."),
      name: text("Name."),
      paperCount: int("How many papers are joined to it."),
      countKey: text("Order by number of papers: nine digits of paperCount, a blank, the id."),
      nameSort: text("Order by name."),
    },
    indexes: ["countKey", "nameSort"],
  },
  Venue: {
    doc: "A venue in one year.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("Slug of name and year."),
      name: text("Name without the year."),
      year: { type: "int", doc: "Year.", optional: true },
      paperCount: int("How many papers are joined to it."),
      countKey: text("Order by number of papers: nine digits of paperCount, a blank, the id."),
      nameSort: text("Order by name."),
    },
    indexes: ["countKey", "nameSort"],
  },
  Statement: {
    doc: "What one paper states of two techniques.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("Stable id of the fact."),
      type: text("EXTENDS, EMPLOYS, OUTPERFORMS, COMPARED_WITH, COMBINED_WITH or PART_OF."),
      key: text("`type|from|to`: the derived edge that it supports."),
      fromId: text("Id of the technique that the statement starts from."),
      toId: text("Id of the technique that it leads to."),
      negated: { type: "boolean", doc: "Whether the paper denies it." },
      ...FACT_PROPERTIES,
    },
    indexes: ["key"],
  },
  Result: {
    doc: "A number that a paper reports on a dataset.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("Stable id of the fact."),
      metric: text("Metric as written, in lower case."),
      value: { type: "float", doc: "Value in its unit." },
      unit: optionalText("`%`, `points` or nothing."),
      difference: { type: "boolean", doc: "Whether the value is a difference, not an absolute value." },
      setting: optionalText("What the text says of shots, extra data, size."),
      datasetId: text("Id of the dataset measured on."),
      techniqueId: optionalText("Id of the technique measured."),
      ...FACT_PROPERTIES,
    },
  },
  Name: {
    doc: "A key by which a node is looked up: alias, arXiv id, DOI, title, address, former id.",
    layer: "fact",
    key: "id",
    properties: {
      id: text("`kind|key|node id`."),
      key: text("Normalised name (see nameKey)."),
      kind: text("Label of the node that it names, or `formerId`."),
      origin: text("`base`, or `introduced` where papers that introduce the node give the name."),
    },
    indexes: ["key"],
  },
  Source: {
    doc: "Where records came from.",
    layer: "bookkeeping",
    key: "id",
    properties: { id: text("Base name or URL."), hash: text("SHA-256 of the content last loaded.") },
  },
  Telling: {
    doc: "What one source says of one paper; a paper's facts are a function of all its tellings.",
    layer: "bookkeeping",
    key: "id",
    properties: {
      id: text("`source|paper id|n`, n counts the same paper within a source."),
      paperId: text("The paper's id."),
      sourceId: text("The source's id."),
      hash: text("Hash of the record and of the extractor's version and settings."),
      record: { type: "json", doc: "The record." },
    },
    indexes: ["paperId"],
  },
  Run: {
    doc: "One load.",
    layer: "bookkeeping",
    key: "id",
    properties: {
      id: text("Random id."),
      startedAt: text("ISO time."),
      extractor: text("Version of the extractor."),
      sourceId: text("The source's id."),
    },
  },
  Graph: {
    doc: "The one node that holds the graph's version.",
    layer: "bookkeeping",
    key: "id",
    properties: {
      id: text("`graph`."),
      version: int("Grows by one with each write transaction."),
      loadedAt: optionalText("ISO time of the last write."),
    },
  },
  Change: {
    doc: "What one write transaction did to one paper.",
    layer: "bookkeeping",
    key: "id",
    properties: {
      id: text("Version and paper id."),
      version: int("Graph version."),
      paperId: text("The paper's id."),
      kind: text("added, changed or removed."),
      added: { type: "strings", doc: "Ids of facts that came." },
      removed: { type: "strings", doc: "Ids of facts that went." },
    },
    indexes: ["version"],
  },
} as const satisfies Record<string, NodeModel>;

export type Label = keyof typeof NODES;

export interface EdgeModel {
  readonly doc: string;
  readonly from: Label;
  readonly to: Label;
  readonly layer: "fact" | "derived" | "vocabulary" | "name" | "bookkeeping";
  /** The word that the API and `extract` show for it. */
  readonly role?: string;
  readonly properties: Readonly<Record<string, Property>>;
}

const roleProperties = {
  ...FACT_PROPERTIES,
  roles: { type: "strings", doc: "All roles that the text shows, strongest first." },
  surface: text("The commonest writing in the paper."),
  kind: optionalText("Kind of the technique by this paper."),
  names: { type: "strings", doc: "Further names that this paper gives to what it introduces." },
} as const satisfies Record<string, Property>;
const role = (from: Label, to: Label, roleWord: string, doc: string): EdgeModel => ({
  doc,
  from,
  to,
  layer: "fact",
  role: roleWord,
  properties: roleProperties,
});
const derivedProperties = {
  paperCount: int("How many papers state it."),
  firstYear: { type: "int", doc: "Earliest year of those papers.", optional: true },
  lastYear: { type: "int", doc: "Latest year of those papers.", optional: true },
  confidence: { type: "float", doc: "Best confidence of the statements." },
} as const satisfies Record<string, Property>;
const derived = (roleWord: string, doc: string): EdgeModel => ({
  doc,
  from: "Technique",
  to: "Technique",
  layer: "derived",
  role: roleWord,
  properties: derivedProperties,
});
const plain = (
  from: Label,
  to: Label,
  layer: EdgeModel["layer"],
  doc: string,
  properties: Readonly<Record<string, Property>> = {},
): EdgeModel => ({ doc, from, to, layer, properties });

/** Relationship types. Roles stand strongest first within a pair of labels. No type joins two different pairs of labels. */
export const EDGES = {
  INTRODUCES: role("Paper", "Technique", "INTRODUCES", "The paper proposes the technique."),
  BUILDS_ON: role("Paper", "Technique", "BUILDS_ON", "The paper's work has it as a parent."),
  IMPROVES: role("Paper", "Technique", "IMPROVES", "The paper fixes or speeds it up."),
  USES: role("Paper", "Technique", "USES", "An ingredient or test bed."),
  STUDIES: role("Paper", "Technique", "STUDIES", "The object of an empirical or theoretical study."),
  COMPARES_WITH: role("Paper", "Technique", "COMPARES_WITH", "A baseline or contrast."),
  MENTIONS: role("Paper", "Technique", "MENTIONS", "A passing mention."),
  INTRODUCES_DATASET: role("Paper", "Dataset", "INTRODUCES", "The paper publishes the dataset."),
  EVALUATES_ON: role("Paper", "Dataset", "EVALUATES_ON", "The paper tests on it."),
  TRAINS_ON: role("Paper", "Dataset", "TRAINS_ON", "The paper trains on it."),
  MENTIONS_DATASET: role("Paper", "Dataset", "MENTIONS", "Named, use not stated."),
  ADDRESSES: role("Paper", "Task", "ADDRESSES", "The paper works on the task."),
  HAS_CODE: plain("Paper", "Repository", "fact", "The paper's code or page.", FACT_PROPERTIES),
  AUTHORED_BY: plain("Paper", "Author", "fact", "Authorship.", {
    ...FACT_PROPERTIES,
    position: int("1 for the first author."),
  }),
  PUBLISHED_IN: plain("Paper", "Venue", "fact", "Where it appeared.", FACT_PROPERTIES),
  STATES: plain("Paper", "Statement", "fact", "The paper states it."),
  STATES_FROM: plain("Statement", "Technique", "fact", "First end of the statement."),
  STATES_TO: plain("Statement", "Technique", "fact", "Second end of the statement."),
  REPORTS: plain("Paper", "Result", "fact", "The paper reports it."),
  ON: plain("Result", "Dataset", "fact", "The dataset measured on."),
  OF: plain("Result", "Technique", "fact", "The technique measured."),
  EXTENDS: derived("EXTENDS", "A variant or child of the other; from child to parent."),
  EMPLOYS: derived("USES", "The first uses the second as an ingredient."),
  OUTPERFORMS: derived("OUTPERFORMS", "The first is stated to beat the second."),
  COMPARED_WITH: derived("COMPARED_WITH", "Compared; once, from the smaller id, read both ways."),
  COMBINED_WITH: derived("COMBINED_WITH", "Combined; once, from the smaller id, read both ways."),
  PART_OF: derived("PART_OF", "The first is a component of the second."),
  IS_A: plain("Technique", "Technique", "vocabulary", "The vocabulary's parent of a technique."),
  SUBSET_OF: plain("Dataset", "Dataset", "vocabulary", "The vocabulary's parent of a dataset."),
  PART_OF_TASK: plain("Task", "Task", "vocabulary", "The vocabulary's parent of a task."),
} as const satisfies Record<string, EdgeModel>;

export type EdgeType = keyof typeof EDGES;

/** `NAMES` leads from a Name to a node of any label that has names; it is no edge between facts. */
export const NAMES_EDGE = "NAMES";

/** Relation types between techniques, as stored; COMPARED_WITH and COMBINED_WITH read both ways. */
export const RELATION_TYPES = [
  "EXTENDS",
  "EMPLOYS",
  "OUTPERFORMS",
  "COMPARED_WITH",
  "COMBINED_WITH",
  "PART_OF",
] as const;
export type RelationType = (typeof RELATION_TYPES)[number];
export const SYMMETRIC_RELATIONS: ReadonlySet<string> = new Set(["COMPARED_WITH", "COMBINED_WITH"]);

/** Edge types between a paper and a node of the label, strongest role first. */
export function rolesToward(label: "Technique" | "Dataset" | "Task"): EdgeType[] {
  return (Object.keys(EDGES) as EdgeType[]).filter((t) => EDGES[t].from === "Paper" && EDGES[t].to === label);
}

/** Edge types that paths may take, in either direction. */
export const PATH_EDGES: readonly EdgeType[] = [
  ...rolesToward("Technique"),
  ...rolesToward("Dataset"),
  ...rolesToward("Task"),
  ...RELATION_TYPES,
];

const short = (s: string): string => createHash("sha256").update(s).digest("hex").slice(0, 16);

/**
 * The key under which a name is looked up: Unicode compatibility form, lower case, letters and digits of any script
 * joined by single blanks, `+` kept as the word `plus`. Two writings of one name share a key: `X^2-Net`, `X$^2$Net`
 * and `X2Net` differ only in what is dropped, so all non-alphanumerics are dropped, not turned into blanks.
 */
export function nameKey(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\+/g, "plus")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .normalize("NFC");
}

/** A readable id: words in lower case joined by `-`, `+` as `plus`; an empty slug falls back to a hash of the name. */
export function slug(name: string): string {
  const s = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\+/g, "plus")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .normalize("NFC");
  return s === "" ? `x-${short(name)}` : s;
}

/** Stable id of a fact: label words of its ends and type, hashed. 16 hexadecimal digits. */
export function factId(paperId: string, type: string, ...ends: string[]): string {
  return short([paperId, type, ...ends].join("\u0000"));
}

/** Nine digits of a count, then the id: one string that orders by count. */
export const countKey = (count: number, id: string): string => `${String(count).padStart(9, "0")} ${id}`;
/** The key that orders by date; an unknown date is the empty string, and so comes last in descending order. */
export const dateKey = (publishedAt: string | null | undefined, year: number | null | undefined, id: string): string =>
  `${publishedAt ?? (year == null ? "" : String(year))} ${id}`;
export const nameOrder = (name: string, id: string): string => `${name.toLowerCase()} ${id}`;

/** The key of the derived edge that a statement supports; a symmetric type reads both ways, so its ends are sorted. */
export function statementKey(type: RelationType, from: string, to: string): string {
  return SYMMETRIC_RELATIONS.has(type) && to < from ? `${type}|${to}|${from}` : `${type}|${from}|${to}`;
}
