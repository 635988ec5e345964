/** Groups of seeded random libraries held to the promises that deletion rests on, and small ones by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { copyRelations, groupCopies, groupIdOf, groupMoments } from "../../../electron/engine/group/group.ts";
import type { Candidate, CandidateGroup, Match } from "../../../electron/engine/photo.ts";
import { candidate, crop, match, randomLibrary, randomOf, shuffled } from "./library.ts";

const minProbability = 0.5;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const paths = (group: CandidateGroup, candidates: readonly Candidate[]) =>
  [group.keeper, ...group.members.map((member) => member.index)].map((index) => candidates[index]!.path);

/** The match between two candidates, found the slow way. */
function matchBetween(a: Candidate, b: Candidate, matches: readonly Match[]): Match | undefined {
  return matches.find((pair) => (pair.a === a.content && pair.b === b.content) || (pair.a === b.content && pair.b === a.content));
}

test("every member matches the keeper itself, with the relation and probability of that match", () => {
  let members = 0;
  for (const seed of seeds) {
    const { candidates, matches } = randomLibrary(seed);
    for (const group of groupCopies(candidates, matches, { minProbability })) {
      const keeper = candidates[group.keeper]!;
      for (const member of group.members) {
        const photo = candidates[member.index]!;
        members += 1;
        if (photo.content === keeper.content) {
          assert.deepEqual([member.relation, member.probability], ["identical", 1]);
          continue;
        }
        const found = matchBetween(keeper, photo, matches);
        assert.ok(found && found.probability >= minProbability && copyRelations.has(found.relation));
        assert.deepEqual([member.relation, member.probability], [found.relation, found.probability]);
      }
    }
  }
  assert.ok(members > 3000, `${members} members are too few to tell`);
});

test("no file is in two groups or twice in one, and no group is of one", () => {
  for (const seed of seeds) {
    const { candidates, matches } = randomLibrary(seed);
    const groups = groupCopies(candidates, matches, { minProbability });
    const all = groups.flatMap((group) => [group.keeper, ...group.members.map((member) => member.index)]);
    assert.equal(new Set(all).size, all.length);
    assert.ok(groups.every((group) => group.members.length > 0 && group.keeperReasons.length > 0));
  }
});

test("files of the same bytes are never left outside", () => {
  for (const seed of seeds) {
    const { candidates, matches } = randomLibrary(seed);
    const grouped = new Set(groupCopies(candidates, matches, { minProbability }).flatMap((group) => paths(group, candidates)));
    for (const one of candidates)
      if (candidates.some((other) => other !== one && other.content === one.content)) assert.ok(grouped.has(one.path));
  }
});

test("the order of the input has no say", () => {
  for (const seed of seeds) {
    const { candidates, matches } = randomLibrary(seed);
    const random = randomOf(seed + 1000);
    const mixed = shuffled(candidates, random);
    const flipped = shuffled(matches, random);
    const told = (groups: readonly CandidateGroup[], of: readonly Candidate[]) =>
      groups.map((group) => ({ files: paths(group, of), reasons: group.keeperReasons, id: groupIdOf(group, of) }));
    const copies = groupCopies(candidates, matches, { minProbability });
    const mixedCopies = groupCopies(mixed, flipped, { minProbability });
    assert.deepEqual(told(mixedCopies, mixed), told(copies, candidates));
    const moments = groupMoments(candidates, matches, copies, { minProbability });
    assert.deepEqual(told(groupMoments(mixed, flipped, mixedCopies, { minProbability }), mixed), told(moments, candidates));
  }
});

test("a photo that shows more than the keeper never goes for it", () => {
  let avoided = 0;
  for (const seed of seeds) {
    const { candidates, matches } = randomLibrary(seed);
    for (const group of groupCopies(candidates, matches, { minProbability })) {
      const keeper = candidates[group.keeper]!;
      for (const { index } of group.members) {
        const found = matchBetween(keeper, candidates[index]!, matches);
        if (found?.relation !== "cropped") continue;
        const [whole, part] = found.a === keeper.content ? [keeper, candidates[index]!] : [candidates[index]!, keeper];
        const framed = whole.facts.camera === null && part.facts.camera !== null;
        const tiny = whole.facts.width * whole.facts.height * 0.5 < part.facts.width * part.facts.height;
        assert.ok(whole === keeper || framed || tiny);
        avoided += 1;
      }
    }
  }
  assert.ok(avoided > 100);
});

