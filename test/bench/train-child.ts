/** One measurement in a process of its own, for train.ts: what to measure comes in as words, a line of JSON goes out. */

import { descriptorModelOf } from "../../native-models/descriptor-model.ts";
import { createInference } from "../../native-models/inference/onnx-runtime.ts";
import { buildBackbone, normaliseColour } from "../../native-models/layers/backbone.ts";
import { createTrainableHead } from "../../native-models/layers/head.ts";
import { pool, unitLength } from "../../native-models/layers/pooling.ts";
import { entropyRegulariser } from "../../native-models/losses/entropy-regulariser.ts";
import { ntXent } from "../../native-models/losses/nt-xent.ts";
import { createObjective } from "../../native-models/losses/objective.ts";
import { adamW } from "../../native-models/optimizers/adam-w.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import { overlaid } from "../../native-models/safetensors.ts";
import { type BackendName, tf, useBackend } from "../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../native-models/training/adapted-embedder.ts";
import { createFrontEnd } from "../../native-models/training/front-end.ts";
import { measureStepCost } from "../../native-models/training/memory.ts";
import type { AdaptationMode } from "../../native-models/training/model-inputs.ts";
import { train } from "../../native-models/training/train.ts";
import { paintedPictures } from "../native-models/painted.ts";

const recipe = loadRecipe();
const { inputSize } = recipe.settings;
const megabyte = 1e6;

/** Whole steps: batch, loss, gradients, optimizer. */
async function measureTraining(backend: BackendName, mode: AdaptationMode, rows: number, rowsAtOnce: number, steps: number) {
  await useBackend(backend);
  const model = createAdaptedEmbedder(recipe, { mode });
  const frontEnd = await createFrontEnd(recipe, model.inputs, { reference: false });
  const { inputs } = await frontEnd.run(paintedPictures({ count: rows, size: inputSize, seed: 1 }));
  await frontEnd.dispose();
  const labels = Int32Array.from({ length: rows }, (_, row) => row >> 1);
  const objective = createObjective({ loss: ntXent({ temperature: 0.06 }) }, { loss: entropyRegulariser(), weight: 0.3 });
  const width = inputs.data.length / rows;
  const batchOf = (count: number) => ({
    inputs: { data: inputs.data.slice(0, count * width), shape: [count, ...inputs.shape.slice(1)] },
    labels: labels.slice(0, count),
  });
  // The profiler asks a GPU for times that not every driver has.
  const cost = backend === "webgpu" ? null : await measureStepCost({ model, objective }, batchOf);
  const before = process.resourceUsage().maxRSS * 1024;
  const times: number[] = [];
  const processorMs: number[] = [];
  let used = process.cpuUsage();
  await train({
    model,
    objective,
    async *batches() {
      for (;;) yield { inputs, labels };
    },
    steps: steps + 1,
    optimizer: adamW({ learningRate: 1e-4 }),
    rowsAtOnce,
    onStep({ computeMs }) {
      const { user, system } = process.cpuUsage(used);
      used = process.cpuUsage();
      times.push(computeMs);
      processorMs.push((user + system) / 1000);
    },
  });
  const median = (values: readonly number[]): number => values.slice(1).sort((a, b) => a - b)[Math.floor(steps / 2)] ?? 0;
  return {
    rowsPerSecond: (1000 * rows) / median(times),
    processorMsPerRow: median(processorMs) / rows,
    stepMegabytes: (process.resourceUsage().maxRSS * 1024 - before) / megabyte,
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / megabyte,
    reckonedMegabytes: cost ? (cost.fixedBytes + Math.min(rows, rowsAtOnce) * cost.bytesPerRow) / megabyte : null,
  };
}

/** Both descriptors of one picture at a time. */
async function measureInference(runtime: BackendName | "onnx", pictures: number) {
  const shape = [1, 3, inputSize, inputSize];
  const pixels = paintedPictures({ count: 1, size: inputSize, seed: 2 });
  const run = runtime === "onnx" ? await onOnnxRuntime() : await onTensorFlowJs(runtime);
  for (let warm = 0; warm < 3; warm += 1) await run();
  const times: number[] = [];
  for (let picture = 0; picture < pictures; picture += 1) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { medianMs: times[Math.floor(pictures / 2)] ?? 0, fastestMs: times[0] ?? 0 };

  async function onOnnxRuntime() {
    const inference = await createInference(descriptorModelOf(recipe).onnx, { threads: 1 });
    return () => inference.run({ pixels: { data: pixels, shape } });
  }

  async function onTensorFlowJs(backend: BackendName) {
    await useBackend(backend);
    const { architecture, weights, adapted, settings } = recipe;
    const shared = { architecture, inputSize, statistics: "frozen", rank: 0, seed: 1 } as const;
    const [block = ""] = settings.copy.pooled.map((part) => part.block);
    const whole = buildBackbone({ ...shared, weights, outputs: [block, architecture.head.name] });
    const tail = adapted.size > 0 ? buildBackbone({ ...shared, weights: overlaid(weights, adapted), outputs: [block] }) : null;
    const heads = { copy: createTrainableHead(recipe.copy), scene: createTrainableHead(recipe.scene) };
    return async () => {
      const found = tf.tidy(() => {
        const input = normaliseColour(tf.tensor(pixels, shape, "int32"), architecture);
        const [copy, scene] = whole.model.apply(input) as [tf.Tensor4D, tf.Tensor4D];
        const seen = tail ? (tail.model.apply(input) as tf.Tensor4D) : copy;
        const pooled = unitLength(tf.concat([pool(seen, "mean"), pool(seen, "deviation")], 1) as tf.Tensor2D);
        return [heads.copy.apply(pooled), heads.scene.apply(unitLength(pool(scene, "generalised mean")))];
      });
      for (const tensor of found) await tensor.data();
      tf.dispose(found);
    };
  }
}

const [what = "", name = "", ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const result =
  what === "inference"
    ? await measureInference(name as BackendName | "onnx", numbers[0] ?? 30)
    : await measureTraining(name as BackendName, what as AdaptationMode, numbers[0] ?? 8, numbers[1] ?? 8, numbers[2] ?? 3);
// Dawn's threads would keep the process.
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
