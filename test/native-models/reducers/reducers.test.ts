/** Reducers against plain loops, in value and in slope. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { mean } from "../../../native-models/reducers/mean.ts";
import { meanOfNonZero } from "../../../native-models/reducers/mean-of-non-zero.ts";
import { meanPerClass } from "../../../native-models/reducers/mean-per-class.ts";
import type { Reducer } from "../../../native-models/reducers/reducer.ts";
import { sum } from "../../../native-models/reducers/sum.ts";
import { threshold } from "../../../native-models/reducers/threshold.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { average } from "../losses/circle.ts";

before(() => useBackend("cpu"));

const labels = Int32Array.of(7, 7, 9, 4);
const elements = { kind: "triplets", anchors: Int32Array.of(0, 1, 1, 2, 3, 3) } as const;
const values = [0.5, 0, 1.5, 2.5, -0.25, 0];

const cases: readonly [what: string, reducer: Reducer, plain: (x: readonly number[]) => number][] = [
  ["mean", mean(), average],
  ["sum", sum(), (x) => x.reduce((total, value) => total + value, 0)],
  ["mean of non-zero", meanOfNonZero(), (x) => average(x.filter((value) => value !== 0))],
  ["threshold, both bounds", threshold({ low: 0.1, high: 2 }), (x) => average(x.filter((value) => value > 0.1 && value < 2))],
  ["threshold, low", threshold({ low: 1 }), (x) => average(x.filter((value) => value > 1))],
  ["threshold, high", threshold({ high: 1 }), (x) => average(x.filter((value) => value < 1))],
  ["mean per class", meanPerClass(), (x) => average([average(x.slice(0, 3)), average(x.slice(3, 4)), average(x.slice(4))])],
];

for (const [what, reducer, plain] of cases) {
  test(what, () => {
    const reduce = (x: tf.Tensor): tf.Scalar => reducer.reduce(x as tf.Tensor1D, elements, labels);
    const before = tf.memory().numTensors;
    const { value, slope } = tf.tidy(() => {
      const result = tf.valueAndGrad(reduce)(tf.tensor1d(values));
      return { value: result.value.dataSync()[0]!, slope: [...result.grad.dataSync()] };
    });
    assert.ok(Math.abs(value - plain(values)) < 1e-6, `${value} for ${plain(values)}`);
    for (const [index, found] of slope.entries()) {
      // A zero that a reducer leaves out is no longer left out when it moves: its own slope is 0.
      if (values[index] === 0 && reducer.name === "mean of non-zero") {
        assert.equal(found, 0);
        continue;
      }
      const moved = (by: number): number => plain(values.map((other, place) => (place === index ? other + by : other)));
      assert.ok(Math.abs(found - (moved(1e-6) - moved(-1e-6)) / 2e-6) < 1e-5, `slope ${found} at ${index}`);
    }
    assert.equal(tf.memory().numTensors, before);
  });
}

test("where nothing counts the value is 0 and the slope is finite", () => {
  for (const reducer of [meanOfNonZero(), threshold({ low: 5 })]) {
    const { value, grad } = tf.tidy(() => {
      const result = tf.valueAndGrad((x) => reducer.reduce(x as tf.Tensor1D, elements, labels))(tf.zeros([6]));
      return { value: result.value.dataSync()[0], grad: [...result.grad.dataSync()] };
    });
    assert.equal(value, 0);
    assert.ok(grad.every((slope) => slope === 0));
  }
});
