/** Cuts a stream of bytes into lines at LF, CRLF or CR, numbered from 1, in memory that does not grow with the file. */

export interface Line {
  number: number;
  /** Without its end. Cut off, with `tooLong` set, where it is longer than the limit. */
  bytes: Buffer;
  tooLong: boolean;
}

/** Longest line that is kept, in bytes. A paper has some kilobytes; a file without line ends must not fill the memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
const LF = 10;
const CR = 13;

export async function* readLines(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  limit = MAX_LINE_BYTES,
): AsyncGenerator<Line> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  let tooLong = false;
  // A CR at the end of a chunk has ended its line; an LF at the start of the next chunk belongs to it.
  let afterCr = false;

  const keep = (piece: Buffer): void => {
    if (piece.length === 0) return;
    const room = limit - length;
    if (piece.length > room) tooLong = true;
    if (room > 0) parts.push(piece.length > room ? piece.subarray(0, room) : piece);
    length = Math.min(limit, length + piece.length);
  };
  const take = (): Line => {
    const line = { number: ++number, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), tooLong };
    parts = [];
    length = 0;
    tooLong = false;
    return line;
  };

  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    let at = afterCr && chunk[0] === LF ? 1 : 0;
    afterCr = false;
    let lf = chunk.indexOf(LF, at);
    let cr = chunk.indexOf(CR, at);
    while (lf !== -1 || cr !== -1) {
      const end = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
      keep(chunk.subarray(at, end));
      yield take();
      at = end + 1;
      if (end === cr) {
        if (chunk[at] === LF) at++;
        else if (at === chunk.length) afterCr = true;
        cr = chunk.indexOf(CR, at);
      }
      if (lf !== -1 && lf < at) lf = chunk.indexOf(LF, at);
    }
    keep(chunk.subarray(at));
  }
  if (length > 0) yield take();
}
