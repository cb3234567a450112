/** Joins keyed reads of all requests in flight into shared statements. */
import type { Params, Row } from "./store.js";

/** Keys that one statement takes at most. */
const MAX_KEYS = 100;
/** Batches of one statement that may be in flight: two keep the store busy while answers are handed out. */
const MAX_IN_FLIGHT = 2;

interface Waiting {
  row: Params;
  resolve(rows: Row[]): void;
  reject(error: unknown): void;
}
interface Lane {
  waiting: Waiting[];
  inFlight: number;
  scheduled: boolean;
}

/** Sends one statement for many rows; each answer row carries the row's number as `i`. */
export type SendBatch = (name: string, rows: Params[], shape: Params) => Promise<Row[]>;

export class Coalescer {
  readonly #lanes = new Map<string, Lane>();
  /** Statements sent. */
  sent = 0;

  constructor(private readonly send: SendBatch) {}

  read(name: string, row: Params, shape: Params): Promise<Row[]> {
    const key = `${name}\u0000${JSON.stringify(shape)}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { waiting: [], inFlight: 0, scheduled: false };
      this.#lanes.set(key, lane);
    }
    const own = lane;
    return new Promise((resolve, reject) => {
      own.waiting.push({ row, resolve, reject });
      if (!own.scheduled) {
        own.scheduled = true;
        // setImmediate, not a timer: what the current turn asks for is gathered, and a lone key waits for nothing.
        setImmediate(() => {
          own.scheduled = false;
          this.#drain(key, name, shape, own);
        });
      }
    });
  }

  #drain(key: string, name: string, shape: Params, lane: Lane): void {
    while (lane.waiting.length > 0 && lane.inFlight < MAX_IN_FLIGHT) {
      const batch = lane.waiting.splice(0, MAX_KEYS);
      lane.inFlight++;
      this.sent++;
      this.#run(name, shape, batch).finally(() => {
        lane.inFlight--;
        if (lane.waiting.length > 0) this.#drain(key, name, shape, lane);
        else if (lane.inFlight === 0 && !lane.scheduled) this.#lanes.delete(key);
      });
    }
  }

  async #run(name: string, shape: Params, batch: Waiting[]): Promise<void> {
    // The same row asked twice is sent once.
    const numbers = new Map<string, number>();
    const rows: Params[] = [];
    const places = batch.map((w) => {
      const id = JSON.stringify(w.row);
      let i = numbers.get(id);
      if (i === undefined) {
        i = rows.length;
        numbers.set(id, i);
        rows.push({ ...w.row, i });
      }
      return i;
    });
    try {
      const answers: Row[][] = rows.map(() => []);
      for (const row of await this.send(name, rows, shape)) answers[row.i as number]?.push(row);
      batch.forEach((w, n) => {
        w.resolve(answers[places[n]!]!);
      });
    } catch (error) {
      for (const w of batch) w.reject(error);
    }
  }
}
