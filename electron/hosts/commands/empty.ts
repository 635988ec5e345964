/** likeness empty [SESSION] --yes: hands what is held to the system's trash. Undo ends there, so it asks. */
import type { Command } from "commander";
import { LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownSize } from "../words.ts";
import { movedStays, moveFiles } from "./move-files.ts";

export function addEmpty(program: Command, run: RunWork): void {
  program
    .command("empty")
    .description(
      "Hands what the holding folders hold to the system's trash. Undo ends there. What could be the last of its photo stays held.",
    )
    .argument("[session]", "only this session; without: all of them")
    .option("--yes", "do it: without this it only says what would go")
    .action((session: string | undefined, { yes = false }: { yes?: boolean }) =>
      run(
        async (open) => {
          const { engine } = open;
          const held = (await engine.journal({})).filter((one) => one.heldFiles > 0 && (session === undefined || one.session === session));
          const files = held.reduce((sum, { heldFiles }) => sum + heldFiles, 0);
          const bytes = held.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
          if (!yes) {
            throw new LikenessError(
              "usage",
              `${counted(files, "file")}, ${shownSize(bytes)}, would go to the system's trash, and undo ends there. Say --yes to do it. Nothing was done.`,
            );
          }
          await moveFiles(open, () => engine.emptyHolding(session === undefined ? {} : { session }));
        },
        { whenStopped: movedStays },
      ),
    );
}
