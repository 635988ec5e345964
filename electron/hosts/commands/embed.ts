/** likeness embed FILE... --out X.safetensors: descriptors of any files, one row a file, to measure the embedder with. */
import type { Command } from "commander";
import { type FilePath, LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownPath } from "../words.ts";
import { pathValue, pathValues } from "./values.ts";

export function addEmbed(program: Command, run: RunWork): void {
  program
    .command("embed")
    .description("Writes the copy descriptors of files, one row a file in the order given, as safetensors.")
    .argument("<file...>", "photos, which need not be in the library", pathValues)
    .requiredOption("--out <file>", "the safetensors file to write", pathValue)
    .action((files: readonly FilePath[], { out }: { out: FilePath }) =>
      run(async ({ engine, terminal, json }) => {
        const report = await engine.embed({ files, out });
        for (const { path, message } of report.unreadable) terminal.say(`${shownPath(path)}: ${message}`);
        const summary = `${counted(report.rows, "row")} of ${report.dimensions} numbers in ${shownPath(report.out)}`;
        await (json ? terminal.printJson(report) : terminal.print(summary));
        // Rows no longer stand beside the files in order: a script must notice.
        if (report.unreadable.length > 0) {
          throw new LikenessError("unreadable", `${counted(report.unreadable.length, "file")} could not be read and has no row.`);
        }
      }),
    );
}
