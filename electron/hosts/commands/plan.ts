/** likeness plan: what cleaning up would move, and nothing else. */
import type { Command } from "commander";
import type { RunWork } from "../program.ts";
import { addCleanupOptions, type CleanupOptions, requestOf } from "./cleanup-options.ts";
import { shownPlan } from "./shown-plan.ts";

export function addPlan(program: Command, run: RunWork): void {
  const command = program
    .command("plan")
    .description("Shows what cleaning up would move, how much it frees, and what stays and why. Moves nothing.");
  addCleanupOptions(command).action((options: CleanupOptions) =>
    run(async ({ engine, terminal, json }) => {
      const plan = await engine.planCleanup(requestOf(options));
      await (json ? terminal.printJson(plan) : terminal.print(shownPlan(plan)));
    }),
  );
}
