/** The real finder on painted heads: found where they are, turned as they are, in order; errors said; threads ended. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createFaceFinder, faceRecipe } from "../../../electron/engine/faces/face-finder.ts";
import type { FoundFace } from "../../../electron/engine/photo.ts";
import { makePicture } from "../embed/picture.ts";
import { type Head, paintHeads } from "./drawn-head.ts";

const finder = await createFaceFinder({ threads: 2 });
after(() => finder.dispose());
const cosine = (one: FoundFace, other: FoundFace): number =>
  one.embedding.reduce((sum, value, index) => sum + value * other.embedding[index]!, 0);

/** The face around a head's middle lies within it and covers most of it. */
function assertAt(face: FoundFace | undefined, { x, y, reach, turnedDegrees = 0 }: Head, width: number, height: number): void {
  assert.ok(face);
  const [left, top, across, down] = face.box;
  const middle = [(left + across / 2) * width - x, (top + down / 2) * height - y];
  assert.ok(Math.hypot(...middle) < 0.25 * reach, `${middle} off, of ${reach}`);
  assert.ok(face.sizePixels > 1.2 * reach && face.sizePixels < 2.2 * reach, `${face.sizePixels} of ${reach}`);
  assert.ok(Math.abs(face.rollDegrees - turnedDegrees) < 5, `${face.rollDegrees} is not ${turnedDegrees}`);
}

test("one head: its face, landmarks and numbers", async () => {
  const head = { x: 210, y: 190, reach: 110 };
  const [face, ...others] = await finder.find(paintHeads(400, 360, [head]));
  assert.equal(others.length, 0);
  assertAt(face, head, 400, 360);
  const { leftEye, rightEye, noseTip, mouth, leftMouthCorner, rightMouthCorner, chin } = face!.landmarks;
  const near = ([x, y]: readonly [number, number], acrossHead: number, downHead: number): void => {
    const off = Math.hypot(x * 400 - head.x - acrossHead * head.reach, y * 360 - head.y - downHead * head.reach);
    assert.ok(off < 0.12 * head.reach, `${off} off`);
  };
  near(leftEye, -0.32, -0.18);
  near(rightEye, 0.32, -0.18);
  near(noseTip, 0, 0.2);
  near(mouth, 0, 0.52);
  near(leftMouthCorner, -0.27, 0.52);
  near(rightMouthCorner, 0.27, 0.52);
  near(chin, 0, 1);
  assert.ok(face!.detectorScore > 0.5 && face!.meshScore > 0.9 && face!.quality > 0.4 && face!.quality <= 1);
  assert.ok(Math.min(...face!.eyeOpenness) > 0.2 && face!.mouthOpenness < 0.1);
  assert.ok(Math.abs(face!.yawDegrees) < 10 && Math.abs(face!.pitchDegrees) < 10);
  assert.equal(face!.embedding.length, finder.dimensions);
  assert.ok(Math.abs(Math.hypot(...face!.embedding) - 1) < 1e-5);
  assert.ok(face!.clusterable);
});

test("turned heads stand upright for the embedder: the same vector, nearly", async () => {
  const upright = (await finder.find(paintHeads(400, 400, [{ x: 200, y: 190, reach: 110 }])))[0]!;
  for (const turnedDegrees of [-30, 20, 35]) {
    const head = { x: 200, y: 190, reach: 110, turnedDegrees };
    const [face] = await finder.find(paintHeads(400, 400, [head]));
    assertAt(face, head, 400, 400);
    assert.ok(cosine(upright, face!) > 0.97, `${turnedDegrees}: ${cosine(upright, face!)}`);
  }
});

test("many heads, small ones too, the largest first", async () => {
  const heads: Head[] = [
    { x: 300, y: 300, reach: 120 },
    { x: 800, y: 250, reach: 60, turnedDegrees: -15 },
    { x: 1100, y: 600, reach: 30 },
    { x: 600, y: 700, reach: 26 },
  ];
  const faces = await finder.find(paintHeads(1280, 900, heads));
  assert.equal(faces.length, heads.length);
  for (const [index, head] of heads.entries()) assertAt(faces[index], head, 1280, 900);
});

test("a face at the edge keeps its box within the picture; one too small to tell is shown and not clustered", async () => {
  const [cut] = await finder.find(paintHeads(400, 400, [{ x: 330, y: 200, reach: 110 }]));
  const [left, top, width, height] = cut!.box;
  assert.ok(left >= 0 && top >= 0 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9);
  const [tiny] = await finder.find(paintHeads(200, 200, [{ x: 100, y: 100, reach: 18 }]));
  assert.ok(tiny && tiny.sizePixels < 36 && !tiny.clusterable);
});

test("no head, no face; many at once give what each gives alone", async () => {
  for (const seed of [1, 2, 3]) assert.deepEqual(await finder.find(makePicture(seed, 640, 480)), []);
  const pictures = [60, 80, 100].map((reach) => paintHeads(300, 300, [{ x: 150, y: 150, reach }]));
  const together = await Promise.all(pictures.map((picture) => finder.find(picture)));
  for (const [index, picture] of pictures.entries()) assert.deepEqual(await finder.find(picture), together[index]);
});

test("what is no picture is refused and the threads live on; they leave the caller's pixels as they are", async () => {
  await assert.rejects(finder.find({ width: 9, height: 9, data: new Uint8Array(5) }), {
    code: "internal",
    message: /no RGB picture of 9 x 9/,
  });
  const picture = paintHeads(300, 300, [{ x: 150, y: 150, reach: 90 }]);
  const before = picture.data.slice();
  assert.equal((await finder.find(picture)).length, 1);
  assert.deepEqual(picture.data, before);
});

test("the recipe names steps and weights without a start; an ended finder says so", async () => {
  assert.match(faceRecipe(), /^faces-\d+-[0-9a-f]{64}$/);
  assert.equal(finder.recipe, faceRecipe());
  const other = await createFaceFinder({ threads: 1 });
  const ended = assert.rejects(other.find(makePicture(1, 640, 480)), { code: "cancelled" });
  await other.dispose();
  await ended;
  await assert.rejects(other.find(makePicture(1, 64, 48)), { code: "cancelled" });
});
