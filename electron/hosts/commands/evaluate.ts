/** likeness evaluate FOLDER: how well edited copies of a folder's photos are found, by the embedder in use and by the shipped one. */
import type { Command } from "commander";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownPath } from "../words.ts";
import { followTraining } from "./follow-training.ts";
import { shownEdits, shownFigures } from "./shown-runs.ts";
import { pathValue, wholeNumberValue } from "./values.ts";

export function addEvaluate(program: Command, run: RunWork): void {
  program
    .command("evaluate")
    .description("Makes edited copies of a folder's photos and says how well the embedder in use finds them, the shipped one beside it.")
    .argument("<folder>", "photos, which need not be in the library", pathValue)
    .option("--seed <number>", "which photos are edited", wholeNumberValue(0, 2 ** 31))
    .action((folder: FilePath, { seed }: { seed?: number }) =>
      run(async ({ engine, terminal, json }) => {
        const report = await followTraining(engine, terminal, () =>
          engine.evaluateFolder({ folder, ...(seed === undefined ? {} : { seed }) }),
        );
        for (const { path, message } of report.unreadable) terminal.say(`${shownPath(path)}: ${message}`);
        if (json) return terminal.printJson(report);
        const { figures, shipped, edits, photos, queries } = report;
        return terminal.print(
          [
            `${queries} edited copies, searched among ${counted(photos, "photo")}`,
            shownFigures([
              ["shipped", shipped],
              ["in use", figures],
            ]),
            shownEdits(edits),
          ].join("\n\n"),
        );
      }),
    );
}
