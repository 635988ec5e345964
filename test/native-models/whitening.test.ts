/** Whitenings held to what they promise, on made-up descriptors of known spread. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readSafetensors, SafetensorsError, writeSafetensors } from "../../native-models/safetensors.ts";
import {
  applyWhitening,
  fitEditWhitening,
  fitWhitening,
  readWhitening,
  type Whitening,
  whiteningTensors,
} from "../../native-models/whitening.ts";
import { createRandom } from "./random.ts";

const dimensions = 8;

/** About normal, with unequal spread and correlated columns. */
function correlatedRows(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const normal = () => random() + random() + random() + random() - 2;
  const rows = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row += 1) {
    const shared = normal();
    for (let column = 0; column < dimensions; column += 1)
      rows[row * dimensions + column] = 1 + (column + 1) * 0.1 * normal() + 0.5 * shared;
  }
  return rows;
}

/** Before the last normalisation, to look at the covariance. */
function project({ mean, matrix, inputDimensions, outputDimensions }: Whitening, row: Float32Array): number[] {
  return [...Array(outputDimensions).keys()].map((output) => {
    let sum = 0;
    for (let input = 0; input < inputDimensions; input += 1)
      sum += (row[input]! - mean[input]!) * matrix[input * outputDimensions + output]!;
    return sum;
  });
}

const rowOf = (rows: Float32Array, row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions);

function covariance(vectors: number[][]): number[][] {
  const width = vectors[0]!.length;
  const columns = [...Array(width).keys()];
  return columns.map((i) => columns.map((j) => vectors.reduce((sum, vector) => sum + vector[i]! * vector[j]!, 0) / (vectors.length - 1)));
}

test("whitened photos have the same variance everywhere and no correlation", () => {
  const count = 500;
  const rows = correlatedRows(count, 3);
  const whitening = fitWhitening(rows, dimensions, { outputDimensions: 6, shrinkage: 0 });
  const result = covariance([...Array(count).keys()].map((row) => project(whitening, rowOf(rows, row))));
  const variance = result[0]![0]!;
  assert.ok(variance > 0);
  for (const [i, line] of result.entries())
    for (const [j, value] of line.entries())
      assert.ok(Math.abs(value / variance - (i === j ? 1 : 0)) < 1e-4, `[${i}, ${j}] is ${value / variance}`);
});

test("shrinkage leaves weak directions weaker", () => {
  const count = 500;
  const rows = correlatedRows(count, 3);
  const whitening = fitWhitening(rows, dimensions, { outputDimensions: dimensions, shrinkage: 0.5 });
  const variances = covariance([...Array(count).keys()].map((row) => project(whitening, rowOf(rows, row)))).map(
    (line, index) => line[index]!,
  );
  for (let index = 1; index < dimensions; index += 1) assert.ok(variances[index]! < variances[index - 1]!);
});

test("a direction without variance stays out instead of being blown up", () => {
  const rows = correlatedRows(50, 4);
  for (let row = 0; row < 50; row += 1) rows[row * dimensions] = 0.25;
  const { matrix } = fitWhitening(rows, dimensions, { outputDimensions: dimensions, shrinkage: 0 });
  assert.ok(matrix.every(Number.isFinite));
  const last = [...Array(dimensions).keys()].map((input) => matrix[input * dimensions + dimensions - 1]!);
  assert.deepEqual(last.map(Math.abs), new Array(dimensions).fill(0));
});

/** Photos that differ in every column; edits that move column 0 and nothing else but a little noise. */
function editedRows(photos: number): { rows: Float32Array; origins: Int32Array } {
  const random = createRandom(8);
  const rows = new Float32Array(2 * photos * dimensions);
  const origins = new Int32Array(2 * photos);
  for (let photo = 0; photo < photos; photo += 1)
    for (let column = 0; column < dimensions; column += 1) {
      const value = random();
      origins[2 * photo] = origins[2 * photo + 1] = 2 * photo;
      rows[2 * photo * dimensions + column] = value;
      rows[(2 * photo + 1) * dimensions + column] = value + (random() - 0.5) * (column === 0 ? 2 : 0.05);
    }
  return { rows, origins };
}

test("a whitening learned from edits overlooks what edits change", () => {
  const photos = 60;
  const { rows, origins } = editedRows(photos);
  const nearestIsOrigin = (whitening: Whitening): number => {
    const vectors = [...origins.keys()].map((row) => applyWhitening(whitening, rowOf(rows, row)));
    const cosine = (a: number, b: number) => vectors[a]!.reduce((sum, value, column) => sum + value * vectors[b]![column]!, 0);
    let right = 0;
    for (let photo = 0; photo < photos; photo += 1) {
      const scores = [...Array(photos).keys()].map((other) => cosine(2 * photo + 1, 2 * other));
      if (scores.indexOf(Math.max(...scores)) === photo) right += 1;
    }
    return right / photos;
  };
  const plain = nearestIsOrigin(fitWhitening(rows, dimensions, { outputDimensions: 6, shrinkage: 0.01 }));
  const learned = nearestIsOrigin(fitEditWhitening(rows, origins, dimensions, { outputDimensions: 6, shrinkage: 0.01, photoShare: 0 }));
  assert.equal(learned, 1);
  assert.ok(plain < 0.9, `plain whitening found ${plain}: the test shows nothing`);
});

test("a whitening survives its file, up to 16 bits", () => {
  const whitening = fitWhitening(correlatedRows(50, 5), dimensions, { outputDimensions: 4, shrinkage: 0.01 });
  const file = readSafetensors(writeSafetensors(whiteningTensors("copy", whitening)));
  const back = readWhitening(file, "copy");
  assert.deepEqual([back.inputDimensions, back.outputDimensions], [8, 4]);
  assert.deepEqual(back.mean, whitening.mean);
  for (const [index, value] of whitening.matrix.entries())
    assert.ok(Math.abs(back.matrix[index]! - value) <= Math.abs(value) / 1024 + 1e-7);
  assert.throws(() => readWhitening(file, "scene"), SafetensorsError);
});

test("what cannot be fitted is refused", () => {
  const options = { outputDimensions: 4, shrinkage: 0 };
  assert.throws(() => fitWhitening(new Float32Array(8), dimensions, options), /at least two/);
  assert.throws(() => fitWhitening(new Float32Array(20), dimensions, options), /whole rows/);
  assert.throws(() => fitWhitening(new Float32Array(80), dimensions, { ...options, outputDimensions: 9 }), /cannot give 9/);
  const { rows, origins } = editedRows(5);
  const learned = { ...options, photoShare: 0 };
  assert.throws(() => fitEditWhitening(rows, origins.slice(1), dimensions, learned), /do not fit/);
  assert.throws(
    () =>
      fitEditWhitening(
        rows,
        origins.map((_, row) => row),
        dimensions,
        learned,
      ),
    /No row is an edited view/,
  );
  assert.throws(
    () =>
      fitEditWhitening(
        rows,
        origins.map((_, row) => Math.min(row + 1, 9)),
        dimensions,
        learned,
      ),
    /which is none/,
  );
});
