/** Nothing comes in; a sample library is painted, the whole job runs on it, and what it found goes out beside the truth. */
import { mkdir, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Group } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { createProgress } from "../electron/hosts/progress.ts";
import { counted, shownDuration, shownRate, shownShare, table } from "../electron/hosts/words.ts";
import { type DemoLibrary, makeDemoLibrary } from "./demo-library.ts";
import { type RelationScore, scoreDemo } from "./demo-score.ts";
import { launch, root } from "./launch.mjs";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: fileURLToPath(new URL("out/demo/", import.meta.url)) },
    pictures: { type: "string", default: "64" },
    port: { type: "string", default: "0" },
    "no-serve": { type: "boolean", default: false },
  },
});
const out = resolve(values.out);
const libraryFolder = join(out, "library");

function shownScores(scores: readonly RelationScore[]): string {
  const share = (some: number, all: number): string => (all === 0 ? "-" : shownShare(some / all));
  const rows = scores.map(({ relation, made, found, named, said, right }) => [
    relation,
    ...[made, found].map(String),
    share(found, made),
    String(named),
    ...[said, right].map(String),
    share(right, said),
  ]);
  return table([["relation", "made", "found", "recall", "named so", "said", "right", "precision"], ...rows]);
}

function shownGroups(groups: readonly Group[], folder: string): string {
  const rows = groups.flatMap(({ kind, members }, index) =>
    members.map(({ path, relation, probability }) => [
      relation === "keeper" ? `${index + 1}. ${kind}` : "",
      relation === "keeper" ? "keep" : `${relation}, ${shownShare(probability)}`,
      relative(folder, path),
    ]),
  );
  return table(rows);
}

async function findGroups(library: DemoLibrary): Promise<void> {
  // Each run starts from nothing, so that it shows the whole job.
  await rm(libraryFolder, { recursive: true, force: true });
  const engine = await createEngine({ libraryFolder });
  const progress = createProgress(process.stderr);
  try {
    engine.on("job", progress.show);
    const report = await engine.scan({ folders: [library.folder] });
    progress.clear();
    console.log(
      `Read ${counted(report.found, "photo")} in ${shownDuration(report.seconds)} (${shownRate(report.photosPerSecond)}), ${report.unreadable.length} unreadable.`,
    );
    const groups = await engine.groups({ kind: "all", minProbability: 0.5 });
    const scores = scoreDemo(library, groups, await engine.pairs({ minProbability: 0 }));
    const singles = library.paintings.size - library.copies.length;
    console.log(`\n${shownGroups(groups, library.folder)}\n`);
    console.log(
      `${counted(groups.length, "group")} found among ${counted(singles, "painting")} and ${library.copies.length} copies of them:\n`,
    );
    console.log(shownScores(scores));
    const said = scores.reduce((sum, score) => sum + score.said, 0);
    const right = scores.reduce((sum, score) => sum + score.right, 0);
    const found = scores.reduce((sum, score) => sum + score.found, 0);
    console.log(`\nAll: ${found} of ${library.copies.length} copies found with their original, ${said - right} of ${said} members wrong.`);
  } finally {
    await engine.close();
  }
}

await mkdir(out, { recursive: true });
console.error(`Painting the sample library in ${out}…`);
await findGroups(await makeDemoLibrary(out, Number(values.pictures)));
if (!values["no-serve"]) {
  console.log("\nThe window on this library:");
  process.exitCode = await launch([`${root}electron/hosts/cli.ts`, "serve", "--port", values.port, "--library", libraryFolder]);
}
