/**
 * Folders held against what is known of them, and how long it takes.
 * Run: npm run bench:folders -- [--data DIR] [--seed S] [--photos N] [--folders N] [--only real|made].
 * real: photos and objects dealt to 40 nested folders, read and matched by the engine. made: a library of numbers alone (100,000 photos, 2,000 folders).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEngine } from "../../electron/engine/engine.ts";
import { createFolderIndex } from "../../electron/engine/folders/folder-index.ts";
import { folderOverlaps } from "../../electron/engine/folders/overlaps.ts";
import { isBelow } from "../../electron/engine/folders/paths.ts";
import { type Dealt, dealFolders } from "./dealt-folders.ts";
import { changeLibrary, makeLibrary } from "./many-folders.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: new URL("../../../shared/data", import.meta.url).pathname },
    seed: { type: "string", default: "1" },
    photos: { type: "string", default: "100000" },
    folders: { type: "string", default: "2000" },
    only: { type: "string", default: "" },
  },
});
const seed = Number(values.seed);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Share of A's photos of which B has the picture, by what was dealt. */
function truthOf({ files }: Dealt, a: string, b: string): number {
  const inA = files.filter(({ path }) => isBelow(path, a) && !(isBelow(b, a) && isBelow(path, b)));
  const inB = new Set(files.filter(({ path }) => isBelow(path, b) && !(isBelow(a, b) && isBelow(path, a))).map(({ picture }) => picture));
  return inA.length === 0 ? 0 : inA.filter(({ picture }) => inB.has(picture)).length / inA.length;
}

async function benchReal(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "likeness-bench-folders-"));
  try {
    const dealt = await dealFolders(join(folder, "photos"), values.data, seed);
    const engine = await createEngine({ libraryFolder: join(folder, "library") });
    const scan = await engine.scan({ folders: [join(dealt.root, "home"), join(dealt.root, "disk")] });
    console.log(
      `real: ${dealt.files.length} photos of ${new Set(dealt.files.map(({ picture }) => picture)).size} pictures in ${dealt.folders.length} folders, scanned in ${scan.seconds.toFixed(1)} s`,
    );
    const wrong: string[] = [];
    let pairs = 0;
    let worst = 0;
    for (const [at, a] of dealt.folders.entries())
      for (const b of dealt.folders.slice(at + 1)) {
        if (isBelow(b, a) && dealt.files.every(({ path }) => !isBelow(path, a) || isBelow(path, b))) continue;
        const { overlap } = await engine.compareFolders({ a, b });
        pairs += 1;
        for (const [said, truth, way] of [
          [overlap.aInB, truthOf(dealt, a, b), "A in B"],
          [overlap.bInA, truthOf(dealt, b, a), "B in A"],
        ] as const) {
          worst = Math.max(worst, Math.abs(said - truth));
          if (Math.abs(said - truth) > 0.01)
            wrong.push(
              `  ${way}: ${(said * 100).toFixed(1)} % for ${(truth * 100).toFixed(1)} %  ${a.slice(dealt.root.length)}  ${b.slice(dealt.root.length)}`,
            );
        }
      }
    console.log(
      `  ${pairs} pairs of folders, both ways: ${wrong.length} off by more than 1 point; the worst by ${(worst * 100).toFixed(2)} points`,
    );
    for (const line of wrong.slice(0, 12)) console.log(line);
    await tellMistakes(engine, dealt);

    const told = (await engine.folderOverlaps({}))
      .map(({ a, b }) => [a, b].map((path) => path.slice(dealt.root.length + 1)).join(" | "))
      .sort();
    const expected = dealt.told.map((pair) => pair.join(" | ")).sort();
    const [missing, more] = [expected.filter((pair) => !told.includes(pair)), told.filter((pair) => !expected.includes(pair))];
    console.log(`  folded list: ${told.length} pairs, ${missing.length + more.length === 0 ? "equal to the truth" : "NOT the truth"}`);
    for (const pair of missing) console.log(`    missing ${pair}`);
    for (const pair of more) console.log(`    too many ${pair}`);
    await engine.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Photo by photo: copies that were not found, and strangers that were taken for copies. */
async function tellMistakes(engine: Awaited<ReturnType<typeof createEngine>>, { files, root }: Dealt): Promise<void> {
  const pictureOf = new Map(files.map(({ path, picture }) => [path, picture]));
  const copyKinds = new Set(["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"]);
  const matched = (await engine.pairs({ minProbability: 0.5 })).filter(({ relation }) => copyKinds.has(relation));
  const found = new Set(matched.map(({ a, b }) => [a, b].sort().join("\n")));
  const strangers = matched.filter(({ a, b }) => pictureOf.get(a) !== pictureOf.get(b));
  const missed = files.flatMap((one, at) =>
    files
      .slice(at + 1)
      .flatMap((other) =>
        other.picture === one.picture && !found.has([one.path, other.path].sort().join("\n")) ? [[one.path, other.path] as const] : [],
      ),
  );
  const short = (path: string): string => path.slice(root.length + 1);
  console.log(`  copies not found: ${missed.length}; strangers taken for copies: ${strangers.length}`);
  for (const [a, b] of missed.slice(0, 10)) console.log(`    not found: ${short(a)} | ${short(b)}`);
  for (const { a, b, relation, probability } of strangers.slice(0, 10))
    console.log(`    no copies: ${short(a)} | ${short(b)} (${relation} ${probability.toFixed(3)})`);
}

function benchMade(kind: "known" | "random"): void {
  const library = makeLibrary(kind, Number(values.photos), Number(values.folders), seed);
  const changes = Array.from({ length: 5 }, (_, round) => changeLibrary(library, 60, seed + 1 + round));
  global.gc?.();
  const before = process.memoryUsage().rss;
  const time = (work: () => unknown): Time => {
    const [from, used] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(used);
    return { wall: (performance.now() - from) / 1000, processor: (user + system) / 1e6 };
  };
  const index = createFolderIndex({ minProbability: 0.5 });
  let pairs = 0;
  const counting = time(() => index.update(library.files, library.matches, library.roots));
  const folding = time(() => {
    pairs = folderOverlaps(index).length;
  });
  const { rss } = process.memoryUsage();
  const updates: Time[] = [];
  const folds: Time[] = [];
  for (const { files, matches, roots } of changes) {
    updates.push(time(() => index.update(files, matches, roots)));
    folds.push(time(() => folderOverlaps(index)));
  }
  console.log(
    `made, ${kind}: ${library.files.length} photos, ${index.tree.size} folders, ${library.matches.length} matches, ${pairs} folded pairs`,
  );
  console.log("  seconds                  wall  processor");
  console.log(`  every pair, counting  ${shown([counting])}`);
  console.log(`  every pair, folding   ${shown([folding])}`);
  console.log(`  a change, counting    ${shown(updates)}   (60 photos move or go, 60 come; mean of ${updates.length})`);
  console.log(`  a change, folding     ${shown(folds)}`);
  console.log(`  memory: ${(rss / 1e6).toFixed(0)} MB in all, ${((rss - before) / 1e6).toFixed(0)} MB of it for this`);
}

/** Seconds; the processor's do not depend on what else runs. */
interface Time {
  readonly wall: number;
  readonly processor: number;
}

function shown(times: readonly Time[]): string {
  const mean = (part: keyof Time): string => (sum(times.map((one) => one[part])) / times.length).toFixed(3).padStart(8);
  return `${mean("wall")}${mean("processor").padStart(11)}`;
}

if (values.only !== "made") await benchReal();
if (values.only !== "real") {
  benchMade("known");
  benchMade("random");
}
