/** Code repositories and project pages that a text gives, in their canonical form. */
import type { RepositoryFact, Texts } from "../facts.js";
import type { Document } from "./document.js";
import { evidenceOf } from "./document.js";

const URL_PATTERN =
  /(?:https?:\/\/|\bwww\.|(?<![\w./@-])(?:(?:github|gitlab|huggingface|bitbucket)\.(?:com|co|org)|[a-z\d][a-z\d-]*(?:\.[a-z\d-]+){0,3}\.(?:io|org|com|net|ai|edu|dev|ms))\/)[^\s<>"“”{}|\\^`]+/gi;
const CODE_HOSTS = new Set([
  "github.com",
  "gitlab.com",
  "bitbucket.org",
  "codeberg.org",
  "gitee.com",
  "huggingface.co",
]);
/** Hosts that hold papers, videos, identifiers or forms: no repository and no project page. */
const OTHER_HOSTS =
  /(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|arxiv\.org|doi\.org|openreview\.net|acm\.org|ieee\.org|springer\.com|sciencedirect\.com|wikipedia\.org|aclweb\.org|aclanthology\.org|creativecommons\.org|twitter\.com|x\.com|medium\.com|kaggle\.com|goo\.gl|bit\.ly)$/i;
const NOT_OWNERS = new Set([
  "features",
  "topics",
  "search",
  "orgs",
  "sponsors",
  "about",
  "blog",
  "docs",
  "papers",
  "spaces",
]);

/** The canonical id and kind of an address; undefined where it is neither repository nor project page. */
export function canonicalRepository(raw: string): Pick<RepositoryFact, "id" | "url" | "kind"> | undefined {
  let text = raw.trim().replace(/^[~:(]+/, "");
  // Closing punctuation belongs to the sentence, unless the address opened the parenthesis itself.
  for (let last = ""; last !== text; ) {
    last = text;
    text = text.replace(/[.,;:!?'"’”\]*$~}]+$/, "");
    if (text.endsWith(")") && text.split("(").length <= text.split(")").length - 1) text = text.slice(0, -1);
  }
  if (!/^https?:\/\//i.test(text)) text = `https://${text}`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const host = url.hostname.toLowerCase().replace(/^www\./, "");
  if (!host.includes(".") || OTHER_HOSTS.test(host)) return undefined;
  const parts = url.pathname.split("/").filter((p) => p !== "");
  if (CODE_HOSTS.has(host)) {
    const kindFolder =
      host === "huggingface.co" && ["datasets", "spaces"].includes(parts[0] ?? "") ? [parts.shift()!] : [];
    const [owner, name] = parts;
    if (owner === undefined || NOT_OWNERS.has(owner.toLowerCase())) return undefined;
    const repository = name?.replace(/\.git$/i, "").replace(/[.]+$/, "");
    const path = [...kindFolder, owner, ...(repository ? [repository] : [])].join("/");
    return { id: `${host}/${path}`.toLowerCase(), url: `https://${host}/${path}`, kind: "CODE" };
  }
  const path = parts.join("/").replace(/\/index\.html?$/i, "");
  const id = `${host}${path === "" ? "" : `/${path}`}`;
  return {
    id: id.toLowerCase(),
    url: `${url.protocol}//${id}`,
    kind: /^(?:git|code)\.|anonymous\.4open\.science/.test(host) ? "CODE" : "PROJECT_PAGE",
  };
}

/** Words near an address that make a page the paper's own. */
const OFFERS =
  /\b(?:code|codes|source|implementation|project|page|website|homepage|demo|available|released?|repository|github|models?|data(?:set)?s?|toolbox|benchmark|publicly|open-source)/i;

export function findRepositories(doc: Document, texts: Texts): RepositoryFact[] {
  const found = new Map<string, RepositoryFact>();
  for (const [field, text] of texts)
    for (const m of text.matchAll(URL_PATTERN)) {
      const repository = canonicalRepository(m[0]);
      if (repository === undefined) continue;
      const own = doc.sentences.find((s) => s.field === field && s.start <= m.index && m.index < s.end + 1);
      const near = text.slice(Math.max(0, m.index - 160), m.index + m[0].length + 60);
      const offered = OFFERS.test(near);
      if (repository.kind === "PROJECT_PAGE" && !offered) continue;
      const evidence =
        own !== undefined && own.end >= m.index + m[0].length - 8
          ? evidenceOf(own)
          : { text: m[0], field, start: m.index, end: m.index + m[0].length };
      const fact = found.get(repository.id);
      if (fact !== undefined) {
        if (fact.evidence.length < 3) fact.evidence.push(evidence);
        continue;
      }
      found.set(repository.id, {
        ...repository,
        evidence: [evidence],
        confidence: offered ? 0.97 : 0.9,
        rule: repository.kind === "CODE" ? "address-of-code-host" : "address-offered",
        foundBy: ["rules"],
      });
    }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
