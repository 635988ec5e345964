/** Safetensors read as written, to the published layout, and refused where unsound. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fromFloat32,
  readSafetensors,
  SafetensorsError,
  type Tensor,
  tensorNamed,
  toFloat32,
  writeSafetensors,
} from "../../native-models/safetensors.ts";

const numbers = Float32Array.of(0, 1, -2.5, 1e-5, 65504, -0.333);
const int8: Tensor = { type: "I8", shape: [3], bytes: new Uint8Array(Int8Array.of(-128, 0, 127).buffer) };
const sample = () =>
  new Map<string, Tensor>([
    ["a", fromFloat32(numbers, [2, 3])],
    ["halves", fromFloat32(numbers, [6], "F16")],
    ["int8", int8],
    ["scalar", fromFloat32(Float32Array.of(7), [])],
    ["empty", fromFloat32(new Float32Array(0), [0, 4])],
  ]);

function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

test("what is written is read again", () => {
  const file = readSafetensors(writeSafetensors(sample(), { licence: "MIT" }));
  assert.deepEqual(file.metadata, { licence: "MIT" });
  assert.deepEqual([...file.tensors.keys()], ["a", "halves", "int8", "scalar", "empty"]);
  assert.deepEqual(toFloat32(tensorNamed(file, "a", [2, 3])), numbers);
  assert.deepEqual([...toFloat32(tensorNamed(file, "int8"))], [-128, 0, 127]);
  assert.deepEqual([...toFloat32(tensorNamed(file, "scalar", []))], [7]);
  assert.equal(toFloat32(tensorNamed(file, "empty")).length, 0);
});

test("16-bit floats round to the nearest", () => {
  const halves = toFloat32(fromFloat32(numbers, [6], "F16"));
  for (const [index, value] of numbers.entries()) assert.ok(Math.abs(halves[index]! - value) <= Math.max(Math.abs(value) / 2048, 2 ** -25));
  assert.throws(() => fromFloat32(Float32Array.of(70_000), [1], "F16"), SafetensorsError);
});

test("a Buffer at any offset of its memory is read, and the numbers are copies", () => {
  const written = writeSafetensors(
    new Map([
      ["int8", int8],
      ["a", fromFloat32(numbers, [6])],
    ]),
  );
  const shifted = Buffer.concat([Buffer.from("abc"), written]).subarray(3);
  const tensor = tensorNamed(readSafetensors(shifted), "a");
  assert.ok(tensor.bytes.byteOffset % 4 !== 0, "the numbers lie unaligned");
  const values = toFloat32(tensor);
  assert.deepEqual(values, numbers);
  values[0] = 9;
  assert.equal(toFloat32(tensor)[0], 0);
});

test("the layout is the published one", () => {
  const bytes = Buffer.from(writeSafetensors(new Map([["x", fromFloat32(Float32Array.of(1), [1])]])));
  const headerLength = Number(bytes.readBigUInt64LE());
  assert.equal(headerLength % 8, 0);
  assert.deepEqual(JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)), { x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } });
  assert.equal(bytes.readFloatLE(8 + headerLength), 1);
});

const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
const unsound: Record<string, Uint8Array> = {
  "no header length": Buffer.alloc(5),
  "a header longer than the file": Buffer.concat([Buffer.from([255, 255, 255, 0, 0, 0, 0, 0]), Buffer.from("{}")]),
  "a header length over 2^53": Buffer.alloc(16, 255),
  "no JSON": fileOf("{", 0),
  "no object": fileOf([1], 0),
  "an unknown type": fileOf({ x: { ...entry, dtype: "F99" } }, 4),
  "a type from the prototype": fileOf({ x: { ...entry, dtype: "toString" } }, 4),
  "a negative size": fileOf({ x: { ...entry, shape: [-1] } }, 4),
  "a shape that the bytes do not fill": fileOf({ x: { ...entry, shape: [2] } }, 4),
  "a size whose product overflows": fileOf({ x: { ...entry, shape: [2 ** 40, 2 ** 40] } }, 4),
  "offsets beyond the end": fileOf({ x: { ...entry, data_offsets: [4, 8] } }, 4),
  "offsets the wrong way round": fileOf({ x: { ...entry, data_offsets: [4, 0] } }, 4),
  "overlapping tensors": fileOf({ x: entry, y: entry }, 4),
  "a hole": fileOf({ x: entry, y: { ...entry, data_offsets: [8, 12] } }, 12),
  "bytes left over": fileOf({ x: entry }, 9),
  "an entry that is null": fileOf({ x: null }, 0),
  "metadata that are no strings": fileOf({ __metadata__: { a: 1 } }, 0),
};
for (const [what, bytes] of Object.entries(unsound))
  test(`refuses ${what}`, () => assert.throws(() => readSafetensors(bytes), SafetensorsError));

test("every cut of a sound file is refused", () => {
  const whole = writeSafetensors(sample());
  for (let length = 0; length < whole.length; length += 1)
    assert.throws(() => readSafetensors(whole.subarray(0, length)), SafetensorsError);
});

test("asking for what is not there says so", () => {
  const file = readSafetensors(writeSafetensors(sample()));
  assert.throws(() => tensorNamed(file, "b"), /no tensor "b"/);
  assert.throws(() => tensorNamed(file, "a", [3, 2]), /\[2, 3\], not \[3, 2\]/);
  assert.throws(() => writeSafetensors(new Map([["x", { ...int8, shape: [4] }]])), SafetensorsError);
});
