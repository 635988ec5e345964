/** likeness classify FOLDER-OF-EXAMPLES [FILE...]: puts photos into the classes that a folder gives a few examples of, or says that it is unsure. */
import type { Command } from "commander";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { shownPath, shownShare, table } from "../words.ts";
import { followTraining } from "./follow-training.ts";
import { pathValue, pathValues } from "./values.ts";

export function addClassify(program: Command, run: RunWork): void {
  program
    .command("classify")
    .description("Puts photos into your own classes: a folder holds one folder a class, each with one to five example photos.")
    .argument("<examples>", "the folder of class folders", pathValue)
    .argument("[file...]", "photos to classify; the whole library where none are named", pathValues)
    .action((examples: FilePath, files: readonly FilePath[] = []) =>
      run(async ({ engine, terminal, json }) => {
        const request = files.length > 0 ? { examples, files } : { examples };
        const report = await followTraining(engine, terminal, () => engine.classify(request));
        for (const { path, message } of report.unreadable) terminal.say(`${shownPath(path)}: ${message}`);
        if (json) return terminal.printJson(report);
        const { classes, accuracy, photos } = report;
        const rows = photos.map(({ path, class: name, likeliest, probability }) => [
          name === null ? "unsure" : shownPath(name),
          shownShare(probability),
          name === null ? `${shownPath(likeliest)}?` : "",
          shownPath(path),
        ]);
        const names = classes.map((one) => `${shownPath(one.name)} (${one.examples})`).join(", ");
        const judged = accuracy === null ? "" : `; each example judged by the others: ${shownShare(accuracy)} right`;
        return terminal.print(`${classes.length} classes: ${names}${judged}\n${table(rows)}`);
      }),
    );
}
