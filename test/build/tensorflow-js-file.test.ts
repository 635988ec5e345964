/** A made-up TensorFlow.js model read: numbers of every stored kind, nodes, and what is wrong with damaged ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTensorFlowJs } from "../../build/tensorflow-js-file.ts";

const weights = [
  { name: "whole", shape: [2], dtype: "float32" },
  { name: "count", shape: [1], dtype: "int32" },
  { name: "half", shape: [2], dtype: "float32", quantization: { dtype: "float16" } },
  { name: "bytes", shape: [1, 3], dtype: "float32", quantization: { dtype: "uint8", scale: 0.5, min: -1 } },
];
const bin = new Uint8Array([
  ...new Uint8Array(new Float32Array([1.25, -8]).buffer),
  ...new Uint8Array(new Int32Array([7]).buffer),
  ...new Uint8Array(new Uint16Array([0x3c00, 0xc400]).buffer),
  ...[0, 2, 255],
]);
const graph = { modelTopology: { node: [{ name: "conv", input: ["x", "whole"] }, { name: "x" }] }, weightsManifest: [{ weights }] };

test("floats, halves and bytes become numbers; bytes keep how", () => {
  const { tensor } = readTensorFlowJs(JSON.stringify(graph), bin);
  assert.deepEqual([...tensor("whole").values], [1.25, -8]);
  assert.deepEqual([...tensor("half").values], [1, -4]);
  const { values, shape, bytes } = tensor("bytes");
  assert.deepEqual(
    [[...values], shape],
    [
      [-1, 0, 126.5],
      [1, 3],
    ],
  );
  assert.deepEqual(bytes, { values: Uint8Array.of(0, 2, 255), scale: 0.5, minimum: -1 });
  assert.equal(tensor("half").bytes, null);
});

test("nodes say what they take; a bare list of weights has none", () => {
  const { inputsOf } = readTensorFlowJs(JSON.stringify(graph), bin);
  assert.deepEqual(inputsOf("conv"), ["x", "whole"]);
  assert.deepEqual(inputsOf("x"), []);
  const bare = readTensorFlowJs(JSON.stringify([{ weights }]), bin);
  assert.deepEqual([...bare.tensor("whole").values], [1.25, -8]);
  assert.throws(() => bare.inputsOf("conv"), /no conv/);
});

test("what is missing, too short, too long or of another kind is named", () => {
  const json = JSON.stringify(graph);
  assert.throws(() => readTensorFlowJs(json, bin).tensor("other"), /no other/);
  assert.throws(() => readTensorFlowJs(json, bin.subarray(0, bin.length - 1)), /end within bytes/);
  assert.throws(() => readTensorFlowJs(json, new Uint8Array([...bin, 1])), /1 bytes of weights are left over/);
  const odd = JSON.stringify([{ weights: [{ name: "odd", shape: [1], dtype: "complex64" }] }]);
  assert.throws(() => readTensorFlowJs(odd, new Uint8Array(8)), /odd is stored as complex64/);
});
