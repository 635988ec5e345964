/**
 * How well browsing orders, divides and compares photos: the folder of data comes in, tables go out.
 * Run: npm run bench:browse -- [--data DIR] [--seed S]
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { folderDistance, folderScenes, usualVariance } from "../../electron/engine/browse/folder-likeness.ts";
import type { FindNearest } from "../../electron/engine/browse/fragments.ts";
import { createSceneTree } from "../../electron/engine/browse/scene-tree.ts";
import { cutScenes, suggestedCount } from "../../electron/engine/browse/scenes.ts";
import { meanNeighbourDistance, seriate } from "../../electron/engine/browse/seriate.ts";
import { createVectors, type Vectors } from "../../electron/engine/browse/vectors.ts";
import type { BrowseAnswer, BrowseRequest } from "../../electron/engine/browse-worker.ts";
import { createNeighbourIndex } from "../../electron/engine/match/neighbours.ts";
import { createThreads } from "../../electron/engine/threads.ts";
import { bCubedAgreement, pairwiseAgreement } from "../../native-models/evaluation/clustering.ts";
import { random } from "./edits.ts";
import { readSceneVectors } from "./scene-vectors.ts";
import { shortestPathBound } from "./tour-bound.ts";

const { values } = parseArgs({ options: { data: { type: "string", default: "../shared/data" }, seed: { type: "string", default: "1" } } });
const { data } = values;
const draw = random(Number(values.seed));
const jpegs = (folder: string): string[] =>
  readdirSync(join(data, folder))
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => join(data, folder, name));
/** Pictures of everything and nothing. */
const strays = /^BACKGROUND/;
const categoryOf = (path: string): string => basename(path).replace(/_(?:image_)?\d+\.\w+$/, "");

const paths = jpegs("objects").filter((path) => !strays.test(basename(path)));
const { vectors: scenes, dimensions } = await readSceneVectors(paths);
const other = await readSceneVectors(jpegs("photos"));
const vectors = createVectors(scenes, dimensions);
const categories = paths.map(categoryOf);
const names = [...new Set(categories)];

orders();
sceneFigures();
folders();
await largeFolder();

function orders(): void {
  console.log("\nOrder by likeness: mean cosine distance of neighbours\n");
  const everyTwelfth = paths
    .map((_, row) => row)
    .filter((row) => row % 11 === 0)
    .slice(0, 200);
  const shuffled = paths.map((_, row) => row).sort(() => draw() - 0.5);
  for (const [label, rows] of [
    ["200 objects, every eleventh", everyTwelfth],
    ["200 objects, at random", shuffled.slice(0, 200).sort((a, b) => a - b)],
    ["all objects", paths.map((_, row) => row)],
  ] as const) {
    const part = pick(scenes, rows);
    const own = createVectors(part, dimensions);
    const startedMs = performance.now();
    const order = seriate(part, dimensions, nearestAmong(part));
    const tookMs = performance.now() - startedMs;
    const figures = [
      [
        "at random",
        meanNeighbourDistance(
          own,
          [...order].sort(() => draw() - 0.5),
        ),
      ],
      ["by file name (categories together)", meanNeighbourDistance(own, [...order.keys()])],
      ["by likeness", meanNeighbourDistance(own, order)],
    ] as [string, number][];
    if (rows.length <= 200) {
      let best = Number.POSITIVE_INFINITY;
      for (let seed = 1; seed <= 8; seed += 1)
        best = Math.min(
          best,
          meanNeighbourDistance(own, seriate(part, dimensions, nearestAmong(part), { reach: 20, kicks: 20_000, seed })),
        );
      figures.push(["best of 8 long runs", best]);
      const kept = new Map<number, number>();
      const distance = (a: number, b: number): number => {
        const key = Math.min(a, b) * rows.length + Math.max(a, b);
        const known = kept.get(key) ?? own.distance(a, b);
        kept.set(key, known);
        return known;
      };
      figures.push(["no order can be below (Held and Karp)", shortestPathBound(rows.length, distance) / (rows.length - 1)]);
    }
    console.log(`${label} (${rows.length} photos, ${tookMs.toFixed(0)} ms)`);
    for (const [name, value] of figures) console.log(`  ${name.padEnd(38)} ${value.toFixed(4)}`);
  }
}

/** As the engine does it, on the thread that it uses. */
async function largeFolder(): Promise<void> {
  const many = 5_000;
  const noisy = Int8Array.from({ length: many * dimensions }, (_, at) =>
    Math.max(-127, Math.min(127, (scenes[at % scenes.length] as number) + Math.round(40 * (draw() - 0.5)))),
  );
  const file = new URL("../../electron/engine/browse-worker.ts", import.meta.url);
  const thread = await createThreads<BrowseRequest, BrowseAnswer>({ file, count: 1, name: "Browsing" });
  const startedMs = performance.now();
  await thread.ask({ scenes: noisy, dimensions });
  const orderedMs = performance.now();
  await thread.ask({ scenes: noisy, dimensions, takenAtMs: new Float64Array(many).fill(Number.NaN) });
  console.log(
    `\n${many} photos (objects twice, with noise), first time asked: order ${seconds(orderedMs - startedMs)}, scenes ${seconds(performance.now() - orderedMs)}`,
  );
  await thread.dispose();
}

