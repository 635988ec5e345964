/** Agreement of groups against loops over all pairs of members, and by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bCubedAgreement, pairwiseAgreement } from "../../../native-models/evaluation/clustering.ts";
import { createRandom, randomBelow } from "../../../native-models/random.ts";
import { average } from "../losses/circle.ts";

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} for ${expected}`);
const random = createRandom(4);
const truth = Int32Array.from({ length: 60 }, () => randomBelow(random, 9));
const found = Int32Array.from(truth, (label) => (random() < 0.7 ? label : randomBelow(random, 12) - 3));
const members = [...truth.keys()];

test("by pairs", () => {
  let together = 0;
  let belong = 0;
  let both = 0;
  for (const i of members)
    for (const j of members)
      if (i < j) {
        if (found[i] === found[j]) together += 1;
        if (truth[i] === truth[j]) belong += 1;
        if (found[i] === found[j] && truth[i] === truth[j]) both += 1;
      }
  const agreement = pairwiseAgreement(truth, found);
  near(agreement.precision, both / together);
  near(agreement.recall, both / belong);
  near(agreement.f, (2 * both) / (together + belong));
  assert.ok(agreement.f > 0.2 && agreement.f < 0.9);
});

test("by members", () => {
  const ofMember = (by: Int32Array, of: Int32Array): number =>
    average(
      members.map((i) => {
        const group = members.filter((j) => by[i] === by[j]);
        return group.filter((j) => of[i] === of[j]).length / group.length;
      }),
    );
  const agreement = bCubedAgreement(truth, found);
  const [precision, recall] = [ofMember(found, truth), ofMember(truth, found)];
  near(agreement.precision, precision);
  near(agreement.recall, recall);
  near(agreement.f, (2 * precision * recall) / (precision + recall));
});

test("one group of two pairs, all alone, exactly right, nobody", () => {
  const pairs = Int32Array.of(0, 0, 1, 1);
  near(pairwiseAgreement(pairs, Int32Array.of(5, 5, 5, 5)).precision, 1 / 3);
  near(bCubedAgreement(pairs, Int32Array.of(5, 5, 5, 5)).precision, 1 / 2);
  assert.deepEqual(pairwiseAgreement(pairs, Int32Array.of(0, 1, 2, 3)), { precision: 1, recall: 0, f: 0 });
  assert.equal(bCubedAgreement(pairs, Int32Array.of(0, 1, 2, 3)).recall, 0.5);
  for (const agree of [pairwiseAgreement, bCubedAgreement]) {
    assert.deepEqual(agree(pairs, Int32Array.of(8, 8, -2, -2)), { precision: 1, recall: 1, f: 1 });
    assert.equal(agree(Int32Array.of(), Int32Array.of()).f, 1);
    assert.throws(() => agree(pairs, Int32Array.of(1)), RangeError);
  }
});
