/** Gradients of filters where the backend has no kernels for them (WebAssembly), held to those of a backend that has (plain JavaScript). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dense, depthwise, product } from "../../../native-models/layers/filters.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createVectors } from "../tiny-network.ts";

interface Case {
  readonly height: number;
  readonly width: number;
  readonly size: number;
  readonly stride: number;
}
const cases: readonly Case[] = [5, 6, 8].flatMap((height) =>
  [3, 5].flatMap((size) => [1, 2].map((stride) => ({ height, width: height + 1, size, stride }))),
);

for (const [name, filter, outputs] of [
  ["depthwise", depthwise, 1],
  ["dense", dense, 4],
] as const)
  test(`${name}: the same value and gradients on both`, async () => {
    for (const { height, width, size, stride } of cases) {
      const found: number[][] = [];
      for (const backend of ["cpu", "wasm"] as const) {
        await useBackend(backend);
        const vector = createVectors(4);
        const made = (...shape: number[]) =>
          tf.tensor4d(
            vector(
              shape.reduce((a, b) => a * b),
              -1,
              1,
            ),
            shape as [number, number, number, number],
          );
        const [x, kernel] = [made(2, height, width, 3), made(size, size, 3, outputs)];
        const weigh = made(2, Math.ceil(height / stride), Math.ceil(width / stride), name === "dense" ? 4 : 3);
        const { value, grads } = tf.valueAndGrads((a, b) =>
          tf.sum(tf.mul(filter(a as tf.Tensor4D, b as tf.Tensor4D, stride, true), weigh)),
        )([x, kernel]);
        found.push([value, ...grads].flatMap((tensor) => [...tensor.dataSync()]));
      }
      const [expected, actual] = found as [number[], number[]];
      assert.equal(actual.length, expected.length);
      for (const [index, number] of expected.entries())
        assert.ok(
          Math.abs(number - actual[index]!) < 1e-4,
          `${JSON.stringify({ height, size, stride })}, ${index}: ${actual[index]}, not ${number}`,
        );
    }
  });

test("a kernel that does not train takes no part, and the input's gradient is the same", async () => {
  const found: number[][] = [];
  for (const backend of ["cpu", "wasm"] as const) {
    await useBackend(backend);
    const vector = createVectors(4);
    const [x, kernel] = [tf.tensor4d(vector(150, -1, 1), [2, 5, 5, 3]), tf.tensor4d(vector(27, -1, 1), [3, 3, 3, 1])];
    const slope = tf.grad((a) => tf.sum(tf.square(depthwise(a as tf.Tensor4D, kernel, 1, false))))(x);
    found.push([...slope.dataSync()]);
  }
  for (const [index, number] of found[0]!.entries()) assert.ok(Math.abs(number - found[1]![index]!) < 1e-4);
});

test("a product and its gradients", async () => {
  const found: number[][] = [];
  for (const backend of ["cpu", "wasm"] as const) {
    await useBackend(backend);
    const vector = createVectors(4);
    const [a, b] = [tf.tensor2d(vector(6, -1, 1), [2, 3]), tf.tensor2d(vector(12, -1, 1), [3, 4])];
    const { value, grads } = tf.valueAndGrads((x, y) => tf.sum(tf.square(product(x as tf.Tensor2D, y as tf.Tensor2D))))([a, b]);
    found.push([value, ...grads].flatMap((tensor) => [...tensor.dataSync()]));
  }
  for (const [index, number] of found[0]!.entries()) assert.ok(Math.abs(number - found[1]![index]!) < 1e-5);
});
