/** Files that are no listing: each an error with code, file and remedy, after what could be read. */
import { mkdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { openSource } from "../../src/etl/sources/index.js";
import { folder, readAll, titles } from "./texts.js";

const dir = folder();
afterAll(dir.remove);
const LINES = Array.from({ length: 4000 }, (_, i) =>
  JSON.stringify({ title: `Paper ${i}`, abstract: String(Math.sin(i)) }),
).join("\n");

describe("a file that is no listing", () => {
  it("is missing: FILE_NOT_FOUND with its path", async () =>
    expect(openSource(dir.at("absent.txt"))).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringMatching(/absent\.txt: there is no such file/),
    }));

  it("is a folder: the message says to name files", async () => {
    mkdirSync(dir.at("folder"));
    await expect(openSource(dir.at("folder"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringMatching(/folder.*Name the files/),
    });
  });

  it.each([
    ["empty.txt", Buffer.alloc(0), "NO_PAPERS", /is empty/],
    ["blank.txt", Buffer.from(" \n\n"), "NO_PAPERS", /is empty/],
    ["nul.bin", Buffer.from([1, 0, 2, 0, 3]), "FILE_UNREADABLE", /binary/],
    [
      "noise.bin",
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + 13) % 255)),
      "FILE_UNREADABLE",
      /binary/,
    ],
    ["doc.pdf", Buffer.from("%PDF-1.7\nabc"), "FILE_UNREADABLE", /PDF/],
    ["utf16.txt", Buffer.from("\ufeff{}", "utf16le"), "FILE_UNREADABLE", /UTF-16.*iconv/],
    ["zipped.gz", gzipSync(Buffer.from([0, 1, 2])), "FILE_UNREADABLE", /binary/],
    ["list.json", Buffer.from('[{"title": "A"}]'), "FILE_UNREADABLE", /jq -c/],
    ["bad.jsonl", Buffer.from('{"a": 1}\n{"title": 2}\n'), "NO_PAPERS", /2 records are bad/],
  ])("%s", async (name, content, code, message) => {
    const { items, error } = await readAll(dir.at(name, content));
    expect(titles(items)).toEqual([]);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), details: { file: name } });
  });

  it("is a gzip cut off: what came before is read, and the error says after which line", async () => {
    const whole = gzipSync(LINES);
    const { items, error } = await readAll(dir.at("cut.gz", whole.subarray(0, whole.length - 2000)));
    expect(titles(items).length).toBeGreaterThan(1000);
    expect(error).toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringMatching(/after line \d+: its gzip/),
    });
  });
});

describe("a file", () => {
  it("is known by its base name and the hash of its bytes, never by its path", async () => {
    const path = dir.at("x.jsonl", '{"title":"A"}');
    const source = await openSource(path);
    expect(source.id).toBe("x.jsonl");
    for await (const _ of source.items());
    expect(source.hash()).toBe("3529d0a41555dcce5409451ca186444db8e972ff8d5867546e0e7928f37408f5");
  });
});
