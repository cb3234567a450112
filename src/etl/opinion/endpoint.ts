/** Asks an OpenAI-compatible endpoint, at a bounded rate, with timeouts and retries. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export interface EndpointOptions {
  /** Base address, to which `/chat/completions` is added. */
  url: string;
  model: string;
  /** Empty for an endpoint that wants none. */
  key: string;
  /** Requests a minute at most, retries included; they are spread evenly. */
  perMinute: number;
  /** Milliseconds that one answer may take. */
  timeoutMs: number;
  /** Set it to stop asking; requests in flight are dropped. */
  signal?: AbortSignal | undefined;
  /** Milliseconds before the first retry, doubled with each further one; 500 where left out. */
  backoffMs?: number | undefined;
}

/** Requests in flight at once. */
const AT_ONCE = 8;
/** How often one question is put before it counts as failed. */
const TRIES = 6;
/** A wait longer than this, as a spent daily quota asks for, is no wait but an end. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Questions failed one after another, each after its retries, after which the endpoint is taken to be gone. */
const FAILURES_IN_A_ROW = 10;
/** Statuses that say of every question that it will not be answered: no right, no such model or address. */
const HOPELESS: ReadonlySet<number> = new Set([401, 403, 404, 405]);

/** Why a question has no answer. `unasked` where it was not put, or dropped when asking was stopped. */
export class NoAnswer extends Error {
  constructor(
    readonly kind: "timeout" | "failed" | "unasked",
    message: string,
  ) {
    super(message);
  }
}
class Retry extends Error {
  constructor(
    message: string,
    readonly waitMs: number | undefined,
    /** Whether the endpoint is busy for everybody. */
    readonly busy: boolean,
  ) {
    super(message);
  }
}

/** Milliseconds of a `Retry-After` header: seconds or a date. */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

export class Endpoint {
  /** Requests sent again. */
  retries = 0;
  readonly #address: URL;
  readonly #stop = new AbortController();
  #failures = 0;
  #temperature: { temperature: number } | undefined = { temperature: 0 };
  #free = AT_ONCE;
  readonly #queue: (() => void)[] = [];
  #next = 0;
  #pausedUntil = 0;

  constructor(private readonly options: EndpointOptions) {
    this.#address = new URL(options.url);
    this.#address.pathname = `${this.#address.pathname.replace(/\/+$/, "")}/chat/completions`;
    // Each request in flight and each wait listens.
    setMaxListeners(0, this.#stop.signal);
    const { signal } = options;
    const stop = (): void => this.#stop.abort("asking was stopped");
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  }

  /** The content of the answer's message. Throws NoAnswer. */
  async ask(question: Record<string, unknown>): Promise<string> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      const content = await this.#askWithRetries(question);
      this.#failures = 0;
      return content;
    } catch (e) {
      if (e instanceof NoAnswer && e.kind !== "unasked" && ++this.#failures >= FAILURES_IN_A_ROW)
        this.#giveUp(`the endpoint failed ${FAILURES_IN_A_ROW} times in a row`);
      throw e;
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  #giveUp(reason: string): void {
    if (!this.#stop.signal.aborted) this.#stop.abort(reason);
  }
  #unasked(): NoAnswer {
    return new NoAnswer("unasked", String(this.#stop.signal.reason));
  }

  async #askWithRetries(question: Record<string, unknown>): Promise<string> {
    for (let tries = 1; ; tries++) {
      await this.#turn();
      try {
        return await this.#askOnce(question);
      } catch (e) {
        if (!(e instanceof Retry)) throw e;
        const backoff = (this.options.backoffMs ?? 500) * 2 ** (tries - 1) * (1 + Math.random() / 4);
        const wait = e.waitMs ?? backoff;
        if (wait > LONGEST_WAIT_MS) {
          this.#giveUp(`the endpoint asks to wait ${Math.round(wait / 1000)} seconds`);
          throw new NoAnswer("failed", e.message);
        }
        if (tries >= TRIES) throw new NoAnswer("failed", e.message);
        this.retries++;
        if (e.busy) this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + wait);
        else await this.#sleep(wait);
      }
    }
  }

  /** Waits until the next request may go out. A pause that begins meanwhile sends it to the end of the line. */
  async #turn(): Promise<void> {
    for (;;) {
      if (this.#stop.signal.aborted) throw this.#unasked();
      const at = Math.max(performance.now(), this.#next, this.#pausedUntil);
      this.#next = at + 60_000 / this.options.perMinute;
      await this.#sleep(at - performance.now());
      if (performance.now() >= this.#pausedUntil) return;
    }
  }
  async #sleep(ms: number): Promise<void> {
    // Timers have whole milliseconds and may fire a little early.
    if (ms > 0)
      await sleep(Math.ceil(ms) + 1, undefined, { signal: this.#stop.signal }).catch(() => {
        throw this.#unasked();
      });
  }

  async #askOnce(question: Record<string, unknown>): Promise<string> {
    const { model, key, timeoutMs } = this.options;
    const abort = new AbortController();
    const onStop = (): void => abort.abort();
    this.#stop.signal.addEventListener("abort", onStop, { once: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.abort();
    }, timeoutMs);
    const temperature = this.#temperature;
    try {
      const response = await fetch(this.#address, {
        method: "POST",
        headers: { "content-type": "application/json", ...(key === "" ? {} : { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ model, ...temperature, ...question }),
        redirect: "error",
        signal: abort.signal,
      });
      const body = await response.text();
      if (response.ok) return contentOf(body);
      const { status } = response;
      const reason = this.#withoutKey(`HTTP ${status}${messageOf(body)}`);
      if (status === 429 || status >= 500)
        throw new Retry(reason, retryAfterMs(response.headers.get("retry-after")), status === 429 || status === 503);
      if (status === 400 && temperature !== undefined && /temperature/i.test(body)) {
        // Some models take only their own.
        this.#temperature = undefined;
        throw new Retry(reason, 0, false);
      }
      if (HOPELESS.has(status)) this.#giveUp(reason);
      throw new NoAnswer("failed", reason);
    } catch (e) {
      if (e instanceof Retry || e instanceof NoAnswer) throw e;
      if (late) throw new NoAnswer("timeout", `no answer within ${timeoutMs} ms`);
      if (this.#stop.signal.aborted) throw this.#unasked();
      const cause = (e as Error).cause as { code?: string; message?: string } | undefined;
      throw new Retry(this.#withoutKey(cause?.code ?? cause?.message ?? (e as Error).message), undefined, false);
    } finally {
      clearTimeout(timer);
      this.#stop.signal.removeEventListener("abort", onStop);
    }
  }

  #withoutKey(message: string): string {
    return this.options.key === "" ? message : message.replaceAll(this.options.key, "…");
  }
}

/** The text of the first choice; empty, and so no JSON, where there is none. */
function contentOf(body: string): string {
  try {
    const content: unknown = JSON.parse(body)?.choices?.[0]?.message?.content;
    return typeof content === "string" ? content : "";
  } catch {
    return "";
  }
}
/** What an error's body says, in short. */
function messageOf(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } | string };
    const message = typeof error === "string" ? error : error?.message;
    return typeof message === "string" ? `: ${message.replace(/\s+/g, " ").slice(0, 200)}` : "";
  } catch {
    return "";
  }
}
