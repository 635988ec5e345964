import assert from "node:assert/strict";
import { test } from "node:test";
import { copyProbability } from "../../../electron/engine/match/decide.ts";
import { type CandidateMatch, decide, needsAlignment } from "../../../electron/engine/match/matcher.ts";
import type { AlignmentEvidence, ContentId, MatchItem } from "../../../electron/engine/photo.ts";
import { itemOf, random, stranger } from "./items.ts";

const draw = random(4);
const photo = (content: number, facts: Partial<MatchItem["facts"]> = {}): MatchItem => itemOf(content, stranger(draw, content), facts);
const candidate = (change: Partial<CandidateMatch> = {}): CandidateMatch => ({
  a: 1 as ContentId,
  b: 2 as ContentId,
  similarity: 0.93,
  crowding: 0.45,
  differenceBits: 8,
  dctBits: 2,
  orientation: 0,
  samePixels: false,
  apartMs: null,
  probability: 0.9,
  ...change,
});
const clean: AlignmentEvidence = {
  inliers: 180,
  mirrored: false,
  transform: [1, 0, 0, 0, 1, 0],
  cropBox: [0, 0, 1, 1],
  coverage: 1,
  matches: 200,
  spreadPixels: 0.8,
  correlation: 0.99,
  agreement: 0.99,
  covered: 0,
  patches: 380,
  driftPixels: 0.03,
  residualDriftPixels: 0.03,
  coarseCorrelation: 0.998,
  coarseAgreement: 0.995,
  coarseCovered: 0,
  quarterTurns: 0,
  colourDifference: 0.01,
  lightnessChange: 0,
  chromaChange: 0,
};
const judged = (alignment: Partial<AlignmentEvidence> | null, change: Partial<CandidateMatch> = {}, a = photo(1), b = photo(2)) =>
  decide(a, b, candidate(change), alignment && { ...clean, ...alignment });
const codes = (match: ReturnType<typeof decide>): string[] => match?.reasons.map(({ code }) => code) ?? [];

test("a copy saved again, at half the size, cropped, turned, mirrored, covered or darkened is called so, with its reasons", () => {
  const saved = judged({});
  assert.equal(saved?.relation, "re-encoded");
  assert.ok(saved.probability > 0.95);
  assert.deepEqual(codes(saved).slice(0, 1), ["saved-again"]);
  const half = judged({}, {}, photo(1, { width: 400, height: 300 }), photo(2, { width: 200, height: 150 }));
  assert.ok(half?.reasons.some(({ text }) => text === "the same picture at half the size, saved again"));
  const cropped = judged(
    { transform: [0.8, 0, 0.1, 0, 0.775, 0.1], coverage: 0.62, cropBox: [0.1, 0.1, 0.8, 0.775] },
    { differenceBits: 90 },
  );
  assert.equal(cropped?.relation, "cropped");
  assert.ok(cropped.reasons.some(({ text }) => text.includes("62 %")));
  assert.equal(judged({ quarterTurns: 1, transform: [0, -1, 1, 1, 0, 0] }, { orientation: 5 })?.relation, "rotated");
  const mirrored = judged({ mirrored: true, transform: [-1, 0, 1, 0, 1, 0] }, { orientation: 1 });
  assert.equal(mirrored?.relation, "rotated");
  assert.ok(codes(mirrored).includes("mirrored"));
  const covered = judged(
    { agreement: 0.75, covered: 0.22, coarseAgreement: 0.75, coarseCovered: 0.2, correlation: 0.996, residualDriftPixels: 0.01 },
    { differenceBits: 40 },
  );
  assert.equal(covered?.relation, "edited");
  assert.ok(codes(covered).includes("covered"));
  const dark = judged({ lightnessChange: -0.3, colourDifference: 0.3 });
  assert.equal(dark?.relation, "edited");
  assert.ok(codes(dark).includes("lightness"));
});

