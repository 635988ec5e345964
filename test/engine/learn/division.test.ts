/** Who is learned from and who judges: the same in every run, never one picture on two sides. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { divide, type LearnablePhoto } from "../../../electron/engine/learn/division.ts";

const photo = (content: number, part: Partial<LearnablePhoto> = {}): LearnablePhoto => ({
  content,
  hash: createHash("sha256").update(`photo ${content}`).digest(),
  takenAtMs: null,
  camera: null,
  ...part,
});
const many = Array.from({ length: 3000 }, (_, at) => photo(at + 1));
const nothing = { matches: [], answers: [] };
const sidesOf = ({ train, trial, test: last }: ReturnType<typeof divide>): Map<number, string> =>
  new Map([
    ...train.map((content) => [content, "train"] as const),
    ...trial.map((c) => [c, "trial"] as const),
    ...last.map((c) => [c, "test"] as const),
  ]);

test("everybody is on one side, about 68, 12 and 20 in a hundred, and stays there as the library grows", () => {
  const division = divide(many, nothing);
  const sides = sidesOf(division);
  assert.equal(sides.size, 3000);
  assert.ok(Math.abs(division.train.length / 3000 - 0.68) < 0.03, `${division.train.length}`);
  assert.ok(Math.abs(division.trial.length / 3000 - 0.12) < 0.02, `${division.trial.length}`);
  const before = sidesOf(divide(many.slice(0, 1000), nothing));
  for (const [content, side] of before) assert.equal(sides.get(content), side);
});

test("tied photos stand together; groups are spread as single photos are", () => {
  const matches = many.flatMap(({ content }) => (content % 3 === 0 ? [] : [{ a: content, b: content + 1, probability: 0.9 }]));
  const division = divide(many, { matches, answers: [] });
  const sides = sidesOf(division);
  for (const { a, b } of matches) if (b <= 3000) assert.equal(sides.get(a), sides.get(b));
  assert.ok(Math.abs(division.test.length / 3000 - 0.2) < 0.04, `${division.test.length}`);
  const unknown = new Set(division.unknown.map(([a, b]) => `${Math.min(a, b)},${Math.max(a, b)}`));
  assert.ok(unknown.has("1,3"), "the ends of a chain may be one picture too");
  assert.ok(!unknown.has("3,4"));
});

test("a match too unlikely to tie is left open all the same", () => {
  const { unknown } = divide(many, { matches: [{ a: 5, b: 9, probability: 0.05 }], answers: [] });
  assert.deepEqual(unknown, [[5, 9]]);
});

test("answers bind: same ties, different is no longer open, and strangers to the library are passed over", () => {
  const matches = [{ a: 1, b: 2, probability: 0.99 }];
  const answers = [
    { a: 2, b: 1, verdict: "different" },
    { a: 3, b: 4, verdict: "same" },
    { a: 3, b: 9999, verdict: "same" },
  ] as const;
  const division = divide(many, { matches, answers });
  assert.deepEqual(division.unknown, []);
  assert.deepEqual(division.same, [[3, 4]]);
  assert.deepEqual(division.different, [[2, 1]]);
  const sides = sidesOf(division);
  assert.equal(sides.get(3), sides.get(4));
});

test("a burst: one camera, seconds apart, each with the next", () => {
  const shot = (content: number, seconds: number, camera: string | null = "A") =>
    photo(content, { takenAtMs: 1e12 + 1000 * seconds, camera });
  const photos = [shot(1, 0), shot(2, 2), shot(3, 4), shot(4, 60), shot(5, 3, "B"), shot(6, 2, null), photo(7)];
  const { bursts, unknown } = divide(photos, nothing);
  assert.deepEqual(bursts, [
    [1, 2],
    [2, 3],
  ]);
  assert.equal(unknown.length, 3, "the three of the burst, each with each");
  const denied = divide(photos, { matches: [], answers: [{ a: 1, b: 2, verdict: "different" }] });
  assert.deepEqual(denied.bursts, [[2, 3]]);
});
