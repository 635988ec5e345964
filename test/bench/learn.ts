/**
 * What learning on a library gives: photos that the shipped embedder has never seen become a library, `train library` runs on it, and a table goes out.
 * Run: npm run bench:learn -- [--data DIR] [--photos N] [--seeds 1,2,3] [--mode head] [--keep FOLDER] [--folder objects]. Photos: those of a folder
 * in the half by name that nothing shipped was fitted on; of objects/ whole categories at a time. faces-grey/ is a library of another kind.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { AdaptationMode, LearningFigures } from "../../electron/contract/learning.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { isHeldOut } from "./read.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: new URL("../../../shared/data", import.meta.url).pathname },
    photos: { type: "string", default: "500" },
    seeds: { type: "string", default: "1,2,3" },
    mode: { type: "string", default: "head" },
    folder: { type: "string", default: "objects" },
    keep: { type: "string" },
  },
});
const seeds = values.seeds.split(",").map(Number);
const rank = (name: string, seed: number): string => createHash("sha256").update(`${seed}:${name}`).digest("hex");
const categoryOf = (name: string): string => (values.folder === "objects" ? name.replace(/_\d+\.\w+$/, "") : name);

/** Whole categories, drawn by the seed, until there are enough. */
function photosOf(seed: number): string[] {
  const names = readdirSync(join(values.data, values.folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.jpe?g$/i.test(name) && isHeldOut(name),
  );
  const categories = [...Map.groupBy(names, categoryOf)].sort(([a], [b]) => (rank(a, seed) < rank(b, seed) ? -1 : 1));
  const chosen: string[] = [];
  for (const [, list] of categories) if (chosen.length + list.length <= Number(values.photos)) chosen.push(...list);
  return chosen;
}

const figure = (value: number): string => value.toFixed(4).padStart(9);
const row = (name: string, { averagePrecision, recallAtPrecision99, recallAt1, calibrationError }: LearningFigures): string =>
  name.padEnd(24) + [averagePrecision, recallAtPrecision99, recallAt1, calibrationError].map(figure).join("");

const gains: number[] = [];
for (const seed of seeds) {
  const root = mkdtempSync(join(tmpdir(), "likeness-learn-"));
  const folder = join(root, "photos");
  mkdirSync(folder);
  const names = photosOf(seed);
  for (const name of names) copyFileSync(join(values.data, values.folder, name), join(folder, basename(name)));
  const engine = await createEngine({ libraryFolder: join(root, "library") });
  try {
    const scanned = await engine.scan({ folders: [folder] });
    let phase = "";
    engine.on("job", (state) => {
      if (state.phase !== phase) console.error(`  ${state.phase} ${state.total ?? ""}`);
      phase = state.phase;
    });
    const run = await engine.startTraining({ mode: values.mode as AdaptationMode, seed });
    const phases = `${scanned.found} photos, ${run.photos} learned from, ${run.heldOutPhotos} held out, ${(run.seconds / 60).toFixed(1)} minutes on ${run.device}`;
    console.log(`\nseed ${seed}: ${phases}\n${"".padEnd(24)}       AP    R@P99      R@1      ECE`);
    if (run.before) console.log(row("before", run.before));
    if (run.after) console.log(row("after", run.after));
    console.log(`${run.outcome}: ${run.text}`);
    for (const { edit, queries, recallAt1Before, recallAt1After } of run.edits)
      console.log(`  ${edit.padEnd(14)}${String(queries).padStart(5)}${figure(recallAt1Before)}${figure(recallAt1After)}`);
    if (run.before && run.after) gains.push(run.after.averagePrecision - run.before.averagePrecision);
    if (values.keep) symlinkSync(join(root, "library"), join(values.keep, `seed-${seed}`));
  } finally {
    await engine.close();
    if (!values.keep) rmSync(root, { recursive: true, force: true });
  }
}
const mean = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length);
const spread = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1));
console.log(`\naverage precision gained: ${mean.toFixed(4)} (standard deviation ${spread.toFixed(4)} over ${gains.length} seeds)`);
