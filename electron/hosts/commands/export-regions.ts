/** An open engine and a choice of photos come in; side files that say who is where are written, or only shown. */
import type { FilePath } from "../../contract.ts";
import type { Work } from "../program.ts";
import { counted, shownPath, table } from "../words.ts";
import { personId } from "./people-values.ts";

export interface RegionOptions {
  readonly dryRun?: boolean;
  readonly folder?: FilePath;
  readonly person?: string;
}

export async function exportRegions({ engine, terminal, json }: Parameters<Work>[0], options: RegionOptions): Promise<void> {
  const { dryRun = false, folder, person } = options;
  const chosen = {
    ...(folder === undefined ? {} : { folder }),
    ...(person === undefined ? {} : { person: await personId(engine, person) }),
  };
  if (dryRun) {
    const plan = await engine.planRegions(chosen);
    if (json) return terminal.printJson(plan);
    const rows = plan.items.map(({ target, replaces, names }) => [
      replaces ? "change" : "new",
      shownPath(target),
      names.map(shownPath).join(", "),
    ]);
    if (rows.length > 0) await terminal.print(table(rows));
    for (const { path, reason } of plan.refused) terminal.say(`${shownPath(path)}: ${reason}`);
    return terminal.say(`${counted(plan.items.length, "side file")} would be written; ${plan.unchanged} say it already`);
  }
  const stopListening = engine.on("job", terminal.progress.show);
  try {
    const receipt = await engine.writeRegions(chosen);
    terminal.progress.clear();
    if (json) return terminal.printJson(receipt);
    for (const { path, reason } of receipt.failed) terminal.say(`${shownPath(path)}: ${reason}`);
    terminal.say(receipt.text);
  } finally {
    terminal.progress.clear();
    stopListening();
  }
}
