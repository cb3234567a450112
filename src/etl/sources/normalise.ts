/** Small pure functions that bring what sources write into one form: white space, identifiers, dates, venues, addresses. */

/**
 * White space and control characters joined to single blanks; half surrogates, which no engine can store, become U+FFFD.
 * Control characters go because a NUL or an escape in a title is damage, never content.
 */
export function joinSpace(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, "\uFFFD")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to go
      .replace(/[\s\u0000-\u001f\u007f-\u009f]+/gu, " ")
      .replace(/[\u200b\ufeff]/g, "")
      .trim()
  );
}

/** Paragraphs stay apart by one blank line, all other white space is joined; undefined where nothing is left. */
export function joinParagraphs(text: string): string | undefined {
  const out = text
    .split(/(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*/)
    .map(joinSpace)
    .filter((p) => p !== "")
    .join("\n\n");
  return out === "" ? undefined : out;
}

const ARXIV_NEW = /^(\d{4}\.\d{4,5})(?:v\d+)?$/;
const ARXIV_OLD = /^([a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?$/i;

/** The arXiv id without version, from an id, `arXiv:…`, an address or arXiv's own DOI; undefined where it is none. */
export function arxivId(raw: string): string | undefined {
  const text = raw
    .trim()
    .replace(
      /^(?:https?:\/\/)?(?:(?:www|export)\.)?(?:arxiv\.org|ar5iv\.org|huggingface\.co)\/(?:abs|pdf|html|papers)\//i,
      "",
    )
    .replace(/^(?:https?:\/\/)?(?:dx\.)?(?:doi\.org\/)?10\.48550\//i, "")
    .replace(/^arxiv[:.]\s*/i, "")
    .replace(/[?#].*$/, "")
    .replace(/\.pdf$/i, "")
    .replace(/\/$/, "")
    .replace(/\s*\[[\w.-]+\]$/, "");
  const found = ARXIV_NEW.exec(text)?.[1] ?? ARXIV_OLD.exec(text)?.[1];
  if (found === undefined) return undefined;
  // Months run to 12: `9999.12345` is no arXiv id, however alike.
  if (ARXIV_NEW.test(text) && !/^\d\d(?:0[1-9]|1[0-2])/.test(found)) return undefined;
  return found.toLowerCase().replace(/^([a-z-]+)\.[a-z]{2}\//, "$1/");
}

/** The DOI in lower case without resolver or `doi:`; undefined where it is none. */
export function doiOf(raw: string): string | undefined {
  let text = raw
    .trim()
    .replace(/^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i, "")
    .replace(/^doi:\s*/i, "");
  if (/%[0-9a-f]{2}/i.test(text))
    try {
      text = decodeURIComponent(text);
    } catch {
      // A stray `%` is part of the DOI itself.
    }
  text = text.replace(/[.,;]+$/, "").toLowerCase();
  return /^10\.\d{4,9}\/[^\s"<>]+$/.test(text) ? text : undefined;
}

/** The OpenReview id of a forum's or pdf's address; undefined for any other. */
export function openreviewId(raw: string): string | undefined {
  return /^(?:https?:\/\/)?openreview\.net\/(?:forum|pdf|attachment)\?(?:.*&)?id=([\w-]+)/i.exec(raw.trim())?.[1];
}

/** `2016`, `2016-05` or `2016-05-11` as the source has it, a time of day cut off; undefined where it is no date. */
export function dateOf(raw: string): string | undefined {
  const m = /^((?:1[5-9]|20)\d\d)(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(raw.trim());
  if (m === null) return undefined;
  const [, year, month, day] = m;
  if (month === undefined) return year;
  const mm = Number(month);
  if (mm < 1 || mm > 12) return undefined;
  const withMonth = `${year}-${String(mm).padStart(2, "0")}`;
  if (day === undefined) return withMonth;
  const dd = Number(day);
  if (dd < 1 || dd > new Date(Date.UTC(Number(year), mm, 0)).getUTCDate()) return undefined;
  return `${withMonth}-${String(dd).padStart(2, "0")}`;
}

/** Venues that do not write their short name in capitals. */
const VENUE_WRITING: Readonly<Record<string, string>> = {
  neurips: "NeurIPS",
  interspeech: "Interspeech",
  automl: "AutoML",
  corl: "CoRL",
  collas: "CoLLAs",
  recsys: "RecSys",
  siggraph: "SIGGRAPH",
};

/**
 * A venue's name and year: `ECCV 2022`, `eccv2022`, `ECCV'22` and `2022 ECCV` are one. A name in small letters only is
 * a short name and gets its capitals, so that two listings meet in one node.
 */
export function venueOf(raw: string): { name: string; year?: number } | undefined {
  const text = joinSpace(raw);
  let name = text;
  let year: number | undefined;
  const last = /^(.*?)[\s,(\-–_/]*\b((?:19|20)\d\d)\)?$/.exec(text) ?? /^([a-z0-9]*[a-z])((?:19|20)\d\d)$/i.exec(text);
  const first = /^((?:19|20)\d\d)[\s\-–_:,/]+(.+)$/.exec(text);
  const short = /^(.*?)\s*['’](\d\d)$/.exec(text);
  if (last?.[1]) [name, year] = [last[1], Number(last[2])];
  else if (first) [name, year] = [first[2]!, Number(first[1])];
  else if (short?.[1]) [name, year] = [short[1], Number(short[2]) + (Number(short[2]) > 50 ? 1900 : 2000)];
  name = name.replace(/[\s,:;.\-–(]+$/, "");
  if (name === "") return undefined;
  const lower = name.toLowerCase();
  if (/^[a-z0-9]+$/.test(name) && name.length <= 10) name = VENUE_WRITING[lower] ?? name.toUpperCase();
  else if (VENUE_WRITING[lower] !== undefined) name = VENUE_WRITING[lower];
  return year === undefined ? { name } : { name, year };
}

/**
 * The code address that a structured field holds: bare, `owner/name`, or inside Markdown. Undefined where there is none,
 * and where a blank has broken the path (`github.com/a/deep privacy2`): half an address would be another repository.
 */
export function codeAddress(raw: string): string | undefined {
  const text = joinSpace(raw);
  if (/^[\w.-]+\/[\w.-]+$/.test(text) && !/^[\w-]+\.(?:com|org|net|io|co|edu|ai|dev)\//i.test(text))
    return `https://github.com/${text}`;
  if (/^(?:https?:\/\/)?(?:www\.)?[\w.-]+\.[a-z]{2,}(?:\/|$)/i.test(text)) {
    if (/\s/.test(text)) return undefined;
    return /^https?:\/\//i.test(text) ? text : `https://${text}`;
  }
  return /\bhttps?:\/\/(?:www\.)?(?:github|gitlab|bitbucket|codeberg|huggingface)\.[a-z]+\/[^\s)\]"'<>,;]+/i.exec(
    text,
  )?.[0];
}
