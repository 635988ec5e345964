/** Schedules at their ends and in between. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { constant } from "../../../native-models/schedules/constant.ts";
import { cosineDecay } from "../../../native-models/schedules/cosine-decay.ts";
import { warmUp } from "../../../native-models/schedules/warm-up.ts";

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} for ${expected}`);

test("constant stays", () => {
  assert.deepEqual([0, 5, 1e6].map(constant(0.3)), [0.3, 0.3, 0.3]);
});

test("warm-up rises evenly, is never 0, and ends at 1", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(warmUp(4)), [0.25, 0.5, 0.75, 1, 1, 1]);
  assert.equal(warmUp(0)(0), 1);
  assert.throws(() => warmUp(-1), RangeError);
});

test("cosine falls from 1 to the floor, is half way in the middle, and stays", () => {
  const schedule = cosineDecay(10, 0.2);
  near(schedule(0), 1);
  near(schedule(5), 0.6);
  near(schedule(10), 0.2);
  near(schedule(99), 0.2);
  for (let step = 1; step <= 10; step += 1) assert.ok(schedule(step) < schedule(step - 1));
  assert.throws(() => cosineDecay(0), RangeError);
});

test("warm-up and cosine: the decay begins where the warm-up ends", () => {
  const schedule = warmUp(5, cosineDecay(10));
  near(schedule(4), 1);
  near(schedule(5), 1);
  near(schedule(10), 0.5);
  near(schedule(15), 0);
});
