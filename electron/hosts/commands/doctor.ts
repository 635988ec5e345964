/** likeness doctor: versions, devices, which inference and training backends load and why others do not, and the database. */
import type { Command } from "commander";
import type { DoctorReport } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { shownCount, shownPath, shownSize, table } from "../words.ts";

export function addDoctor(program: Command, run: RunWork): void {
  program
    .command("doctor")
    .description("Says what this computer and this installation offer, and what is missing.")
    .action(() =>
      run(async ({ engine, terminal, json }) => {
        const report = await engine.doctor({});
        await (json ? terminal.printJson(report) : terminal.print(shownReport(report)));
      }),
    );
}

function shownReport(report: DoctorReport): string {
  const { database } = report;
  return [
    table([
      ["Likeness", report.version],
      ["Node", report.node],
      ["System", `${report.platform}, ${report.cores} cores, ${shownSize(report.memoryBytes)} of memory`],
      ["Database", `${shownPath(database.path)}, ${shownSize(database.sizeBytes)}, schema ${database.schema}`],
      ["Photos", shownCount(database.photos)],
      ["Recipe", report.recipe],
      ["Formats", report.formats.join(", ")],
    ]),
    "",
    "Libraries",
    table(Object.entries(report.libraries), "  "),
    "",
    "Backends",
    table(
      report.backends.map(({ name, purpose, available, detail }) => [available ? "yes" : "no", purpose, name, detail]),
      "  ",
    ),
  ].join("\n");
}
