/** Paths of likeness hold every photo once, find the order of what lies on an arc, and are no longer than the best of all paths by more than a little. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanNeighbourDistance, seriate } from "../../../electron/engine/browse/seriate.ts";
import { createTour } from "../../../electron/engine/browse/tour.ts";
import { createVectors } from "../../../electron/engine/browse/vectors.ts";
import { anywhere, around, axis, dimensions, drawWith, nearestIn } from "./points.ts";

const ordered = (scenes: Int8Array): number[] => [...seriate(scenes, dimensions, nearestIn(scenes))];
const lengthOf = (scenes: Int8Array, order: readonly number[]): number => meanNeighbourDistance(createVectors(scenes, dimensions), order);

function* permutations(rest: readonly number[], begun: readonly number[] = []): Generator<readonly number[]> {
  if (rest.length === 0) yield begun;
  for (const next of rest)
    yield* permutations(
      rest.filter((other) => other !== next),
      [...begun, next],
    );
}

describe("seriation", () => {
  test("every photo once, however few, many or equal they are", () => {
    for (const count of [0, 1, 2, 3, 9, 300]) {
      const draw = drawWith(count);
      const scenes = around(
        Array.from({ length: count }, () => anywhere(draw)),
        0,
        draw,
      );
      assert.deepEqual(
        ordered(scenes).toSorted((a, b) => a - b),
        Array.from({ length: count }, (_, row) => row),
      );
    }
    const same = around(
      Array.from({ length: 150 }, () => axis(3)),
      0,
      drawWith(1),
    );
    assert.equal(new Set(ordered(same)).size, 150);
    assert.equal(new Set(ordered(new Int8Array(20 * dimensions))).size, 20, "photos without a descriptor");
  });

  test("photos on an arc stand in its order", () => {
    const draw = drawWith(5);
    const places = Array.from({ length: 60 }, () => draw());
    const scenes = around(
      places.map((place) => axis(0).map((_, at) => (at === 0 ? Math.cos(place * 3) : at === 1 ? Math.sin(place * 3) : 0))),
      0,
      draw,
    );
    const found = ordered(scenes).map((row) => places[row]!);
    const rising = found.toSorted((a, b) => a - b);
    // int8 gives near places one descriptor, so that their order is free.
    const off = (list: readonly number[]): number => Math.max(...list.map((place, at) => Math.abs(place - rising[at]!)));
    assert.ok(Math.min(off(found), off(found.toReversed())) < 0.02);
  });

  test("beside the best of all paths", () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const draw = drawWith(seed);
      const scenes = around(
        Array.from({ length: 8 }, () => anywhere(draw)),
        0,
        draw,
      );
      let best = Number.POSITIVE_INFINITY;
      for (const order of permutations([0, 1, 2, 3, 4, 5, 6, 7])) best = Math.min(best, lengthOf(scenes, order));
      assert.ok(lengthOf(scenes, ordered(scenes)) <= best * 1.0001, `seed ${seed}`);
    }
  });

  test("like stands beside like: scenes are not torn apart", () => {
    const draw = drawWith(2);
    const labels = Array.from({ length: 200 }, () => Math.floor(draw() * 10));
    const scenes = around(labels.map(axis), 0.2, draw);
    const found = ordered(scenes).map((row) => labels[row]!);
    const changes = found.filter((label, at) => at > 0 && label !== found[at - 1]).length;
    assert.equal(changes, 9);
  });

  test("the same photos, the same path", () => {
    const draw = drawWith(8);
    const scenes = around(
      Array.from({ length: 120 }, () => anywhere(draw)),
      0,
      draw,
    );
    assert.deepEqual(ordered(scenes), ordered(scenes));
  });
});

describe("tour", () => {
  test("moves do what they say, beside plain lists", () => {
    const draw = drawWith(3);
    const size = 23;
    const tour = createTour(Int32Array.from({ length: size }, (_, at) => at));
    let list = Array.from({ length: size }, (_, at) => at);
    const below = (count: number): number => Math.floor(draw() * count);
    const asRing = (order: readonly number[]): string => {
      const from = order.indexOf(0);
      return [...order.slice(from), ...order.slice(0, from)].join();
    };
    for (let step = 0; step < 500; step += 1) {
      // The list begins where the stretch begins.
      const start = below(size);
      list = [...list.slice(start), ...list.slice(0, start)];
      const length = 1 + below(size - 2);
      const [stretch, rest] = [list.slice(0, length), list.slice(length)];
      if (step % 2 === 0) {
        tour.reverse(stretch[0]!, stretch.at(-1)!);
        list = [...stretch.toReversed(), ...rest];
      } else {
        const behind = below(rest.length);
        const turned = draw() < 0.5;
        tour.shift(stretch[0]!, stretch.at(-1)!, rest[behind]!, turned);
        list = [...rest.slice(0, behind + 1), ...(turned ? stretch.toReversed() : stretch), ...rest.slice(behind + 1)];
      }
      const [one, other] = [asRing([...tour.order(0)]), asRing([...tour.order(0)].toReversed())];
      assert.ok([one, other].includes(asRing(list)), `step ${step}`);
      // Turning the rest round walks the tour the other way.
      list = [...tour.order(0)];
    }
  });

  test("what was kept comes back", () => {
    const tour = createTour(Int32Array.of(0, 1, 2, 3, 4, 5));
    tour.keep();
    tour.shift(1, 2, 4, true);
    tour.restore();
    assert.deepEqual([...tour.order(0)], [0, 1, 2, 3, 4, 5]);
  });
});
