// Makes a checkout ready (packages, build), only where something is missing or changed, then runs one of its commands.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const [command, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(
    `Papergraph needs Node 20.11 or later; this is ${process.versions.node}. Get it from https://nodejs.org/.`,
  );
  process.exit(1);
}
const commands = { start, test, papergraph, generate, quality };
if (!Object.hasOwn(commands, command ?? "")) {
  console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join("|")} [arguments]`);
  process.exit(2);
}

install();
build();
await commands[command]();

/** Runs a program with its chatter on standard error, so that standard output stays the command's own. */
function run(file, argv, options = {}) {
  const done = spawnSync(file, argv, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (done.error) {
    console.error(`${file} cannot be run: ${done.error.message}`);
    process.exit(1);
  }
  return done.status ?? 1;
}

function install() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = join(root, "node_modules", ".papergraph-stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  if (!inLine(lock)) {
    console.error("Installing the packages that package-lock.json names …");
    // Under npm its own program is known; it also spares the shell that `npm` is on Windows.
    const npm = process.env.npm_execpath;
    const quiet = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    const npmRun = (argv, options) =>
      npm?.endsWith(".js") ? run(process.execPath, [npm, ...argv], options) : run("npm", argv, options);
    let status = npmRun(["ci", ...quiet], { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
    // A lock file written on one platform may lack the optional packages of others, and then `npm ci` refuses it whole.
    // A plain install takes the same versions from it and passes over what this platform does not need.
    if (status !== 0) status = npmRun(["install", "--no-save", ...quiet]);
    if (status !== 0) {
      console.error("npm could not install the packages; its message stands above. Nothing was started.");
      process.exit(1);
    }
  }
  writeFileSync(stamp, hash);
}

/** Whether what is installed is what the lock file names, though no stamp says so (someone ran npm by hand). */
function inLine(lock) {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const want = JSON.parse(lock.toString("utf8")).packages ?? {};
  const have = JSON.parse(readFileSync(installed, "utf8")).packages ?? {};
  return Object.entries(want).every(
    ([path, entry]) =>
      path === "" || (entry.optional && have[path] === undefined) || have[path]?.version === entry.version,
  );
}

/** Files that the build reads, each with size and time: when the list's hash changes, so may the build. */
function sources() {
  const hash = createHash("sha256");
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".ts")) add(path);
    }
  };
  const add = (path) => {
    const s = statSync(path);
    hash.update(`${path} ${s.size} ${s.mtimeMs}\n`);
  };
  for (const folder of ["src", "scripts"]) walk(join(root, folder));
  for (const file of ["tsconfig.json", "tsconfig.build.json", "package-lock.json"]) add(join(root, file));
  return hash.digest("hex");
}

function build() {
  const stamp = join(root, "dist", ".papergraph-stamp");
  const hash = sources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  const status = run(process.execPath, [
    join(root, "node_modules", "typescript", "bin", "tsc"),
    "-p",
    "tsconfig.build.json",
  ]);
  if (status !== 0) {
    console.error("The build failed; the compiler's messages stand above.");
    process.exit(1);
  }
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stamp, hash);
}

/** The command line in this process: signals reach it once, and its exit code is ours. */
async function cli(argv) {
  const { main, leave } = await import(pathToFileURL(join(root, "dist", "src", "cli.js")).href);
  leave(await main(argv));
}

async function start() {
  await cli(["serve", "--sample-if-empty", ...args]);
}
async function papergraph() {
  await cli(args);
}
function test() {
  pass([join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...args]);
}
function generate() {
  pass([join(root, "dist", "scripts", "generate.js"), ...args]);
}
function quality() {
  pass([join(root, "dist", "scripts", "quality.js"), ...args]);
}
/** Runs a script of Node with its own output and exit code. Ctrl-C reaches it from the terminal; SIGTERM is passed on. */
function pass(argv) {
  const child = spawn(process.execPath, argv, { cwd: root, stdio: "inherit" });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (e) => {
    console.error(e.message);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
