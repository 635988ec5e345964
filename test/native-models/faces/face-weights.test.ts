/** The committed weights of the face networks held to their checksums, and to what their architectures read. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { faceModelsHash, faceNetworks, loadLayerWeights, weightsFileOf } from "../../../native-models/faces/face-models.ts";
import { type LayerWeights, layerWeights } from "../../../native-models/faces/layer-weights.ts";
import { buildOnnx } from "../../../native-models/faces/onnx-operations.ts";
import { fromFloat32, readSafetensors, SafetensorsError, type Tensor } from "../../../native-models/safetensors.ts";
import { checkManifest } from "../weights-manifest.ts";

const folder = new URL("../../../native-models/faces/weights/", import.meta.url);

test("every weights file is in the manifest with its checksum, source and licence", () => {
  for (const { source, licence, licenceFile } of checkManifest(folder)) {
    assert.equal(licence, "MIT");
    assert.match(source, /^npm package @vladmandic\/\S+ \d+\.\d+\.\d+, file \S+ \(sha256 [0-9a-f]{64}\)/);
    assert.match(readFileSync(new URL(licenceFile, folder), "utf8"), /MIT License/);
  }
});

test("all weights of the program together stay small enough to be committed", () => {
  const others = new URL("../../../native-models/weights/", import.meta.url);
  const sizes = [folder, others].flatMap((from) =>
    readdirSync(from, { recursive: true, encoding: "utf8" }).map((name) => statSync(new URL(name, from)).size),
  );
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 20e6);
});

for (const network of Object.values(faceNetworks))
  test(`${network.name} reads every tensor of its file and lacks none`, () => {
    const { tensors } = readSafetensors(readFileSync(weightsFileOf(network)));
    const weights = loadLayerWeights(network);
    const read = new Set<string>();
    const watched: LayerWeights = {
      numbers(name) {
        read.add(name);
        const numbers = weights.numbers(name);
        assert.ok(numbers.values.every(Number.isFinite), name);
        return numbers;
      },
      optional: (name) => (tensors.has(name) ? watched.numbers(name) : null),
    };
    buildOnnx(network, watched);
    const stored = [...tensors.keys()].filter((name) => !/\/(?:scale|minimum)$/.test(name));
    assert.deepEqual(
      stored.filter((name) => !read.has(name)),
      [],
    );
  });

test("bytes become numbers by the scale and minimum of their output", () => {
  const tensors = new Map<string, Tensor>([
    ["a/kernel", { type: "U8", shape: [2, 2], bytes: Uint8Array.of(0, 10, 255, 1) }],
    ["a/kernel/scale", fromFloat32(Float32Array.of(0.5, 2), [2])],
    ["a/kernel/minimum", fromFloat32(Float32Array.of(-1, 3), [2])],
  ]);
  const { numbers, optional } = layerWeights({ tensors, metadata: {} });
  assert.deepEqual([...numbers("a/kernel").values], [-1, 23, 126.5, 5]);
  assert.equal(optional("a/bias"), null);
  assert.throws(() => numbers("a/bias"), SafetensorsError);
});

test("the models' hash depends on all three files and is the same every time", () => {
  const hash = createHash("sha256");
  for (const network of Object.values(faceNetworks)) hash.update(readFileSync(weightsFileOf(network)));
  assert.equal(faceModelsHash(), hash.digest("hex"));
});
