/** The command line as its users meet it: a process with arguments, two streams, an exit code and signals. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.js";
import { ERRORS } from "../../src/errors.js";
import { packageRoot } from "../../src/root.js";
import { openStore } from "../../src/store/open.js";
import { folder, PAGE, PAGE_TITLES } from "../sources/texts.js";

const CLI = join(packageRoot(), "dist", "src", "cli.js");
const dir = folder();
const children = new Set<ChildProcess>();
beforeAll(() => {
  // `npm test` has built it; a test run by hand builds what it tests.
  if (!existsSync(CLI))
    spawnSync(
      process.execPath,
      [join(packageRoot(), "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"],
      { cwd: packageRoot() },
    );
}, 120_000);
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  dir.remove();
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}
interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Both streams so far. */
  text(): string;
  /** Resolves when the standard output or error holds the text. */
  saw(text: string | RegExp): Promise<void>;
}
function launch(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: dir.path,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let out = "";
  let err = "";
  const watchers = new Set<() => void>();
  child.stdout!.on("data", (d) => {
    out += d;
    for (const w of watchers) w();
  });
  child.stderr!.on("data", (d) => {
    err += d;
    for (const w of watchers) w();
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => {
      children.delete(child);
      resolve({ code, out, err });
      for (const w of watchers) w();
    }),
  );
  return {
    child,
    ended,
    text: () => out + err,
    saw: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (
            child.exitCode === null &&
            !(typeof text === "string" ? (out + err).includes(text) : text.test(out + err))
          )
            return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
const run = (...args: string[]): Promise<Ended> => launch(args).ended;
async function checksum(store: string): Promise<string> {
  const open = await openStore(join(dir.path, store), loadConfig({}));
  try {
    return await open.checksum();
  } finally {
    await open.close();
  }
}
const many = (count: number): string =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      title: `Garden number ${i}`,
      id: `garden:${i}`,
      abstract: `We propose Plot${i}, which uses ResNet. We evaluate on ImageNet and CIFAR-10, ${i} times.`,
    }),
  ).join("\n");

