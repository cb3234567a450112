/** The text of a Hugging Face Papers page: page furniture, then titles and abstracts, told apart by their shape. */
import { isUtf8 } from "node:buffer";
import type { PaperRecord, SourceItem } from "../records.js";
import type { Line } from "./lines.js";
import { joinSpace } from "./normalise.js";

interface Paragraph {
  text: string;
  line: number;
}
export type Shape = "furniture" | "title" | "text";

/** What the page itself writes around its papers. Each pattern stands for a whole paragraph. */
const FURNITURE: readonly RegExp[] = [
  /^(?:new|hot|trending|today|yesterday|previous|next|back|more|less|menu|search|filter|sort|share|reply|edit|save|like|likes|upvote|upvoted|upvotes|subscribe|login|log in|sign ?up|sign in|join|papers?|daily papers|daily|weekly|monthly|models?|datasets?|spaces?|docs|posts|community|enterprise|pricing|company|website|careers|jobs|about|tos|privacy|terms|system theme|light|dark|abstract|summary|ai-generated summary|github|arxiv|pdf|project page|code|demo|video|comments?|collections?|authors?|published|submitted|hugging face|view all|load more|show more|show less|read more)$/i,
  /^get trending papers in your email inbox\b/i,
  /^get this paper in your agent/i,
  /^(?:·\s*)?(?:by|submitted by|posted by|published by|published on|published|submitted on|uploaded by)\s?\S.{0,60}$/i,
  /^by ?\S+ and the research community$/i,
  /^(?:trending papers|trending|daily papers) ?by\b/i,
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?$/i,
  /^\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{4})?$/i,
  /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .{0,20}\d/i,
  /^\d{4}-\d{2}(?:-\d{2})?$/,
  // Counts: votes, authors, comments, stars, pages.
  /^[·•+#\s]*[\d.,]+ ?[km]?(?: ?[·•].*)?$/i,
  /^[·•\s]*\d[\d.,]*[km]? ?(?:authors?|likes?|upvotes?|comments?|votes?|stars?|days?|hours?|weeks?|months?|minutes?|papers?)(?: ago)?\b.{0,20}$/i,
  /^upvote ?\d*$/i,
  /^[+-] ?\d+$/,
  /^(?:view|read|open|see) (?:the )?(?:arxiv|pdf|paper|project|code|all|full|on)\b.{0,30}$/i,
  /^(?:models?|datasets?|spaces?|collections?) (?:citing|including) this paper\b.*$/i,
  /^(?:add to collection|join the discussion.*|sign up or log in to comment|log in or sign up.*|cite this paper|no .{3,20} citing this paper)$/i,
  /^(?:company ?)?© ?.{0,20}hugging face.*$/i,
  /^(?:tos|privacy|about|careers|jobs|website|models|datasets|spaces|pricing|docs)(?:[ |·]+(?:tos|privacy|about|careers|jobs|website|models|datasets|spaces|pricing|docs))+$/i,
  /^(?:previous|prev)?(?: ?\d+| ?\.\.\.| ?…)+ ?(?:next)?$/i,
  /^[^\p{L}\p{N}]+$/u,
];

/** `Shuai Li, Minghan Li, Lei Zhang`: three or more names of two to four words and nothing else. */
function namesOnly(text: string): boolean {
  const parts = text.split(/,\s*(?:and\s+)?|\s+and\s+/);
  return parts.length >= 3 && parts.every((p) => /^(?:\p{Lu}[\p{L}.'’-]*)(?:\s+\p{Lu}[\p{L}.'’-]*){1,3}$/u.test(p));
}

/** Text of at least this many characters is an abstract, whatever its end. */
const LONG = 250;

