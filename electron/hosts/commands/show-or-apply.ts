/** A plan comes in; it is shown, or carried out with its receipt printed. */
import type { CleanupPlan } from "../../contract.ts";
import type { Work } from "../program.ts";
import { shownPath } from "../words.ts";
import { moveFiles, nothingMoved } from "./move-files.ts";
import { shownPlan } from "./shown-plan.ts";

export async function showOrApply(session: Parameters<Work>[0], plan: CleanupPlan, apply: boolean): Promise<void> {
  const { engine, terminal, json } = session;
  if (!apply) {
    await (json ? terminal.printJson(plan) : terminal.print(shownPlan(plan)));
    return terminal.say("Nothing was moved or copied. With --apply the plan is carried out; undo takes it back.");
  }
  for (const { path, text } of plan.refused) terminal.say(`stays: ${shownPath(path)}: ${text}`);
  if (plan.items.length === 0 && plan.copies.length === 0) {
    if (json) await terminal.printJson(nothingMoved);
    return terminal.say("There is nothing to do.");
  }
  await moveFiles(session, () => engine.act({ plan: plan.id }));
}
