/** Sessions of the journal with their files come in; a page to print goes out, in the person's language. */
import type { JournalFile, JournalSummary } from "../../contract.ts";
import { escaped, pageOf } from "./page.ts";
import type { PageWords } from "./page-words.ts";

export interface SessionFiles extends JournalSummary {
  readonly entries: readonly JournalFile[];
}

export function journalPage(sessions: readonly SessionFiles[], madeAtMs: number, words: PageWords): string {
  const sum = (of: (session: SessionFiles) => number): number => sessions.reduce((total, session) => total + of(session), 0);
  return pageOf({
    language: words.language,
    title: words.line("journal"),
    summary: words.line("journalSummary", {
      sessions: words.count(sessions.length, "session"),
      files: words.count(
        sum(({ files }) => files),
        "file",
      ),
      held: words.count(
        sum(({ heldFiles }) => heldFiles),
        "file",
      ),
      size: words.size(sum(({ heldBytes }) => heldBytes)),
      time: words.time(madeAtMs),
    }),
    body: sessions.map((session) => sectionOf(session, words)).join("\n"),
  });
}

function sectionOf({ session, beganAtMs, entries }: SessionFiles, words: PageWords): string {
  const title = words.line("session", { session, time: words.time(beganAtMs), files: words.count(entries.length, "file") });
  const heads = (["file", "where", "kept"] as const).map((key) => `<th scope="col">${words.line(key)}</th>`).join("");
  return `<section>
<h2>${escaped(title)}</h2>
<table>
<thead><tr>${heads}<th scope="col" class="number">${words.line("size")}</th></tr></thead>
<tbody>
${entries.map((entry) => rowOf(entry, words)).join("\n")}
</tbody>
</table>
</section>`;
}

function rowOf({ kind, path, kept, state, heldPath, restoredPath, reason, sizeBytes }: JournalFile, words: PageWords): string {
  const place = state === "moved" ? heldPath : state === "undone" && restoredPath !== path ? restoredPath : null;
  const lines = [
    words.state(state, kind !== "remove"),
    ...(place === null ? [] : [place]),
    ...(reason === null ? [] : [words.said(reason)]),
  ];
  return `<tr><td>${escaped(path)}</td><td>${lines.map(escaped).join("<br>")}</td><td>${escaped(kept)}</td><td class="number">${words.size(sizeBytes)}</td></tr>`;
}