/** What a paragraph is by its shape alone; whether a `title` is one, its neighbours decide. */
export function shapeOf(text: string): Shape {
  if (text.length >= LONG) return "text";
  if (FURNITURE.some((p) => p.test(text)) || namesOnly(text)) return "furniture";
  if (/(?:https?:\/\/|www\.)\S/.test(text)) return "text";
  const words = text.split(" ").length;
  // A full stop ends a sentence; a title ends without, or with ? or !.
  if (/(?:[.…]|\.\.\.)["'”’)\]]*$/.test(text) && !/\b(?:et al|etc|inc|vs)\.$/i.test(text) && words >= 4) return "text";
  if (/[;,]$/.test(text)) return words >= 6 ? "text" : "furniture";
  const inner = text.replace(/\b(?:vs|e\.g|i\.e|etc|al|dr|mr|st|no|fig|v\d+)\. /gi, "");
  if (text.length >= 120 && /[\p{Ll}\p{N})]\. \p{Lu}/u.test(inner)) return "text";
  return "title";
}

/** Whether a short paragraph without an abstract is a paper's title: on the page's head only capitals convince. */
export function titleAlone(text: string, onHead: boolean): boolean {
  const words = text.split(" ");
  if (words.length < 3 || text.length < 12 || !/^[\p{Lu}\p{N}$]|^\p{Ll}+[\p{L}\p{N}+-]*:/u.test(text)) return false;
  const heavy = words.filter((w) => w.length > 3);
  const capital = heavy.filter((w) => /^[^\p{L}]*[\p{Lu}\p{N}]/u.test(w)).length;
  const titleCase = heavy.length > 0 && capital / heavy.length >= 0.6;
  if (/[.,;:]$/.test(text)) return false;
  return onHead ? titleCase || /\w: \S/.test(text) : true;
}

/** Lines at most this long are the output of a hard wrap, where a block's lines are all of a kind. */
const WRAP_MAX = 160;
const WRAP_MIN = 40;

/** Blank lines end a block. A block's lines are one hard-wrapped paragraph, or a paragraph each. */
async function* paragraphs(lines: AsyncIterable<Line>, source: string): AsyncGenerator<Paragraph | SourceItem> {
  let block: Paragraph[] = [];
  const flush = (): Paragraph[] => {
    const held = block;
    block = [];
    const wrapped =
      held.length > 1 &&
      held.every((l) => l.text.length <= WRAP_MAX) &&
      held.slice(0, -1).every((l) => l.text.length >= WRAP_MIN && shapeOf(l.text) !== "furniture");
    if (!wrapped) return held;
    return [{ line: held[0]!.line, text: held.map((l) => l.text).join(" ") }];
  };
  for await (const line of lines) {
    const text = joinSpace(line.bytes.toString("utf8"));
    if (text === "") {
      yield* flush();
      continue;
    }
    if (line.tooLong || !isUtf8(line.bytes)) {
      yield* flush();
      yield {
        ok: false,
        place: { source, line: line.number },
        reason: line.tooLong
          ? "the paragraph is too long for a paper's abstract"
          : "the line is not valid UTF-8; convert the file with `iconv -t utf-8`",
        raw: text.slice(0, 2_000),
      };
      continue;
    }
    // Long lines are paragraphs already, so that a page without blank lines needs no memory of its past.
    if (text.length > WRAP_MAX) {
      yield* flush();
      yield { text, line: line.number };
    } else block.push({ text, line: line.number });
  }
  yield* flush();
}

/** The items of a page: what stands before an abstract is its title, text after an abstract continues it. */
export async function* readPage(lines: AsyncIterable<Line>, source: string): AsyncGenerator<SourceItem> {
  let current: { title: Paragraph; texts: string[] } | undefined;
  let shorts: Paragraph[] = [];
  let found = 0;
  const item = (title: Paragraph, texts: readonly string[]): SourceItem => {
    found++;
    const record: PaperRecord = { title: title.text };
    if (texts.length > 0) record.abstract = texts.join("\n\n");
    return { ok: true, record, place: { source, line: title.line } };
  };
  /** Titles without an abstract, among short paragraphs that no abstract claims. */
  const alone = (candidates: readonly Paragraph[], next?: Paragraph): SourceItem[] =>
    candidates
      .filter((p, i) => p.text !== next?.text && candidates.findIndex((q) => q.text === p.text) === i)
      .filter((p) => titleAlone(p.text, found === 0))
      .map((p) => item(p, []));

  for await (const p of paragraphs(lines, source)) {
    if ("ok" in p) {
      yield p;
      continue;
    }
    const shape = shapeOf(p.text);
    if (shape === "furniture") continue;
    if (shape === "title") {
      shorts.push(p);
      continue;
    }
    const title = shorts.at(-1);
    if (
      title !== undefined &&
      (current !== undefined || found > 0 || p.text.length >= LONG || titleAlone(title.text, true))
    ) {
      if (current !== undefined) yield item(current.title, current.texts);
      yield* alone(shorts.slice(0, -1), title);
      current = { title, texts: [p.text] };
      shorts = [];
      // Text before the first title is the page's own.
    } else current?.texts.push(p.text);
  }
  if (current !== undefined) yield item(current.title, current.texts);
  yield* alone(shorts);
}
