/** The text of a Hugging Face Papers page: papers come out, furniture stays behind. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { shapeOf, titleAlone } from "../../src/etl/sources/hf-page.js";
import { packageRoot } from "../../src/root.js";
import { folder, LONG, PAGE, PAGE_TITLES, readAll, titles } from "./texts.js";

const dir = folder();
afterAll(dir.remove);

describe("a page of papers", () => {
  it("gives each paper with its abstract and line, and none of the furniture", async () => {
    const { items, error } = await readAll(dir.at("page.txt", PAGE));
    expect(error).toBeUndefined();
    expect(titles(items)).toEqual(PAGE_TITLES);
    const abstracts = items.map((i) => (i.ok ? i.record.abstract : undefined));
    expect(abstracts[0]).toBe(LONG);
    expect(items[0]!.place).toEqual({ source: "page.txt", line: 15 });
  });

  it("joins an abstract that is split over paragraphs, short ones too", async () => {
    const { items } = await readAll(dir.at("page.txt", PAGE));
    const abstract = (i: number): string | undefined => (items[i]!.ok ? items[i]!.record.abstract : undefined);
    expect(abstract(1)).toBe(
      `${LONG} Code is at https://github.com/garden/quiet.\n\nMore at https://garden.example/quiet`,
    );
    expect(abstract(3)).toMatch(/\n\nThe second paragraph of this text is short/);
  });

  it("keeps a title without an abstract", async () => {
    const { items } = await readAll(dir.at("page.txt", PAGE));
    const item = items.find((i) => i.ok && i.record.title.startsWith("On the Silence"));
    expect(item).toMatchObject({ ok: true, record: { title: "On the Silence of Well-Placed Sensors" } });
    expect(item!.ok && item!.record.abstract).toBeUndefined();
  });

  it("reads the same whatever its line ends, byte-order mark and last newline are", async () => {
    const wanted = (await readAll(dir.at("page.txt", PAGE))).items;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("\n", "\r\n", "\r"), fc.boolean(), fc.boolean(), async (end, mark, closed) => {
        const text = (mark ? "\ufeff" : "") + (closed ? PAGE : PAGE.trimEnd()).replace(/\n/g, end);
        expect((await readAll(dir.at("page.txt", text))).items).toEqual(wanted);
      }),
      { numRuns: 12 },
    );
  });

  it("may be hard-wrapped or without blank lines", async () => {
    const wrapped = PAGE.replace(/[^\n]{161,}/g, (line) => line.replace(/(.{60,80}) /g, "$1\n"));
    expect(titles((await readAll(dir.at("wrapped.txt", wrapped))).items)).toEqual(PAGE_TITLES);
    const dense = PAGE.replace(/\n\n/g, "\n");
    expect(titles((await readAll(dir.at("dense.txt", dense))).items)).toEqual(PAGE_TITLES);
  });

  it("without any paper is an error that says what a page looks like", async () => {
    const { items, error } = await readAll(dir.at("none.txt", "new\n\nSubscribe\n\nMar 11\n"));
    expect(items).toEqual([]);
    expect(error).toMatchObject({
      code: "NO_PAPERS",
      message: expect.stringMatching(/none\.txt: no paper was found.*title/),
    });
  });

  it("loses only the line that is not UTF-8, and names it", async () => {
    const bytes = Buffer.from(PAGE);
    const at = bytes.indexOf("On the Silence");
    bytes[at] = 0xff;
    const { items } = await readAll(dir.at("latin.txt", bytes));
    expect(titles(items)).toEqual(PAGE_TITLES.filter((t) => !t.startsWith("On the Silence")));
    expect(items.find((i) => !i.ok)).toMatchObject({ place: { line: 27 }, reason: expect.stringMatching(/UTF-8/) });
  });

  const seed = join(packageRoot(), "..", "shared", "seeds", "hf-papers-page.txt");
  it.skipIf(!existsSync(seed))(
    "of 68 papers gives 68, each with its abstract (skipped where that page is not at hand)",
    async () => {
      const { items, error } = await readAll(seed);
      expect(error).toBeUndefined();
      expect(items.filter((i) => i.ok && i.record.abstract !== undefined)).toHaveLength(68);
      expect(items).toHaveLength(68);
      expect(titles(items)[0]).toBe("OpenSD: Unified Open-Vocabulary Segmentation and Detection");
    },
  );
});

describe("a paragraph's shape", () => {
  it.each([
    "Mar 11",
    "12",
    "2.3k",
    "· 14 authors",
    "Subscribe",
    "byAK and the research community",
    "Submitted by gardener",
    "Ada Green, Bo Field and Cy Root",
    "3 days ago",
    "© 2025 Hugging Face",
  ])("%s is furniture", (text) => expect(shapeOf(text)).toBe("furniture"));
  it.each([
    "mixup your sensors",
    "Pointer Gardens",
    "Be Quiet! Understanding Sensors",
    "GPT-4V vs. Gardeners",
    "Drift in v2. A Study",
    "Which Sensors Sleep?",
    "March 2024 Floods: A Dataset",
  ])("%s may be a title", (text) => expect(shapeOf(text)).toBe("title"));
  it.each(["Code is available at https://a.example/b", "We close with advice for gardeners."])("%s is text", (text) =>
    expect(shapeOf(text)).toBe("text"),
  );
  it("convinces as a lone title on the page's head only by its capitals", () => {
    expect(titleAlone("On the Silence of Sensors", true)).toBe(true);
    expect(titleAlone("Discover what others read today", true)).toBe(false);
    expect(titleAlone("discover what others read", false)).toBe(false);
  });
});
