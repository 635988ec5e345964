/** likeness scan FOLDER...: reads what is new or changed, and reports it. */
import type { Command } from "commander";
import { type FilePath, LikenessError, type ScanReport } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownDuration, shownPath, table } from "../words.ts";
import { lookForFaces, shownFacesReport } from "./find-faces.ts";
import { pathValues } from "./values.ts";

export function addScan(program: Command, run: RunWork): void {
  program
    .command("scan")
    .description("Walks the folders, reads what is new or changed and nothing else, and finds what belongs together.")
    .argument("[folder...]", "folders to look into, with everything below them; without: those scanned before", pathValues)
    .option("--no-faces", "do not look for faces afterwards; the next scan, or likeness people find, does it")
    .addHelpText("after", "\nCtrl-C stops after the photos in hand; the next scan goes on where this one stopped.")
    .action((folders: readonly FilePath[] = [], { faces }: { faces: boolean }) =>
      run(async (open) => {
        const { engine, terminal, json } = open;
        if (folders.length === 0 && (await engine.status({})).roots.length === 0) {
          throw new LikenessError("usage", "No folder has been scanned yet: name at least one. Example: likeness scan ~/Pictures");
        }
        const stopListening = engine.on("job", terminal.progress.show);
        try {
          const report = await engine.scan({ folders });
          terminal.progress.clear();
          // What the scan found is told before the longer work begins.
          if (!json) await terminal.print(shownReport(report));
          const { enabled, unavailable } = faces ? await engine.faceSettings({}) : { enabled: false, unavailable: null };
          const found = enabled && unavailable === null ? await lookForFaces(open) : null;
          if (json) await terminal.printJson({ ...report, faces: found });
          else if (found) await terminal.print(shownFacesReport(found));
          else if (enabled && unavailable !== null) terminal.say(`Faces were not looked for: ${shownPath(unavailable)}`);
        } finally {
          terminal.progress.clear();
          stopListening();
        }
      }),
    );
}

function shownReport(report: ScanReport): string {
  const kinds = ["found", "new", "changed", "moved", "gone", "unchanged"] as const;
  const counts = kinds.map((kind) => [kind, shownCount(report[kind]).padStart(9)]);
  const stages = Object.entries(report.stageSeconds).map(([stage, seconds]) => `${stage} ${shownDuration(seconds)}`);
  const problems = report.unreadable.map(({ path, code, message }) => [shownPath(path), code, message]);
  return [
    table([...counts, ["unreadable", shownCount(report.unreadable.length).padStart(9)]]),
    `${shownDuration(report.seconds)}, ${counted(report.photosPerSecond, "photo")} a second (${stages.join(", ")})`,
    ...(problems.length > 0 ? ["", "Unreadable:", table(problems, "  ")] : []),
  ].join("\n");
}
