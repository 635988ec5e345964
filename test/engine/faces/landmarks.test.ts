/** Landmarks, pose and openness on a head built of points and turned about known axes; the crop that stands it upright. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cropSquare } from "../../../electron/engine/faces/embed.ts";
import { eyeOpennessOf, landmarksOf, mouthOpennessOf, poseOf } from "../../../electron/engine/faces/landmarks.ts";
import type { MeshPoint } from "../../../electron/engine/faces/mesh.ts";
import { fromView } from "../../../electron/engine/faces/picture.ts";

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

interface Turn {
  readonly roll?: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly lid?: number;
  readonly lips?: number;
}

/** Only the points that are read are set. x to the right, y down, depth away from the camera; `lid` and `lips` in pixels of gap. */
function head({ roll = 0, yaw = 0, pitch = 0, lid = 6, lips = 0 }: Turn): MeshPoint[] {
  const points: [number, number, number][] = Array.from({ length: 468 }, () => [0, 0, 0]);
  const put = (index: number, x: number, y: number, depth = 0): void => void points.splice(index, 1, [x, y, depth]);
  for (const [from, side] of [
    [[33, 133, 160, 144, 159, 145, 158, 153], -1],
    [[362, 263, 385, 380, 386, 374, 387, 373], 1],
  ] as const) {
    put(from[0], side * 30 - 10, -30);
    put(from[1], side * 30 + 10, -30);
    for (const pair of [2, 4, 6]) {
      put(from[pair]!, side * 30 + 2 * (pair - 4), -30 - lid / 2);
      put(from[pair + 1]!, side * 30 + 2 * (pair - 4), -30 + lid / 2);
    }
  }
  put(61, -20, 40);
  put(291, 20, 40);
  put(78, -16, 40);
  put(308, 16, 40);
  put(13, 0, 40 - lips / 2);
  put(14, 0, 40 + lips / 2);
  put(1, 0, 8, -25);
  put(10, 0, -80);
  put(152, 0, 80);
  put(234, -60, 0);
  put(454, 60, 0);
  const turned = ([x, y, depth]: [number, number, number]): MeshPoint => {
    // Pitch about x (looking up: forehead goes back), yaw about y (turned to the right: the right cheek goes back), roll in the picture.
    const [p, w, r] = [radians(pitch), radians(yaw), radians(roll)];
    const [y1, d1] = [y * Math.cos(p) + depth * Math.sin(p), -y * Math.sin(p) + depth * Math.cos(p)];
    const [x2, d2] = [x * Math.cos(w) - d1 * Math.sin(w), x * Math.sin(w) + d1 * Math.cos(w)];
    return [300 + x2 * Math.cos(r) - y1 * Math.sin(r), 200 + x2 * Math.sin(r) + y1 * Math.cos(r), d2];
  };
  return points.map(turned);
}
const near = (actual: number, expected: number, within: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} is not ${expected}`);

test("roll, yaw and pitch are read off a head turned one way", () => {
  for (const degrees of [-40, -10, 0, 25, 50]) {
    near(poseOf(head({ roll: degrees })).rollDegrees, degrees, 1e-6, "roll");
    near(poseOf(head({ yaw: degrees })).yawDegrees, degrees, 1e-6, "yaw");
    near(poseOf(head({ pitch: degrees })).pitchDegrees, degrees, 1e-6, "pitch");
  }
  const both = poseOf(head({ roll: 70, yaw: 20 }));
  near(both.rollDegrees, 70, 1e-6, "roll");
  near(both.yawDegrees, 20, 1e-6, "yaw beside roll");
});

test("left is the picture's left, and the mouth lies between its corners", () => {
  const { leftEye, rightEye, mouth, noseTip, chin } = landmarksOf(head({}));
  assert.deepEqual(
    [leftEye, rightEye, mouth].map(([x, y]) => [x, y]),
    [
      [270, 170],
      [330, 170],
      [300, 240],
    ],
  );
  assert.ok(noseTip[1] > leftEye[1] && noseTip[1] < mouth[1] && chin[1] > mouth[1]);
});

test("openness is the gap over the width, however the head is turned", () => {
  for (const turn of [{}, { roll: 120 }, { yaw: 40 }, { pitch: 30 }]) {
    for (const value of eyeOpennessOf(head({ ...turn, lid: 6 }))) near(value, 0.3, 1e-9, "open");
    for (const value of eyeOpennessOf(head({ ...turn, lid: 1 }))) near(value, 0.05, 1e-9, "shut");
    near(mouthOpennessOf(head({ ...turn, lips: 16 })), 0.5, 1e-9, "mouth");
  }
  assert.deepEqual(eyeOpennessOf([]), [0, 0]);
});

test("in its crop a face stands upright, eyes level above the mouth, at the same place and size however it lay", () => {
  for (const roll of [-170, -60, 0, 33, 90]) {
    const landmarks = landmarksOf(head({ roll }));
    const square = cropSquare(landmarks);
    near(square.side, 70 / 0.39, 1e-6, "side");
    const middle = fromView(square, 1, 0.5, 0.5);
    near(Math.hypot(middle[0] - (300 - 5 * Math.sin(radians(roll))), middle[1] - (200 + 5 * Math.cos(radians(roll)))), 0, 1e-6, "centre");
    // 70 from the eyes to the mouth is .39 of the side: the eyes lie .195 above the middle.
    for (const [x, eye] of [
      [0.5 - (30 / 70) * 0.39, landmarks.leftEye],
      [0.5 + (30 / 70) * 0.39, landmarks.rightEye],
    ] as const) {
      const [seenX, seenY] = fromView(square, 1, x, 0.5 - 0.39 / 2);
      near(Math.hypot(seenX - eye[0], seenY - eye[1]), 0, 1e-6, `eye at roll ${roll}`);
    }
  }
});
