/** How likely two clusters are one: more alike is likelier, larger ones have to be more alike, and among many faces chance counts for less. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createJudge, logOddsOf, probabilityOf } from "../../../electron/engine/people/probability.ts";

const odds = { bias: -18, slope: 20, alone: 4, crowd: 1 };

test("log-odds and probability are each other's inverse, and the least link is the one of two faces alone", () => {
  for (const probability of [0.01, 0.3, 0.5, 0.98]) {
    assert.ok(Math.abs(probabilityOf(logOddsOf(probability)) - probability) < 1e-12);
    const judge = createJudge(odds, 800);
    const link = judge.leastLink(logOddsOf(probability));
    assert.ok(Math.abs(probabilityOf(judge.logOdds(link, 1, 1)) - probability) < 1e-9);
  }
});

test("never likelier for being larger, whatever the number of faces: clusters that may not join never may later", () => {
  for (const faces of [1, 100, 800, 10_000, 1_000_000]) {
    const judge = createJudge(odds, faces);
    for (const [a, b] of [
      [1, 1],
      [1, 5],
      [4, 9],
      [300, 2],
    ] as const) {
      assert.ok(judge.logOdds(0.8, a + 1, b) <= judge.logOdds(0.8, a, b));
      assert.ok(judge.logOdds(0.81, a, b) > judge.logOdds(0.8, a, b));
    }
  }
  assert.ok(createJudge(odds, 5000).logOdds(0.8, 1, 1) < createJudge(odds, 500).logOdds(0.8, 1, 1));
  assert.equal(createJudge(odds, 3).logOdds(0.8, 1, 1), createJudge(odds, 50).logOdds(0.8, 1, 1));
});
