import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Aligner, createAligner } from "../../../electron/engine/align/aligner.ts";
import { apply } from "../../../electron/engine/align/geometry.ts";
import type { AlignmentEvidence, Pixels } from "../../../electron/engine/photo.ts";
import { crop, recoloured, scene, warped } from "./pictures.ts";

const emitter: NodeJS.EventEmitter = process;
const handlers = (): unknown[] => ["uncaughtException", "unhandledRejection"].flatMap((event) => emitter.listeners(event));
let handlersBefore: unknown[];
let aligner: Aligner;
before(async () => {
  handlersBefore = handlers();
  aligner = await createAligner();
});
after(() => aligner.dispose());

const lay = (a: Pixels, b: Pixels): AlignmentEvidence | null => aligner.align(aligner.features(a), aligner.features(b));

/** The largest distance, in pixels of A, between where the corners of B land and where they should. */
function cornerError(found: AlignmentEvidence, a: Pixels, expected: (x: number, y: number) => readonly [number, number]): number {
  const errors = [0, 1].flatMap((x) =>
    [0, 1].map((y) => {
      const [u, v] = apply(found.transform, [x, y]);
      const [s, t] = expected(x, y);
      return Math.hypot((u - s) * a.width, (v - t) * a.height);
    }),
  );
  return Math.max(...errors);
}

test("a crop is laid where it was cut from", () => {
  for (const seed of [1, 2, 3]) {
    const a = scene(seed);
    const b = crop(a, 90, 60, 200, 150);
    const found = lay(a, b);
    assert.ok(found);
    assert.ok(cornerError(found, a, (x, y) => [(90 + 200 * x) / 360, (60 + 150 * y) / 270]) < 2);
    assert.ok(Math.abs(found.coverage - (200 * 150) / (360 * 270)) < 0.02);
    const [left, top, width, height] = found.cropBox;
    assert.ok(Math.abs(left - 0.25) < 0.01 && Math.abs(top - 60 / 270) < 0.01);
    assert.ok(Math.abs(width - 200 / 360) < 0.01 && Math.abs(height - 150 / 270) < 0.01);
    assert.ok(found.inliers >= 20 && found.agreement > 0.8);
    assert.equal(found.mirrored, false);
  }
});

test("a crop is laid where it was cut from though much of the whole frames agrees by chance", () => {
  // Stripes that look the same at every crop's size around the middle, and things in the rest.
  const share = 0.8;
  for (const seed of [1, 2, 3]) {
    const [a, things] = [scene(seed), scene(seed + 10)];
    const { width, height } = a;
    for (let at = 0; at < a.data.length; at += 1) {
      const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
      const stripe = Math.sin((2 * Math.PI * Math.log(Math.abs(y + 0.5 - height / 2) + 1)) / Math.log(1 / share));
      a.data[at] = x < width * 0.42 ? 128 + 90 * stripe : (things.data[at] as number);
    }
    const [left, top] = [(width * (1 - share)) / 2, (height * (1 - share)) / 2];
    const b = crop(a, left, top, width * share, height * share);
    for (const [one, other, expected] of [
      [a, b, (x: number, y: number) => [(left + width * share * x) / width, (top + height * share * y) / height] as const],
      [b, a, (x: number, y: number) => [(width * x - left) / (width * share), (height * y - top) / (height * share)] as const],
    ] as const) {
      const found = lay(one, other);
      assert.ok(found);
      assert.ok(cornerError(found, one, expected) < 4, `seed ${seed}: off by ${cornerError(found, one, expected)} pixels`);
    }
  }
});

test("the same crop the other way round covers all of the smaller picture", () => {
  const a = scene(4);
  const found = lay(crop(a, 40, 30, 220, 170), a);
  assert.ok(found);
  assert.ok(found.coverage > 0.97);
  assert.deepEqual(
    found.cropBox.map((value) => Math.round(value * 20) / 20),
    [0, 0, 1, 1],
  );
});

test("a tilted copy on white is turned back within two pixels", () => {
  const a = scene(5);
  const angle = (8 / 180) * Math.PI;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [width, height] = [420, 340];
  const shift = [width / 2 - cosine * 180 + sine * 135, height / 2 - sine * 180 - cosine * 135] as const;
  const b = warped(a, width, height, [cosine, -sine, shift[0], sine, cosine, shift[1]]);
  const found = lay(a, b);
  assert.ok(found);
  const back = (x: number, y: number): readonly [number, number] => {
    const [u, v] = [x * width - shift[0], y * height - shift[1]];
    return [(cosine * u + sine * v) / 360, (-sine * u + cosine * v) / 270];
  };
  assert.ok(cornerError(found, a, back) < 2.5);
});

