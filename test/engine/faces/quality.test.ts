/** Sharpness on noise blurred by known amounts, at several sizes; quality and who is clustered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPicture } from "../../../electron/engine/faces/picture.ts";
import { isClusterable, type Judged, qualityOf, sharpnessOf } from "../../../electron/engine/faces/quality.ts";
import { fineStructure } from "../../../electron/engine/faces/sharpness.ts";
import type { Pixels } from "../../../electron/engine/photo.ts";
import { createRandom } from "../../../native-models/random.ts";

/** Grey [side, side], 0..255: noise, the mean of `reachX` and `reachY` pixels to either side taken twice. */
function noise(side: number, seed: number, reachX: number, reachY = reachX): Float32Array {
  const random = createRandom(seed);
  let grey = Float32Array.from({ length: side * side }, () => 255 * random());
  for (const [reach, step] of [
    [reachX, 1],
    [reachX, 1],
    [reachY, side],
    [reachY, side],
  ] as const) {
    grey = grey.map((_, at) => {
      let [sum, count] = [0, 0];
      const line = step === 1 ? at % side : Math.floor(at / side);
      for (let offset = -reach; offset <= reach; offset += 1)
        if (line + offset >= 0 && line + offset < side) [sum, count] = [sum + grey[at + offset * step]!, count + 1];
      return sum / count;
    });
  }
  return grey;
}

/** The definition: each neighbour difference less that of the picture blurred by a mean of nine, ends repeated. */
function slowly(grey: Float32Array, size: number): number {
  const share = (value: (line: number, at: number) => number): number => {
    const held = (line: number, at: number) => value(line, Math.min(size - 1, Math.max(0, at)));
    const blurred = (line: number, at: number) => {
      let sum = 0;
      for (let offset = -4; offset <= 4; offset += 1) sum += held(line, at + offset);
      return sum / 9;
    };
    let [all, lost] = [0, 0];
    for (let line = 0; line < size; line += 1)
      for (let at = 1; at < size; at += 1) {
        const difference = Math.abs(value(line, at) - value(line, at - 1));
        all += difference;
        lost += Math.max(0, difference - Math.abs(blurred(line, at) - blurred(line, at - 1)));
      }
    return lost / all;
  };
  return Math.min(
    share((line, at) => grey[line * size + at]!),
    share((line, at) => grey[at * size + line]!),
  );
}

test("fine structure is what its definition says", () => {
  for (const [seed, reach] of [0, 1, 3].entries()) {
    const grey = noise(24, seed, reach);
    assert.ok(Math.abs(fineStructure(grey, 24) - slowly(grey, 24)) < 1e-5);
  }
});

test("more blur, less of it; along one direction counts as blurred; contrast does not matter; a flat face has none", () => {
  const values = [0, 1, 2, 4].map((reach) => fineStructure(noise(64, 1, reach), 64));
  for (let at = 1; at < values.length; at += 1) assert.ok(values[at]! < values[at - 1]!, `${values}`);
  assert.ok(fineStructure(noise(64, 1, 4, 0), 64) < fineStructure(noise(64, 1, 1), 64));
  const faint = noise(64, 1, 1).map((value) => 100 + value / 10);
  assert.ok(Math.abs(fineStructure(faint, 64) - fineStructure(noise(64, 1, 1), 64)) < 1e-4);
  assert.equal(fineStructure(new Float32Array(64 * 64).fill(7), 64), 0);
});

test("a sharp face that is small is sharp: it is measured on its own pixels", () => {
  const pixels = (grey: Float32Array, side: number): Pixels => ({
    width: side,
    height: side,
    data: Uint8Array.from({ length: 3 * side * side }, (_, at) => grey[Math.floor(at / 3)]!),
  });
  const sharpness = (side: number, reach: number): number =>
    sharpnessOf(createPicture(pixels(noise(side, 2, reach), side)), { centreX: side / 2, centreY: side / 2, side, angle: 0 });
  for (const side of [40, 90, 140]) {
    assert.ok(sharpness(side, 0) > 0.9, `${side}: ${sharpness(side, 0)}`);
    assert.ok(sharpness(side, 4) < 0.7, `${side}: ${sharpness(side, 4)}`);
  }
});

const good: Judged = { sizePixels: 150, sharpness: 1, pose: { rollDegrees: 80, yawDegrees: 0, pitchDegrees: 0 }, meshScore: 1 };

test("quality falls with size, blur, turning away and doubt, and stays within 0..1", () => {
  assert.equal(qualityOf(good), 1);
  for (const worse of [
    { sizePixels: 40 },
    { sharpness: 0.3 },
    { pose: { ...good.pose, yawDegrees: -50 } },
    { pose: { ...good.pose, pitchDegrees: 40 } },
    { meshScore: 0.9 },
  ])
    assert.ok(qualityOf({ ...good, ...worse }) < 0.95 && qualityOf({ ...good, ...worse }) > 0, JSON.stringify(worse));
  assert.equal(qualityOf({ ...good, pose: { ...good.pose, yawDegrees: 120 } }), 0);
});

test("too small, too blurred or in profile: shown, not clustered", () => {
  assert.ok(isClusterable(good));
  assert.ok(isClusterable({ ...good, sizePixels: 36 }));
  assert.ok(!isClusterable({ ...good, sizePixels: 35 }));
  assert.ok(!isClusterable({ ...good, sharpness: 0.1 }));
  assert.ok(!isClusterable({ ...good, pose: { ...good.pose, yawDegrees: -75 } }));
  assert.ok(!isClusterable({ ...good, pose: { ...good.pose, pitchDegrees: 60 } }));
});
