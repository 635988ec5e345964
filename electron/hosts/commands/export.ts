/** likeness export groups|journal|folders: as CSV, JSON, or a page to print; with --xmp, who is where as side files beside the photos. */
import { writeFile } from "node:fs/promises";
import { Argument, type Command, Option } from "commander";
import { type Language, languages } from "../../contract/reasons.ts";
import { type FilePath, LikenessError, type ReportFormat, reportFormats } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { shownPath } from "../words.ts";
import { exportRegions } from "./export-regions.ts";
import { pathValue, probabilityValue } from "./values.ts";

interface ExportOptions {
  readonly format?: ReportFormat;
  readonly out?: FilePath;
  readonly minProbability?: number;
  readonly language?: Language;
  readonly xmp?: boolean;
  readonly dryRun?: boolean;
  readonly folder?: FilePath;
  readonly person?: string;
}

export function addExport(program: Command, run: RunWork): void {
  program
    .command("export")
    .description(
      "Writes the groups, or the journal, as CSV, JSON, or a page to print (HTML); or, with --xmp, who is where into side files of the photos.",
    )
    .addArgument(new Argument("[what]", "what to write").choices(["groups", "journal", "folders"]))
    .option(
      "--xmp",
      "instead: who is where in each photo, for the people with names, as XMP side files (MWG face regions) that other programs read",
    )
    .option("--dry-run", "with --xmp: only show which side files would be written")
    .option("--folder <dir>", "with --xmp: only photos below this folder", pathValue)
    .option("--person <who>", "with --xmp: only this person, by number or name")
    .addOption(new Option("--format <format>", "csv, json or html (default: json with --json, else csv)").choices(reportFormats))
    .option("--out <file>", "a new file to write; without: stdout", pathValue)
    .option("--min-probability <p>", "groups without members less probable than this, 0 to 1 (default: 0.5)", probabilityValue)
    .addOption(new Option("--language <language>", "of a page: en or zh (default: en)").choices(languages))
    .action((what: "groups" | "journal" | undefined, { format, out, minProbability, language, xmp, ...regions }: ExportOptions) =>
      run(async (open) => {
        const { engine, terminal, json } = open;
        if (xmp) return exportRegions(open, regions);
        if (what === undefined) throw new LikenessError("usage", "Say what to write: likeness export groups, journal, or --xmp");
        const wanted = format ?? (json ? "json" : "csv");
        const report = await engine.report({ what, format: wanted, ...given({ minProbability, language }) });
        if (out === undefined) return terminal.print(report.text.trimEnd());
        await writeNew(out, report.text);
        if (json) await terminal.printJson({ out, mediaType: report.mediaType });
        else terminal.say(`Written to ${shownPath(out)}.`);
      }),
    );
}

/** Never over something that is there. */
async function writeNew(path: FilePath, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    const why = isThere ? "is there already. Name a new file." : `cannot be written (${cause instanceof Error ? cause.message : cause}).`;
    throw new LikenessError("usage", `"${path}" ${why}`, { cause });
  }
}

/** Without what was not given. */
function given({
  minProbability,
  language,
}: Pick<ExportOptions, "minProbability" | "language">): Pick<ExportOptions, "minProbability" | "language"> {
  return { ...(minProbability === undefined ? {} : { minProbability }), ...(language === undefined ? {} : { language }) };
}
