/** Numbers, times and paths come in; the words that a terminal shows of them go out. */
import type { FilePath } from "../contract.ts";

/** Control characters and those that turn the direction of text could rewrite the line that they stand in. */
const unsafeCharacters = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A path on one line, whatever its name holds; bytes that are not UTF-8 show as \xNN. */
export function shownPath(path: FilePath): string {
  return path.replace(unsafeCharacters, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    return character === "\n" ? "\\n" : `\\u{${code.toString(16)}}`;
  });
}

export function shownCount(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** One noun or several: counted(1, "photo") is "1 photo". */
export function counted(count: number, noun: string): string {
  return `${shownCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function shownSize(sizeBytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3));
  const value = sizeBytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
}

export function shownDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function shownRate(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : shownCount(perSecond)} a second`;
}

export function shownShare(share: number): string {
  // Rounding must not call something certain that is not.
  const percent = share < 1 ? Math.min(99.9, share * 100) : 100;
  return `${percent.toFixed(percent === 100 ? 0 : 1)} %`;
}

/** As cameras write it: local time without a zone. */
export function shownTime(takenAtMs: number | null): string {
  return takenAtMs === null ? "" : new Date(takenAtMs).toISOString().slice(0, 19).replace("T", " ");
}

/** Columns of one width each, two spaces apart; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], indent = ""): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join("\n");
}
