/**
 * Learning twice: whether a second round, on other photos, undoes the first; without distillation, and held to the old vectors or similarities.
 * Run: npm run bench:rounds -- [--data DIR] [--mode head|last-blocks] [--photos N] [--steps N] [--seeds N]
 * First round: web photos of objects. Second round: ImageNet photos. Figures on photos of either kind that neither round saw.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { microAveragePrecision } from "../../native-models/evaluation/average-precision.ts";
import { rankEmbeddingPairs } from "../../native-models/evaluation/embedding-pairs.ts";
import { nearestIn } from "../../native-models/evaluation/nearest.ts";
import { type Embeddings, visitRows } from "../../native-models/evaluation/rows.ts";
import { type Distillation, holdSimilarities, holdVectors } from "../../native-models/losses/distillation.ts";
import { entropyRegulariser } from "../../native-models/losses/entropy-regulariser.ts";
import { ntXent } from "../../native-models/losses/nt-xent.ts";
import { createObjective } from "../../native-models/losses/objective.ts";
import { adamW } from "../../native-models/optimizers/adam-w.ts";
import { createRandom, randomBelow, shuffled } from "../../native-models/random.ts";
import { type LoadedRecipe, loadRecipe, writeRecipe } from "../../native-models/recipe.ts";
import { neighbourBatches } from "../../native-models/samplers/neighbours.ts";
import { cosineDecay } from "../../native-models/schedules/cosine-decay.ts";
import { tf, useBackend } from "../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../native-models/training/adapted-embedder.ts";
import { createFrontEnd } from "../../native-models/training/front-end.ts";
import { type AdaptationMode, inputsOf } from "../../native-models/training/model-inputs.ts";
import { train } from "../../native-models/training/train.ts";
import { photoViews } from "./photo-views.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../../shared/data") },
    mode: { type: "string", default: "head" },
    photos: { type: "string", default: "200" },
    steps: { type: "string", default: "300" },
    seeds: { type: "string", default: "3" },
  },
});
const mode = values.mode as AdaptationMode;
const photos = Number(values.photos);
const steps = Number(values.steps);
const views = 4;
const rowsEach = 1 + views;
await useBackend("tensorflow");
const shipped = loadRecipe();
const { shape } = inputsOf(shipped, mode);
const width = shape.reduce((product, size) => product * size, 1);

/** Photos of one kind: rows of each photo and its views, the first two thirds to learn from. */
interface Kind {
  readonly rows: Float32Array;
  readonly learned: number;
  readonly all: number;
}

