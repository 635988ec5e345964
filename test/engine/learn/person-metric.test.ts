/** Learning to tell people apart: kept where held-out faces show that it helps, and left where it cannot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { corresponding, learnPersonMetric, type NamedFace } from "../../../electron/engine/learn/person-metric.ts";
import { createRandom } from "../../fixtures/random.ts";

const dimensions = 12;

/** People in the first half of the numbers; light and pose, which everybody shares, in the second, as strong as `nuisance`. */
function named(seed: number, nuisance: number, people = 16, facesEach = 8, ownNumbers = dimensions / 2): NamedFace[] {
  const random = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: people }, (_, person) => {
    const own = Array.from({ length: dimensions }, (_, i) => (i < ownNumbers ? normal() : 0));
    return Array.from({ length: facesEach }, () => {
      const vector = Float32Array.from(own, (value, i) => value + (i < ownNumbers ? 0.3 : nuisance) * normal());
      return { person, vector };
    });
  }).flat();
}

test("where faces of one person differ in a way that says nothing, that way comes to count for less", () => {
  const lesson = learnPersonMetric(named(1, 0.8), 0.7);
  assert.ok(lesson?.metric, "it helps");
  const [was, is] = [lesson.before, lesson.after];
  assert.ok(is.trueAcceptAt001 > was.trueAcceptAt001 + 0.03, `${was.trueAcceptAt001} ${is.trueAcceptAt001}`);
  assert.ok(is.otherPeopleAt001 >= was.otherPeopleAt001 - 0.01);
  assert.deepEqual([lesson.people, lesson.faces], [16, 128]);
  assert.ok(lesson.heldOutFaces >= 128, "every face was held out at least once");
  const { matrix } = lesson.metric;
  const weight = (i: number): number => Math.hypot(...Array.from({ length: dimensions }, (_, row) => matrix[row * dimensions + i]!));
  for (let i = 0; i < dimensions / 2; i += 1) assert.ok(weight(i) > weight(i + dimensions / 2), "people weigh more than light");
  const { before, after } = lesson.metric.scale;
  assert.ok(Math.abs(corresponding(before.samePerson, before, after) - after.samePerson) < 1e-9);
});

test("where every way says as much, nothing is kept, and so it is where people were given the faces of others", () => {
  for (const seed of [2, 3, 4]) {
    assert.equal(learnPersonMetric(named(seed, 0.3, 16, 6, dimensions), 0.7)?.metric ?? null, null);
    const random = createRandom(seed);
    const mixed = named(seed, 0.8).map(({ vector }) => ({ person: random.below(16), vector }));
    assert.equal(learnPersonMetric(mixed, 0.7)?.metric ?? null, null);
  }
});

test("too little to learn from and prove it is said so", () => {
  assert.equal(learnPersonMetric(named(1, 0.8, 3, 20), 0.7), null);
  assert.equal(learnPersonMetric(named(1, 0.8, 20, 2), 0.7), null);
  assert.ok(learnPersonMetric(named(1, 0.8, 5, 4), 0.7));
});
