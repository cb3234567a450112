/** Runs operations by compiled queries: each is compiled once and kept while it is in use. */
import type { GatewayInterface } from "@apollo/server-gateway-interface";
import { type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
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

/** The executor as Apollo takes one: through its gateway hook, which hands over `context`. */
export function compiledExecutor(schema: GraphQLSchema, config: Config): GatewayInterface {
  const compiled = new LRUCache<string, CompiledQuery>({ max: config.compiledQueries });
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => undefined;
    },
    async load() {
      return {
        async executor({ document, operationName, queryHash, request, context }) {
          const key = `${queryHash} ${operationName ?? ""}`;
          let query = compiled.get(key);
          if (query === undefined) {
            const made = compileQuery(schema, document, operationName ?? undefined);
            if (!isCompiledQuery(made)) return { errors: (made.errors ?? []).map(wrap) };
            query = made;
            compiled.set(key, query);
          }
          const result = await inTime(
            query.query({}, context as unknown as Context, request.variables ?? {}) as Promise<ExecutionResult>,
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
