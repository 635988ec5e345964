/** likeness folders [A B]: which folders have most in common; or two of them side by side, and what could be done about it. */
import { type Command, Option } from "commander";
import {
  type CopyLayout,
  copyLayouts,
  type FolderAct,
  type FolderComparison,
  type FolderOverlap,
  folderActs,
  overlapKinds,
} from "../../contract/folders.ts";
import { type FilePath, LikenessError, type PhotoSummary } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownPath, shownShare, table } from "../words.ts";
import { movedStays } from "./move-files.ts";
import { showOrApply } from "./show-or-apply.ts";
import { pathValue } from "./values.ts";

interface FolderOptions {
  readonly csv?: boolean;
  readonly act?: FolderAct;
  readonly layout?: CopyLayout;
  readonly apply?: boolean;
}

export function addFolders(program: Command, run: RunWork): void {
  program
    .command("folders")
    .description(
      "Shows the pairs of folders with most in common, nested ones folded; with two folders, what is only in one, what is in both, and which version is better.",
    )
    .argument("[a]", "a folder", pathValue)
    .argument("[b]", "another", pathValue)
    .option("--csv", "the table of pairs as CSV")
    .addOption(
      new Option(
        "--act <act>",
        "plan on two folders: remove from B what A has at least as well, bring to A what only B has, or merge B into A",
      ).choices(folderActs),
    )
    .addOption(new Option("--layout <layout>", "where copies come to lie in A (default: relative)").choices(copyLayouts))
    .option("--apply", "carry the plan out; undo takes it back")
    .action((a: FilePath | undefined, b: FilePath | undefined, options: FolderOptions) =>
      run(
        async (session) => {
          const { engine, terminal, json } = session;
          const { csv = false, act, layout, apply = false } = options;
          if (a === undefined) {
            if (act !== undefined) throw new LikenessError("usage", "Name the two folders to act on.");
            if (csv) return terminal.print((await engine.report({ what: "folders", format: "csv" })).text.trimEnd());
            const overlaps = await engine.folderOverlaps({});
            if (json) return terminal.printJson(overlaps);
            if (overlaps.length === 0) return terminal.say("No two folders have a photo in common.");
            return terminal.print(shownOverlaps(overlaps));
          }
          if (b === undefined) throw new LikenessError("usage", "Name two folders, or none.");
          if (csv) throw new LikenessError("usage", "CSV is for the table of all pairs: name no folders.");
          if (act !== undefined) {
            const plan = await engine.planFolders({ act, a, b, ...(layout === undefined ? {} : { layout }) });
            return showOrApply(session, plan, apply);
          }
          const comparison = await engine.compareFolders({ a, b });
          await (json ? terminal.printJson(plainComparison(comparison)) : terminal.print(shownComparison(comparison)));
        },
        { whenStopped: movedStays },
      ),
    );
}

/** Paths say all that a script needs of a photo. */
function plainComparison({ onlyInA, onlyInB, matched, moments, ...rest }: FolderComparison) {
  const plainPairs = (pairs: FolderComparison["matched"]) => pairs.map((pair) => ({ ...pair, a: pair.a.path, b: pair.b.path }));
  const paths = (photos: readonly PhotoSummary[]) => photos.map(({ path }) => path);
  return {
    ...rest,
    onlyInA: paths(onlyInA),
    onlyInB: paths(onlyInB),
    matched: plainPairs(matched),
    moments: plainPairs(moments),
  };
}

function shownOverlaps(overlaps: readonly FolderOverlap[]): string {
  const rows = overlaps.map(({ a, b, shared, aInB, bInA, kindsInA, kindsInB }) => {
    // Where the two sides differ, a picture lies in one of them several times.
    const kinds = overlapKinds.map((kind) => shownCount(Math.min(kindsInA[kind], kindsInB[kind])));
    return [shownCount(shared), shownShare(aInB), shownShare(bInA), ...kinds, shownPath(a), shownPath(b)];
  });
  return table([["in common", "A in B", "B in A", ...overlapKinds, "A", "B"], ...rows]);
}

function shownComparison({ a, b, overlap, onlyInA, onlyInB, matched, moments, folders }: FolderComparison): string {
  const { aInB, bInA, aInBByBytes, bInAByBytes } = overlap;
  const pairs = matched.map((pair) => [
    shownShare(pair.probability),
    pair.onlyMetadataDiffers ? "only metadata differs" : pair.relation,
    pair.better === null ? "" : `better in ${pair.better.toUpperCase()}: ${pair.betterReasons[0]?.text ?? ""}`,
    shownPath(pair.a.path),
    shownPath(pair.b.path),
  ]);
  const list = (photos: readonly PhotoSummary[]): string[] => photos.map(({ path }) => `  ${shownPath(path)}`);
  const renamed = folders
    .filter((row) => row.renamed)
    .map((row) => [shownPath(row.a ?? ""), shownPath(row.b ?? ""), counted(row.shared, "pair")]);
  return [
    `A  ${shownPath(a)}: ${shownShare(aInB)} of it is in B (${shownShare(aInBByBytes)} of its bytes)`,
    `B  ${shownPath(b)}: ${shownShare(bInA)} of it is in A (${shownShare(bInAByBytes)} of its bytes)`,
    ...(renamed.length > 0 ? ["The same under other names:", table(renamed, "  ")] : []),
    `${counted(matched.length, "pair")} in both`,
    ...(pairs.length > 0 ? [table(pairs, "  ")] : []),
    ...(moments.length > 0 ? [`${counted(moments.length, "pair")} of one moment`] : []),
    `${counted(onlyInA.length, "photo")} only in A`,
    ...list(onlyInA),
    `${counted(onlyInB.length, "photo")} only in B`,
    ...list(onlyInB),
  ].join("\n");
}
