/** The extractor that the settings ask for: the rules, with a second opinion where an endpoint and a model are set. */
import { type Config, SETTINGS } from "../config.js";
import { ERRORS } from "../errors.js";
import { createExtractor } from "../etl/extract/index.js";
import { loadKnowledge } from "../etl/extract/models.js";
import type { Extractor } from "../etl/facts.js";
import { missing, type OpinionReport, withOpinion } from "../etl/opinion/index.js";
import { printError, say } from "./report.js";

export interface ConfiguredExtractor {
  extractor: Extractor;
  /** What came of asking so far; undefined where nobody is asked. */
  opinion?: () => OpinionReport;
}

export function configuredExtractor(config: Config, json: boolean, signal?: AbortSignal): ConfiguredExtractor {
  const { minConfidence, llmUrl, llmModel } = config;
  if (llmUrl === "" || llmModel === "") {
    const { llmUrl: url, llmModel: model } = SETTINGS;
    if (llmUrl !== llmModel && !json)
      say(`No second opinion is asked: it takes both ${url.env} and ${model.env}, and one is empty.`);
    return { extractor: createExtractor({ minConfidence }) };
  }
  const knowledge = loadKnowledge();
  const extractor = withOpinion(createExtractor({ minConfidence, knowledge }), knowledge.matcher, {
    url: llmUrl,
    model: llmModel,
    key: config.llmKey,
    perMinute: config.llmPerMinute,
    timeoutMs: config.llmTimeoutMs,
    cache: config.llmCache,
    minConfidence,
    signal,
  });
  return { extractor, opinion: () => extractor.report() };
}

/** Says what came of asking, and what is missing as an error; gives the exit code for that. JSON has the counts elsewhere. */
export function reportOpinion(r: OpinionReport, json: boolean): number {
  if (!json) {
    const parts = [
      `${r.answered} answered`,
      `${r.cached} from the cache`,
      ...some(r.retries, "requests sent again"),
      ...some(r.timeouts, "out of time"),
      ...some(r.malformed, "malformed"),
      ...some(r.failed, "failed"),
      ...some(r.unasked, "not asked"),
      ...some(r.inventedEvidence, "invented sentences"),
      ...some(r.droppedFacts, "facts dropped"),
      ...some(r.unkept, "not kept in the cache"),
    ];
    say(`Second opinion of ${r.model}: ${parts.join(", ")}.`);
  }
  const without = missing(r);
  if (without === 0) return 0;
  const papers = without + r.unasked;
  const reasons = Object.entries(r.reasons).map(([reason, n]) => `${n} × ${reason}`);
  printError(
    "OPINION_MISSING",
    `${papers === 1 ? "1 paper keeps" : `${papers} papers keep`} the rules' facts alone (${reasons.join("; ")}); the same command asks again.`,
    json,
    { opinion: r },
  );
  return ERRORS.OPINION_MISSING.exit;
}
const some = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}`]);
