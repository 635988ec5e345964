/** Whether a new embedder is used: better by more than chance, and nothing that a person would miss any worse. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { editFigures, figuresFor, type JudgedPair, type Judgement, type Query } from "../../electron/engine/held-out.ts";
import type { ContentId } from "../../electron/engine/photo.ts";
import { verdictOn } from "../../electron/engine/verdict.ts";
import { createRandom } from "../fixtures/random.ts";

const edits = ["crop", "grey", "blur", "mirror"] as const;

function queriesOf(photos: number): Query[] {
  return Array.from({ length: photos }, (_, photo) => edits.map((edit) => ({ source: photo as ContentId, edit }) as Query)).flat();
}

/** Each query meets its photo and a stranger; `standing` says how far its photo stands out. */
function judged(queries: readonly Query[], standing: (query: Query, at: number) => number, seed = 1): Judgement {
  const random = createRandom(seed);
  const right: boolean[] = [];
  const pairs = queries.flatMap((query, at): JudgedPair[] => {
    const [own, other] = [standing(query, at), 0.15 + 0.2 * random.next()];
    right.push(own > other);
    const probabilityOf = (value: number): number => 1 / (1 + Math.exp(-30 * (value - 0.35)));
    return [
      { query: at, other: query.source, standing: own, probability: probabilityOf(own), correct: true },
      { query: at, other: 9999 as ContentId, standing: other, probability: probabilityOf(other), correct: false },
    ];
  });
  return { figures: figuresFor(pairs, right), right, pairs };
}
const queries = queriesOf(60);
const noise = createRandom(8);
const old = queries.map(() => 0.3 + 0.3 * noise.next());
const verdict = (before: Judgement, after: Judgement) => verdictOn(queries, before, after, editFigures(queries, before, after));
const before = judged(queries, (_, at) => old[at]!);

test("better everywhere is better", () => {
  const { better, text } = verdict(
    before,
    judged(queries, (_, at) => old[at]! + 0.1),
  );
  assert.ok(better, text);
  assert.match(text, /rose from \d+\.\d+ % to/);
});

test("the same, or worse, is not", () => {
  assert.match(verdict(before, before).text, /found no better/);
  const { better } = verdict(
    before,
    judged(queries, (_, at) => old[at]! - 0.05),
  );
  assert.ok(!better);
});

test("one edit that got worse is watched, however good the rest", () => {
  const poor = judged(queries, ({ edit }, at) => (edit === "grey" ? 0.6 : old[at]! - 0.15));
  const after = judged(queries, ({ edit }, at) => (edit === "grey" && at % 3 === 0 ? 0.1 : 0.6));
  assert.ok(after.figures.averagePrecision > poor.figures.averagePrecision && after.figures.recallAt1 > poor.figures.recallAt1);
  const { better, text } = verdict(poor, after);
  assert.ok(!better);
  assert.match(text, /copies by "grey" are found less often, although/);
});

test("a gain that a draw of few photos can make by itself is chance", () => {
  const few = queriesOf(8);
  const random = createRandom(3);
  const shaken = few.map(() => 0.34 + 0.2 * (random.next() - 0.5));
  const one = judged(few, (_, at) => old[at]!);
  let [chance, called] = [0, 0];
  for (let seed = 0; seed < 30; seed += 1) {
    const shake = createRandom(100 + seed);
    const other = judged(few, (_, at) => shaken[at]! + 0.16 * (shake.next() - 0.5));
    const again = judged(few, (_, at) => shaken[at]! + 0.16 * (shake.next() - 0.5));
    const found = verdictOn(few, other, again, editFigures(few, other, again));
    if (again.figures.averagePrecision > other.figures.averagePrecision) chance += 1;
    if (found.better) called += 1;
  }
  assert.ok(one.figures.averagePrecision > 0);
  assert.ok(chance >= 8, `${chance} rose by chance`);
  assert.ok(called <= chance / 2, `${called} of ${chance} were called better`);
});

test("probabilities that would be less true are a reason", () => {
  const after = judged(queries, (_, at) => old[at]! + 0.1);
  const lying: Judgement = { ...after, figures: { ...after.figures, calibrationError: before.figures.calibrationError + 0.05 } };
  assert.match(verdict(before, lying).text, /less true/);
});

test("figures by a plain count: found first, by edit; a query that met nobody is not found", () => {
  const half = judged(queries, ({ edit }) => (edit === "blur" ? 0 : 1));
  assert.equal(half.figures.recallAt1, 0.75);
  assert.deepEqual(
    editFigures(queries, before, half).map(({ edit, queries: count, recallAt1After }) => [edit, count, recallAt1After]),
    [
      ["crop", 60, 1],
      ["grey", 60, 1],
      ["blur", 60, 0],
      ["mirror", 60, 1],
    ],
  );
  assert.deepEqual(figuresFor([], [false, false]), { averagePrecision: 0, recallAt1: 0, recallAtPrecision99: 0, calibrationError: 0 });
});
