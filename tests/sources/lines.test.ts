/** Lines of a stream, whatever their ends and wherever the chunks are cut. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "../../src/etl/sources/lines.js";

async function linesOf(bytes: Buffer, cuts: readonly number[], limit?: number): Promise<string[]> {
  const at = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  const chunks = [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length));
  const out: string[] = [];
  let number = 0;
  for await (const line of readLines(chunks, limit)) {
    expect(line.number).toBe(++number);
    out.push(line.bytes.toString("utf8") + (line.tooLong ? "…" : ""));
  }
  return out;
}

describe("lines of a stream", () => {
  it("are the same for LF, CRLF and CR and for every cut of the stream", async () => {
    const text = fc.stringMatching(/^[a-zé漢 ]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        fc.array(fc.nat(400), { maxLength: 8 }),
        async (lines, end, closed, cuts) => {
          const bytes = Buffer.from(lines.join(end) + (closed ? end : ""));
          // Without a closing end, an empty last line is no line.
          const wanted = closed || lines.at(-1) !== "" ? lines : lines.slice(0, -1);
          expect(await linesOf(bytes, cuts)).toEqual(wanted);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("may have their ends mixed in one file", async () => {
    expect(await linesOf(Buffer.from("a\rb\r\nc\n\nd"), [2, 3, 4])).toEqual(["a", "b", "c", "", "d"]);
  });

  it("are cut off and marked where they pass the limit, and the next line is whole", async () => {
    expect(await linesOf(Buffer.from("abcdefgh\nxy\n"), [3, 5], 4)).toEqual(["abcd…", "xy"]);
  });
});
