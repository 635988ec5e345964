/** The person's answers in groups: what was called different never shares one, what was called the same always counts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApart, withAnswers } from "../../../electron/engine/group/answers.ts";
import { usualChoice } from "../../../electron/engine/group/criteria.ts";
import { groupCopies, groupMoments } from "../../../electron/engine/group/group.ts";
import type { AnsweredPair, ContentId } from "../../../electron/engine/photo.ts";
import { candidate, match, randomLibrary, randomOf } from "./library.ts";

const minProbability = 0.5;
const answer = (a: number, b: number, verdict: AnsweredPair["verdict"]): AnsweredPair => ({
  a: a as ContentId,
  b: b as ContentId,
  verdict,
});

test("no group of a random library holds two that were called different, and nothing else is lost to the answer", () => {
  let kept = 0;
  for (let seed = 0; seed < 200; seed++) {
    const { candidates, matches } = randomLibrary(seed);
    const random = randomOf(seed + 1000);
    const count = candidates.length;
    const different = Array.from({ length: 30 }, () => {
      const [a, b] = [candidates[Math.floor(random() * count)]!, candidates[Math.floor(random() * count)]!];
      return answer(a.content, b.content, "different");
    }).filter(({ a, b }) => a !== b);
    // Half of the answers are on pairs that do match.
    different.push(...matches.filter(() => random() < 0.3).map(({ a, b }) => answer(b, a, "different")));
    const held = withAnswers(matches, different);
    const options = { minProbability, apart: createApart(different) };
    const copies = groupCopies(candidates, held, options);
    for (const group of [...copies, ...groupMoments(candidates, held, copies, options)]) {
      const contents = [group.keeper, ...group.members.map(({ index }) => index)].map((index) => candidates[index]!.content);
      for (const { a, b } of different) assert.ok(!(contents.includes(a) && contents.includes(b)), `${a} and ${b} in seed ${seed}`);
      kept += contents.length;
    }
    const answered = new Set(different.flatMap(({ a, b }) => [`${a},${b}`, `${b},${a}`]));
    assert.deepEqual(new Set(held), new Set(matches.filter(({ a, b }) => !answered.has(`${a},${b}`))));
  }
  assert.ok(kept > 3000, `${kept} in groups are too few to tell`);
});

test("a new photo that matches two called different goes with the one that it matches better", () => {
  const [a, b, both] = [
    candidate("/a.jpg", { content: 1 }),
    candidate("/b.jpg", { content: 2 }),
    candidate("/c.jpg", { content: 3, sizeBytes: 5_000_000 }),
  ];
  const answers = [answer(1, 2, "different")];
  const matches = withAnswers(
    [match(1, 2, { probability: 0.99 }), match(1, 3, { probability: 0.9 }), match(2, 3, { probability: 0.95 })],
    answers,
  );
  const [group, ...more] = groupCopies([a, b, both], matches, { minProbability, apart: createApart(answers) });
  assert.deepEqual([group?.keeper, group?.members.map(({ index }) => index), more], [2, [1], []]);
});

test("called the same: probability 1, the relation as matched, a burst stays a burst, and what was no match becomes one", () => {
  const answers = [answer(2, 1, "same"), answer(3, 4, "same"), answer(5, 6, "same"), answer(7, 8, "same")];
  const given = [
    match(5, 6, { relation: "similar", probability: 0.1 }),
    match(1, 2, { relation: "cropped", probability: 0.4, reasons: [{ code: "cropped", values: {}, text: "a part" }] }),
    match(7, 8, { relation: "same-moment", probability: 0.6 }),
    match(1, 9, { probability: 0.8 }),
  ];
  const held = withAnswers(given, answers);
  assert.deepEqual(
    held.map(({ a, b, relation, probability }) => [a, b, relation, probability]),
    [
      [1, 2, "cropped", 1],
      [3, 4, "edited", 1],
      [5, 6, "edited", 1],
      [7, 8, "same-moment", 1],
      [1, 9, "re-encoded", 0.8],
    ],
  );
  assert.deepEqual(
    held.slice(0, 2).map(({ reasons }) => reasons.map(({ code }) => code)),
    [["confirmed", "cropped"], ["confirmed"]],
  );
});

test("a chosen part of a picture is the keeper of the whole, which else it could never be", () => {
  const [whole, part] = [
    candidate("/whole.jpg", { content: 1 }),
    candidate("/part.jpg", { content: 2, facts: { width: 1000, height: 750 } }),
  ];
  const cropped = match(1, 2, { relation: "cropped", transform: [0.5, 0, 0.2, 0, 0.5, 0.2], cropBox: [0.2, 0.2, 0.5, 0.5] });
  const keepers = (chosen: [string, number][]) =>
    groupCopies([whole, part], [cropped], { minProbability, keepers: { ...usualChoice, chosen: new Map(chosen) } });
  assert.equal(keepers([])[0]?.keeper, 0);
  const [group] = keepers([["/part.jpg", 1]]);
  assert.deepEqual([group?.keeper, group?.members.map(({ index }) => index), group?.keeperReasons[0]?.text], [1, [0], "chosen by you"]);
  assert.equal(
    keepers([
      ["/part.jpg", 1],
      ["/whole.jpg", 2],
    ])[0]?.keeper,
    0,
    "the later choice",
  );
});