describe("papergraph", () => {
  it("explains each command with examples and exit codes", async () => {
    for (const command of [[], ["ingest"], ["extract"], ["serve"], ["stats"]]) {
      const { code, out } = await run(...command, "--help");
      expect(code).toBe(0);
      expect(out).toMatch(/Examples:\n +\$ papergraph /);
      for (const e of Object.values(ERRORS)) expect(out).toMatch(new RegExp(`^ +${e.exit} `, "m"));
      expect(out).toMatch(/130 {2}stopped by Ctrl-C/);
    }
  });

  it.each([
    [["nonsense"], /unknown command/],
    [["serve", "--port", "http"], /0 to 65535/],
    [["ingest"], /missing required argument/],
    [["ingest", "--min-confidence", "2", "x"], /0 to 1/],
    [["stats", "--store", "ftp://x"], /BAD_CONFIG.*ftp/],
  ])("%s is refused with exit code 2 and says what it takes", async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  it("refuses a setting that makes no sense and names it", async () => {
    const { code, err } = await launch(["stats"], { PORT: "http" }).ended;
    expect(code).toBe(2);
    expect(err).toMatch(/BAD_CONFIG: PORT=http/);
  });
});

describe("papergraph extract", () => {
  it("prints a JSON line a paper, in the order of the input, and nothing else", async () => {
    dir.at("page.txt", PAGE);
    dir.at("two.jsonl", '{"title":"A  b"}\n{"title":"C","github":"garden/c"}');
    const { code, out, err } = await run("extract", "page.txt", "two.jsonl");
    expect([code, err]).toEqual([0, ""]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(lines.map((l) => l.title)).toEqual([...PAGE_TITLES, "A b", "C"]);
    expect(lines[5].repositories).toMatchObject([{ url: "https://github.com/garden/c" }]);
  });

  it("names bad records on standard error and exits with 1 where one is lost, with 0 where only a field is", async () => {
    dir.at("bad.jsonl", '{"title":"A"}\nnonsense\n{"title":"B"}\n');
    const lost = await run("extract", "bad.jsonl");
    expect([lost.code, lost.out.trimEnd().split("\n")]).toEqual([
      1,
      [expect.stringContaining('"A"'), expect.stringContaining('"B"')],
    ]);
    expect(lost.err).toMatch(/BAD_RECORD: bad\.jsonl, line 2: /);
    dir.at("field.jsonl", '{"title":"A","year":"soon"}\n');
    expect(await run("extract", "field.jsonl")).toMatchObject({ code: 0, err: expect.stringMatching(/"year"/) });
  });

  it("goes on after a missing file, and its exit code tells", async () => {
    dir.at("two.jsonl", '{"title":"A"}\n{"title":"C"}');
    const { code, out, err } = await run("extract", "absent.jsonl", "two.jsonl");
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect(err).toMatch(/^papergraph: FILE_NOT_FOUND: absent\.jsonl: /);
  });

  it("ends quietly when its reader has seen enough", async () => {
    dir.at("many.jsonl", many(800));
    const { child, ended } = launch(["extract", "many.jsonl"]);
    child.stdout!.once("data", () => child.stdout!.destroy());
    const { code, err } = await ended;
    expect([code, err]).toEqual([0, ""]);
  });
});

describe("npm run -s papergraph", () => {
  it("prints the command's output and nothing else, and hands its exit code on", () => {
    dir.at("two.jsonl", '{"title":"A"}\n{"title":"C"}');
    const npm = (...args: string[]) =>
      spawnSync("npm", ["run", "-s", "papergraph", "--", ...args], { cwd: packageRoot(), encoding: "utf8" });
    const good = npm("extract", dir.at("two.jsonl"));
    expect([good.status, good.stderr]).toEqual([0, ""]);
    expect(
      good.stdout
        .trimEnd()
        .split("\n")
        .map((l) => JSON.parse(l).title),
    ).toEqual(["A", "C"]);
    expect(npm("extract", dir.at("absent.jsonl"))).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("papergraph ingest", () => {
  it("loads, counts, puts bad records into the rejects file, and exits with 1 for them", async () => {
    dir.at("mixed.jsonl", '{"title":"A","abstract":"We use ResNet."}\n{"no":"title"}\n{"title":"B","year":32025}\n');
    const { code, out, err } = await run("ingest", "mixed.jsonl", "--store", "one/graph");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^mixed\.jsonl: 2 papers read; 2 added, 0 changed, 0 unchanged\n.*rejects\.jsonl\none\/graph holds 2 papers/,
    );
    expect(err.trimEnd().split("\n")).toHaveLength(2);
    const rejects = readFileSync(dir.at("one/mixed.jsonl.rejects.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(rejects).toMatchObject([
      { source: "mixed.jsonl", line: 2, code: "BAD_RECORD", field: "title", raw: '{"no":"title"}' },
      { line: 3, field: "year", reason: expect.stringContaining("32025") },
    ]);
    // Once the file is mended, no rejects remain to mislead.
    dir.at("mixed.jsonl", '{"title":"A","abstract":"We use ResNet."}\n');
    expect(await run("ingest", "mixed.jsonl", "--store", "one/graph")).toMatchObject({ code: 0 });
    expect(existsSync(dir.at("one/mixed.jsonl.rejects.jsonl"))).toBe(false);
  });

  it("speaks JSON to machines, errors too", async () => {
    dir.at("a.jsonl", '{"title":"A"}');
    const { code, out, err } = await run("ingest", "a.jsonl", "absent.jsonl", "--store", "json/graph", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: [{ file: "a.jsonl", added: 1 }, { error: "FILE_NOT_FOUND" }],
      interrupted: false,
      exit: 1,
      stats: { papers: 1 },
    });
    expect(JSON.parse(err)).toMatchObject({ error: { code: "FILE_NOT_FOUND", retry: false } });
    const stats = await run("stats", "--store", "json/graph", "--json");
    expect(JSON.parse(stats.out)).toMatchObject({ engine: "embedded", papers: 1 });
  });

  it("does not even make a store where no file can be read", async () => {
    expect(await run("ingest", "absent.jsonl", ".", "--store", "never/graph")).toMatchObject({ code: 1, out: "" });
    expect(existsSync(dir.at("never"))).toBe(false);
  });

  it("stopped by Ctrl-C finishes its batch and exits with 130; the same command then gives the same graph", async () => {
    dir.at("garden.jsonl", `${many(1500)}\nbroken`);
    const first = launch(["ingest", "garden.jsonl", "--store", "stopped/graph"]);
    // Deliver the signal once loading is under way, however slow the machine is.
    while (!existsSync(dir.at("stopped/graph")) && first.child.exitCode === null)
      await new Promise((r) => setTimeout(r, 20));
    await new Promise((r) => setTimeout(r, 300));
    first.child.kill("SIGINT");
    const { code, err } = await first.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/The same command completes the work/);
    const part = JSON.parse((await run("stats", "--store", "stopped/graph", "--json")).out).papers;
    expect(part).toBeLessThan(1500);
    expect((await run("ingest", "garden.jsonl", "--store", "stopped/graph")).code).toBe(1);
    expect((await run("ingest", "garden.jsonl", "--store", "whole/graph")).code).toBe(1);
    expect(await checksum("stopped/graph")).toBe(await checksum("whole/graph"));
  });

  it("of a store that another process holds is refused with what to do, and nothing is touched", async () => {
    dir.at("a.jsonl", '{"title":"A"}');
    await run("ingest", "a.jsonl", "--store", "held/graph");
    const held = await openStore(join(dir.path, "held/graph"), loadConfig({}));
    const before = await held.checksum();
    dir.at("b.jsonl", '{"title":"B"}');
    const { code, out, err } = await run("ingest", "b.jsonl", "--store", "held/graph");
    expect([code, out]).toEqual([ERRORS.STORE_LOCKED.exit, ""]);
    expect(err).toMatch(/STORE_LOCKED: .*serve --ingest/);
    expect(await held.checksum()).toBe(before);
    await held.close();
  });

  const seed = join(packageRoot(), "..", "shared", "seeds", "hf-papers-page.txt");
  it.skipIf(!existsSync(seed))(
    "finds 68 papers and 25 repositories on the seed page (skipped where it is not at hand)",
    async () => {
      const { code, out } = await run("ingest", seed, "--store", "seed/graph", "--json");
      expect(code).toBe(0);
      expect(JSON.parse(out).stats).toMatchObject({ papers: 68, repositories: 25 });
    },
  );
});

describe("papergraph serve", () => {
  it("answers before it prints its address, loads in the serving process, and on SIGTERM ends with 0", async () => {
    dir.at("serve.jsonl", many(20));
    const server = launch(["serve", "--port", "0", "--store", "serve/graph", "--ingest", "serve.jsonl", "--json"]);
    await server.saw(/"graphql":"[^"]+"/);
    await server.saw(/serve\.jsonl: 20 papers read/);
    const [, url] = /"graphql":"([^"]+)"/.exec(server.text())!;
    const reply = await fetch(url!, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    expect(await reply.json()).toMatchObject({ data: { __typename: "Query" } });
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
    // The store was closed: another process may have it.
    expect(JSON.parse((await run("stats", "--store", "serve/graph", "--json")).out).papers).toBe(20);
  });
});