test("equal pixels need no alignment, and other bytes are never called identical", () => {
  const same = candidate({ samePixels: true, probability: 0.5 });
  assert.equal(needsAlignment(same), false);
  assert.equal(decide(photo(1), photo(2), same)?.relation, "same-pixels");
  for (let at = 0; at < 300; at += 1) {
    const match = judged(
      { agreement: draw(), coarseAgreement: draw(), correlation: draw(), inliers: Math.floor(draw() * 200), coverage: draw() },
      {
        samePixels: draw() < 0.1,
        similarity: draw(),
        differenceBits: Math.floor(draw() * 128),
        apartMs: draw() < 0.3 ? draw() * 1e5 : null,
      },
    );
    assert.notEqual(match?.relation, "identical");
    assert.ok(match === null || (match.probability >= 0 && match.probability <= 1 && match.a < match.b));
  }
});

test("a second exposure is a moment, not a copy", () => {
  const burst = {
    agreement: 0.7,
    covered: 0.14,
    correlation: 0.95,
    coarseAgreement: 0.73,
    coarseCovered: 0.12,
    coarseCorrelation: 0.95,
    inliers: 90,
    driftPixels: 0.2,
    residualDriftPixels: 0.15,
  };
  const silent = judged(burst, { similarity: 0.9, crowding: 0.6, differenceBits: 30, dctBits: 6 });
  assert.equal(silent?.relation, "same-moment");
  const timed = judged(burst, { similarity: 0.9, crowding: 0.6, differenceBits: 30, dctBits: 6, apartMs: 400 });
  assert.equal(timed?.relation, "same-moment");
  assert.ok(timed.reasons.some(({ text }) => text === "taken 0.4 s apart with the same camera"));
});

test("two parts of one picture, each with something of its own, are no copies", () => {
  const overlapping = { transform: [1, 0, 0.5, 0, 1, 0], coverage: 0.5, cropBox: [0.5, 0, 0.5, 1] } as const;
  const match = judged(overlapping, { differenceBits: 100, dctBits: 25, similarity: 0.7 });
  assert.ok(match && match.probability < 0.1);
  assert.ok(match.relation === "similar" || match.relation === "same-moment");
});

test("more evidence never makes a copy less likely", () => {
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const rising = (at: (share: number) => number): void => {
    const values = steps.map(at);
    for (const [place, value] of values.entries()) assert.ok(place === 0 || value >= values[place - 1]! - 1e-12, `${values}`);
  };
  const probability = (alignment: Partial<AlignmentEvidence>, change: Partial<CandidateMatch> = {}): number => {
    const match = judged(alignment, { similarity: 0.5, crowding: 0.4, differenceBits: 100, dctBits: 25, ...change });
    return match === null || match.relation === "same-moment" ? 0 : match.probability;
  };
  rising((share) => probability({ agreement: share, covered: 0 }));
  rising((share) => probability({ inliers: Math.round(share * 200) }));
  rising((share) => probability({}, { similarity: share }));
  rising((share) => probability({}, { differenceBits: Math.round(128 * (1 - share)) }));
});

test("strangers are nothing to each other, aligned or not", () => {
  const far = { similarity: 0.35, crowding: 0.4, differenceBits: 110, dctBits: 28, probability: 0.0001 };
  assert.equal(needsAlignment(candidate(far)), false);
  assert.equal(judged(null, far), null);
  assert.equal(decide(photo(1), photo(2), candidate(far)), null);
});

test("a copy in black and white is edited, and says so, however alike the greys are", () => {
  const [colour, grey] = [photo(1), photo(2, { colours: "grey" })];
  for (const alignment of [clean, undefined]) {
    const match = decide(colour, grey, candidate({ similarity: 0.99, differenceBits: 2, probability: 0.99 }), alignment);
    assert.equal(match?.relation, "edited");
    assert(match.reasons.some(({ code }) => code === "lost-colours"));
  }
});

test("one camera and two times are two exposures, however exactly the pictures agree", () => {
  for (const apartMs of [60, 400, 30_000]) {
    const match = decide(
      photo(1),
      photo(2),
      candidate({ similarity: 0.99, differenceBits: 0, dctBits: 0, probability: 0.99, apartMs }),
      clean,
    );
    assert.equal(match?.relation, "same-moment", `${apartMs} ms`);
  }
  assert.notEqual(decide(photo(1), photo(2), candidate({ apartMs: 0 }), clean)?.relation, "same-moment", "a copy keeps its time");
  assert(copyProbability(candidate({ apartMs: 400, probability: 0.99 }), null) < 0.05);
});
