/** What the command line says besides its results: errors, bad records, exit codes; always on standard error. */
import { randomUUID } from "node:crypto";
import { ERRORS, type ErrorCode, EXIT_INTERRUPTED, PapergraphError } from "../errors.js";

/** Exit codes, from the table of errors, for `--help`. */
export const EXIT_HELP = exitHelp();

function exitHelp(): string {
  const byExit = new Map<number, string[]>([[0, ["all was read and done"]]]);
  for (const [code, e] of Object.entries(ERRORS)) byExit.set(e.exit, [...(byExit.get(e.exit) ?? []), code]);
  byExit.set(EXIT_INTERRUPTED, ["stopped by Ctrl-C; what was done is kept, and the same command completes it"]);
  return [...byExit]
    .sort((a, b) => a[0] - b[0])
    .map(([exit, why]) => `  ${String(exit).padStart(3)}  ${why.join(", ")}`)
    .join("\n");
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints an error and gives its exit code; what nobody foresaw gets an id and its stack. */
export function reportError(e: unknown, json: boolean): number {
  if (e instanceof PapergraphError) {
    printError(e.code, e.message, json, e.details);
    return ERRORS[e.code].exit;
  }
  const id = randomUUID();
  printError("INTERNAL_SERVER_ERROR", `an unexpected fault (${id}): ${(e as Error)?.message ?? String(e)}`, json, {
    id,
  });
  if (!json) say((e as Error)?.stack ?? "");
  return ERRORS.INTERNAL_SERVER_ERROR.exit;
}

export function printError(
  code: ErrorCode,
  message: string,
  json: boolean,
  details: Readonly<Record<string, unknown>> = {},
): void {
  say(
    json
      ? JSON.stringify({ error: { code, message, retry: ERRORS[code].retry, ...details } })
      : `papergraph: ${code}: ${message}`,
  );
}
