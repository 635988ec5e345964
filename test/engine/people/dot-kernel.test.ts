/** The kernel's products against plain loops, for rows of any length, and past the end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDotKernel } from "../../../electron/engine/people/dot-kernel.ts";
import { createRandom } from "../../fixtures/random.ts";

for (const dimensions of [1, 15, 16, 17, 128, 200]) {
  test(`${dimensions} numbers a row: one query and four give what plain loops give`, () => {
    const random = createRandom(dimensions);
    const count = 23;
    const table = createDotKernel(dimensions).table(count);
    const rows = Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, () => random.between(-1, 1)));
    rows.forEach((row, at) => {
      table.row(at).set(row);
    });
    const plain = (a: number, b: number): number =>
      Array.from(rows[a] ?? []).reduce((sum, value, i) => sum + value * (rows[b]?.[i] ?? 0), 0);
    const near = (found: number | undefined, expected: number): void =>
      assert.ok(Math.abs(found! - expected) < 1e-4, `${found} ${expected}`);
    const [from, to] = [3, 20];
    const one = table.dots(5, from, to);
    assert.equal(one.length, to - from);
    one.forEach((value, at) => {
      near(value, plain(5, from + at));
    });
    // The last two of these four queries lie past the end.
    const four = table.dotsOfFour(count - 2, from, to);
    four.forEach((value, at) => {
      near(value, plain(count - 2 + Math.floor(at / (to - from)), from + (at % (to - from))));
    });
  });
}
