/** Finds in a paper's texts what an answer quotes from them: evidence by its sentences, names by their writings. */
import { atomsOf, keyOf, openKey } from "../extract/candidates.js";
import type { Document } from "../extract/document.js";
import { commonest } from "../extract/entities.js";
import type { Evidence } from "../facts.js";

/** A quote of more sentences is the abstract, not a proof. */
const MOST_SENTENCES = 3;
/** Letters and digits that a quote needs unless it is most of its sentence: "we use" stands everywhere and proves nothing. */
const LEAST_LETTERS = 12;
/** What may stand between two words of one name: no end of a sentence, no bracket. */
const GAP = /^(?:[^.;:!?,()]|\.(?=\S)){0,10}$/;

const letters = (s: string): number => s.replace(/[^\p{L}\p{N}]/gu, "").length;

interface Field {
  name: string;
  text: string;
  atoms: ReturnType<typeof atomsOf>;
  /** The text without white space and, for each of its code units, its place in the text. Made when first needed. */
  squeezed?: { text: string; places: Uint32Array };
}

export class Quotes {
  readonly #fields: Field[];

  constructor(private readonly doc: Document) {
    this.#fields = [...doc.texts].map(([name, text]) => ({ name, text, atoms: atomsOf(text) }));
  }

  /**
   * The sentences that a quote stands in: found as it is, else without regard to white space. Text and offsets are
   * those of the field, not of the quote. Undefined for what the texts do not say.
   */
  evidence(quote: string): Evidence | undefined {
    const wanted = quote.trim();
    if (wanted === "") return undefined;
    for (const find of [exact, spaced])
      for (const field of this.#fields) {
        const place = find(field, wanted);
        const evidence = place === undefined ? undefined : this.#sentences(field, ...place);
        if (evidence !== undefined) return evidence;
      }
    return undefined;
  }

  #sentences(field: Field, start: number, end: number): Evidence | undefined {
    const inside = this.doc.sentences.filter((s) => s.field === field.name && s.start < end && start < s.end);
    if (inside.length > MOST_SENTENCES) return undefined;
    const from = Math.min(start, inside[0]?.start ?? start);
    const to = Math.max(end, inside.at(-1)?.end ?? end);
    const text = field.text.slice(from, to);
    const quoted = letters(field.text.slice(start, end));
    return quoted < LEAST_LETTERS && 2 * quoted < letters(text)
      ? undefined
      : { text, field: field.name, start: from, end: to };
  }

  /** How the texts write a name, commonest first; empty where they do not. Case, hyphens and a plural s do not count. */
  writings(name: string): string[] {
    const key = openKey(name);
    if (key === "") return [];
    const out: string[] = [];
    for (const { text, atoms } of this.#fields)
      for (let i = 0; i < atoms.length; i++) {
        let sum = "";
        for (let j = i; j < atoms.length && sum.length <= key.length; j++) {
          if (j > i && !GAP.test(text.slice(atoms[j - 1]!.end, atoms[j]!.start))) break;
          sum += keyOf(text, atoms[j]!);
          if (openKey(sum) === key) {
            out.push(text.slice(atoms[i]!.start, atoms[j]!.end));
            break;
          }
          if (!key.startsWith(sum)) break;
        }
      }
    return commonest(out);
  }
}

function exact(field: Field, quote: string): [number, number] | undefined {
  const at = field.text.indexOf(quote);
  return at < 0 ? undefined : [at, at + quote.length];
}

function spaced(field: Field, quote: string): [number, number] | undefined {
  field.squeezed ??= squeeze(field.text);
  const { text, places } = field.squeezed;
  const wanted = quote.replace(/\s+/g, "");
  const at = text.indexOf(wanted);
  return at < 0 ? undefined : [places[at]!, places[at + wanted.length - 1]! + 1];
}
function squeeze(text: string): { text: string; places: Uint32Array } {
  const places = new Uint32Array(text.length);
  const parts: string[] = [];
  let n = 0;
  for (const m of text.matchAll(/\S+/g)) {
    parts.push(m[0]);
    for (let i = 0; i < m[0].length; i++) places[n++] = m.index + i;
  }
  return { text: parts.join(""), places };
}
