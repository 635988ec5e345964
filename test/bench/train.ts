/**
 * What training and running the embedder costs on each backend, what projecting kept features costs, and what int8 storage loses.
 * Run: npm run bench:train -- [--data DIR] [--photos N] [--steps N]. Pictures are painted; only the last table wants photos.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { tensorFlowEnvironment } from "../../native-models/backends/run-probe.ts";
import { descriptorModelOf } from "../../native-models/descriptor-model.ts";
import { microAveragePrecision } from "../../native-models/evaluation/average-precision.ts";
import { rankEmbeddingPairs } from "../../native-models/evaluation/embedding-pairs.ts";
import { createInference } from "../../native-models/inference/onnx-runtime.ts";
import { createProjector } from "../../native-models/projector.ts";
import { dequantise, quantise } from "../../native-models/quantise.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import { tf, useBackend } from "../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../native-models/training/adapted-embedder.ts";
import { createFrontEnd } from "../../native-models/training/front-end.ts";
import { photoViews } from "./photo-views.ts";
import { isHeldOut } from "./read.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../../shared/data") },
    photos: { type: "string", default: "300" },
    steps: { type: "string", default: "5" },
  },
});

const chromium = ["/usr/lib/chromium", "/usr/lib/chromium-browser"].find((folder) => existsSync(join(folder, "vk_swiftshader_icd.json")));

/** null where the backend does not run here. */
function measure(words: readonly string[], { oneCore = false } = {}): Promise<Record<string, number | null> | string> {
  const script = join(import.meta.dirname, "train-child.ts");
  const software = words.includes("webgpu") && chromium;
  const env: NodeJS.ProcessEnv = software
    ? { ...process.env, LD_LIBRARY_PATH: chromium, VK_ICD_FILENAMES: join(chromium, "vk_swiftshader_icd.json") }
    : tensorFlowEnvironment();
  const pinned = oneCore && process.platform === "linux";
  const [command, args] = pinned ? ["taskset", ["-c", "0", process.execPath, script, ...words]] : [process.execPath, [script, ...words]];
  return new Promise((resolve) => {
    execFile(command as string, args as string[], { env, maxBuffer: 1 << 24 }, (_, stdout, stderr) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      // A GPU's driver may die at the very end.
      if (line.startsWith("{")) return resolve(JSON.parse(line));
      resolve(/^\w*Error: .*/m.exec(stderr)?.[0] ?? "it does not run here");
    });
  });
}

const cell = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? "-" : value.toFixed(digits);

async function printTraining(): Promise<void> {
  console.log("Training, whole steps (NT-Xent and entropy regulariser, AdamW), two views a photo, activations ready:\n");
  console.log(
    "| backend | what trains | views a step | at once | views a second | processor ms a view | a step's memory, MB | reckoned, MB | process, MB |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|");
  const runs = [
    ["tensorflow", "head", 384, 384],
    ["tensorflow", "adapters", 48, 48],
    ["tensorflow", "last-blocks", 48, 48],
    ["tensorflow", "last-blocks", 96, 96],
    ["tensorflow", "last-blocks", 96, 16],
    ["tensorflow", "everything", 16, 8],
    ["wasm", "head", 384, 384],
    ["wasm", "adapters", 16, 16],
    ["wasm", "last-blocks", 16, 16],
    ["cpu", "head", 96, 96],
    ["webgpu", "head", 16, 16],
    ["webgpu", "last-blocks", 2, 2],
  ] as const;
  for (const [backend, mode, rows, atOnce] of runs) {
    const found = await measure([mode, backend, String(rows), String(atOnce), backend === "webgpu" ? "2" : values.steps]);
    const cells =
      typeof found === "string"
        ? [found]
        : [
            cell(found.rowsPerSecond, 1),
            cell(found.processorMsPerRow, 1),
            cell(found.stepMegabytes, 0),
            cell(found.reckonedMegabytes, 0),
            cell(found.peakMegabytes, 0),
          ];
    console.log(`| ${backend} | ${mode} | ${rows} | ${atOnce} | ${cells.join(" | ")} |`);
  }
}

