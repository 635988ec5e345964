/** Rows of numbers of one length go into a file as float16, in any order; chosen rows come out as float32. */
/// <reference lib="esnext.float16" />
import { closeSync, openSync, readSync, writeSync } from "node:fs";

export interface RowFile {
  /** Numbers in a row. */
  readonly width: number;
  /** @param values float32 [width] @throws RangeError where it has another length. */
  write(row: number, values: Float32Array): void;
  /** float32 [rows.length, width]; rows never written are zeros within the file and an error beyond it. */
  read(rows: readonly number[]): Float32Array;
  close(): void;
}

/** "new" empties a file that is there. */
export function openRows(path: string, width: number, mode: "new" | "read"): RowFile {
  const file = openSync(path, mode === "new" ? "w+" : "r");
  const bytes = 2 * width;
  return {
    width,
    write(row, values) {
      if (values.length !== width) throw new RangeError(`${values.length} numbers are no row of ${width}.`);
      writeSync(file, new Uint8Array(Float16Array.from(values).buffer), 0, bytes, row * bytes);
    },
    read(rows) {
      const values = new Float32Array(rows.length * width);
      const row = new Float16Array(width);
      for (const [place, at] of rows.entries()) {
        if (readSync(file, row, 0, bytes, at * bytes) !== bytes) throw new RangeError(`The file has no row ${at}.`);
        values.set(row, place * width);
      }
      return values;
    },
    close: () => closeSync(file),
  };
}
