/** A second opinion on each paper: the rules' facts joined with those that a language model's endpoint gives. */
import type { Matcher } from "../extract/candidates.js";
import type { DirectExtractor, Extractor, PaperFacts, Texts } from "../facts.js";
import { AnswerCache, answerKey } from "./cache.js";
import { Endpoint, type EndpointOptions, NoAnswer } from "./endpoint.js";
import { mergeFacts } from "./merge.js";
import { READING_VERSION, type Refused, readAnswer } from "./read.js";
import { type Answer, parseAnswer, requestFor, SCHEMA_VERSION } from "./schema.js";

export interface OpinionOptions extends EndpointOptions {
  /** Folder of kept answers; made when the first one is kept. */
  cache: string;
  /** Acts on what the model alone found; the rules have theirs. */
  minConfidence: number;
}

/** What came of asking, in numbers of papers unless said otherwise. */
export interface OpinionReport extends Refused {
  model: string;
  /** Answers from the endpoint that fit the schema. */
  answered: number;
  /** Answers that an earlier or the same run had kept. */
  cached: number;
  timeouts: number;
  /** Answers that are no JSON or do not fit the schema. */
  malformed: number;
  /** Refused by the endpoint, or unreachable, after retries. */
  failed: number;
  /** Not asked any more: the run was stopped, or the endpoint is gone. */
  unasked: number;
  /** Requests that were sent again. */
  retries: number;
  /** Answers that could not be written to the cache. */
  unkept: number;
  /** What went wrong, and how often. */
  reasons: Record<string, number>;
}
/** Reasons told apart; further ones are counted together. */
const MOST_REASONS = 20;

export interface OpinionExtractor extends Extractor {
  /** Never rejects for what the endpoint does: the paper keeps its rules' facts, marked `partial`. */
  extract(texts: Texts): Promise<PaperFacts>;
  /** The counts so far. */
  report(): OpinionReport;
}

/** Papers that are without a second opinion for a fault, the stop of a run aside. */
export const missing = (r: OpinionReport): number => r.timeouts + r.malformed + r.failed;

export function withOpinion(rules: DirectExtractor, matcher: Matcher, options: OpinionOptions): OpinionExtractor {
  const { model, minConfidence } = options;
  const endpoint = new Endpoint(options);
  const cache = new AnswerCache(options.cache);
  /** Questions under way: papers with the same texts share one. */
  const open = new Map<string, Promise<Answer | undefined>>();
  const counts = {
    answered: 0,
    cached: 0,
    timeouts: 0,
    malformed: 0,
    failed: 0,
    unasked: 0,
    unkept: 0,
    inventedEvidence: 0,
    droppedFacts: 0,
  };
  const reasons = new Map<string, number>();
  const because = (reason: string): void => {
    const key = reasons.has(reason) || reasons.size < MOST_REASONS ? reason : "other reasons";
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  };

  const ask = async (key: string, texts: Texts): Promise<Answer | undefined> => {
    const kept = await cache.get(key);
    if (kept !== undefined) {
      counts.cached++;
      return kept;
    }
    try {
      const answer = parseAnswer(await endpoint.ask(requestFor(texts)));
      if ("malformed" in answer) {
        counts.malformed++;
        because(answer.malformed.replace(/\[\d+\]/g, "[]"));
        return undefined;
      }
      counts.answered++;
      await cache.put(key, answer).catch((e: Error) => {
        counts.unkept++;
        because(`the cache cannot be written (${e.message.split(",")[0]})`);
      });
      return answer;
    } catch (e) {
      if (!(e instanceof NoAnswer)) throw e;
      counts[e.kind === "timeout" ? "timeouts" : e.kind]++;
      because(e.message);
      return undefined;
    }
  };
  const answerTo = (texts: Texts): Promise<Answer | undefined> => {
    const key = answerKey(model, texts);
    const had = open.get(key);
    if (had !== undefined) {
      return had.then((answer) => {
        // Without an answer both papers lack it.
        if (answer === undefined) counts.unasked++;
        else counts.cached++;
        return answer;
      });
    }
    const asked = ask(key, texts).finally(() => open.delete(key));
    open.set(key, asked);
    return asked;
  };

  return {
    version: `${rules.version}+opinion-${SCHEMA_VERSION}.${READING_VERSION}-${model}`,
    async extract(texts) {
      const own = rules.extract(texts);
      const answer = await answerTo(texts);
      if (answer === undefined) return { ...own, partial: true };
      return mergeFacts(own, readAnswer(answer, texts, own, matcher, model, counts), minConfidence);
    },
    report: () => ({ model, ...counts, retries: endpoint.retries, reasons: Object.fromEntries(reasons) }),
  };
}
