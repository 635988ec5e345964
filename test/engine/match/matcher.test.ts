import assert from "node:assert/strict";
import { test } from "node:test";
import { type CandidateMatch, cosine, createMatcher } from "../../../electron/engine/match/matcher.ts";
import type { ContentId, MatchItem } from "../../../electron/engine/photo.ts";
import { copyOf, itemOf, library, random, shuffled, stranger } from "./items.ts";

const keyOf = ({ a, b }: Pick<CandidateMatch, "a" | "b">): string => `${a}-${b}`;
const all = (items: readonly MatchItem[], of?: readonly ContentId[], exactUpTo?: number): CandidateMatch[] => {
  const matcher = createMatcher(exactUpTo === undefined ? {} : { exactUpTo });
  matcher.set(items);
  const found = [...matcher.candidates(of)].flatMap(({ candidates }) => candidates);
  matcher.dispose();
  return found;
};

test("candidates are those of a plain loop over all pairs: ten nearest either way, or near by hash", () => {
  const { items } = library(1, 150);
  const found = new Set(all(items).map(keyOf));
  for (const item of items) {
    const others = items
      .filter((other) => other !== item)
      .map((other) => ({ other, similarity: cosine(item.copy, other.copy) }))
      .sort((one, other) => other.similarity - one.similarity);
    for (const { other } of others.slice(0, 10)) {
      const [a, b] = [item.content, other.content].sort((one, two) => one - two);
      assert.ok(found.has(`${a}-${b}`), `${a} and ${b} are near`);
    }
  }
});

test("every pair comes once, smaller content first, with the figures of plain loops", () => {
  const { items } = library(2, 100);
  const found = all(items);
  assert.equal(new Set(found.map(keyOf)).size, found.length);
  const byContent = new Map(items.map((item) => [item.content, item]));
  for (const candidate of found.slice(0, 200)) {
    const [a, b] = [byContent.get(candidate.a)!, byContent.get(candidate.b)!];
    assert.ok(candidate.a < candidate.b);
    assert.equal(candidate.similarity, cosine(a.copy, b.copy));
    const bits = Array.from({ length: 8 }, (_, orientation) => {
      let sum = 0;
      for (let at = 0; at < 32; at += 1)
        sum +=
          (a.fingerprint.differenceHashes[at]! ^ b.fingerprint.differenceHashes[orientation * 32 + at]!).toString(2).split("1").length - 1;
      return sum;
    });
    assert.equal(candidate.differenceBits, Math.min(...bits));
    assert.equal(candidate.orientation, bits.indexOf(Math.min(...bits)));
  }
});

test("copies are found, by descriptor or by hash, and stand out of their crowd", () => {
  const { items, copies } = library(3, 300);
  const found = new Map(all(items).map((candidate) => [keyOf(candidate), candidate]));
  const isCopy = new Set(copies.map(([a, b]) => `${a}-${b}`));
  const strangers = [...found].filter(([key]) => !isCopy.has(key)).map(([, candidate]) => candidate.probability);
  const highest = strangers.sort((a, b) => a - b)[Math.floor(strangers.length * 0.95)]!;
  for (const key of isCopy) {
    const candidate = found.get(key);
    assert.ok(candidate, key);
    assert.ok(candidate.probability > highest, `${key}: ${candidate.probability} beside ${highest}`);
  }
});

test("the order of the photos changes nothing", () => {
  const { items } = library(4, 200);
  const sorted = (list: CandidateMatch[]): CandidateMatch[] => list.sort((one, other) => one.a - other.a || one.b - other.b);
  assert.deepEqual(sorted(all(shuffled(items, 8))), sorted(all(items)));
});

test("new photos against the library give every pair that the whole library has of them, in both directions", () => {
  const { items } = library(5, 200);
  const fresh = shuffled(items, 6).slice(0, 40);
  const contents = fresh.map(({ content }) => content);
  const isFresh = new Set<number>(contents);
  const some = all(items, contents);
  assert.ok(some.every(({ a, b }) => isFresh.has(a) || isFresh.has(b)));
  const found = new Set(some.map(keyOf));
  const wanted = all(items).filter(({ a, b }) => isFresh.has(a) || isFresh.has(b));
  const missing = wanted.filter((candidate) => !found.has(keyOf(candidate)));
  // What may be missing is near to the new photo only from its own side, with 64 others nearer from the other.
  assert.ok(missing.length / wanted.length < 0.01, `${missing.length} of ${wanted.length}`);
});

