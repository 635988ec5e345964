/** AdamW moves each weight as a plain loop of its paper's algorithm does, and goes on from its state as if nothing had happened. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adamW } from "../../../native-models/optimizers/adam-w.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createRandom } from "../random.ts";

before(() => useBackend("cpu"));

const options = { learningRate: 0.05, weightDecay: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };
const target = [0.3, -1.2, 2, 0.7];

/** (w - target)^2, whose gradient is 2 (w - target). */
function loss(weights: tf.Variable): () => tf.Scalar {
  return () => tf.sum(tf.squaredDifference(weights, tf.tensor(target, weights.shape))) as tf.Scalar;
}

/** Loshchilov and Hutter 2019, algorithm 2, one weight at a time; the rate multiplies the decay as in common practice. */
function plain(start: readonly number[], steps: number, decays: boolean): number[] {
  const { learningRate, weightDecay, beta1, beta2, epsilon } = options;
  return start.map((weight, index) => {
    let [value, first, second] = [weight, 0, 0];
    for (let step = 1; step <= steps; step += 1) {
      const gradient = 2 * (value - target[index]!);
      first = beta1 * first + (1 - beta1) * gradient;
      second = beta2 * second + (1 - beta2) * gradient ** 2;
      const [meanGradient, meanSquare] = [first / (1 - beta1 ** step), second / (1 - beta2 ** step)];
      value -= learningRate * (meanGradient / (Math.sqrt(meanSquare) + epsilon) + (decays ? weightDecay * value : 0));
    }
    return value;
  });
}

function near(actual: ArrayLike<number>, expected: readonly number[]): void {
  for (const [index, value] of expected.entries()) assert.ok(Math.abs(actual[index]! - value) < 1e-4, `${actual[index]} is not ${value}`);
}

test("a matrix decays, a bias does not, both as the plain loop says", () => {
  const random = createRandom(1);
  const start = target.map(() => random() * 2 - 1);
  const [matrix, bias] = [tf.variable(tf.tensor2d(start, [2, 2])), tf.variable(tf.tensor1d(start))];
  const optimizer = adamW(options);
  const { numTensors } = tf.memory();
  for (let step = 0; step < 12; step += 1)
    optimizer.minimize(() => tf.add(loss(matrix)(), loss(bias)()) as tf.Scalar, false, [matrix, bias]);
  near(matrix.dataSync(), plain(start, 12, true));
  near(bias.dataSync(), plain(start, 12, false));
  assert.equal(tf.memory().numTensors, numTensors + 4, "only two moments a variable are kept");
  optimizer.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});

test("twelve steps are five, a checkpoint, and seven more", async () => {
  const [whole, broken] = [tf.variable(tf.zeros([2, 2])), tf.variable(tf.zeros([2, 2]))];
  const run = (optimizer: ReturnType<typeof adamW>, variable: tf.Variable, steps: number): void => {
    for (let step = 0; step < steps; step += 1) optimizer.minimize(loss(variable), false, [variable]);
  };
  run(adamW(options), whole, 12);
  const first = adamW(options);
  run(first, broken, 5);
  const state = await first.state();
  first.dispose();
  const second = adamW(options);
  second.restore(state);
  run(second, broken, 7);
  assert.deepEqual(broken.dataSync(), whole.dataSync());
});

test("a gradient for no variable is refused", () => {
  assert.throws(() => adamW(options).applyGradients({ nobody: tf.scalar(1) }), RangeError);
});

test("what the loss does not depend on stays where it is", () => {
  const [used, idle] = [tf.variable(tf.zeros([2, 2])), tf.variable(tf.ones([2, 2]))];
  adamW(options).minimize(loss(used), false, [used, idle]);
  assert.deepEqual([...idle.dataSync()], [1, 1, 1, 1]);
});
