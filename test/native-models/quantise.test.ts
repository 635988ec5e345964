/** Int8 descriptors held to the cosines of the vectors they stand for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cosineDistance, dequantise, quantise } from "../../native-models/quantise.ts";
import { createRandom } from "./random.ts";

function unitVectors(count: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const values = Float32Array.from({ length: 256 }, () => random() + random() + random() - 1.5);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
}
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

test("cosines of int8 vectors are those of the vectors, within .005", () => {
  const vectors = unitVectors(60, 2);
  for (const [i, a] of vectors.entries()) {
    assert.ok(dot(a, dequantise(quantise(a))) > 0.9999);
    for (const b of vectors.slice(i)) {
      const error = 1 - cosineDistance(quantise(a), quantise(b)) - dot(a, b);
      assert.ok(Math.abs(error) < 0.005, `off by ${error}`);
    }
  }
});

test("the whole range is used, both ways alike", () => {
  const [vector] = unitVectors(1, 5);
  assert.equal(Math.max(...quantise(vector!).map(Math.abs)), 127);
  assert.deepEqual(
    [...quantise(vector!.map((value) => -value))],
    [...quantise(vector!)].map((value) => (value === 0 ? 0 : -value)),
  );
});

test("zeros stay zeros, far from everything; what is not finite is refused", () => {
  const zeros = quantise(new Float32Array(4));
  assert.deepEqual([...zeros], [0, 0, 0, 0]);
  assert.deepEqual([...dequantise(zeros)], [0, 0, 0, 0]);
  assert.equal(cosineDistance(zeros, Int8Array.of(1, 2, 3, 4)), 1);
  assert.throws(() => quantise(Float32Array.of(1, Number.POSITIVE_INFINITY)), RangeError);
});

test("distance: same 0, opposite 2, at right angles 1", () => {
  assert.equal(cosineDistance(Int8Array.of(3, 4), Int8Array.of(6, 8)), 0);
  assert.equal(cosineDistance(Int8Array.of(3, 4), Int8Array.of(-3, -4)), 2);
  assert.equal(cosineDistance(Int8Array.of(3, 4), Int8Array.of(-4, 3)), 1);
});