async function printInference(): Promise<void> {
  console.log(
    "\nBoth descriptors of one photo from its network input, on one core:\n\n| runtime | ms, median | ms, fastest |\n|---|---|---|",
  );
  for (const [name, runtime] of [
    ["ONNX Runtime", "onnx"],
    ["TensorFlow.js WASM", "wasm"],
    ["tfjs-node-gpu on the CPU", "tensorflow"],
  ] as const) {
    const found = await measure(["inference", runtime, "60"], { oneCore: true });
    console.log(`| ${name} | ${typeof found === "string" ? `${found} | -` : `${cell(found.medianMs, 1)} | ${cell(found.fastestMs, 1)}`} |`);
  }
}

async function printProjection(): Promise<void> {
  const { copy } = loadRecipe();
  const { inputDimensions } = copy.whitening;
  const projector = await createProjector(copy);
  const features = Float32Array.from({ length: 100_000 * inputDimensions }, (_, place) => Math.sin(place));
  const from = performance.now();
  await projector.project(features);
  console.log(
    `\n100,000 photos' kept features to descriptors by a new head: ${((performance.now() - from) / 1000).toFixed(2)} s, one thread.`,
  );
  await projector.dispose();
}

function heldOutPhotos(): string[] {
  const folder = join(values.data, "objects");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.jpe?g$/i.test(name) && isHeldOut(name));
  return names.sort().map((name) => join(folder, name));
}

/** One table, one file of weights, two runtimes: whole networks on real photos. */
async function printAgreement(): Promise<void> {
  const files = heldOutPhotos().slice(0, 24);
  if (files.length === 0) return;
  await useBackend("wasm");
  const recipe = loadRecipe();
  const model = createAdaptedEmbedder(recipe, { mode: "everything" });
  const frontEnd = await createFrontEnd(recipe, model.inputs);
  let worst = 0;
  for await (const pixels of photoViews(files, { views: 1, inputSize: frontEnd.inputSize, seed: 1 })) {
    const { inputs, reference } = await frontEnd.run(pixels);
    const found = tf.tidy(() => model.embed(tf.tensor(inputs.data, [...inputs.shape], "int32")).dataSync());
    const largest = Math.max(...(reference ?? []).map(Math.abs));
    for (const [place, value] of (reference ?? []).entries()) worst = Math.max(worst, Math.abs(value - (found[place] ?? 0)) / largest);
  }
  await frontEnd.dispose();
  model.dispose();
  console.log(
    `\nTensorFlow.js (WASM) and ONNX Runtime on ${files.length} photos and a view of each: at most ${worst.toExponential(1)} apart, of the largest number.`,
  );
}

/** Photos and two edited views of each; every view looks for its photo among all. */
async function printQuantisation(): Promise<void> {
  const files = heldOutPhotos().slice(0, Number(values.photos));
  if (files.length === 0) return console.log("\nNo photos: what int8 storage loses was not measured.");
  const recipe = loadRecipe();
  const { inputSize } = recipe.settings;
  const inference = await createInference(descriptorModelOf(recipe).onnx, { threads: 1 });
  const rows: Float32Array[] = [];
  for await (const data of photoViews(files, { views: 2, inputSize, seed: 1 })) {
    const { copy } = await inference.run({ pixels: { data, shape: [3, 3, inputSize, inputSize] } });
    for (let row = 0; copy && row < 3; row += 1) rows.push(copy.slice((row * copy.length) / 3, ((row + 1) * copy.length) / 3));
  }
  await inference.dispose();
  const precisionOf = (kept: readonly Float32Array[]): number => {
    const dimensions = kept[0]?.length ?? 0;
    const join = (wanted: (row: number) => boolean) => ({
      values: Float32Array.from(kept.filter((_, row) => wanted(row)).flatMap((row) => [...row])),
      dimensions,
    });
    const queries = join((row) => row % 3 > 0);
    const matches = files.flatMap((_, place) => [[2 * place, place] as const, [2 * place + 1, place] as const]);
    return microAveragePrecision(rankEmbeddingPairs({ queries, references: join((row) => row % 3 === 0), matches }));
  };
  const [whole, small] = [precisionOf(rows), precisionOf(rows.map((row) => dequantise(quantise(row))))];
  console.log(
    `\nµAP of ${2 * files.length} edited views among ${files.length} held-out photos: float32 ${whole.toFixed(5)}, int8 ${small.toFixed(5)} (${((100 * (small - whole)) / whole).toFixed(3)} %).`,
  );
}

await printTraining();
await printInference();
await printProjection();
await printAgreement();
await printQuantisation();
