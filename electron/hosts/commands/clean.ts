/** likeness clean [--apply]: moves what the plan says into holding folders, undoably; without --apply it is the plan. */
import type { Command } from "commander";
import type { RunWork } from "../program.ts";
import { shownPath } from "../words.ts";
import { addCleanupOptions, type CleanupOptions, requestOf } from "./cleanup-options.ts";
import { movedStays, moveFiles, nothingMoved } from "./move-files.ts";
import { shownPlan } from "./shown-plan.ts";

export function addClean(program: Command, run: RunWork): void {
  const command = program
    .command("clean")
    .description(
      "Moves the photos that may go into holding folders, from which undo brings them back. Without --apply it shows the plan and moves nothing.",
    )
    .option("--apply", "move them");
  addCleanupOptions(command).action(({ apply = false, ...options }: CleanupOptions & { apply?: boolean }) =>
    run(
      async (session) => {
        const { engine, terminal, json } = session;
        const plan = await engine.planCleanup(requestOf(options));
        if (!apply) {
          await (json ? terminal.printJson(plan) : terminal.print(shownPlan(plan)));
          return terminal.say("Nothing was moved. With --apply these files go into the holding folders; undo brings them back.");
        }
        for (const { path, text } of plan.refused) terminal.say(`stays: ${shownPath(path)}: ${text}`);
        if (plan.items.length === 0) {
          if (json) await terminal.printJson(nothingMoved);
          return terminal.say("There is nothing to move.");
        }
        await moveFiles(session, () => engine.act({ plan: plan.id }));
      },
      { whenStopped: movedStays },
    ),
  );
}
