/** Runs operations by compiled queries: each is compiled once and kept while it is in use. */
import type { GatewayInterface } from "@apollo/server-gateway-interface";
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isInputObjectType,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";
import type { Config } from "../config.js";
import type { Context } from "./context.js";

/**
 * Errors of graphql-jit pass for a GraphQLError but have no `extensions`, on which Apollo trips and hides what raised
 * them; so each is made anew.
 */
function wrap(error: unknown): GraphQLError {
  if (error instanceof GraphQLError && error.extensions !== undefined && error.originalError === undefined)
    return error;
  const e = error as GraphQLError;
  const isVariable = e.path === undefined && /^Variable "\$/.test(e.message);
  const wrapped = new GraphQLError(e.message, {
    path: e.path ?? null,
    originalError: e.originalError ?? null,
    // A value that does not fit its variable is the caller's mistake.
    ...(isVariable ? { extensions: { code: "BAD_USER_INPUT" } } : {}),
  });
  if (e.locations !== undefined) Object.defineProperty(wrapped, "locations", { value: e.locations, enumerable: true });
  return wrapped;
}

/** Names of input types that hold themselves, however far down. */
function recursiveInputs(schema: GraphQLSchema): Set<string> {
  const reaches = (from: string, sought: string, seen: Set<string>): boolean => {
    const type = schema.getType(from);
    if (!isInputObjectType(type) || seen.has(from)) return false;
    seen.add(from);
    return Object.values(type.getFields()).some((f) => {
      const inner = getNamedType(f.type).name;
      return inner === sought || reaches(inner, sought, seen);
    });
  };
  return new Set(Object.keys(schema.getTypeMap()).filter((name) => reaches(name, name, new Set())));
}
/** Takes what it is given: the values of variables that are coerced before the compiled query sees them. */
const AsGiven = new GraphQLScalarType({ name: "AsGiven", parseValue: (value) => value });

/**
 * graphql-jit writes the checks of a variable out to the last field of its type, and a type that holds itself has none:
 * the compiler would run until memory ends. So such variables are coerced by graphql itself, and compiled as given.
 */
class Variables {
  readonly #recursive: ReadonlySet<string>;
  /** The schema as the compiler sees it. */
  readonly compiled: GraphQLSchema;

  constructor(private readonly schema: GraphQLSchema) {
    const recursive = recursiveInputs(schema);
    this.#recursive = recursive;
    this.compiled = Object.create(schema, {
      getType: { value: (name: string) => (recursive.has(name) ? AsGiven : schema.getType(name)) },
    }) as GraphQLSchema;
  }
  definitions(document: DocumentNode, operationName: string | undefined): VariableDefinitionNode[] {
    const all = getOperationAST(document, operationName)?.variableDefinitions ?? [];
    return all.filter((d) => this.#holdsItself(d));
  }
  #holdsItself(definition: VariableDefinitionNode): boolean {
    const type = typeFromAST(this.schema, definition.type as never);
    return type !== undefined && this.#reached(getNamedType(type).name, new Set());
  }
  #reached(name: string, seen: Set<string>): boolean {
    if (this.#recursive.has(name)) return true;
    const type = this.schema.getType(name);
    if (!isInputObjectType(type) || seen.has(name)) return false;
    seen.add(name);
    return Object.values(type.getFields()).some((f) => this.#reached(getNamedType(f.type).name, seen));
  }
  /** The variables with those of the definitions coerced; errors where a value does not fit. */
  coerce(
    definitions: readonly VariableDefinitionNode[],
    given: Readonly<Record<string, unknown>>,
  ): { values: Record<string, unknown> } | { errors: readonly GraphQLError[] } {
    if (definitions.length === 0) return { values: given };
    const { coerced, errors } = getVariableValues(this.schema, definitions, given);
    return errors === undefined ? { values: { ...given, ...coerced } } : { errors };
  }
}

/** The executor as Apollo takes one: through its gateway hook, which hands over `context`. */
export function compiledExecutor(schema: GraphQLSchema, config: Config): GatewayInterface {
  const compiled = new LRUCache<string, { query: CompiledQuery; coerced: VariableDefinitionNode[] }>({
    max: config.compiledQueries,
  });
  const variables = new Variables(schema);
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => undefined;
    },
    async load() {
      return {
        async executor({ document, operationName, queryHash, request, context }) {
          const key = `${queryHash} ${operationName ?? ""}`;
          let held = compiled.get(key);
          if (held === undefined) {
            const query = compileQuery(variables.compiled, document, operationName ?? undefined);
            if (!isCompiledQuery(query)) return { errors: (query.errors ?? []).map(wrap) };
            held = { query, coerced: variables.definitions(document, operationName ?? undefined) };
            compiled.set(key, held);
          }
          const ready = variables.coerce(held.coerced, request.variables ?? {});
          if ("errors" in ready) return { errors: ready.errors.map(wrap) };
          const result = await inTime(
            held.query.query({}, context as unknown as Context, ready.values) as Promise<ExecutionResult>,
            config.requestTimeoutMs,
          );
          return result.errors === undefined
            ? (result as ExecutionResult<Record<string, unknown>>)
            : { ...result, errors: result.errors.map(wrap) };
        },
      };
    },
    async stop() {},
  };
}

/** The answer, or TIMEOUT once the time is over; what the store still works on is thrown away when it comes. */
async function inTime(
  work: ExecutionResult | Promise<ExecutionResult>,
  milliseconds: number,
): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(
      () =>
        resolve({
          errors: [
            new GraphQLError(
              `The request took longer than ${milliseconds} milliseconds. Ask for less at a time, or try again.`,
              { extensions: { code: "TIMEOUT" } },
            ),
          ],
        }),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
