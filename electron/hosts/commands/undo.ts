/** likeness undo [SESSION]: brings back what a session moved, the last one where none is named. */
import type { Command } from "commander";
import { type JournalId, LikenessError, type UndoRequest } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { movedStays, moveFiles, nothingMoved } from "./move-files.ts";
import { wholeNumberValue } from "./values.ts";

interface UndoOptions {
  readonly group?: string;
  readonly entry?: readonly number[];
}

const entryValue = wholeNumberValue(1, Number.MAX_SAFE_INTEGER);

export function addUndo(program: Command, run: RunWork): void {
  program
    .command("undo")
    .description("Brings back what was moved, with its times and rights. A place that was taken meanwhile is never overwritten.")
    .argument("[session]", "a session's name, as journal shows it; without: the last one that still holds files")
    .option("--group <name>", "only this group of the session")
    .option("--entry <number...>", "only these files, by their numbers in the journal", (word: string, before: readonly number[] = []) => [
      ...before,
      entryValue(word),
    ])
    .action((session: string | undefined, { group, entry }: UndoOptions) =>
      run(
        async (open) => {
          const { engine, terminal, json } = open;
          if (entry && (session !== undefined || group !== undefined))
            throw new LikenessError("usage", "Name files by their numbers, or a session, not both.");
          const last = session ?? (await engine.journal({})).find(({ heldFiles }) => heldFiles > 0)?.session;
          if (!entry && last === undefined) {
            if (json) await terminal.printJson(nothingMoved);
            return terminal.say("There is nothing to bring back.");
          }
          const request: UndoRequest = entry
            ? { entries: entry as readonly number[] as readonly JournalId[] }
            : { session: last ?? "", ...(group === undefined ? {} : { group }) };
          await moveFiles(open, () => engine.undo(request));
        },
        { whenStopped: movedStays },
      ),
    );
}
