/** likeness journal [SESSION]: what was moved, when, and where it is now. */
import type { Command } from "commander";
import type { JournalFile, JournalSummary } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownPath, shownSize, shownTime, table } from "../words.ts";

export function addJournal(program: Command, run: RunWork): void {
  program
    .command("journal")
    .description("Lists the sessions in which files were moved, the newest first, or the files of one session.")
    .argument("[session]", "a session's name")
    .action((session: string | undefined) =>
      run(async ({ engine, terminal, json }) => {
        if (session !== undefined) {
          const files = await engine.journalEntries({ session });
          return json ? terminal.printJson(files) : terminal.print(shownFiles(files));
        }
        const sessions = await engine.journal({});
        if (json) return terminal.printJson(sessions);
        if (sessions.length === 0) return terminal.say("Nothing was ever moved.");
        return terminal.print(shownSessions(sessions));
      }),
    );
}

function shownSessions(sessions: readonly JournalSummary[]): string {
  const rows = sessions.map(({ session, beganAtMs, files, counts, heldFiles, heldBytes }) => {
    const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
    const held = heldFiles > 0 ? `${shownSize(heldBytes)} held` : "";
    return [session, `${shownTime(beganAtMs)} UTC`, counted(files, "file"), states.join(", "), held];
  });
  return table(rows);
}

function shownFiles(files: readonly JournalFile[]): string {
  const rows = files.map(({ id, kind, state, sizeBytes, path, reason, restoredPath }) => {
    const beside = restoredPath === null || restoredPath === path ? "" : ` -> ${shownPath(restoredPath)}`;
    return [
      String(id),
      kind !== "remove" && state === "undone" ? "taken away" : state,
      shownSize(sizeBytes),
      `${shownPath(path)}${beside}${reason === null ? "" : ` (${reason})`}`,
    ];
  });
  return table(rows);
}
