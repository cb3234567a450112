/** The pages that people see: what this is, with its counts and a query to click; and GraphiQL from the installed package. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Stats } from "../store/store.js";

const require = createRequire(import.meta.url);
const packageFile = (name: string, file: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), file);

/** Files that GraphiQL's page needs, out of the installed packages: the page works without the network. */
const ASSETS: Readonly<Record<string, { type: string; file: () => string }>> = {
  "react.js": { type: "text/javascript", file: () => packageFile("react", "umd/react.production.min.js") },
  "react-dom.js": { type: "text/javascript", file: () => packageFile("react-dom", "umd/react-dom.production.min.js") },
  "graphiql.js": { type: "text/javascript", file: () => packageFile("graphiql", "graphiql.min.js") },
  "graphiql.css": { type: "text/css", file: () => packageFile("graphiql", "graphiql.min.css") },
};
const held = new Map<string, Promise<Buffer>>();

/** An asset by its name, read once; undefined for any other name. */
export async function asset(name: string): Promise<{ type: string; body: Buffer } | undefined> {
  const known = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (known === undefined) return undefined;
  let body = held.get(name);
  if (body === undefined) {
    body = readFile(known.file());
    held.set(name, body);
    body.catch(() => held.delete(name));
  }
  return { type: `${known.type}; charset=utf-8`, body: await body };
}

/** The query that the landing page offers; it answers on any graph. */
export const SAMPLE_QUERY = `# What is most used, and by which papers?
{
  techniques(first: 5) {
    totalCount
    nodes {
      name
      paperCount
      papers(first: 2) {
        edges { role evidence { text } node { title year } }
      }
    }
  }
}
`;

export const graphiqlPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Papergraph · GraphiQL</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html, body, #graphiql { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="graphiql">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script>
const given = new URLSearchParams(location.search).get("query");
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: new URL("/graphql", location.href).href }),
    ...(given === null ? {} : { query: given }),
    defaultQuery: ${JSON.stringify(SAMPLE_QUERY)},
  }),
);
</script>
</body>
</html>
`;

const COUNTS: readonly (keyof Stats)[] = [
  "papers",
  "techniques",
  "datasets",
  "tasks",
  "repositories",
  "relations",
  "authors",
  "venues",
];
const escapeHtml = (s: string): string => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export const landingPage = (stats: Stats): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Papergraph</title>
<style>
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --line: #dde3ea; --card: #fff; --back: #f5f7fa; --mark: #2458c5 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #9aa7b5; --line: #2c3642; --card: #1a212a; --back: #12171d; --mark: #7fa8ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 3.5rem 1.25rem }
h1 { font-size: 2rem; margin: 0 0 .5rem; letter-spacing: -.02em }
p { margin: 0 0 1.5rem; color: var(--soft) }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 2rem }
dl div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem }
dt { color: var(--soft); font-size: .85rem }
dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; overflow: auto; font-size: .85rem; margin: 0 0 1rem }
a { color: var(--mark) }
a.go { display: inline-block; background: var(--mark); color: var(--back); text-decoration: none; border-radius: .5rem; padding: .55rem 1rem }
nav { margin-top: 2rem; display: flex; flex-wrap: wrap; gap: 1.25rem }
</style>
</head>
<body>
<main>
<h1>Papergraph</h1>
<p>Papers, the techniques and datasets they use, and how techniques stand to one another, over GraphQL: each edge with the sentence that it rests on.</p>
<dl>
${COUNTS.map((c) => `<div><dt>${c}</dt><dd>${stats[c].toLocaleString("en")}</dd></div>`).join("\n")}
</dl>
${stats.papers === 0 ? "<p>The graph is empty: load a listing with <code>papergraph ingest FILE</code>.</p>" : ""}
<pre>${escapeHtml(SAMPLE_QUERY)}</pre>
<a class="go" href="/graphiql?query=${encodeURIComponent(SAMPLE_QUERY)}">Try this query</a>
<nav><a href="/graphiql">GraphiQL</a><a href="/graphql?query=%7Bstatistics%7Bpapers%7D%7D">GraphQL endpoint</a><a href="/schema.graphql">Schema</a><a href="/healthz">Health</a><a href="/readyz">Readiness</a></nav>
</main>
</body>
</html>
`;
