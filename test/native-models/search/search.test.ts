/** Successive halving: what it draws, whom it keeps, and that it goes on where it stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawConfig, type Space } from "../../../native-models/search/space.ts";
import {
  type Attempt,
  beginSearch,
  bestTrial,
  pendingAttempts,
  recordScore,
  rungsOf,
  runSearch,
  type SearchState,
} from "../../../native-models/search/successive-halving.ts";
import { trainingSpace } from "../../../native-models/search/training-space.ts";

interface Config {
  readonly quality: number;
  readonly kind: "quick" | "slow";
}
const space: Space<Config> = (draw) => ({ quality: draw.between(0, 1), kind: draw.oneOf(["quick", "slow"]) });
const options = { seed: 7, trials: 27, firstBudget: 10, lastBudget: 270 };
const score = async ({ config, budget }: Attempt<Config>): Promise<number> => config.quality - 1 / budget;

test("rungs: fewer trials, more budget, to the last budget or the last trial", () => {
  assert.deepEqual(rungsOf(options), [
    { budget: 10, trials: 27 },
    { budget: 30, trials: 9 },
    { budget: 90, trials: 3 },
    { budget: 270, trials: 1 },
  ]);
  assert.deepEqual(rungsOf({ ...options, lastBudget: 50 }), [
    { budget: 10, trials: 27 },
    { budget: 30, trials: 9 },
    { budget: 50, trials: 3 },
  ]);
  assert.deepEqual(
    rungsOf({ seed: 0, trials: 8, firstBudget: 1, lastBudget: 100, factor: 2 }).map(({ trials }) => trials),
    [8, 4, 2, 1],
  );
  for (const wrong of [{ trials: 0 }, { firstBudget: 0 }, { lastBudget: 1 }, { factor: 1 }])
    assert.throws(() => rungsOf({ ...options, ...wrong }), RangeError);
});

test("every draw lies in its range, repeats by seed and trial, and spreads", () => {
  const drawn = Array.from({ length: 300 }, (_, trial) =>
    drawConfig((draw) => ({ linear: draw.between(-1, 3), factor: draw.betweenByFactor(1e-4, 1e-1), whole: draw.whole(2, 5) }), 3, trial),
  );
  for (const { linear, factor, whole } of drawn) {
    assert.ok(linear >= -1 && linear < 3);
    assert.ok(factor >= 1e-4 && factor < 1e-1);
    assert.ok([2, 3, 4, 5].includes(whole));
  }
  // Each of the three tens has its third of the draws, and each whole number its quarter.
  for (const low of [1e-4, 1e-3, 1e-2]) {
    const inside = drawn.filter(({ factor }) => factor >= low && factor < low * 10).length;
    assert.ok(inside > 70 && inside < 130, `${inside}`);
  }
  for (const value of [2, 3, 4, 5]) assert.ok(drawn.filter(({ whole }) => whole === value).length > 45);
  assert.deepEqual(drawConfig(space, 1, 4), drawConfig(space, 1, 4));
  assert.notDeepEqual(drawConfig(space, 1, 4), drawConfig(space, 1, 5));
  assert.notDeepEqual(drawConfig(space, 1, 4), drawConfig(space, 2, 4));
  assert.throws(() => drawConfig((draw) => draw.betweenByFactor(0, 1), 1, 1), RangeError);
  assert.throws(() => drawConfig((draw) => draw.oneOf([]), 1, 1), RangeError);
});

test("the space of a training: a margin or a temperature, as the loss has it", () => {
  const configs = Array.from({ length: 200 }, (_, trial) => drawConfig(trainingSpace(), 5, trial));
  for (const config of configs) {
    const byTemperature = ["NT-Xent", "supervised contrastive", "normalised softmax"].includes(config.loss);
    assert.equal("temperature" in config, byTemperature);
    assert.equal("margin" in config, !byTemperature);
    assert.deepEqual(JSON.parse(JSON.stringify(config)), config);
  }
  assert.equal(new Set(configs.map(({ loss }) => loss)).size, 7);
  const few = Array.from({ length: 20 }, (_, trial) => drawConfig(trainingSpace({ losses: ["triplet"], headWidths: [64] }), 5, trial));
  assert.ok(few.every(({ loss, headWidth }) => loss === "triplet" && headWidth === 64));
});

test("the best configuration wins, and the budget goes to the better ones", async () => {
  const attempts: Attempt<Config>[] = [];
  const state = await runSearch(beginSearch(space, options), async (attempt) => {
    attempts.push(attempt);
    return score(attempt);
  });
  assert.deepEqual(
    [0, 1, 2, 3].map((rung) => attempts.filter((attempt) => attempt.rung === rung).length),
    [27, 9, 3, 1],
  );
  const byQuality = [...state.trials].sort((a, b) => b.config.quality - a.config.quality);
  assert.equal(bestTrial(state)?.id, byQuality[0]!.id);
  assert.deepEqual(
    new Set(attempts.filter(({ rung }) => rung === 1).map(({ id }) => id)),
    new Set(byQuality.slice(0, 9).map(({ id }) => id)),
  );
  assert.deepEqual(pendingAttempts(state), []);
});

test("stopped after any attempt and read back from JSON, it ends as if it had never stopped", async () => {
  const small = { ...options, trials: 9 };
  const whole = await runSearch(beginSearch(space, small), score);
  for (let stop = 0; stop <= 13; stop += 1) {
    let saved: string = JSON.stringify(beginSearch(space, small));
    let done = 0;
    const crash = async (attempt: Attempt<Config>): Promise<number> => {
      if (done === stop) throw new Error("the power went");
      done += 1;
      return score(attempt);
    };
    const run = runSearch(JSON.parse(saved) as SearchState<Config>, crash, (state) => {
      saved = JSON.stringify(state);
    });
    if (stop < 13) await assert.rejects(run, /power/);
    else await run;
    const resumed: number[] = [];
    const end = await runSearch(JSON.parse(saved) as SearchState<Config>, async (attempt) => {
      resumed.push(attempt.id);
      return score(attempt);
    });
    assert.equal(resumed.length, 13 - stop);
    assert.deepEqual(end, whole);
  }
});

test("a trial that comes to nothing loses to all others; when all do, none is best", async () => {
  const state = await runSearch(beginSearch(space, options), async (attempt) => (attempt.id % 2 ? Number.NaN : score(attempt)));
  assert.equal((bestTrial(state)?.id ?? 1) % 2, 0);
  assert.equal(JSON.parse(JSON.stringify(state)).trials[1].scores[0], null);
  const hopeless = await runSearch(beginSearch(space, options), async () => Number.NaN);
  assert.equal(bestTrial(hopeless), null);
  assert.equal(bestTrial(beginSearch(space, options)), null);
});

test("equal scores go to the trial drawn first", () => {
  let state = beginSearch(space, { seed: 1, trials: 3, firstBudget: 1, lastBudget: 3 });
  for (const attempt of pendingAttempts(state).reverse()) state = recordScore(state, attempt, 0.5);
  assert.deepEqual(
    pendingAttempts(state).map(({ id, rung, budget }) => ({ id, rung, budget })),
    [{ id: 0, rung: 1, budget: 3 }],
  );
});
