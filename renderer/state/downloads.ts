/** A report comes in; the browser saves it as a file of its own name. */
import type { Report } from "../../electron/contract.ts";

/** How long the text stays at hand for a browser that asks where to save it. */
const keptMs = 60_000;

export function saveText(page: Document, { fileName, mediaType, text }: Report): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = page.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
