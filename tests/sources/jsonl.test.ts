/** JSON lines: what is read, what is refused, and that one bad line or field costs no other. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { folder, readAll, titles } from "./texts.js";

const dir = folder();
afterAll(dir.remove);
const read = async (...lines: unknown[]) =>
  (await readAll(dir.at("p.jsonl", lines.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n"))))
    .items;

describe("a JSON line", () => {
  it("gives all fields in their normal form and ignores others", async () => {
    const [item] = await read({
      title: "  Quiet\n sensors ",
      abstract: "One.\n\nTwo\nthree.",
      id: 17,
      authors: ["Ada Green", " Bo  Field "],
      year: "2021",
      published: "2021-10-13T00:00:00Z",
      venue: "ECCV 2022",
      arxiv: "arXiv:2110.06848v2",
      doi: "https://doi.org/10.1000/ABC",
      url: "https://openreview.net/forum?id=abc",
      github: "garden/quiet",
      keywords: "sensors; drift;",
      submitter: { any: "thing" },
    });
    expect(item).toEqual({
      ok: true,
      place: { source: "p.jsonl", line: 1 },
      record: {
        title: "Quiet sensors",
        abstract: "One.\n\nTwo three.",
        id: "17",
        authors: ["Ada Green", "Bo Field"],
        year: 2021,
        published: "2021-10-13",
        venue: "ECCV 2022",
        arxiv: "2110.06848",
        doi: "10.1000/abc",
        openreview: "abc",
        url: "https://openreview.net/forum?id=abc",
        github: "https://github.com/garden/quiet",
        keywords: ["sensors", "drift"],
      },
    });
  });

  it("takes empty texts and null for absent", async () => {
    const [item] = await read({
      title: "A",
      abstract: "",
      arxiv: " ",
      github: "",
      keywords: "",
      authors: [],
      year: null,
    });
    expect(item).toMatchObject({ ok: true, record: { title: "A" } });
    expect(Object.keys(item!.ok ? item!.record : {})).toEqual(["title"]);
  });

  it("with a bad field keeps its paper and names line and field", async () => {
    const items = await read({ title: "A", year: 32025, doi: "x", abstract: 7 }, { title: "B" });
    expect(titles(items)).toEqual(["A", "B"]);
    expect(items.filter((i) => !i.ok).map((i) => [i.place.line, !i.ok && i.field])).toEqual([
      [1, "abstract"],
      [1, "doi"],
      [1, "year"],
    ]);
    expect(items.find((i) => !i.ok && i.field === "year")).toMatchObject({
      reason: 'the field "year" takes a year such as 2016, not 32025',
    });
  });

  it.each([
    ['{"title": "A"', undefined, /not valid JSON/],
    ['["A"]', undefined, /one JSON object/],
    ['{"abstract": "no title"}', "title", /required/],
    ['{"title": 5}', "title", /takes a text/],
    ['{"title": " "}', "title", /required/],
  ])("as %s is refused, and the lines around it are read", async (line, field, reason) => {
    const items = await read({ title: "First" }, line, "", { title: "Last" });
    expect(titles(items)).toEqual(["First", "Last"]);
    const bad = items.find((i) => !i.ok);
    expect(bad).toMatchObject({ place: { line: 2 }, reason: expect.stringMatching(reason), raw: line });
    expect(bad && !bad.ok && bad.field).toBe(field);
  });

  it("with a DOI of arXiv has an arXiv id; an id that is one counts too", async () => {
    expect(await read({ title: "A", doi: "10.48550/arXiv.2110.06848" }, { title: "B", id: "0704.0001" })).toMatchObject(
      [{ record: { arxiv: "2110.06848" } }, { record: { arxiv: "0704.0001", id: "0704.0001" } }],
    );
  });
});

describe("a file of JSON lines", () => {
  it("reads the same in every dress: line ends, mark, last newline, gzip, name", async () => {
    const lines = ["A", "B é漢", "C"].map((title) => JSON.stringify({ title, abstract: "x\ny" }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom("a.txt", "b.jsonl", "c"),
        async (end, mark, closed, zipped, name) => {
          const bytes = Buffer.from((mark ? "\ufeff" : "") + lines.join(end) + (closed ? end : ""));
          const { items, error } = await readAll(dir.at(name, zipped ? gzipSync(bytes) : bytes));
          expect(error).toBeUndefined();
          expect(titles(items)).toEqual(["A", "B é漢", "C"]);
          expect(items.map((i) => i.place.line)).toEqual([1, 2, 3]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("whose first line is broken is still one of JSON lines", async () => {
    const items = await read("garbage", { title: "A" }, { title: "B" });
    expect(titles(items)).toEqual(["A", "B"]);
    expect(items[0]).toMatchObject({ ok: false, place: { line: 1 } });
  });
});
