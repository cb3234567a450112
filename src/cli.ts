#!/usr/bin/env node
/** The command line and composition root: reads arguments, picks the engine, and joins etl, store and api. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { EXIT_HELP, reportError } from "./cli/report.js";
import { type Config, loadConfig, SETTINGS } from "./config.js";
import { ERRORS } from "./errors.js";

const STORE_HELP = `folder of the embedded engine, or bolt://… or neo4j://… (${SETTINGS.store.env}; ${SETTINGS.store.fallback})`;
const JSON_HELP = "print results and errors as JSON, for machines";

const wholePort = (raw: string): number => {
  if (!/^\d+$/.test(raw) || Number(raw) > 65535)
    throw new InvalidArgumentError("It takes a whole number from 0 to 65535; 0 takes a free port.");
  return Number(raw);
};
const fraction = (raw: string): number => {
  if (raw.trim() === "" || !(Number(raw) >= 0 && Number(raw) <= 1))
    throw new InvalidArgumentError("It takes a number from 0 to 1.");
  return Number(raw);
};
const nonEmpty = (raw: string): string => {
  if (raw.trim() === "") throw new InvalidArgumentError("It takes a folder such as ./data/graph, or an address.");
  return raw;
};
const withExamples = (command: Command, examples: readonly string[]): Command =>
  command.addHelpText(
    "after",
    `\nExamples:\n${examples.map((e) => `  $ papergraph ${e}`).join("\n")}\n\nExit codes:\n${EXIT_HELP}`,
  );

interface Common {
  store?: string;
  json?: boolean;
  minConfidence?: number;
  host?: string;
  port?: number;
}

/** Settings from the environment, then those from the command line, which win. */
function settings(options: Common): Config {
  const config = loadConfig(process.env);
  for (const name of ["store", "minConfidence", "host", "port"] as const)
    if (options[name] !== undefined) Object.assign(config, { [name]: options[name] });
  return config;
}

function program(onExit: (code: number) => void): Command {
  const root = new Command("papergraph")
    .description("Turns listings of papers into a knowledge graph and serves it over GraphQL.")
    .exitOverride()
    .showHelpAfterError("Try --help.")
    .configureHelp({ sortOptions: false });

  const ingest = root
    .command("ingest")
    .description("Load files into the graph: JSON lines, or the text of a Hugging Face Papers page, gzip or not.")
    .argument("<file...>", "files to load; what they are is told from their content")
    .option("--store <place>", STORE_HELP, nonEmpty)
    .option(
      "--min-confidence <number>",
      `leave out facts below this (${SETTINGS.minConfidence.env}; ${SETTINGS.minConfidence.fallback})`,
      fraction,
    )
    .option("--json", JSON_HELP)
    .action(async (files: string[], options: Common) => {
      const { runIngest } = await import("./cli/ingest.js");
      onExit(await runIngest(files, settings(options), options.json ?? false));
    });
  withExamples(ingest, [
    "ingest papers.jsonl",
    "ingest page.txt more.jsonl.gz --store ./data/mine",
    "ingest papers.jsonl --store neo4j://localhost:7687",
  ]).addHelpText(
    "after",
    `
A file is one source, known by its base name: loading a file of that name again replaces what it said of its papers.
Bad records and fields go to BASENAME.rejects.jsonl beside the store, each with its line, code and reason; the rest is
loaded. Ctrl-C finishes the batch in hand and keeps what was done; the same command afterwards completes the work.`,
  );

  const extract = root
    .command("extract")
    .description("Print the facts of each paper as one JSON line, in the order of the input, without a store.")
    .argument("<file...>", "files to read")
    .option(
      "--min-confidence <number>",
      `leave out facts below this (${SETTINGS.minConfidence.env}; ${SETTINGS.minConfidence.fallback})`,
      fraction,
    )
    .option("--store <place>", "not used; taken so that every command takes it", nonEmpty)
    .option("--json", "the output is JSON anyway; errors become JSON too")
    .action(async (files: string[], options: Common) => {
      const { runExtract } = await import("./cli/extract.js");
      onExit(await runExtract(files, settings(options), options.json ?? false));
    });
  withExamples(extract, ["extract papers.jsonl > facts.jsonl", "extract page.txt --min-confidence 0.7 | head -3"]);

  const serve = root
    .command("serve")
    .description("Serve the graph over GraphQL.")
    .option(
      "--port <number>",
      `port to listen on, 0 for a free one (${SETTINGS.port.env}; ${SETTINGS.port.fallback})`,
      wholePort,
    )
    .option("--host <address>", `address to listen on (${SETTINGS.host.env}; ${SETTINGS.host.fallback})`, nonEmpty)
    .option("--ingest <file...>", "load these files in the serving process, which holds the embedded store")
    .option("--sample-if-empty", "load the sample of this package first, if the store is empty")
    .option("--store <place>", STORE_HELP, nonEmpty)
    .option("--min-confidence <number>", "for --ingest: leave out facts below this", fraction)
    .option("--json", JSON_HELP)
    .action(async (options: Common & { ingest?: string[]; sampleIfEmpty?: boolean }) => {
      const { runServe } = await import("./cli/serve.js");
      onExit(
        await runServe(settings(options), {
          json: options.json ?? false,
          ingest: options.ingest ?? [],
          sampleIfEmpty: options.sampleIfEmpty ?? false,
        }),
      );
    });
  withExamples(serve, ["serve", "serve --port 8080 --host 0.0.0.0", "serve --ingest papers.jsonl"]).addHelpText(
    "after",
    "\nSIGTERM or Ctrl-C: no new requests are taken, those in flight are answered, the store is closed, and the exit code is 0.",
  );

  const stats = root
    .command("stats")
    .description("Count what the graph holds.")
    .option("--store <place>", STORE_HELP, nonEmpty)
    .option("--json", JSON_HELP)
    .action(async (options: Common) => {
      const { runStats } = await import("./cli/stats.js");
      onExit(await runStats(settings(options), options.json ?? false));
    });
  withExamples(stats, ["stats", "stats --json --store ./data/mine"]);

  return withExamples(root, ["ingest papers.jsonl", "serve", "extract papers.jsonl > facts.jsonl", "stats"]);
}

/** Runs the command that the arguments (without node and script) name; the answer is the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let exit = 0;
  const json = args.includes("--json");
  try {
    const root = program((code) => {
      exit = code;
    });
    // Subcommands take exitOverride from the root only when they are made, so it is set on each.
    for (const command of root.commands) command.exitOverride().showHelpAfterError("Try --help.");
    if (args.length === 0) {
      root.outputHelp({ error: true });
      return ERRORS.BAD_USER_INPUT.exit;
    }
    await root.parseAsync([...args], { from: "user" });
  } catch (e) {
    // Commander has printed its message already.
    if (e instanceof CommanderError) return e.exitCode === 0 ? 0 : ERRORS.BAD_USER_INPUT.exit;
    return reportError(e, json);
  }
  return exit;
}

/** Whether this file is the program, not a module of another; a link from a `bin` folder counts. */
function isProgram(): boolean {
  try {
    return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
  } catch {
    return false;
  }
}

/** Ends the process once what was printed has gone out. */
export function leave(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

if (isProgram()) leave(await main(process.argv.slice(2)));
