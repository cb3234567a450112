/** A record: one paper as one source tells it, before anything is read out of its text. */

export interface PaperRecord {
  /** White space joined; never empty. */
  title: string;
  /** Paragraphs joined by one blank line, or absent. */
  abstract?: string;
  /** The source's own id. */
  id?: string;
  authors?: string[];
  year?: number;
  /** `2016`, `2016-05` or `2016-05-11`. */
  published?: string;
  venue?: string;
  /** arXiv id without version. */
  arxiv?: string;
  /** DOI in lower case, without `https://doi.org/`. */
  doi?: string;
  openreview?: string;
  url?: string;
  /** Repository address from a structured field. */
  github?: string;
  keywords?: string[];
}

/** Where a record stands in its source: line counted from 1. */
export interface Place {
  source: string;
  line: number;
}

/** What a source yields: a record with its place, or a record that cannot be read. */
export type SourceItem =
  | { ok: true; record: PaperRecord; place: Place }
  | { ok: false; place: Place; field?: string; reason: string; raw: string };
