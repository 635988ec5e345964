/** The distance of two hashes, held against a plain loop over bits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hammingDistance } from "../../../electron/engine/hash/hamming.ts";
import { createRandom } from "../../fixtures/random.ts";

function byBits(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let bit = 0; bit < a.length * 8; bit++) {
    const mask = 1 << (bit & 7);
    if ((a[bit >> 3]! & mask) !== (b[bit >> 3]! & mask)) distance += 1;
  }
  return distance;
}

test("counts the bits that differ", () => {
  const random = createRandom(1);
  for (const length of [0, 1, 7, 8, 32, 33]) {
    for (let round = 0; round < 50; round++) {
      const a = Uint8Array.from({ length }, () => random.below(256));
      const b = Uint8Array.from({ length }, () => random.below(256));
      assert.equal(hammingDistance(a, b), byBits(a, b));
    }
  }
});

test("is 0 for the same and every bit for the opposite", () => {
  const a = Uint8Array.of(0xa5, 0x00, 0xff, 0x13);
  assert.equal(hammingDistance(a, a), 0);
  assert.equal(
    hammingDistance(
      a,
      a.map((byte) => ~byte),
    ),
    32,
  );
});

test("refuses hashes of two lengths", () => {
  assert.throws(() => hammingDistance(new Uint8Array(8), new Uint8Array(32)), RangeError);
});
