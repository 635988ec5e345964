/** Sessions of the journal with their files come in; a page to print goes out. */
import type { JournalFile, JournalState, JournalSummary } from "../../contract.ts";
import { countText, escaped, pageOf, sizeText } from "./page.ts";

export interface SessionFiles extends JournalSummary {
  readonly entries: readonly JournalFile[];
}

const stateTexts: Readonly<Record<JournalState, string>> = {
  planned: "in its place",
  moving: "being moved",
  moved: "in the holding folder",
  restoring: "being restored",
  undone: "back in its place",
  emptying: "on its way to the trash",
  emptied: "in the system's trash",
  failed: "in its place: not moved",
  lost: "taken from the holding folder by somebody else",
  writing: "being written",
  written: "written, with metadata of photos that went",
  withdrawing: "being taken away",
};

/** Of a side file that the program wrote. */
const writtenTexts: Partial<Record<JournalState, string>> = {
  planned: "not written yet",
  undone: "taken away again",
  failed: "not written",
};

export function journalPage(sessions: readonly SessionFiles[], madeAtMs: number): string {
  const files = sessions.reduce((sum, session) => sum + session.files, 0);
  const heldFiles = sessions.reduce((sum, session) => sum + session.heldFiles, 0);
  const heldBytes = sessions.reduce((sum, session) => sum + session.heldBytes, 0);
  return pageOf({
    title: "What was moved, and where it is",
    summary: `${countText(sessions.length, "session")}, ${countText(files, "file")}; ${countText(heldFiles, "file")} (${sizeText(heldBytes)}) can be brought back by undo. ${timeText(madeAtMs)}.`,
    body: sessions.map(sectionOf).join("\n"),
  });
}

function sectionOf({ session, beganAtMs, entries }: SessionFiles): string {
  return `<section>
<h2>${escaped(session)}: ${timeText(beganAtMs)}, ${countText(entries.length, "file")}</h2>
<table>
<thead><tr><th scope="col">File</th><th scope="col">Where it is</th><th scope="col">Kept for it</th><th scope="col" class="number">Size</th></tr></thead>
<tbody>
${entries.map(rowOf).join("\n")}
</tbody>
</table>
</section>`;
}

function rowOf({ kind, path, kept, state, heldPath, restoredPath, reason, sizeBytes }: JournalFile): string {
  const place = state === "moved" ? heldPath : state === "undone" && restoredPath !== path ? restoredPath : null;
  const text = (kind === "write-sidecar" ? writtenTexts[state] : undefined) ?? stateTexts[state];
  const lines = [text, ...(place === null ? [] : [place]), ...(reason === null ? [] : [reason])];
  return `<tr><td>${escaped(path)}</td><td>${lines.map(escaped).join("<br>")}</td><td>${escaped(kept)}</td><td class="number">${sizeText(sizeBytes)}</td></tr>`;
}

function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
