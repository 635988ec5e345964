/** A table comes in; CSV goes out (RFC 4180: CRLF, quotes doubled), with a byte-order mark so that spreadsheets read it as UTF-8. */
import { type Cell, plainText, type Table } from "./rows.ts";

export function csvOf({ columns, rows }: Table): string {
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(fieldOf).join(",")}\r\n`).join("")}`;
}

function fieldOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // Spreadsheets run what begins like a formula, and a folder's or file's name can.
  const text = plainText(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
