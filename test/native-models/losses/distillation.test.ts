/** Distillation against plain loops, and its gradient against small differences. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { type Distillation, holdSimilarities, holdVectors } from "../../../native-models/losses/distillation.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { onCircle } from "./circle.ts";

before(() => useBackend("cpu"));

const rows = onCircle([0, 40, 110, 200]);
const old = onCircle([10, 30, 150, 190]);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

function lossOf({ loss }: Distillation, embeddings: number[][]): number {
  return tf.tidy(() => loss(tf.tensor2d(embeddings), tf.tensor2d(old)).dataSync()[0]!);
}

test("hold vectors: the mean of 1 - cosine", () => {
  const expected = rows.reduce((sum, row, index) => sum + 1 - dot(row, old[index]!), 0) / rows.length;
  assert.ok(Math.abs(lossOf(holdVectors(), rows) - expected) < 1e-6);
});

test("hold similarities: the mean squared change of the cosines; turning all together costs nothing", () => {
  let expected = 0;
  for (const i of rows.keys()) for (const j of rows.keys()) expected += (dot(rows[i]!, rows[j]!) - dot(old[i]!, old[j]!)) ** 2 / 16;
  assert.ok(Math.abs(lossOf(holdSimilarities(), rows) - expected) < 1e-6);
  assert.ok(lossOf(holdSimilarities(), onCircle([70, 90, 210, 250])) < 1e-10);
  assert.ok(lossOf(holdVectors(), onCircle([70, 90, 210, 250])) > 0.4);
});

for (const distillation of [holdVectors(), holdSimilarities()])
  test(`${distillation.name}: the gradient`, () => {
    const slope = tf
      .grad((x) => distillation.loss(x as tf.Tensor2D, tf.tensor2d(old)))(tf.tensor2d(rows))
      .dataSync();
    for (const [place, value] of rows.flat().entries()) {
      const moved = (by: number) =>
        lossOf(
          distillation,
          rows.map((row, i) => row.map((number, j) => (2 * i + j === place ? value + by : number))),
        );
      assert.ok(Math.abs((moved(1e-2) - moved(-1e-2)) / 2e-2 - slope[place]!) < 1e-3);
    }
  });
