/** Starts Neo4j Community from its artifacts on Maven Central, for those without Docker: `npm run neo4j`. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import neo4j from "neo4j-driver";

export const NEO4J_VERSION = "5.26.30";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = join(root, ".cache", "neo4j");
const jars = join(cache, `lib-${NEO4J_VERSION}`);
/** For a server that listens on the loopback only. */
const PASSWORD = "papergraph";

/** Whether the jars have been fetched. */
export const isFetched = () => existsSync(jars) && readdirSync(jars).length > 100;

function need(command, args, what) {
  const run = spawnSync(command, args, { encoding: "utf8" });
  if (run.error !== undefined || run.status !== 0)
    throw new Error(
      `${what} is needed to run Neo4j and was not found. Install it (on Debian: apt-get install openjdk-17-jdk-headless maven), or set NEO4J_URI to a server of yours.`,
    );
  return `${run.stdout}${run.stderr}`;
}

/** Fetches the jars once, some 120 MB. */
export function fetchNeo4j(log = console.error) {
  const java = need("java", ["-version"], "A JDK 17 or newer");
  const major = Number(/version "(\d+)/.exec(java)?.[1] ?? 0);
  if (major < 17) throw new Error(`Java ${major} is too old for Neo4j ${NEO4J_VERSION}: a JDK 17 or newer is needed.`);
  if (isFetched()) return;
  need("mvn", ["-v"], "Maven");
  log(`Fetching Neo4j ${NEO4J_VERSION} (123 MB, once) …`);
  mkdirSync(cache, { recursive: true });
  const fresh = `${jars}.part`;
  rmSync(fresh, { recursive: true, force: true });
  const pom = join(cache, "pom.xml");
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>papergraph</groupId><artifactId>neo4j</artifactId><version>1</version><dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${NEO4J_VERSION}</version></dependency></dependencies></project>`,
  );
  const run = spawnSync(
    "mvn",
    ["-q", "-B", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${fresh}`],
    { encoding: "utf8" },
  );
  if (run.status !== 0) throw new Error(`Maven could not fetch Neo4j ${NEO4J_VERSION}:\n${run.stdout}${run.stderr}`);
  renameSync(fresh, jars);
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answers(uri, auth, query, config) {
  const driver = neo4j.driver(uri, auth, { connectionTimeout: 2000 });
  const session = driver.session(config);
  try {
    await session.run(query.text, query.params);
    return true;
  } catch (error) {
    if (query.strict && !/ServiceUnavailable|SessionExpired/.test(error.code ?? "")) throw error;
    return false;
  } finally {
    await session.close();
    await driver.close();
  }
}

/** Starts a server on the loopback and waits until Bolt answers; `port` 0 takes a free one. */
export async function startNeo4j({ port = 0, dataDir = join(cache, "data"), log = console.error } = {}) {
  fetchNeo4j(log);
  const bolt = port === 0 ? await freePort() : port;
  const uri = `bolt://127.0.0.1:${bolt}`;
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(
    "java",
    ["-Xmx2g", "-cp", join(jars, "*"), join(root, "scripts", "Neo4jServer.java"), dataDir, String(bolt)],
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
  let output = "";
  child.stdout.on("data", (d) => {
    output += d;
  });
  child.stderr.on("data", (d) => {
    output += d;
  });
  let exited = false;
  child.on("exit", () => {
    exited = true;
  });
  const stop = () =>
    new Promise((resolve) => {
      if (exited) return resolve();
      child.on("exit", resolve);
      child.stdin.end();
    });
  const own = neo4j.auth.basic("neo4j", PASSWORD);
  const first = neo4j.auth.basic("neo4j", "neo4j");
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (exited) throw new Error(`Neo4j ended at its start:\n${output.slice(-2000)}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`Neo4j did not answer on ${uri} within two minutes:\n${output.slice(-2000)}`);
    }
    if (await answers(uri, own, { text: "RETURN 1" }, {})) break;
    // A new server wants its first password changed before it answers anything.
    await answers(
      uri,
      first,
      { text: `ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password`, params: { password: PASSWORD } },
      { database: "system" },
    );
    await new Promise((r) => setTimeout(r, 300));
  }
  return { uri, username: "neo4j", password: PASSWORD, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const server = await startNeo4j({ port: Number(process.env.NEO4J_PORT ?? 7687) });
    console.log(
      `Neo4j ${NEO4J_VERSION} answers on ${server.uri}\n\n  export PAPERGRAPH_STORE=${server.uri} NEO4J_USERNAME=${server.username} NEO4J_PASSWORD=${server.password}\n\nCtrl-C stops it; the data stays in .cache/neo4j/data.`,
    );
    const end = async () => {
      await server.stop();
      process.exit(0);
    };
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
  } catch (error) {
    console.error(error.message);
    process.exit(3);
  }
}
