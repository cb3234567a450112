/** Keeps answers on disk, one file each, so that a stopped or repeated run asks for none twice. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Texts } from "../facts.js";
import { type Answer, checkAnswer, SCHEMA_VERSION } from "./schema.js";

/** The name of an answer: what was asked, of which model, under which schema. */
export const answerKey = (model: string, texts: Texts): string =>
  createHash("sha256")
    .update(JSON.stringify([model, SCHEMA_VERSION, ...texts]))
    .digest("hex");

export class AnswerCache {
  constructor(private readonly folder: string) {}

  #file(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key.slice(2)}.json`);
  }
  /** The kept answer; undefined where there is none or its file is damaged. */
  async get(key: string): Promise<Answer | undefined> {
    try {
      const answer = checkAnswer(JSON.parse(await readFile(this.#file(key), "utf8")));
      return "malformed" in answer ? undefined : answer;
    } catch {
      return undefined;
    }
  }
  /** Whole or not at all: a process that is killed leaves no half of an answer. */
  async put(key: string, answer: Answer): Promise<void> {
    const file = this.#file(key);
    const draft = `${file}.${randomUUID()}`;
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(draft, JSON.stringify(answer));
      await rename(draft, file);
    } catch (e) {
      await rm(draft, { force: true });
      throw e;
    }
  }
}
