/** The choice of the keeper, criterion by criterion, and the words for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Contender, copyCriteria, type KeeperChoice, momentCriteria, usualChoice } from "../../../electron/engine/group/criteria.ts";
import { rankingBy } from "../../../electron/engine/group/keeper.ts";
import { type CandidatePart, candidate, randomLibrary, randomOf, shuffled } from "./library.ts";

interface Part extends CandidatePart {
  readonly path?: string;
  readonly part?: boolean;
  readonly resaved?: boolean;
}
const contender = ({ path = "/p.jpg", part = false, resaved = false, ...rest }: Part): Contender => ({
  candidate: candidate(path, rest),
  part,
  resaved,
});

/** In the order of the criteria: better in this one, worse in all that follow. */
const ladder: readonly (readonly [name: string, better: Part, worse: Part, text: string])[] = [
  ["protected", { protected: true }, {}, "in a protected folder"],
  ["format", { facts: { format: "dng" } }, {}, "the camera's RAW"],
  ["whole", {}, { part: true }, "shows the whole picture"],
  ["pixels", { facts: { width: 4032, height: 3024 } }, { facts: { width: 3024, height: 2268 } }, "most pixels: 4032 × 3024"],
  ["origin", { facts: { camera: "Camera 5" }, sizeBytes: 1_000_000 }, { sizeBytes: 1_000_000 }, "as the camera wrote it: Camera 5"],
  ["compression", { sizeBytes: 1_500_000 }, { sizeBytes: 500_000 }, "least compressed: 4.0 bits a pixel"],
  ["sharpness", { sharpness: 200 }, { sharpness: 100 }, "sharpest of 2"],
  ["metadata", { facts: { takenAtMs: 5, metadataFields: 3 } }, { facts: { metadataFields: 30 } }, "most metadata: time, 3 fields"],
  ["age", { modifiedAtMs: Date.UTC(2019, 2, 4) }, { modifiedAtMs: Date.UTC(2019, 2, 5) }, "oldest file: 2019-03-04"],
  ["tidiness", { path: "/p.jpg" }, { path: "/p (1).jpg" }, "tidiest name and folder"],
  ["path", { path: "/a.jpg" }, { path: "/b.jpg" }, "equal in everything, first by path"],
];

for (const [at, [code, better, worse, text]] of ladder.entries()) {
  test(`${code} decides, whatever comes after it`, () => {
    const ranking = rankingBy(copyCriteria(usualChoice));
    const [keeper, other] = [contender(better), contender(worse)];
    assert.ok(ranking.compare(keeper, other) < 0 && ranking.compare(other, keeper) > 0);
    assert.deepEqual(
      ranking.reasons(keeper, [other]).map((reason) => [reason.code, reason.text]),
      [[code, text]],
    );
    for (const [, nextBetter, nextWorse] of ladder.slice(at + 1)) {
      const merged = (one: Part, two: Part): Contender => contender({ ...two, ...one, facts: { ...two.facts, ...one.facts } });
      assert.ok(ranking.compare(merged(better, nextWorse), merged(worse, nextBetter)) < 0);
    }
  });
}

test("reasons name only what decided against one of the others, and do not claim the most where another has more", () => {
  const keeper = contender({ facts: { format: "dng", width: 3000, height: 2000 } });
  const larger = contender({ facts: { width: 6000, height: 4000 } });
  const smaller = contender({ facts: { format: "dng", width: 1500, height: 1000 } });
  const texts = rankingBy(copyCriteria(usualChoice))
    .reasons(keeper, [larger, smaller])
    .map((reason) => reason.text);
  assert.deepEqual(texts, ["the camera's RAW", "more pixels than one of the others"]);
});

test("a copy that lost its colours is not kept, however large and lossless", () => {
  const colour = contender({ facts: { format: "jpeg", width: 800, height: 600 }, sizeBytes: 60_000 });
  const grey = contender({ facts: { format: "png", colours: "grey", width: 4000, height: 3000 }, sizeBytes: 9_000_000 });
  const dots = contender({ facts: { format: "png", colours: "few", width: 8000, height: 6000 }, sizeBytes: 9_000_000 });
  const ranking = rankingBy(copyCriteria(usualChoice));
  assert.deepEqual([dots, grey, colour].toSorted(ranking.compare), [colour, grey, dots]);
  assert.equal(ranking.reasons(colour, [grey, dots])[0]?.text, "in full colour");
  assert.equal(ranking.reasons(grey, [dots])[0]?.text, "in all its greys");
});

test("a lossless file saved from a photo is not better than the photo", () => {
  const ranking = rankingBy(copyCriteria(usualChoice));
  const png = { facts: { format: "png" }, sizeBytes: 20_000_000 } as const;
  const camera = contender({ facts: { camera: "Camera", metadataFields: 40 } });
  assert.ok(ranking.compare(camera, contender(png)) < 0, "the camera's JPEG before a PNG without its data");
  const download = contender({ facts: { metadataFields: 2 }, sizeBytes: 1_500_000 });
  assert.ok(ranking.compare(download, contender({ ...png, resaved: true })) < 0, "a JPEG before the PNG of its very pixels");
  assert.ok(ranking.compare(contender(png), contender({ sizeBytes: 200_000 })) < 0, "a drawing's PNG before its JPEG");
  const blocky = contender({ facts: { camera: "Camera" }, sizeBytes: 60_000 });
  assert.ok(ranking.compare(contender(png), blocky) < 0, "a PNG before a JPEG that shows its blocks");
});

