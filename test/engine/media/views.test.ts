/** The copies that the program makes itself: repeatable, of sound size, still the photo, and as much changed as was asked for. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fingerprint } from "../../../electron/engine/hash/fingerprint.ts";
import { hammingDistance } from "../../../electron/engine/hash/hamming.ts";
import { editPixels, makeView, type ViewEdit, viewEdits } from "../../../electron/engine/media/views.ts";
import type { Pixels } from "../../../electron/engine/photo.ts";
import { paintPicture } from "../../fixtures/pictures.ts";

const photo = paintPicture(11, 240, 180);
const beside = [paintPicture(12, 200, 200), paintPicture(13, 120, 240)];
const others = async () => beside;

const isSound = ({ width, height, data }: Pixels): boolean => width >= 16 && height >= 16 && data.length === width * height * 3;

/** Differing bits of 256, the best of the eight orientations. */
function bitsApart(one: Pixels, other: Pixels): number {
  const hashes = (pixels: Pixels) => fingerprint(pixels, pixels.width, pixels.height).differenceHashes;
  const own = hashes(one).subarray(0, 32);
  const theirs = hashes(other);
  return Math.min(...Array.from({ length: 8 }, (_, at) => hammingDistance(own, theirs.subarray(at * 32, at * 32 + 32))));
}

describe("one edit", () => {
  for (const edit of viewEdits) {
    test(`${edit}: sound pixels, the same for the same seed`, async () => {
      for (const strength of [0, 0.5, 1, 2]) {
        const once = await editPixels(photo, edit, { seed: 3, strength, others });
        assert.ok(isSound(once), `${once.width} x ${once.height}, ${once.data.length}`);
        const again = await editPixels(photo, edit, { seed: 3, strength, others });
        assert.deepEqual([again.width, again.height], [once.width, once.height]);
        assert.ok(Buffer.from(again.data).equals(once.data), "another picture for the same seed");
      }
    });
  }

  test("strength 0 leaves what can be left; strength 2 changes more than strength .3", async () => {
    const graded: ViewEdit[] = ["recolour", "relight", "tint", "noise", "blur", "compress"];
    for (const edit of graded) {
      const change = async (strength: number): Promise<number> => {
        let sum = 0;
        for (let seed = 0; seed < 6; seed += 1) {
          const { data } = await editPixels(photo, edit, { seed, strength });
          sum += data.reduce((total, value, at) => total + Math.abs(value - photo.data[at]!), 0) / data.length;
        }
        return sum / 6;
      };
      const [none, little, much] = [await change(0), await change(0.3), await change(2)];
      assert.ok(none < 4, `${edit} at 0 changes ${none}`);
      assert.ok(much > 1.5 * little, `${edit}: ${little} at .3, ${much} at 2`);
    }
  });

  test("the smallest pictures survive every edit", async () => {
    const tiny = paintPicture(5, 16, 24);
    for (const edit of viewEdits)
      for (let seed = 0; seed < 4; seed += 1) assert.ok(isSound(await editPixels(tiny, edit, { seed, strength: 2, others })), edit);
  });

  test("grey is grey; a collage is larger than the photo and shows it whole", async () => {
    const { data } = await editPixels(photo, "grey", { seed: 1 });
    for (let at = 0; at < data.length; at += 3) assert.ok(data[at] === data[at + 1] && data[at] === data[at + 2]);
    const sheet = await editPixels(photo, "collage", { seed: 1, others });
    assert.ok(sheet.width >= photo.width && sheet.height >= photo.height && sheet.data.length > photo.data.length);
  });
});

describe("drawn views", () => {
  test("one to three edits, each at most once; all of them come up, none without others makes a collage", async () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 150; seed += 1) {
      const { edits, pixels } = await makeView(paintPicture(1, 64, 48), { seed, others });
      assert.ok(edits.length >= 1 && edits.length <= 3 && new Set(edits).size === edits.length);
      assert.ok(isSound(pixels));
      for (const edit of edits) met.add(edit);
      const alone = await makeView(paintPicture(1, 64, 48), { seed });
      assert.ok(!alone.edits.includes("collage"));
    }
    assert.deepEqual(
      [...viewEdits].filter((edit) => !met.has(edit)),
      [],
    );
  });

  test("most views at usual strength are nearer to their photo than another photo is", async () => {
    let nearer = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const { pixels } = await makeView(photo, { seed, strength: 0.5 });
      if (bitsApart(photo, pixels) < bitsApart(beside[0]!, pixels)) nearer += 1;
    }
    assert.ok(nearer >= 30, `${nearer} of 40`);
  });
});
