/** Eigenvalues and eigenvectors held to their definition, on known, random and awkward matrices. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { symmetricEigen } from "../../native-models/eigen.ts";
import { createRandom } from "./random.ts";

function assertDecomposes(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const scale = Math.max(...matrix.map(Math.abs), 1e-300);
  for (let i = 0; i < size; i += 1) {
    if (i > 0) assert.ok(values[i]! <= values[i - 1]!, "descending");
    const vector = vectors.subarray(i * size, (i + 1) * size);
    for (let row = 0; row < size; row += 1) {
      let product = 0;
      for (let column = 0; column < size; column += 1) product += matrix[row * size + column]! * vector[column]!;
      assert.ok(Math.abs(product - values[i]! * vector[row]!) < 1e-11 * size * scale, `A v = value v, at ${i}, ${row}`);
    }
    for (let j = 0; j <= i; j += 1) {
      const dot = vector.reduce((sum, value, column) => sum + value * vectors[j * size + column]!, 0);
      assert.ok(Math.abs(dot - (i === j ? 1 : 0)) < 1e-11 * size, `orthonormal, at ${i}, ${j}`);
    }
  }
  return values;
}

test("a known matrix has its known values", () => {
  const values = assertDecomposes(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3);
  for (const [index, expected] of [2 + Math.SQRT2, 2, 2 - Math.SQRT2].entries()) assert.ok(Math.abs(values[index]! - expected) < 1e-14);
});

for (const size of [1, 2, 3, 17, 80])
  test(`a random symmetric matrix of ${size}`, () => {
    const random = createRandom(size);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i += 1) for (let j = 0; j <= i; j += 1) matrix[i * size + j] = matrix[j * size + i] = random() - 0.5;
    assertDecomposes(matrix, size);
  });

test("awkward matrices: zeros, the identity, repeated values, low rank, far scales", () => {
  assertDecomposes(new Float64Array(16), 4);
  const identity = Float64Array.from({ length: 36 }, (_, index) => (index % 7 === 0 ? 1 : 0));
  assertDecomposes(identity, 6);
  assertDecomposes(new Float64Array(25).fill(1), 5);
  assertDecomposes(Float64Array.of(1e12, 1, 0, 1, 1e-12, 1e-6, 0, 1e-6, 1), 3);
});

test("a matrix of another size, or with numbers that are none, is refused", () => {
  assert.throws(() => symmetricEigen(new Float64Array(5), 2), /5 numbers/);
  assert.throws(() => symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2), /not finite/);
});
