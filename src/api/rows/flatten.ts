/** From the answer of an operation to flat rows: which list becomes the rows, which columns there are, and their values. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from "graphql";

export type Cell = string | number | boolean | null | Cell[];
export type FlatRow = Record<string, Cell>;

interface Column {
  /** Response keys joined by dots, without `edges` and `nodes`. */
  name: string;
  /** Keys from the answer's root, or from the row. */
  path: readonly string[];
  /** Whether a list lies on the way, or at its end: the cell is a list then. */
  list: boolean;
}
export interface Plan {
  /** The operation with its fragments, and with what the next page needs. */
  text: string;
  operationName: string | undefined;
  /** Keys to what holds the rows; null where the whole answer is one row. */
  rows: readonly string[] | null;
  /** What an answer without rows lacks: keys to the object above the list. */
  above: readonly string[];
  outer: Column[];
  inner: Column[];
  /** The variable that takes the next page's cursor, and where the page's information is. */
  next: { variable: string; path: readonly string[] } | null;
}
/** Alias under which the next page's cursor is asked for. */
const PAGE = "rowsPage";

interface Found {
  field: FieldNode;
  /** Of what the field gives. */
  type: GraphQLNamedType;
  path: string[];
}

/** The plan: rows are those of the first connection; else of the first list of objects; else the answer is one row. */
export function planOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Plan {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of document.definitions) if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
  const root = schema.getQueryType() as GraphQLNamedType;

  /** Fields of a selection, through fragments, each with the type that it is a field of. */
  function* fieldsOf(
    set: SelectionSetNode | undefined,
    type: GraphQLNamedType,
  ): Generator<{ field: FieldNode; type: GraphQLNamedType }> {
    for (const s of set?.selections ?? []) {
      if (s.kind === Kind.FIELD) yield { field: s, type };
      else {
        const inner = s.kind === Kind.INLINE_FRAGMENT ? s : fragments.get(s.name.value);
        const name = inner?.typeCondition?.name.value;
        yield* fieldsOf(inner?.selectionSet, name === undefined ? type : (schema.getType(name) ?? type));
      }
    }
  }
  const keyOf = (f: FieldNode): string => f.alias?.value ?? f.name.value;
  const typeOf = (f: FieldNode, parent: GraphQLNamedType) =>
    (isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[f.name.value]?.type : undefined) ?? null;
  const isConnection = (type: GraphQLNamedType): boolean => type.name.endsWith("Connection");

  /** The first field that fits, in the order of the text, on no list's far side. */
  function find(
    set: SelectionSetNode | undefined,
    parent: GraphQLNamedType,
    path: string[],
    fits: (f: Found, list: boolean) => boolean,
  ): Found | null {
    for (const { field, type } of fieldsOf(set, parent)) {
      const given = typeOf(field, type);
      if (given === null) continue;
      const named = getNamedType(given);
      if (isLeafType(named)) continue;
      const list = isListType(getNullableType(given));
      const found = { field, type: named, path: [...path, keyOf(field)] };
      if (fits(found, list)) return found;
      if (list || isConnection(named)) continue;
      const inner = find(field.selectionSet, named, found.path, fits);
      if (inner !== null) return inner;
    }
    return null;
  }
  const rowsField = (f: Found): FieldNode | undefined => {
    const fields = [...fieldsOf(f.field.selectionSet, f.type)].map((x) => x.field);
    return fields.find((x) => x.name.value === "edges") ?? fields.find((x) => x.name.value === "nodes");
  };
  const connection = find(operation.selectionSet, root, [], (f) => isConnection(f.type) && rowsField(f) !== undefined);
  const source = connection ?? find(operation.selectionSet, root, [], (_, list) => list);

  /** Columns under a selection. `deep` follows lists too; without it they are left out. */
  function columns(
    set: SelectionSetNode | undefined,
    parent: GraphQLNamedType,
    path: string[],
    names: string[],
    list: boolean,
    deep: boolean,
    out: Map<string, Column>,
  ): void {
    for (const { field, type } of fieldsOf(set, parent)) {
      const key = keyOf(field);
      if (field === source?.field && !deep) continue;
      const given = typeOf(field, type);
      const named = given === null ? null : getNamedType(given);
      const through = field.name.value === "edges" || field.name.value === "nodes";
      const inner = isConnection(type) && through ? names : [...names, key];
      const many = list || (given !== null && isListType(getNullableType(given)));
      if (named === null || isLeafType(named)) {
        const name = inner.join(".");
        if (!out.has(name)) out.set(name, { name, path: [...path, key], list: many });
      } else if (named.name !== "PageInfo" && (deep || (!many && !isConnection(named))))
        columns(field.selectionSet, named, [...path, key], inner, many, deep, out);
    }
  }
  const outer = new Map<string, Column>();
  const inner = new Map<string, Column>();
  columns(operation.selectionSet, root, [], [], false, source === null, outer);
  let rows: string[] | null = null;
  let next: Plan["next"] = null;
  let text = print(document);
  if (source !== null) {
    rows = source.path;
    const of = connection === null ? source.field : rowsField(connection)!;
    const type = connection === null ? source.type : getNamedType(typeOf(of, source.type)!);
    columns(of.selectionSet, type, [], source.path, false, true, inner);
    if (connection !== null) {
      rows = [...source.path, keyOf(of)];
      for (const { field, type: t } of fieldsOf(source.field.selectionSet, source.type)) {
        const own = typeOf(field, t);
        const name = [...source.path, keyOf(field)].join(".");
        if (own !== null && isLeafType(getNamedType(own)))
          outer.set(name, { name, path: [...source.path, keyOf(field)], list: false });
      }
      const after = source.field.arguments?.find((a) => a.name.value === "after")?.value;
      if (after?.kind === Kind.VARIABLE) {
        next = { variable: after.name.value, path: [...source.path, PAGE] };
        const asked = parsedPage();
        text = print(
          visit(document, {
            enter: (node) =>
              node === source.field && node.kind === Kind.FIELD
                ? {
                    ...node,
                    selectionSet: {
                      kind: Kind.SELECTION_SET,
                      selections: [...(node.selectionSet?.selections ?? []), asked],
                    },
                  }
                : undefined,
          }),
        );
      }
    }
  }
  return {
    text,
    operationName: operation.name?.value,
    rows,
    above: source === null ? [] : source.path.slice(0, -1),
    outer: [...outer.values()],
    inner: [...inner.values()],
    next,
  };
}