test("quarter turns and mirrors are told apart, whole and cropped", () => {
  const a = scene(6);
  const turned = warped(a, 270, 360, [0, -1, 270, 1, 0, 0]);
  const found = lay(a, turned);
  assert.ok(found && found.agreement > 0.9);
  assert.deepEqual([found.quarterTurns, found.mirrored], [3, false]);
  const mirror = warped(a, 360, 270, [-1, 0, 360, 0, 1, 0]);
  for (const b of [mirror, crop(mirror, 30, 40, 250, 190)]) {
    const seen = lay(a, b);
    assert.ok(seen);
    assert.deepEqual([seen.quarterTurns, seen.mirrored], [0, true]);
    const [m0, , , , m4] = seen.transform;
    assert.ok(m0 < 0 && m4 > 0);
  }
});

test("a dark, a grey and a covered copy agree, and say what changed", () => {
  const a = scene(7);
  const dark = lay(
    a,
    recoloured(a, (value) => value * 0.3),
  );
  assert.ok(dark && dark.agreement > 0.9 && dark.lightnessChange < -0.15);
  const grey: Pixels = { ...a, data: a.data.slice() };
  for (let at = 0; at < a.data.length; at += 3)
    grey.data.fill(0.3 * a.data[at]! + 0.59 * a.data[at + 1]! + 0.11 * a.data[at + 2]!, at, at + 3);
  const faded = lay(a, grey);
  assert.ok(faded && faded.agreement > 0.8 && faded.chromaChange < -0.05);
  const covered: Pixels = { ...a, data: a.data.slice().fill(255, 0, 60 * 360 * 3) };
  const captioned = lay(a, covered);
  assert.ok(captioned && captioned.correlation > 0.98 && captioned.covered > 0.1);
});

test("two pictures that share nothing do not align", () => {
  const features = Array.from({ length: 8 }, (_, at) => aligner.features(scene(20 + at)));
  let aligned = 0;
  features.forEach((a, at) => {
    for (const b of features.slice(at + 1)) {
      const found = aligner.align(a, b);
      if (found && found.agreement > 0.3) aligned += 1;
    }
  });
  assert.equal(aligned, 0);
});

test("a picture without texture, or of few pixels, has features and aligns with nothing", () => {
  const plain: Pixels = { width: 80, height: 60, data: new Uint8Array(80 * 60 * 3).fill(90) };
  const tiny: Pixels = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
  const thin = [1, 2, 9, 30, 47, 60].map((height): Pixels => crop(scene(8, 500, 200), 0, 30, 500, height));
  for (const b of thin) assert.ok(aligner.features(b).length > 0);
  for (const b of [plain, tiny]) assert.equal(lay(scene(8), b), null);
});

test("the same bytes give the same answer, and other bytes are refused", () => {
  const [a, b] = [aligner.features(scene(9)), aligner.features(crop(scene(9), 50, 50, 200, 150))];
  assert.deepEqual(aligner.align(a, b), aligner.align(a.slice(), b.slice()));
  assert.deepEqual(aligner.align(Buffer.concat([Buffer.alloc(3), a]).subarray(3), Buffer.from(b)), aligner.align(a, b));
  assert.throws(() => aligner.align(a, b.slice(0, 100)), RangeError);
  assert.throws(() => aligner.align(new Uint8Array(50), b), RangeError);
});

test("memory stays flat over many pictures", () => {
  const pictures = [scene(10), scene(11), scene(12)];
  const run = (times: number): void => {
    for (let at = 0; at < times; at += 1) aligner.features(pictures[at % 3]!);
  };
  run(10);
  const before = process.memoryUsage().rss;
  run(120);
  // A leak of one grey picture a call would be 15 MB, of all that a call makes ten times that.
  assert.ok(process.memoryUsage().rss - before < 60e6, `grew by ${(process.memoryUsage().rss - before) / 1e6} MB`);
});

test("loading leaves no handler behind that ends the process on somebody's rejection", () => {
  assert.deepEqual(handlers(), handlersBefore);
});
