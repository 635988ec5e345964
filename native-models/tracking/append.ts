/** A path comes in, a file that only grows goes out: what was added is in the file when the call returns. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface AppendedFile {
  /** @throws Error once closed. */
  add(bytes: Uint8Array): void;
  close(): void;
}

/** @throws Error where the file cannot be made. */
export function openToAppend(path: string): AppendedFile {
  mkdirSync(dirname(path), { recursive: true });
  let file: number | null = openSync(path, "a");
  return {
    add(bytes) {
      if (file === null) throw new Error(`${path} is closed.`);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}
