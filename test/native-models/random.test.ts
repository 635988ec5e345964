/** Seeded numbers: they repeat, differ between seeds, and are spread evenly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, randomBelow, shuffled } from "../../native-models/random.ts";

const draw = (count: number, ...seeds: number[]): number[] => {
  const random = createRandom(...seeds);
  return Array.from({ length: count }, random);
};

test("the same seeds repeat; each seed, and the order of seeds, counts", () => {
  assert.deepEqual(draw(5, 1, 2), draw(5, 1, 2));
  const others = [draw(5), draw(5, 0), draw(5, 1), draw(5, 2, 1), draw(5, 1, 2, 0), draw(5, 1, 3)];
  for (const other of others) assert.notDeepEqual(other, draw(5, 1, 2));
});

test("the first numbers of neighbouring seeds are spread as evenly as the numbers of one", () => {
  const firsts = Array.from({ length: 4000 }, (_, seed) => draw(1, 9, seed)[0]!);
  for (const numbers of [firsts, draw(4000, 9)])
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const inside = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      assert.ok(Math.abs(inside - 400) < 100, `${inside} of 4000 in tenth ${tenth}`);
    }
  assert.ok(firsts.every((number) => number >= 0 && number < 1));
});

test("shuffled holds the same, every place can get every item, and the original stays", () => {
  const items = [0, 1, 2, 3];
  const counts = new Map<string, number>();
  const random = createRandom(5);
  for (let round = 0; round < 2400; round += 1) {
    const order = shuffled(items, random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  for (const count of counts.values()) assert.ok(Math.abs(count - 100) < 55, `${count} of 2400`);
  assert.deepEqual(items, [0, 1, 2, 3]);
  assert.ok(Array.from({ length: 100 }, () => randomBelow(random, 3)).every((number) => [0, 1, 2].includes(number)));
});
