/** One training, the same on every backend: each mode learns, no tensor is left behind, parts give the whole's gradient, a resumed run ends as an unbroken one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { holdVectors } from "../../../native-models/losses/distillation.ts";
import { entropyRegulariser } from "../../../native-models/losses/entropy-regulariser.ts";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createObjective } from "../../../native-models/losses/objective.ts";
import { triplet } from "../../../native-models/losses/triplet.ts";
import { hard } from "../../../native-models/miners/hard.ts";
import { adamW } from "../../../native-models/optimizers/adam-w.ts";
import { tf } from "../../../native-models/tensorflow.ts";
import { type AdaptedEmbedder, createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import type { TrainingBatch } from "../../../native-models/training/batches.ts";
import { readWeights } from "../../../native-models/training/checkpoint.ts";
import { createFrontEnd } from "../../../native-models/training/front-end.ts";
import type { AdaptationMode } from "../../../native-models/training/model-inputs.ts";
import type { Checkpoints, TrainingOptions } from "../../../native-models/training/options.ts";
import { gradientsOf } from "../../../native-models/training/step.ts";
import { train } from "../../../native-models/training/train.ts";
import { paintedPictures } from "../painted.ts";
import { createRandom } from "../random.ts";
import { tinyRecipe } from "../tiny-network.ts";

const recipe = tinyRecipe();
const sources = 4;
const size = recipe.settings.inputSize;
const pictureBytes = 3 * size * size;

/** Two noisy, shifted-in-brightness views of each picture; pure in the step. */
function views(step: number): Uint8Array {
  const painted = paintedPictures({ count: sources, size, seed: 9 });
  const random = createRandom(step);
  const pixels = new Uint8Array(2 * sources * pictureBytes);
  for (let view = 0; view < 2 * sources; view += 1) {
    const [gain, lift] = [0.6 + 0.6 * random(), 50 * random() - 25];
    for (let place = 0; place < pictureBytes; place += 1) {
      const value = painted[(view >> 1) * pictureBytes + place]! * gain + lift + 30 * random();
      pixels[view * pictureBytes + place] = Math.max(0, Math.min(255, value));
    }
  }
  return pixels;
}

async function createBatches(embedder: AdaptedEmbedder): Promise<TrainingBatch[]> {
  const frontEnd = await createFrontEnd(recipe, embedder.inputs);
  const batches: TrainingBatch[] = [];
  for (let step = 0; step < 4; step += 1) {
    const { inputs, reference } = await frontEnd.run(views(step));
    batches.push({ inputs, labels: Int32Array.from({ length: 2 * sources }, (_, view) => view >> 1), reference: reference! });
  }
  await frontEnd.dispose();
  return batches;
}

interface Run {
  readonly embedder: AdaptedEmbedder;
  readonly losses: number[];
  readonly options: TrainingOptions;
}

function createRun(steps: number, embedder: AdaptedEmbedder, batches: readonly TrainingBatch[], checkpoints?: Checkpoints): Run {
  const losses: number[] = [];
  const options: TrainingOptions = {
    model: embedder,
    objective: createObjective({ loss: ntXent({ temperature: 0.2 }) }, { loss: entropyRegulariser(), weight: 0.1 }),
    async *batches(first) {
      for (let step = first; ; step += 1) yield batches[step % batches.length]!;
    },
    steps,
    optimizer: adamW({ learningRate: 0.02 }),
    distillation: { loss: holdVectors(), weight: 0.1 },
    checkpoints,
    clipNorm: 5,
    onStep: ({ loss }) => void losses.push(loss),
  };
  return { embedder, losses, options };
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const embedderOf = (mode: AdaptationMode): AdaptedEmbedder =>
  createAdaptedEmbedder(recipe, { mode, firstBlock: "block01", rank: 2, head: { hidden: 3 } });

export function trainingTests(backend: string, modes: readonly AdaptationMode[], start: () => Promise<void>, allSteps = 24): void {
  test(`${backend} loads`, start);

  for (const mode of modes)
    test(`${backend}, ${mode}: the loss falls, and not a tensor is left behind`, async () => {
      const tensors = tf.memory().numTensors;
      const embedder = embedderOf(mode);
      const batches = await createBatches(embedder);
      const { options, losses } = createRun(allSteps, embedder, batches);
      const { end, steps } = await train(options);
      assert.deepEqual([end, steps, losses.length], ["finished", allSteps, allSteps]);
      const [before, after] = [average(losses.slice(0, 4)), average(losses.slice(-4))];
      assert.ok(after < before - 0.03, `from ${before} to ${after}`);
      options.optimizer.dispose();
      embedder.dispose();
      assert.equal(tf.memory().numTensors, tensors);
    });

  test(`${backend}: rows in parts give the gradient of the whole`, async () => {
    const mode = modes.includes("last-blocks") ? "last-blocks" : modes.at(-1)!;
    const embedder = embedderOf(mode);
    const [batch] = await createBatches(embedder);
    const objective = createObjective({ loss: ntXent() }, { loss: triplet(), miner: hard() });
    const labels = batch!.labels.slice(0, 6);
    const setup = { model: embedder, objective, distillation: { loss: holdVectors(), weight: 0.5 } };
    const whole = await gradientsOf(setup, { ...batch!, labels }, 0);
    const parts = await gradientsOf({ ...setup, rowsAtOnce: 3 }, { ...batch!, labels }, 0);
    assert.ok(Math.abs(whole.loss - parts.loss) < 1e-5);
    assert.deepEqual(Object.keys(parts.gradients).sort(), Object.keys(whole.gradients).sort());
    for (const [name, gradient] of Object.entries(whole.gradients)) {
      const [expected, found] = [await gradient.data(), await parts.gradients[name]!.data()];
      const largest = Math.max(...expected.map(Math.abs), 1e-3);
      for (const [index, value] of expected.entries())
        assert.ok(Math.abs(value - found[index]!) < 2e-4 * largest, `${name} ${index}: ${value}, ${found[index]}`);
    }
    tf.dispose([whole.gradients, parts.gradients]);
    embedder.dispose();
  });

  test(`${backend}: a resumed run ends where an unbroken one ends`, async () => {
    const mode = modes.at(-1)!;
    const saved = new Map<number, Uint8Array>();
    const first = embedderOf(mode);
    const batches = await createBatches(first);
    const unbroken = createRun(allSteps, first, batches, { every: allSteps / 2, save: (bytes, step) => void saved.set(step, bytes) });
    await train(unbroken.options);
    const expected = await readWeights(first.variables);
    const second = embedderOf(mode);
    const resumed = createRun(allSteps, second, batches, { every: 100, save: () => undefined, resume: saved.get(allSteps / 2)! });
    await train(resumed.options);
    assert.equal(resumed.losses.length, allSteps / 2);
    for (const [name, values] of await readWeights(second.variables))
      for (const [index, value] of values.entries())
        assert.ok(Math.abs(value - expected.get(name)![index]!) < 1e-5, `${name} ${index}: ${value}, not ${expected.get(name)![index]}`);
    for (const { embedder, options } of [unbroken, resumed]) {
      embedder.dispose();
      options.optimizer.dispose();
    }
  });
}
