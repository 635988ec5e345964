/** likeness folders [A B]: how much of two folders is contained in each other, or which folders have most in common. */
import type { Command } from "commander";
import type { FolderComparison, FolderOverlap } from "../../contract/folders.ts";
import { type FilePath, LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownPath, shownShare, table } from "../words.ts";
import { pathValue } from "./values.ts";

export function addFolders(program: Command, run: RunWork): void {
  program
    .command("folders")
    .description("Compares two folders of the library; without folders, shows the pairs of folders with most in common.")
    .argument("[a]", "a folder", pathValue)
    .argument("[b]", "another", pathValue)
    .action((a: FilePath | undefined, b: FilePath | undefined) =>
      run(async ({ engine, terminal, json }) => {
        if (a === undefined) {
          const overlaps = await engine.folderOverlaps({});
          if (json) return terminal.printJson(overlaps);
          if (overlaps.length === 0) return terminal.say("No two folders have a photo in common.");
          return terminal.print(shownOverlaps(overlaps));
        }
        if (b === undefined) throw new LikenessError("usage", "Name two folders, or none.");
        const comparison = await engine.compareFolders({ a, b });
        await (json ? terminal.printJson(plainComparison(comparison)) : terminal.print(shownComparison(comparison)));
      }),
    );
}

/** Paths say all that a script needs of a photo. */
function plainComparison({ a, b, aInB, bInA, onlyInA, onlyInB, matched }: FolderComparison) {
  return {
    a,
    b,
    aInB,
    bInA,
    onlyInA: onlyInA.map(({ path }) => path),
    onlyInB: onlyInB.map(({ path }) => path),
    matched: matched.map((pair) => ({ a: pair.a.path, b: pair.b.path, relation: pair.relation, probability: pair.probability })),
  };
}

function shownOverlaps(overlaps: readonly FolderOverlap[]): string {
  const rows = overlaps.map(({ a, b, shared, aInB, bInA }) => [
    shownCount(shared),
    shownShare(aInB),
    shownShare(bInA),
    shownPath(a),
    shownPath(b),
  ]);
  return table([["in common", "A in B", "B in A", "A", "B"], ...rows]);
}

function shownComparison({ a, b, aInB, bInA, onlyInA, onlyInB, matched }: FolderComparison): string {
  const pairs = matched.map((pair) => [shownShare(pair.probability), pair.relation, shownPath(pair.a.path), shownPath(pair.b.path)]);
  const list = (photos: FolderComparison["onlyInA"]): string[] => photos.map(({ path }) => `  ${shownPath(path)}`);
  return [
    `A  ${shownPath(a)}: ${shownShare(aInB)} of it is in B`,
    `B  ${shownPath(b)}: ${shownShare(bInA)} of it is in A`,
    `${counted(matched.length, "pair")} in both`,
    ...(pairs.length > 0 ? [table(pairs, "  ")] : []),
    `${counted(onlyInA.length, "photo")} only in A`,
    ...list(onlyInA),
    `${counted(onlyInB.length, "photo")} only in B`,
    ...list(onlyInB),
  ].join("\n");
}