test("a chain falls apart into stars", () => {
  const candidates = ["/1", "/2", "/3", "/4"].map((path, at) => candidate(path, { content: at, facts: { width: 2000 - at } }));
  const chain = [match(0, 1), match(1, 2), match(2, 3)];
  const groups = groupCopies(candidates, chain, { minProbability });
  assert.deepEqual(
    groups.map((group) => paths(group, candidates)),
    [
      ["/1", "/2"],
      ["/3", "/4"],
    ],
  );
});

test("of a picture, its crop and a copy of the crop, the picture is kept and the crops go if they match it", () => {
  const sharp = { width: 4000, height: 3000, camera: "Camera" };
  const candidates = [
    candidate("/crop.jpg", { content: 1, facts: { ...sharp, width: 2800 }, sharpness: 900, sizeBytes: 9_000_000 }),
    candidate("/whole.jpg", { content: 2, facts: sharp }),
    candidate("/small crop.jpg", { content: 3, facts: { width: 700, height: 750 } }),
  ];
  const matches = [crop(2, 1, [0.3, 0, 0.7, 1]), match(1, 3)];
  const [group, ...rest] = groupCopies(candidates, matches, { minProbability });
  assert.deepEqual(paths(group!, candidates), ["/whole.jpg", "/crop.jpg"]);
  assert.deepEqual(rest, []);
});

test("a protected crop does not replace the whole picture", () => {
  const candidates = [
    candidate("/kept/crop.jpg", { content: 1, protected: true, facts: { width: 1000 } }),
    candidate("/whole.jpg", { content: 2 }),
  ];
  const [group, ...rest] = groupCopies(candidates, [crop(2, 1, [0, 0, 0.5, 1])], { minProbability });
  assert.deepEqual(paths(group!, candidates), ["/whole.jpg", "/kept/crop.jpg"]);
  assert.deepEqual(
    group!.keeperReasons.map((reason) => reason.code),
    ["whole"],
  );
  assert.deepEqual(rest, []);
});

test("moments hold each exposure once, the sharpest kept", () => {
  const candidates = [
    candidate("/1.jpg", { content: 1, sharpness: 100 }),
    candidate("/2.jpg", { content: 2, sharpness: 101 }),
    candidate("/2 small.jpg", { content: 3, facts: { width: 500 }, sharpness: 300 }),
    candidate("/3.jpg", { content: 4, sharpness: 90 }),
  ];
  const moment = { relation: "same-moment" } as const;
  const matches = [
    match(1, 2, moment),
    match(2, 3),
    match(1, 3, moment),
    match(2, 4, { ...moment, probability: 0.6 }),
    match(3, 4, moment),
  ];
  const copies = groupCopies(candidates, matches, { minProbability });
  assert.deepEqual(
    copies.map((group) => paths(group, candidates)),
    [["/2.jpg", "/2 small.jpg"]],
  );
  const moments = groupMoments(candidates, matches, copies, { minProbability });
  assert.deepEqual(
    moments.map((group) => [group.kind, ...paths(group, candidates)]),
    [["moments", "/2.jpg", "/1.jpg", "/3.jpg"]],
  );
  assert.deepEqual(
    moments[0]!.keeperReasons.map((reason) => reason.text),
    ["sharpest of 3"],
  );
});

test("a group's id follows its contents, not its paths", () => {
  const group = (content: number, path: string) => {
    const candidates = [candidate(path, { content }), candidate("/other", { content: 9 })];
    return groupIdOf(groupCopies(candidates, [match(content, 9)], { minProbability })[0]!, candidates);
  };
  assert.equal(group(1, "/a"), group(1, "/moved/a"));
  assert.notEqual(group(1, "/a"), group(2, "/a"));
});
