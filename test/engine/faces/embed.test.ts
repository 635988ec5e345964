/** What the embedder is shown and what becomes of its answers, with a network that answers as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { embedderSize, embedFace } from "../../../electron/engine/faces/embed.ts";
import { createPicture } from "../../../electron/engine/faces/picture.ts";
import type { Inference, InputTensor } from "../../../native-models/inference/onnx-runtime.ts";
import { ramp } from "./painted-picture.ts";

const square = { centreX: 200, centreY: 200, side: 150, angle: 0 };

async function shown(answers: (batch: number) => Float32Array): Promise<{ seen: Uint8Array[]; embedding: Float32Array }> {
  const seen: Uint8Array[] = [];
  const run = async ({ pixels }: Readonly<Record<string, InputTensor>>) => {
    const [batch = 0] = pixels!.shape;
    const length = 3 * embedderSize ** 2;
    assert.equal(pixels!.data.length, batch * length);
    for (let row = 0; row < batch; row += 1) seen.push((pixels!.data as Uint8Array).slice(row * length, (row + 1) * length));
    return { embedding: answers(batch) };
  };
  const inference: Inference = { run, dispose: async () => {} };
  return { embedding: await embedFace(createPicture(ramp(400, 400)), square, inference), seen };
}

test("three looks: wider, as asked and mirrored, closer", async () => {
  const { seen } = await shown((batch) => new Float32Array(batch * 128).fill(1));
  // Red grows to the right: its slope says how wide the look is, its sign whether it is mirrored.
  const widths = seen.map((crop) => ((crop[embedderSize - 1]! - crop[0]!) / 255) * 400);
  for (const [index, expected] of [(150 * 0.39) / 0.36, -150, (150 * 0.39) / 0.42].entries())
    assert.ok(Math.abs(widths[index]! - expected) < 4, `${widths}`);
  assert.equal(seen.length, 3);
});

test("answers count alike however long they are, and the mean has unit length", async () => {
  const { embedding } = await shown((batch) => {
    const rows = new Float32Array(batch * 128);
    rows[0] = 5;
    rows[128 + 1] = 0.1;
    rows[256 + 2] = 1;
    return rows;
  });
  assert.ok(Math.abs(Math.hypot(...embedding) - 1) < 1e-6);
  for (const index of [0, 1, 2]) assert.ok(Math.abs(embedding[index]! - Math.sqrt(1 / 3)) < 1e-6);
});

test("a face of which the network says nothing gives zeros, not NaN", async () => {
  const { embedding } = await shown((batch) => new Float32Array(batch * 128));
  assert.ok(embedding.every((value) => value === 0));
});
