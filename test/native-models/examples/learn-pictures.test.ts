/** The textbook example on painted stripes: it learns from nothing, the same way each time, and its parts do what their sentences say. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { learnPictures } from "../../../native-models/examples/learn-pictures.ts";
import { normaliseBatch } from "../../../native-models/examples/normalise-batch.ts";
import { exampleLosses, exampleObjective } from "../../../native-models/examples/objectives.ts";
import { type PictureSet, pictureBatches, picturesAt } from "../../../native-models/examples/picture-batches.ts";
import { createSmallNetwork } from "../../../native-models/examples/small-network.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createRandom } from "../random.ts";

before(() => useBackend("cpu"));

const side = 8;

/** Stripes that lie or stand, or a chequered board, each with noise as strong as they are. */
function stripes(count: number, seed: number): PictureSet {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: count }, (_, index) => index % 3);
  const pixels = new Uint8Array(count * side * side * 3);
  for (let at = 0; at < pixels.length; at += 1) {
    const place = Math.floor(at / 3);
    const [x, y, label] = [place % side, Math.floor(place / side) % side, labels[Math.floor(place / side / side)]!];
    const line = [x >> 1, y >> 1, (x >> 1) + (y >> 1)][label]! % 2;
    pixels[at] = 80 + 60 * line + 60 * random();
  }
  return { pixels, labels, side };
}

test("a small network learns painted classes from nothing, and again the same", async () => {
  const run = () =>
    learnPictures({
      training: stripes(60, 1),
      test: stripes(30, 2),
      loss: "normalised softmax",
      steps: 12,
      seed: 3,
      perClass: 4,
      dimensions: 8,
    });
  const figures = await run();
  assert.ok(figures.neighbourAccuracy > 0.8, `${figures.neighbourAccuracy} of the test pictures were named rightly`);
  assert.ok(figures.recallAt1 > 0.6);
  const { neighbourAccuracy, recallAt1, lastLoss } = await run();
  assert.deepEqual(
    { neighbourAccuracy, recallAt1, lastLoss },
    { neighbourAccuracy: figures.neighbourAccuracy, recallAt1: figures.recallAt1, lastLoss: figures.lastLoss },
  );
});

test("every loss of the table has a gradient", () => {
  const random = createRandom(4);
  const values = Float32Array.from({ length: 12 * 5 }, () => random() - 0.5);
  for (const loss of exampleLosses) {
    const objective = exampleObjective(loss, { classes: 3, dimensions: 5, seed: 1 });
    const embeddings = tf.variable(tf.tensor2d(values, [12, 5]));
    const { grads } = tf.variableGrads(() => {
      const unit = tf.div(embeddings, tf.norm(embeddings, 2, 1, true)) as tf.Tensor2D;
      return objective.loss(unit, { labels: Int32Array.from({ length: 12 }, (_, index) => index % 3), step: 0 });
    }, [embeddings, ...objective.variables]);
    const slope = grads[embeddings.name]!.dataSync();
    assert.ok(slope.some((value) => Math.abs(value) > 1e-6) && slope.every(Number.isFinite), loss);
    objective.dispose();
  }
});

test("a normalised batch and its gradient are those of the plain steps", () => {
  const random = createRandom(5);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random() * 4 - 1);
  const [x, scale, shift, weights] = [
    tf.tensor4d(numbers(36), [2, 3, 3, 2]),
    tf.tensor1d(numbers(2)),
    tf.tensor1d(numbers(2)),
    tf.tensor4d(numbers(36), [2, 3, 3, 2]),
  ];
  const plain = (activations: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D) => {
    const { mean, variance } = tf.moments(activations, [0, 1, 2]);
    return tf.add(tf.mul(tf.div(tf.sub(activations, mean), tf.sqrt(tf.add(variance, 1e-3))), gamma), beta);
  };
  const slopes = (normalise: typeof plain) =>
    tf.valueAndGrads(
      (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.mul(normalise(a as tf.Tensor4D, g as tf.Tensor1D, b as tf.Tensor1D), weights)) as tf.Scalar,
    )([x, scale, shift]);
  const [ours, theirs] = [slopes(normaliseBatch), slopes(plain)];
  for (const [index, slope] of ours.grads.entries()) {
    const expected = theirs.grads[index]!.dataSync();
    for (const [place, value] of slope.dataSync().entries()) assert.ok(Math.abs(value - expected[place]!) < 1e-4);
  }
});

test("statistics measured over a batch give what the batch itself gives", () => {
  const network = createSmallNetwork({ dimensions: 4, seed: 1, widths: [4, 4] });
  const { data, shape } = picturesAt(stripes(6, 6), [0, 1, 2, 3, 4, 5]);
  const pictures = tf.tensor(data, [...shape], "int32");
  const { numTensors } = tf.memory();
  network.measureStatistics([pictures]);
  const [trained, measured] = [network.embed(pictures, { training: true }), network.embed(pictures)];
  const expected = trained.dataSync();
  for (const [place, value] of measured.dataSync().entries()) assert.ok(Math.abs(value - expected[place]!) < 1e-3);
  tf.dispose([trained, measured]);
  assert.equal(tf.memory().numTensors, numTensors);
  network.dispose();
});

test("batches depend on the step alone, and hold as many pictures of each class", async () => {
  const set = stripes(30, 7);
  const source = pictureBatches(set, { classes: 3, perClass: 2, seed: 8, largestShift: 1 });
  const take = async (firstStep: number, count: number) => {
    const taken = [];
    for await (const batch of source(firstStep, new AbortController().signal)) if (taken.push(batch) === count) break;
    return taken;
  };
  const [all, later] = [await take(0, 3), await take(2, 1)];
  assert.deepEqual(later[0], all[2]);
  assert.notDeepEqual(all[0], all[1]);
  assert.deepEqual([...all[0]!.labels].sort(), [0, 0, 1, 1, 2, 2]);
});

test("mirrored pictures are mirrored", () => {
  const set = { pixels: Uint8Array.from({ length: 12 }, (_, at) => at), labels: Int32Array.of(0), side: 2 };
  assert.deepEqual([...picturesAt(set, [0], true).data], [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]);
});
