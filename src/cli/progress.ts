/** A progress bar on standard error where that is a terminal; nothing in a pipe. */
import cliProgress from "cli-progress";

export interface Progress {
  start(name: string): void;
  update(bytes: number, size: number, records: number): void;
  /** Prints something without tearing the bar. */
  aside(print: () => void): void;
  stop(): void;
}

const QUIET: Progress = {
  start: () => undefined,
  update: () => undefined,
  aside: (print) => print(),
  stop: () => undefined,
};

export function progressBar(quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return QUIET;
  let bar: cliProgress.SingleBar | undefined;
  return {
    start(name) {
      bar = new cliProgress.SingleBar(
        {
          stream: process.stderr,
          format: `${name} {bar} {percentage}% | {papers} papers | {duration_formatted}`,
          hideCursor: true,
          clearOnComplete: true,
        },
        cliProgress.Presets.shades_classic,
      );
      bar.start(1, 0, { papers: 0 });
    },
    update(bytes, size, records) {
      // A pipe has no size: its bar stands, and its papers count.
      if (size > 0) bar?.setTotal(size);
      bar?.update(size > 0 ? Math.min(bytes, size) : 0, { papers: records });
    },
    aside(print) {
      process.stderr.write("\r\u001b[K");
      print();
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
