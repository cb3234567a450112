/** Every error that leaves the API: a code, a message for its reader, whether a retry helps; the unknown is masked and logged. */
import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ERRORS, type ErrorCode, PapergraphError } from "../errors.js";

/** Codes that Apollo gives to requests which never reach a resolver; their messages are meant for the caller. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);
/** Faults whose text may hold a statement or an address of the store: callers get the code, the log the rest. */
const MASKED: ReadonlySet<string> = new Set(["INTERNAL_SERVER_ERROR", "STORE_ERROR"]);

interface Failure {
  property: string;
  constraints?: Record<string, string>;
  children?: Failure[];
}
/** What class-validator found, as `filter.yearFrom: takes a year …`; the first fault is told. */
function failureOf(failures: readonly Failure[], path = ""): { argument: string; message: string } | null {
  for (const f of failures) {
    const argument = path === "" ? f.property : `${path}.${f.property}`;
    const [message] = Object.values(f.constraints ?? {});
    if (message !== undefined) return { argument, message };
    const inner = failureOf(f.children ?? [], argument);
    if (inner !== null) return inner;
  }
  return null;
}

export interface ErrorLog {
  error(what: object, message: string): void;
}

export const formatted = (
  base: Pick<GraphQLFormattedError, "path" | "locations">,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): GraphQLFormattedError => ({
  message,
  ...(base.locations === undefined ? {} : { locations: base.locations }),
  ...(base.path === undefined ? {} : { path: base.path }),
  extensions: { code, retry: ERRORS[code as ErrorCode]?.retry ?? false, ...more },
});

/** Makes Apollo's formatter. `log` gets what is masked, under the id that the caller is given. */
export function errorFormatter(log: ErrorLog) {
  return (given: GraphQLFormattedError, raised: unknown): GraphQLFormattedError => {
    const error = unwrapResolverError(raised) ?? raised;
    const cause = error instanceof GraphQLError && error.originalError ? error.originalError : error;
    const failures = (cause as { extensions?: { validationErrors?: Failure[] } } | null)?.extensions?.validationErrors;
    if (failures !== undefined) {
      const failure = failureOf(failures);
      if (failure !== null)
        return formatted(given, "BAD_USER_INPUT", `${failure.argument}: ${failure.message}.`, {
          argument: failure.argument,
        });
    }
    if (cause instanceof PapergraphError && !MASKED.has(cause.code)) {
      const argument = cause.details.argument;
      return formatted(given, cause.code, cause.message, argument === undefined ? {} : { argument });
    }
    const code = String(given.extensions?.code ?? "");
    if (code === "GRAPHQL_PARSE_FAILED" && /tokens\. Parsing aborted/.test(given.message))
      return formatted(given, "TOO_COMPLEX", `${given.message.replace(/^Syntax Error: /, "")} Ask for less at a time.`);
    if (
      !(cause instanceof PapergraphError) &&
      (OF_THE_REQUEST.has(code) || code === "TOO_COMPLEX" || code === "TIMEOUT")
    )
      return formatted(given, code, given.message);
    const id = randomUUID();
    log.error({ err: cause, id }, "a request failed");
    const masked = cause instanceof PapergraphError ? cause.code : "INTERNAL_SERVER_ERROR";
    return formatted(given, masked, `Something went wrong here. The log tells more under ${id}.`, { id });
  };
}
