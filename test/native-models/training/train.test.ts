/** A run's ends and its care, on a model of two numbers a row: early stopping, cancelling, the best weights, failures, what is written down. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createNormalisedSoftmax } from "../../../native-models/losses/normalised-softmax.ts";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createObjective } from "../../../native-models/losses/objective.ts";
import { adamW } from "../../../native-models/optimizers/adam-w.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import type { Tracker } from "../../../native-models/tracking/tracker.ts";
import type { TrainingBatch } from "../../../native-models/training/batches.ts";
import type { EmbeddingModel } from "../../../native-models/training/embedding-model.ts";
import type { TrainingOptions, TrainingProgress } from "../../../native-models/training/options.ts";
import { train } from "../../../native-models/training/train.ts";

before(() => useBackend("cpu"));

interface LinearModel extends EmbeddingModel {
  readonly matrix: tf.Variable;
}

function linearModel(): LinearModel {
  const matrix = tf.variable(tf.tensor2d([1, 0.5, 0.2, 1, -0.3, 0.8], [3, 2]));
  return {
    matrix,
    variables: new Map([["matrix", matrix]]),
    embed: (inputs) =>
      tf.tidy(() => {
        const rows = tf.matMul(inputs as tf.Tensor2D, matrix as unknown as tf.Tensor2D);
        return tf.div(rows, tf.norm(rows, "euclidean", 1, true)) as tf.Tensor2D;
      }),
  };
}

const batch: TrainingBatch = {
  inputs: { data: Float32Array.from([1, 0, 0.2, 0.9, 0.1, 0, 0, 1, 0.1, 0.1, 0.8, 0.3]), shape: [4, 3] },
  labels: Int32Array.from([0, 0, 1, 1]),
};

function optionsFor(model: EmbeddingModel, more: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    model,
    objective: createObjective({ loss: ntXent() }),
    async *batches() {
      for (;;) yield batch;
    },
    steps: 10,
    optimizer: adamW({ learningRate: 0.05 }),
    ...more,
  };
}

const valuesOf = (model: LinearModel): number[] => [...model.matrix.dataSync()];

test("a run ends with the weights of its best evaluation, and stops after as many that are no better", async () => {
  const model = linearModel();
  const figures = [0.5, 0.6, 0.7, 0.705, 0.4, 0.3, 0.9];
  const weights: number[][] = [];
  const result = await train(
    optionsFor(model, {
      steps: 50,
      evaluation: {
        every: 2,
        watch: "quality",
        patience: 3,
        leastGain: 0.01,
        async run() {
          weights.push(valuesOf(model));
          return { quality: figures[weights.length - 1]!, other: 1 };
        },
      },
    }),
  );
  assert.deepEqual([result.end, result.steps, result.best], ["stopped early", 10, { step: 4, figures: { quality: 0.7, other: 1 } }]);
  assert.deepEqual(
    result.evaluations.map(({ step }) => step),
    [0, 2, 4, 6, 8, 10],
  );
  assert.deepEqual(valuesOf(model), weights[2]);
});

test("where nothing learned was better, the weights are those from before", async () => {
  const model = linearModel();
  const before = valuesOf(model);
  const run = async (step: number) => ({ quality: -step });
  const { best } = await train(optionsFor(model, { evaluation: { every: 4, watch: "quality", run } }));
  assert.equal(best?.step, 0);
  assert.deepEqual(valuesOf(model), before);
});

test("a signal ends the run after the step under way, with a checkpoint to go on from, also while a batch is awaited", async () => {
  const stop = new AbortController();
  const saved: number[] = [];
  const model = linearModel();
  const result = await train(
    optionsFor(model, {
      signal: stop.signal,
      checkpoints: { every: 100, save: (_, step) => void saved.push(step) },
      onStep: ({ step }) => void (step === 3 && stop.abort()),
    }),
  );
  assert.deepEqual([result.end, result.steps, saved], ["cancelled", 3, [3]]);

  const waiting = new AbortController();
  setTimeout(() => waiting.abort(), 20);
  const hung = await train(
    optionsFor(linearModel(), {
      signal: waiting.signal,
      async *batches() {
        yield batch;
        await new Promise(() => setTimeout(() => undefined, 1));
      },
    }),
  );
  assert.deepEqual([hung.end, hung.steps], ["cancelled", 1]);
});

test("a source that ends, ends the run; the source is told when the run is over", async () => {
  let told = false;
  let closed = false;
  const options = optionsFor(linearModel(), {
    async *batches(first, signal) {
      signal.addEventListener("abort", () => (told = true));
      try {
        for (let step = first; step < 4; step += 1) yield batch;
      } finally {
        closed = true;
      }
    },
  });
  assert.equal((await train(options)).steps, 4);
  assert.deepEqual([told, closed], [true, true]);
  const early = { ...options, steps: 2 };
  closed = false;
  await train(early);
  assert.equal(closed, true);
});

test("the schedule multiplies the optimizer's rate, which is as before afterwards; each step is told and written down", async () => {
  const told: TrainingProgress[] = [];
  const written: [number, Record<string, number>][] = [];
  const closed: string[] = [];
  const tracker: Tracker = {
    parameters: () => undefined,
    scalars: (step, values) => void written.push([step, values]),
    text: () => undefined,
    close: (status) => void closed.push(status),
  };
  const optimizer = adamW({ learningRate: 0.05 });
  const evaluation = { every: 2, watch: "quality", run: async () => ({ quality: 1 }) };
  await train(
    optionsFor(linearModel(), {
      steps: 3,
      optimizer,
      tracker,
      evaluation,
      schedule: (step) => 1 / (step + 1),
      onStep: (progress) => void told.push(progress),
    }),
  );
  assert.equal(optimizer.learningRate, 0.05);
  assert.deepEqual(
    told.map(({ step, learningRate }) => [step, learningRate]),
    [
      [1, 0.05],
      [2, 0.025],
      [3, 0.05 / 3],
    ],
  );
  assert.deepEqual(
    told.map(({ evaluation: figures }) => figures),
    [null, { quality: 1 }, { quality: 1 }],
  );
  assert.deepEqual(
    written.map(([step, values]) => [step, Object.keys(values)[0]]),
    [
      [0, "held-out/quality"],
      [1, "train/loss"],
      [2, "held-out/quality"],
      [2, "train/loss"],
      [3, "held-out/quality"],
      [3, "train/loss"],
    ],
  );
  assert.deepEqual(closed, ["finished"]);
});

test("a loss that is no number, a step that keeps tensors, and options that cannot be are errors", async () => {
  const closed: string[] = [];
  const tracker: Tracker = { parameters() {}, scalars() {}, text() {}, close: (status) => void closed.push(status) };
  const wild = { ...batch, inputs: { ...batch.inputs, data: new Float32Array(12).fill(Number.NaN) } };
  const failing = (more: Partial<TrainingOptions>) => train(optionsFor(linearModel(), { tracker, ...more }));
  await assert.rejects(
    failing({
      async *batches() {
        yield wild;
      },
    }),
    /The loss of step 1 is NaN/,
  );
  const kept: tf.Tensor[] = [];
  await assert.rejects(failing({ onStep: () => void kept.push(tf.scalar(1)) }), /Step 2 left 1 tensors behind/);
  await assert.rejects(failing({ steps: 0 }), RangeError);
  await assert.rejects(failing({ rowsAtOnce: 1.5 }), RangeError);
  await assert.rejects(failing({ evaluation: { every: 1, watch: "missing", run: async () => ({ quality: 1 }) } }), /gives no missing/);
  await assert.rejects(
    failing({
      async *batches() {
        yield { ...batch, labels: new Int32Array(9) };
      },
    }),
    /9 labels for 4 rows/,
  );
  await assert.rejects(
    failing({
      async *batches() {
        yield await Promise.reject(new Error("no photos"));
      },
    }),
    /no photos/,
  );
  assert.deepEqual(new Set(closed), new Set(["failed"]));
});

test("checkpoints hold what a loss learns itself, the best weights and the patience; those of another model are refused", async () => {
  let calls = 0;
  const qualities = [0.1, 0.9, 0.2, 0.3, 0.4, 0.5, 0.6];
  const evaluation = (start: number) => ({
    every: 2,
    watch: "quality",
    patience: 4,
    run: async () => ({ quality: qualities[start + calls++]! }),
  });
  const create = () => createObjective({ loss: createNormalisedSoftmax({ classes: 2, dimensions: 2, seed: 3 }) });
  const saved = new Map<number, Uint8Array>();
  const [model, again] = [linearModel(), linearModel()];
  const [objective, objectiveAgain] = [create(), create()];
  const whole = await train(
    optionsFor(model, {
      objective,
      steps: 12,
      clipNorm: 0.1,
      evaluation: evaluation(0),
      checkpoints: { every: 4, save: (bytes, step) => void saved.set(step, bytes) },
    }),
  );
  calls = 0;
  const resumed = await train(
    optionsFor(again, {
      objective: objectiveAgain,
      steps: 12,
      clipNorm: 0.1,
      evaluation: evaluation(3),
      checkpoints: { every: 4, save: () => undefined, resume: saved.get(4)! },
    }),
  );
  assert.deepEqual(resumed, whole);
  assert.deepEqual([whole.end, whole.steps, whole.best?.step], ["stopped early", 10, 2]);
  assert.deepEqual(valuesOf(again), valuesOf(model));
  assert.deepEqual([...objectiveAgain.variables[0]!.dataSync()], [...objective.variables[0]!.dataSync()]);
  await assert.rejects(
    train(optionsFor(linearModel(), { checkpoints: { every: 1, save: () => undefined, resume: saved.get(4)!.subarray(0, 900) } })),
    /safetensors/,
  );
  const other = { ...linearModel(), variables: new Map([["other", tf.variable(tf.scalar(1))]]) };
  await assert.rejects(
    train(optionsFor(other, { checkpoints: { every: 1, save: () => undefined, resume: saved.get(4)! } })),
    /no tensor "weights\/other"/,
  );
});

test("rows after the labelled ones take part in distillation alone", async () => {
  const seen: number[] = [];
  const replayed = { ...batch, labels: Int32Array.from([0, 0]), reference: new Float32Array(8).fill(Math.SQRT1_2) };
  await train(
    optionsFor(linearModel(), {
      steps: 1,
      async *batches() {
        yield replayed;
      },
      distillation: {
        weight: 2,
        loss: {
          name: "counting",
          sameWidth: true,
          loss(embeddings, reference) {
            seen.push(embeddings.shape[0], reference.shape[0]);
            return tf.sum(tf.square(tf.sub(embeddings, reference))) as tf.Scalar;
          },
        },
      },
    }),
  );
  assert.deepEqual(seen, [4, 4]);
  const wanting = optionsFor(linearModel(), { distillation: { weight: 1, loss: { name: "", sameWidth: true, loss: () => tf.scalar(0) } } });
  await assert.rejects(train(wanting), /wants the old embedder's vectors/);
});
