/** Distances against plain loops on a circle, and at the places where a careless one breaks. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { cosine } from "../../../native-models/distances/cosine.ts";
import type { Distance } from "../../../native-models/distances/distance.ts";
import { euclidean } from "../../../native-models/distances/euclidean.ts";
import { squaredEuclidean } from "../../../native-models/distances/squared-euclidean.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { cosineOf, euclideanOf, onCircle, squared } from "../losses/circle.ts";

before(() => useBackend("cpu"));

const cases: readonly [Distance, (a: readonly number[], b: readonly number[]) => number][] = [
  [cosine(), cosineOf],
  [squaredEuclidean(), squared],
  [euclidean(), euclideanOf],
];
const a = onCircle([0, 30, 90, 200, 315]).map((row, index) => row.map((value) => value * (1 + index)));
const b = onCircle([10, 170, 270]);

function matrix(distance: Distance, first: number[][], second: number[][]): number[][] {
  return tf.tidy(() => distance.pairwise(tf.tensor2d(first), tf.tensor2d(second)).arraySync());
}

for (const [distance, plain] of cases) {
  test(`${distance.name}: every pair of two sets, [n, m]`, () => {
    const found = matrix(distance, a, b);
    assert.deepEqual([found.length, found[0]!.length], [5, 3]);
    for (const [i, row] of a.entries()) for (const [j, other] of b.entries()) assert.ok(Math.abs(found[i]![j]! - plain(row, other)) < 2e-5);
  });

  test(`${distance.name}: smaller is nearer, equal rows are at about 0, none is below`, () => {
    const rows = onCircle([0, 5, 40, 120]);
    const [first] = matrix(distance, rows, rows);
    assert.ok(first![0]! >= 0 && first![0]! < 2e-4);
    assert.ok(first![0]! < first![1]! && first![1]! < first![2]! && first![2]! < first![3]!);
  });

  test(`${distance.name}: gives the Euclidean distance of rows of unit length`, () => {
    const { scale, power } = distance.asEuclidean;
    const rows = onCircle([0, 25, 180]);
    const found = matrix(distance, rows, rows);
    for (const [i, row] of rows.entries())
      for (const [j, other] of rows.entries())
        if (i !== j) assert.ok(Math.abs((scale * found[i]![j]!) ** power - euclideanOf(row, other)) < 1e-4);
  });

  test(`${distance.name}: the slope is finite for equal rows and for rows of zeros`, () => {
    const rows = [...onCircle([20, 20, 20.00001]), [0, 0], [0, 0]];
    const slope = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(distance.pairwise(x as tf.Tensor2D, x as tf.Tensor2D)))(tf.tensor2d(rows))
        .dataSync(),
    );
    assert.ok(slope.every(Number.isFinite), `${slope}`);
  });
}

test("no tensor is left over", () => {
  const rows = tf.tensor2d(a);
  const count = tf.memory().numTensors;
  for (const [distance] of cases) distance.pairwise(rows, rows).dispose();
  assert.equal(tf.memory().numTensors, count);
  rows.dispose();
});
