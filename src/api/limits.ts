/** Limits on what a request may ask for: depth, and the number of nodes by its page sizes, counted before anything is read. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { PAGE_DEFAULT } from "./arguments.js";

/** What a plain list (authors, repositories) counts for: few papers have more. */
const PLAIN_LIST = 5;

export interface Cost {
  /** Levels of fields. */
  depth: number;
  /** Nodes that the answer may hold at most, by page sizes. */
  nodes: number;
}
const NOTHING: Cost = { depth: 0, nodes: 0 };

/**
 * The cost of an operation. Introspection counts for nothing: its depth is its own, and it reads no store. A fragment is
 * measured once for each type that it is spread on, so that fragments that spread each other cannot make this slow.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of document.definitions) if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
  const defaults: Record<string, unknown> = {};
  for (const v of operation.variableDefinitions ?? [])
    if (v.defaultValue !== undefined) defaults[v.variable.name.value] = valueFromASTUntyped(v.defaultValue);
  const given = { ...defaults, ...variables };
  const measured = new Map<string, Cost>();

  const ofSet = (set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined): Cost => {
    let total = NOTHING;
    for (const s of set?.selections ?? []) {
      let cost: Cost;
      if (s.kind === Kind.FIELD) cost = ofField(s, type);
      else if (s.kind === Kind.INLINE_FRAGMENT)
        cost = ofSet(s.selectionSet, s.typeCondition === undefined ? type : schema.getType(s.typeCondition.name.value));
      else {
        const name = s.name.value;
        const held = measured.get(name);
        const fragment = fragments.get(name);
        cost =
          held ??
          (fragment === undefined
            ? NOTHING
            : ofSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value)));
        measured.set(name, cost);
      }
      total = { depth: Math.max(total.depth, cost.depth), nodes: total.nodes + cost.nodes };
    }
    return total;
  };
  const ofField = (field: FieldNode, parent: GraphQLNamedType | undefined): Cost => {
    if (field.name.value.startsWith("__")) return NOTHING;
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (definition === undefined) return NOTHING;
    const type = getNamedType(definition.type);
    if (!isCompositeType(type)) return { depth: 1, nodes: 0 };
    const inner = ofSet(field.selectionSet, type);
    const argument = (name: string): unknown => {
      const node = field.arguments?.find((a) => a.name.value === name);
      return node === undefined ? undefined : valueFromASTUntyped(node.value, given);
    };
    const bare = isNonNullType(definition.type) ? definition.type.ofType : definition.type;
    const paged = definition.args.some((a) => a.name === "first");
    const inConnection = parent?.name.endsWith("Connection") === true;
    let times = 1;
    let own = 0;
    if (paged) {
      const size = argument("last") ?? argument("first");
      times = typeof size === "number" && size > 0 ? size : PAGE_DEFAULT;
      own = times;
    } else if (parent === schema.getQueryType() && ["nodes", "lookup"].includes(field.name.value)) {
      const asked = argument(field.name.value === "nodes" ? "ids" : "keys");
      times = Array.isArray(asked) ? asked.length : 1;
      own = times;
    } else if (!inConnection && isListType(bare) && type.name !== "Evidence") {
      times = PLAIN_LIST;
      own = times;
    } else if (!inConnection && isObjectType(type) && type.getInterfaces().length > 0) own = 1;
    return { depth: 1 + inner.depth, nodes: own + times * inner.nodes };
  };
  return ofSet(
    operation.selectionSet,
    operation.operation === "query" ? (schema.getQueryType() ?? undefined) : undefined,
  );
}
