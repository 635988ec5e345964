/** Overlaps by counted cells, and suppression by its invariants on seeded boxes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, overlap, withoutOverlaps } from "../../../electron/engine/faces/overlap.ts";
import { createRandom } from "../../../native-models/random.ts";

const random = createRandom(5);
const whole = (below: number): number => Math.floor(below * random());
function seededBox(): Box {
  const [left, top] = [whole(20), whole(20)];
  return { left, top, right: left + 1 + whole(12), bottom: top + 1 + whole(12) };
}

test("the overlap is cells in both over cells in either", () => {
  for (let trial = 0; trial < 300; trial += 1) {
    const [a, b] = [seededBox(), seededBox()];
    const holds = ({ left, top, right, bottom }: Box, x: number, y: number) => x >= left && x < right && y >= top && y < bottom;
    let [both, either] = [0, 0];
    for (let x = 0; x < 40; x += 1)
      for (let y = 0; y < 40; y += 1) {
        if (holds(a, x, y) && holds(b, x, y)) both += 1;
        if (holds(a, x, y) || holds(b, x, y)) either += 1;
      }
    assert.ok(Math.abs(overlap(a, b) - both / either) < 1e-12);
    assert.equal(overlap(a, b), overlap(b, a));
  }
});

test("who stays overlaps no better one, and who goes does", () => {
  const found = Array.from({ length: 80 }, () => ({ box: seededBox(), score: random() }));
  const kept = withoutOverlaps(found, ({ score }) => score, 0.3);
  assert.ok(kept.length > 5 && kept.length < 80);
  assert.deepEqual(
    kept,
    kept.toSorted((a, b) => b.score - a.score),
  );
  for (const item of found) {
    const rivals = kept.filter((other) => other !== item && other.score > item.score && overlap(other.box, item.box) > 0.3);
    assert.equal(rivals.length === 0, kept.includes(item));
  }
});
