/** Finds the folder of this package, from the sources as from the compiled code, so that data files are found in both. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards that holds `package.json`. */
export function packageRoot(): string {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (dirname(at) === at) throw new Error("no package.json above the program's own folder");
  }
}
