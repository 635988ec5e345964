/** likeness check FOLDER: whether a card or phone dump is safe in the library, and what is new in it; with --copy-to, the new ones are copied. */
import { type Command, Option } from "commander";
import { type CheckVerdict, type CopyLayout, copyLayouts, type ImportCheck } from "../../contract/folders.ts";
import { type FilePath, LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownDuration, shownPath, shownShare, table } from "../words.ts";
import { movedStays } from "./move-files.ts";
import { showOrApply } from "./show-or-apply.ts";
import { pathValue } from "./values.ts";

interface CheckOptions {
  readonly copyTo?: FilePath;
  readonly layout?: CopyLayout;
  readonly apply?: boolean;
  readonly list?: boolean;
}

export function addCheck(program: Command, run: RunWork): void {
  program
    .command("check")
    .description(
      "Holds a folder (a card, a phone dump) against the library: what of it is safe there, what is new. The folder may be read-only, and nothing is written into it.",
    )
    .argument("<folder>", "the folder to check; it need not be part of the library", pathValue)
    .option("--copy-to <dir>", "plan copies of what the library lacks, into this folder", pathValue)
    .addOption(new Option("--layout <layout>", "where copies come to lie in it (default: relative)").choices(copyLayouts))
    .option("--apply", "make the copies and read them into the library; undo takes them away")
    .option("--list", "every photo with what stands for it")
    .action((folder: FilePath, { copyTo, layout, apply = false, list = false }: CheckOptions) =>
      run(
        async (session) => {
          const { engine, terminal, json } = session;
          if (apply && copyTo === undefined) throw new LikenessError("usage", "Say with --copy-to where the copies are to lie.");
          const stopListening = engine.on("job", terminal.progress.show);
          const check = await engine.checkFolder({ folder }).finally(() => {
            terminal.progress.clear();
            stopListening();
          });
          if (copyTo === undefined) return json ? terminal.printJson(check) : terminal.print(shownCheck(check, list));
          if (!json) await terminal.print(shownCheck(check, list));
          const plan = await engine.planCopies({ check: check.id, to: copyTo, ...(layout === undefined ? {} : { layout }) });
          await showOrApply(session, plan, apply);
        },
        { whenStopped: movedStays },
      ),
    );
}

const words: Readonly<Record<CheckVerdict, string>> = {
  identical: "safe",
  "better-here": "safe, better here",
  "better-there": "only a poorer one here",
  "other-version": "only another version here",
  new: "new",
};

function shownCheck(check: ImportCheck, list: boolean): string {
  const { photos, safe, identical, betterHere, betterThere, otherVersions, unchecked, unreadable, ending, problems, items } = check;
  const wanted = list ? items : items.filter(({ verdict }) => verdict !== "identical" && verdict !== "better-here");
  const rows = wanted.map(({ path, verdict, match, sameAs }) => [
    words[verdict],
    shownPath(path),
    sameAs !== null
      ? `the same bytes as ${shownPath(sameAs)}`
      : match
        ? `${match.relation} ${shownShare(match.probability)}: ${shownPath(match.photo.path)}`
        : "",
  ]);
  return [
    `${shownCount(safe)} of ${counted(photos, "photo")} ${safe === 1 ? "is" : "are"} already safe in the library (${shownCount(identical)} identical, ${shownCount(betterHere)} at least as good here); ${shownCount(check.new)} ${check.new === 1 ? "is" : "are"} new.`,
    ...(betterThere > 0 ? [`Of ${shownCount(betterThere)} the library has only a poorer version.`] : []),
    ...(otherVersions > 0 ? [`Of ${shownCount(otherVersions)} the library has only another version (cropped or edited).`] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, "file")} could not be read.`] : []),
    ...(ending === "removed"
      ? [
          `The folder went away: ${counted(unchecked, "photo")} ${unchecked === 1 ? "was" : "were"} NOT checked. Put it back and check again.`,
        ]
      : []),
    ...(rows.length > 0 ? [table(rows, "  ")] : []),
    ...(problems.length > 0
      ? [
          "Unreadable:",
          table(
            problems.map(({ path, code, message }) => [shownPath(path), code, message]),
            "  ",
          ),
        ]
      : []),
    `${shownDuration(check.seconds)}; what is identical was known after ${shownDuration(check.secondsToIdentical)}`,
  ].join("\n");
}