for (const path of [
  "/p (1).jpg",
  "/Copy of p.jpg",
  "/p - Kopie.jpg",
  "/p 副本.jpg",
  "/p-edited.jpg",
  "/IMG-20190304-WA0012.jpg",
  "/Downloads/p.jpg",
  "/tmp/p.jpg",
  "/WhatsApp Images/p.jpg",
  "/p_thumb.jpg",
])
  test(`"${path}" is untidier than a plain name, and a later criterion than age`, () => {
    const ranking = rankingBy(copyCriteria(usualChoice));
    assert.ok(ranking.compare(contender({ path: "/zzz.jpg" }), contender({ path })) < 0);
    assert.ok(ranking.compare(contender({ path, modifiedAtMs: 0 }), contender({ path: "/zzz.jpg" })) < 0);
  });

for (const path of ["/Copycat.jpg", "/Edith.jpg", "/Oldenburg/p.jpg", "/Tempelhof/p.jpg", "/DSC_0012.jpg"])
  test(`"${path}" is a tidy path`, () => {
    assert.ok(rankingBy(copyCriteria(usualChoice)).compare(contender({ path }), contender({ path: "/zzz.jpg" })) < 0);
  });

test("the order is total: sorting any shuffle gives the same", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = randomOf(seed);
    const contenders = randomLibrary(seed).candidates.map((one) => ({ candidate: one, part: random() < 0.3, resaved: random() < 0.2 }));
    const ranking = rankingBy(copyCriteria(usualChoice));
    const sorted = (items: readonly Contender[]) => [...items].sort(ranking.compare).map((item) => item.candidate.path);
    assert.deepEqual(sorted(shuffled(contenders, random)), sorted(contenders));
  }
});

const codes = (choice: KeeperChoice) => copyCriteria(choice).map(({ code }) => code);

test("the person's order holds and what is switched off does not count, behind what always comes first", () => {
  const criteria = [
    { criterion: "age", enabled: true },
    { criterion: "pixels", enabled: false },
    { criterion: "sharpness", enabled: true },
    { criterion: "whole", enabled: true },
  ] as const;
  const choice = { ...usualChoice, criteria };
  assert.deepEqual(codes(choice), ["chosen", "protected", "age", "sharpness", "whole"]);
  assert.deepEqual(
    momentCriteria(choice).map(({ code }) => code),
    ["chosen", "protected", "sharpness", "age"],
  );
  const ranking = rankingBy(copyCriteria(choice));
  const [old, large] = [contender({ modifiedAtMs: 0 }), contender({ facts: { width: 9000, height: 9000 } })];
  assert.ok(ranking.compare(old, large) < 0);
});

test("the usual order is that of the ladder above, with preferred folders behind what the picture is worth", () => {
  const expected = ladder.map(([code]) => code).filter((code) => code !== "path");
  expected.splice(expected.indexOf("metadata"), 0, "preferred");
  assert.deepEqual(codes(usualChoice), ["chosen", ...expected]);
  assert.deepEqual(
    momentCriteria(usualChoice).map(({ code }) => code),
    ["chosen", "protected", "faces", "sharpness", "pixels", "compression", "preferred", "metadata", "age", "tidiness"],
  );
});

test("of a burst, open eyes come before sharp faces, and those before a sharp photo; without faces nothing changes", () => {
  const ranking = rankingBy(momentCriteria(usualChoice));
  const looks = (eyesOpen: number, sharpness: number, photo: number) =>
    contender({ path: `/${eyesOpen}-${sharpness}-${photo}.jpg`, faces: { count: 3, eyesOpen, sharpness }, sharpness: photo });
  const order = [looks(3, 0.5, 10), looks(2, 0.9, 500), looks(2, 0.4, 900), looks(0, 0.9, 999)];
  assert.deepEqual(order.toReversed().toSorted(ranking.compare), order);
  assert.deepEqual(
    ranking.reasons(order[0]!, order.slice(1)).map(({ code, text, values }) => [code, text, values]),
    [["faces", "eyes open, faces sharp", { faces: 3, eyesOpen: 3 }]],
  );
  assert.equal(ranking.reasons(order[1]!, order.slice(2))[0]?.text, "most eyes open, faces sharpest");
  const [sharp, soft] = [contender({ sharpness: 90 }), contender({ sharpness: 80 })];
  assert.equal(ranking.reasons(sharp, [soft])[0]?.code, "sharpness");
  const off = { ...usualChoice, criteria: usualChoice.criteria.map((rule) => ({ ...rule, enabled: rule.criterion !== "faces" })) };
  assert.ok(rankingBy(momentCriteria(off)).compare(order[3]!, order[0]!) < 0);
});

test("of preferred folders the first comes first, and a folder of a like name is not one", () => {
  const ranking = rankingBy(copyCriteria({ ...usualChoice, preferredFolders: ["/best", "/good/"] }));
  const [best, good, like] = ["/best/z.jpg", "/good/y.jpg", "/best of all/a.jpg"].map((path) => contender({ path }));
  assert.ok(ranking.compare(best!, good!) < 0 && ranking.compare(good!, like!) < 0);
  const [reason] = ranking.reasons(best!, [good!]);
  assert.deepEqual([reason?.code, reason?.values, reason?.text], ["preferred", { folder: "/best" }, "in a preferred folder"]);
});