function sceneFigures(): void {
  console.log(`\nScenes beside the ${names.length} categories of ${paths.length} objects\n`);
  const truth = Int32Array.from(categories, (name) => names.indexOf(name));
  const unknown = new Float64Array(paths.length).fill(Number.NaN);
  // Each category is photographed on one to three afternoons of a year.
  const afternoons = names.map((_, at) => Array.from({ length: 1 + (at % 3) }, () => Math.floor(draw() * 365) * 86_400_000));
  const dated = Float64Array.from(truth, (label) => {
    const days = afternoons[label] ?? [];
    return (days[Math.floor(draw() * days.length)] ?? 0) + draw() * 4 * 3_600_000;
  });
  console.log("                              scenes   B3 precision  recall      F   pairwise F");
  for (const [label, takenAtMs] of [
    ["photos without times", unknown],
    ["with made-up times", dated],
  ] as const) {
    const tree = createSceneTree({ scenes, dimensions, takenAtMs, path: () => seriate(scenes, dimensions, nearestAmong(scenes)) });
    for (const count of [Math.round(names.length / 2), names.length, names.length * 2, suggestedCount(tree)]) {
      const found = new Int32Array(paths.length);
      cutScenes(tree, vectors, count).forEach(({ rows }, scene) => {
        for (const row of rows) found[row] = scene;
      });
      const b3 = bCubedAgreement(truth, found);
      const suggested = count === suggestedCount(tree) ? " (suggested)" : "";
      console.log(
        `${label.padEnd(30)} ${String(count).padStart(5)}   ${[b3.precision, b3.recall, b3.f, pairwiseAgreement(truth, found).f].map((value) => value.toFixed(3).padStart(9)).join("")}${suggested}`,
      );
    }
  }
}

/** Categories dealt to two or three folders of very different size, with strays among them; no photo in two folders. */
function folders(): void {
  console.log("\nFolders alike: is the nearest folder one of the same category?\n");
  const strangers = createVectors(other.vectors, other.dimensions);
  console.log("strays   folders   nearest right   mean average precision   (by means alone: right, precision)");
  for (const share of [0, 0.3, 0.6]) {
    const dealt = [...Map.groupBy(paths.keys(), (row) => categories[row] ?? "")].flatMap(([category, rows]) => {
      const list = rows.sort(() => draw() - 0.5);
      if (list.length < 12) return [];
      let from = 0;
      return (list.length < 20 ? [0.35, 0.65] : [0.15, 0.3, 0.55]).map((part) => {
        const own = list.slice(from, from + Math.min(40, Math.floor(part * list.length)));
        from += own.length;
        const stray = Array.from({ length: Math.round((own.length * share) / (1 - share)) }, () => Math.floor(draw() * strangers.count));
        return { category, scenes: scenesOf(own, stray, strangers) };
      });
    });
    const usual = usualVariance(
      dealt.map((one) => one.scenes),
      dimensions,
    );
    const byMeans = (a: number, b: number): number =>
      dealt[a]!.scenes.mean.reduce((sum: number, value: number, at: number) => sum + (value - (dealt[b]?.scenes.mean[at] ?? 0)) ** 2, 0);
    const byScene = (a: number, b: number): number => folderDistance(dealt[a]!.scenes, dealt[b]!.scenes, usual);
    const [found, plain] = [byScene, byMeans].map((distance) => retrieval(dealt, distance));
    console.log(
      `${`${share * 100} %`.padEnd(8)} ${String(dealt.length).padStart(6)} ${found!.right.toFixed(3).padStart(13)} ${found!.precision.toFixed(3).padStart(18)}                        (${plain!.right.toFixed(3)}, ${plain!.precision.toFixed(3)})`,
    );
  }
}

function scenesOf(own: readonly number[], stray: readonly number[], strangers: Vectors) {
  const rows = new Float32Array((own.length + stray.length) * dimensions);
  for (const [at, row] of own.entries()) rows.set(vectors.rows.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  for (const [at, row] of stray.entries())
    rows.set(strangers.rows.subarray(row * dimensions, (row + 1) * dimensions), (own.length + at) * dimensions);
  const count = own.length + stray.length;
  return folderScenes(
    { ...vectors, rows, count },
    Array.from({ length: count }, (_, row) => row),
  );
}

function retrieval(
  dealt: readonly { readonly category: string }[],
  distance: (a: number, b: number) => number,
): { right: number; precision: number } {
  let [right, precision] = [0, 0];
  for (const [asked, { category }] of dealt.entries()) {
    const ranked = [...dealt.keys()].filter((at) => at !== asked).map((at) => ({ at, away: distance(asked, at) }));
    ranked.sort((one, two) => one.away - two.away);
    const hits = ranked.map(({ at }) => dealt[at]?.category === category);
    if (hits[0]) right += 1;
    let met = 0;
    let sum = 0;
    hits.forEach((hit, place) => {
      if (!hit) return;
      met += 1;
      sum += met / (place + 1);
    });
    precision += sum / Math.max(1, met);
  }
  return { right: right / dealt.length, precision: precision / dealt.length };
}

function pick(all: Int8Array, rows: readonly number[]): Int8Array {
  const part = new Int8Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) part.set(all.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  return part;
}

function nearestAmong(all: Int8Array): FindNearest {
  return (rows, k) => {
    const index = createNeighbourIndex(dimensions);
    const part = pick(all, [...rows]);
    index.add([...rows.keys()], part);
    const found = index.search(part, k + 1).rows;
    return Int32Array.from(
      [...rows.keys()].flatMap((place) => {
        const others = [...found.subarray(place * (k + 1), (place + 1) * (k + 1))].filter((row) => row !== place && row >= 0);
        return Array.from({ length: k }, (_, at) => others[at] ?? -1);
      }),
    );
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