async function readKind(folder: string): Promise<Kind> {
  const files = readdirSync(join(values.data, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort();
  const chosen = shuffled(files, createRandom(1))
    .slice(0, photos)
    .map((name) => join(values.data, folder, name));
  const frontEnd = await createFrontEnd(shipped, inputsOf(shipped, mode), { reference: false });
  const rows = new Float32Array(photos * rowsEach * width);
  let place = 0;
  for await (const pixels of photoViews(chosen, { views, inputSize: frontEnd.inputSize, seed: 5 })) {
    rows.set((await frontEnd.run(pixels)).inputs.data as Float32Array, place * rowsEach * width);
    place += 1;
  }
  await frontEnd.dispose();
  return { rows, learned: Math.floor((photos * 2) / 3), all: photos };
}

async function embedAll(recipe: LoadedRecipe, { rows }: Kind): Promise<Embeddings> {
  const model = createAdaptedEmbedder(recipe, { mode });
  const values = new Float32Array((rows.length / width) * model.dimensions);
  for (let start = 0; start < rows.length / width; start += 32) {
    const part = rows.subarray(start * width, (start + 32) * width);
    const vectors = tf.tidy(() => model.embed(tf.tensor(part, [part.length / width, ...shape])));
    values.set((await vectors.data()) as Float32Array, start * model.dimensions);
    vectors.dispose();
  }
  model.dispose();
  return { values, dimensions: model.dimensions };
}

function pick({ values, dimensions }: Embeddings, rows: readonly number[]): Embeddings {
  const picked = new Float32Array(rows.length * dimensions);
  for (const [place, row] of rows.entries()) picked.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  return { values: picked, dimensions };
}

/** Views of held-out photos, searched among all photos of their kind. */
function precision({ learned, all }: Kind, queries: Embeddings, gallery: Embeddings): number {
  const heldOut = Array.from({ length: all - learned }, (_, place) => learned + place);
  const asked = heldOut.flatMap((photo) => Array.from({ length: views }, (_, view) => photo * rowsEach + 1 + view));
  const matches = asked.map((row, place) => [place, Math.floor(row / rowsEach)] as const);
  const references = pick(
    gallery,
    Array.from({ length: all }, (_, photo) => photo * rowsEach),
  );
  return microAveragePrecision(rankEmbeddingPairs({ queries: pick(queries, asked), references, matches }));
}

interface Round {
  readonly from: LoadedRecipe;
  readonly kind: Kind;
  readonly seed: number;
  readonly hold: { readonly loss: Distillation; readonly weight: number } | null;
}

async function learn({ from, kind, seed, hold }: Round): Promise<LoadedRecipe> {
  const model = createAdaptedEmbedder(from, { mode, seed });
  const old = await embedAll(from, kind);
  const originals = pick(
    old,
    Array.from({ length: kind.learned }, (_, photo) => photo * rowsEach),
  );
  const neighbours: number[][] = [];
  visitRows(originals, originals, (photo, distances) => void neighbours.push([...nearestIn(distances, 5, photo).places]));
  const sampler = neighbourBatches({ neighbours, batchSize: 48, share: 0.5, seed });
  const optimizer = adamW({ learningRate: mode === "head" ? 1e-3 : 2e-4 });
  const objective = createObjective({ loss: ntXent({ temperature: 0.06 }) }, { loss: entropyRegulariser(), weight: 0.3 });
  await train({
    model,
    objective,
    async *batches() {
      for (let epoch = 0, step = 0; ; epoch += 1)
        for (const places of sampler.batches(epoch)) {
          const random = createRandom(seed, step);
          step += 1;
          const rows = [...places].flatMap((photo) => {
            const first = randomBelow(random, rowsEach);
            return [photo * rowsEach + first, photo * rowsEach + ((first + 1 + randomBelow(random, rowsEach - 1)) % rowsEach)];
          });
          const data = new Float32Array(rows.length * width);
          for (const [place, row] of rows.entries()) data.set(kind.rows.subarray(row * width, (row + 1) * width), place * width);
          yield {
            inputs: { data, shape: [rows.length, ...shape] },
            labels: Int32Array.from(rows, (row) => Math.floor(row / rowsEach)),
            reference: pick(old, rows).values,
          };
        }
    },
    steps,
    optimizer,
    schedule: cosineDecay(steps, 0.05),
    rowsAtOnce: 32,
    ...(hold ? { distillation: hold } : {}),
  });
  const folder = mkdtempSync(join(tmpdir(), "likeness-round-"));
  const learned = writeRecipe(folder, from, await model.adaptation(), {});
  rmSync(folder, { recursive: true });
  model.dispose();
  optimizer.dispose();
  return learned;
}

const [objects, scenes] = [await readKind("objects"), await readKind("photos")];
const rows = new Map<string, number[][]>();
const note = (name: string, ...figures: number[]): void => void rows.set(name, [...(rows.get(name) ?? []), figures]);

/** µAP on both kinds; and with new queries among the vectors that were kept from the recipe before. */
async function figures(recipe: LoadedRecipe, before: LoadedRecipe): Promise<number[]> {
  const found: number[] = [];
  const across: number[] = [];
  for (const kind of [objects, scenes]) {
    const [now, then] = [await embedAll(recipe, kind), await embedAll(before, kind)];
    found.push(precision(kind, now, now));
    across.push(precision(kind, now, then));
  }
  return [...found, ...across];
}

for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
  note("shipped", ...(await figures(shipped, shipped)));
  const first = await learn({ from: shipped, kind: objects, seed, hold: { loss: holdSimilarities(), weight: 1 } });
  note("first round, on objects", ...(await figures(first, shipped)));
  for (const [name, hold] of [
    ["nothing held", null],
    ["similarities held, x 1", { loss: holdSimilarities(), weight: 1 }],
    ["similarities held, x 10", { loss: holdSimilarities(), weight: 10 }],
    ["vectors held, x 1", { loss: holdVectors(), weight: 1 }],
    ["vectors held, x 10", { loss: holdVectors(), weight: 10 }],
  ] as const)
    note(`second round, on scenes, ${name}`, ...(await figures(await learn({ from: first, kind: scenes, seed, hold }), first)));
}

const cell = (numbers: readonly number[]): string => {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const spread = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, numbers.length - 1));
  return numbers.length > 1 ? `${mean.toFixed(4)} ± ${spread.toFixed(4)}` : mean.toFixed(4);
};
console.log(
  `\n${mode}, ${photos} photos of each kind (a third held out), ${steps} steps a round, ${values.seeds} seeds. µAP of ${views} views of each held-out photo:\n`,
);
console.log("| | objects | scenes | objects, among the vectors from before | scenes, among them |\n|---|---|---|---|---|");
for (const [name, runs] of rows)
  console.log(`| ${name} | ${[0, 1, 2, 3].map((column) => cell(runs.map((run) => run[column] ?? 0))).join(" | ")} |`);
process.exit();
