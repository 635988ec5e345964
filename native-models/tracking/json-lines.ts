/**
 * A path comes in, a tracker goes out that writes a JSON object a line: {"kind", "timeMs", …}. For importers of other tools and for reading by eye.
 * https://jsonlines.org
 */
import { openToAppend } from "./append.ts";
import type { Tracker } from "./tracker.ts";

/**
 * A run that goes on after a crash goes on in the same file. Numbers that JSON cannot carry become the strings "NaN", "Infinity" and "-Infinity".
 * @param now milliseconds since 1970.
 */
export function createJsonLines(path: string, now: () => number = Date.now): Tracker {
  const file = openToAppend(path);
  const write = (line: Readonly<Record<string, unknown>>): void => {
    file.add(Buffer.from(`${JSON.stringify({ timeMs: now(), ...line }, (_, value) => speakable(value))}\n`));
  };
  return {
    parameters: (values) => write({ kind: "parameters", parameters: values }),
    scalars: (step, values) => write({ kind: "scalars", step, scalars: values }),
    text: (step, name, text) => write({ kind: "text", step, name, text }),
    close(status) {
      write({ kind: "end", status });
      file.close();
    },
  };
}

function speakable(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