test("photos come and go; a replaced one answers with its new self", () => {
  const { items } = library(6, 120);
  const matcher = createMatcher();
  matcher.set(items);
  const first = items[0]!;
  const target = items[5]!;
  matcher.delete([target.content]);
  assert.equal(matcher.size, items.length - 1);
  assert.equal(matcher.item(target.content), undefined);
  assert.ok(
    ![...matcher.candidates()].flatMap(({ candidates }) => candidates).some(({ a, b }) => a === target.content || b === target.content),
  );
  const replaced = { ...first, copy: target.copy, fingerprint: target.fingerprint };
  matcher.set([replaced]);
  assert.equal(matcher.size, items.length - 1);
  assert.equal(matcher.nearest(target, 1)[0]?.content, first.content);
  assert.ok(matcher.nearest(target, 1)[0]!.distance < 1e-5);
  matcher.dispose();
});

test("a photo from outside is compared as if it were inside, and is not kept", () => {
  const { items, copies } = library(7, 200);
  const [source] = copies[0]!;
  const draw = random(99);
  const outside = itemOf(
    -1,
    copyOf({ ...stranger(draw, 3), vector: Float64Array.from(items.find(({ content }) => content === source)!.copy) }, draw, 5, 0.5),
  );
  const matcher = createMatcher();
  matcher.set(items);
  assert.equal(matcher.nearest(outside, 3)[0]?.content, source);
  assert.equal(matcher.around(outside)[0]?.a, -1);
  assert.ok(matcher.around(outside).some(({ b }) => b === source));
  assert.equal(matcher.size, items.length);
  matcher.dispose();
});

test("vectors and hashes are read from where they lie in their buffers", () => {
  const { items } = library(11, 100);
  const shifted = items.map((item): MatchItem => {
    const bytes = Buffer.alloc(1 + 320, 7);
    bytes.set(item.fingerprint.differenceHashes, 1);
    bytes.set(item.fingerprint.dctHashes, 257);
    const copy = new Int8Array(item.copy.length + 5).fill(99);
    copy.set(item.copy, 5);
    const fingerprint = { ...item.fingerprint, differenceHashes: bytes.subarray(1, 257), dctHashes: bytes.subarray(257) };
    return { ...item, copy: copy.subarray(5), fingerprint };
  });
  assert.deepEqual(all(shifted), all(items));
  const matcher = createMatcher();
  matcher.set(shifted);
  for (const item of shifted.slice(0, 20))
    assert.deepEqual(matcher.nearest({ ...item, content: -1 as ContentId }, 1)[0]?.content, item.content);
  matcher.dispose();
});

test("many versions of one photo are no crowd to each other", () => {
  const draw = random(12);
  const { items } = library(8, 200);
  const original = stranger(draw, 2);
  const versions = Array.from({ length: 9 }, (_, at) => itemOf(20_000 + at, copyOf(original, draw, 0.1, 0.02)));
  const alone = all([...items, ...versions.slice(0, 2)]).find(({ a, b }) => a === 20_000 && b === 20_001)!;
  const together = all([...items, ...versions]).find(({ a, b }) => a === 20_000 && b === 20_001)!;
  assert.ok(Math.abs(alone.crowding - together.crowding) < 0.12, `${alone.crowding} and ${together.crowding}`);
});

test("the graph of a large library finds what comparing everything finds", () => {
  const { items } = library(9, 1500);
  const exact = all(items, undefined, 100_000);
  const found = new Set(all(items, undefined, 200).map(keyOf));
  const missed = exact.filter((candidate) => !found.has(keyOf(candidate)));
  assert.ok(missed.length / exact.length < 0.01, `${missed.length} of ${exact.length}`);
});

test("shots of one camera within seconds are candidates however different they look", () => {
  const draw = random(13);
  const shot = (content: number, takenAtMs: number, camera: string): MatchItem =>
    itemOf(content, stranger(draw, content), { takenAtMs, camera });
  const { items } = library(10, 200);
  const shots = [shot(30_001, 1000, "A"), shot(30_002, 2500, "A"), shot(30_003, 60_000, "A"), shot(30_004, 1200, "B")];
  const found = new Map(all([...items, ...shots]).map((candidate) => [keyOf(candidate), candidate]));
  assert.equal(found.get("30001-30002")?.apartMs, 1500);
  assert.equal(found.has("30001-30004"), false);
  assert.equal(found.has("30001-30003"), false);
});

test("an empty library and a library of one have no candidates", () => {
  assert.deepEqual(all([]), []);
  assert.deepEqual(all(library(1, 1).items), []);
});