/** `rowsPage: pageInfo { hasNextPage endCursor }`. */
const parsedPage = (): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: PAGE },
  name: { kind: Kind.NAME, value: "pageInfo" },
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: ["hasNextPage", "endCursor"].map((value) => ({
      kind: Kind.FIELD,
      name: { kind: Kind.NAME, value },
    })),
  },
});

/** What lies at the end of keys; a list on the way gives the list of what lies beyond each member. */
function at(value: unknown, path: readonly string[]): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.flatMap((v) => at(v, path));
  const [key, ...rest] = path;
  return key === undefined ? value : at((value as Record<string, unknown>)[key], rest);
}
const cell = (column: Column, from: unknown): Cell => {
  const value = at(from, column.path) as Cell;
  return column.list && value === null ? [] : value;
};

export interface Flat {
  columns: string[];
  rows: FlatRow[];
  /** Cursor of the next page; null where there is none, or the operation takes none. */
  next: string | null;
}
/** The rows of an answer; null where what should hold the list is not there, as with an unknown name. */
export function flatten(plan: Plan, data: unknown): Flat | null {
  const columns = [...plan.outer, ...plan.inner].map((c) => c.name);
  const outer = plan.outer.map((c) => [c.name, cell(c, data)] as const);
  if (plan.rows === null) return { columns, rows: [Object.fromEntries(outer)], next: null };
  if (plan.above.length > 0 && at(data, plan.above) === null) return null;
  const list = (at(data, plan.rows) ?? []) as unknown[];
  const rows = list.map(
    (r): FlatRow => Object.fromEntries([...outer, ...plan.inner.map((c) => [c.name, cell(c, r)] as const)]),
  );
  const page =
    plan.next === null ? null : (at(data, plan.next.path) as { hasNextPage: boolean; endCursor: string } | null);
  return { columns, rows, next: page?.hasNextPage === true ? page.endCursor : null };
}
