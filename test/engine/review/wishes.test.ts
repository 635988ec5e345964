/** Which photos go, and for which: by name, by mark, by rule. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { certainRule, type PhotoId } from "../../../electron/contract.ts";
import { createKinship } from "../../../electron/engine/review/kinship.ts";
import { markedWishes, namedWishes, ruledWishes, type Wishes } from "../../../electron/engine/review/wishes.ts";
import { match, randomLibrary, randomOf } from "../group/library.ts";
import { group, photo } from "./photos.ts";

const ids = (...numbers: number[]): Set<PhotoId> => new Set(numbers as PhotoId[]);
const shown = ({ wishes, declined }: Wishes) => [
  ...wishes.map(({ photo: going, kept, group: name }) => `${going.path} for ${kept.path} in ${name}`),
  ...declined.map(({ path, code }) => `${path} ${code}`),
];

const [keeper, copy, poor, other] = [photo(1, "/k.jpg"), photo(2, "/c.jpg"), photo(3, "/p.jpg"), photo(4, "/o.jpg")];
const all = [keeper!, copy!, poor!, other!];
const matches = [
  match(1, 2, { probability: 0.99 }),
  match(1, 3, { probability: 0.9 }),
  match(2, 3, { probability: 0.95 }),
  match(1, 4, { relation: "similar" }),
  match(2, 4, { probability: 0.4 }),
];
const kinship = createKinship(all, matches, 0.5);
const groups = [
  group("g", keeper!, [
    [copy!, {}],
    [poor!, {}],
  ]),
];
const named = (photoId: number, kept: number) => ({ photo: photoId as PhotoId, kept: kept as PhotoId });

test("by name: only for what it matches itself, and being similar is not enough", () => {
  assert.deepEqual(shown(namedWishes([named(2, 1), named(4, 1), named(3, 2), named(4, 2)], kinship, groups)), [
    "/c.jpg for /k.jpg in g",
    "/p.jpg for /c.jpg in g",
    "/o.jpg no-match",
    "/o.jpg no-match",
  ]);
});

test("by mark: for the keeper, else for the best that stays, and never the last", () => {
  assert.deepEqual(shown(markedWishes(ids(3), kinship, groups)), ["/p.jpg for /k.jpg in g"], "the keeper, though another matches better");
  assert.deepEqual(shown(markedWishes(ids(1, 3), kinship, groups)), ["/k.jpg for /c.jpg in g", "/p.jpg for /c.jpg in g"]);
  assert.deepEqual(shown(markedWishes(ids(1, 2, 3), kinship, groups)), ["/k.jpg all-removed", "/c.jpg all-removed", "/p.jpg all-removed"]);
  assert.deepEqual(shown(markedWishes(ids(4), kinship, groups)), ["/o.jpg no-match"]);
});

test("by mark: nothing of a group that is marked whole, even where another exposure stays", () => {
  const exposure = photo(9, "/e.jpg");
  const moments = createKinship([keeper!, copy!, exposure], [match(1, 2), match(1, 9, { relation: "same-moment" })], 0.5);
  const both = [
    group("g", keeper!, [[copy!, {}]]),
    { ...group("m", exposure, [[keeper!, { relation: "same-moment" }]]), kind: "moments" as const },
  ];
  assert.deepEqual(shown(markedWishes(ids(1, 2), moments, both)), ["/k.jpg all-removed", "/c.jpg all-removed"]);
  assert.deepEqual(shown(markedWishes(ids(2), moments, both)), ["/c.jpg for /k.jpg in g"]);
  assert.deepEqual(shown(markedWishes(ids(1), moments, both)), ["/k.jpg for /e.jpg in m"]);
});

test("by mark, in random libraries: what stays for a photo is not marked itself and matches it", () => {
  let wished = 0;
  for (let seed = 0; seed < 100; seed++) {
    const random = randomOf(seed);
    const { candidates, matches: some } = randomLibrary(seed);
    const photos = candidates.map((one, index) => ({ ...one, id: index as PhotoId }));
    const kin = createKinship(photos, some, 0.3);
    const marked = new Set(photos.filter(() => random() < 0.6).map(({ id }) => id));
    const { wishes, declined } = markedWishes(marked, kin, []);
    assert.equal(wishes.length + declined.length, marked.size);
    for (const wish of wishes) {
      wished += 1;
      assert.ok(marked.has(wish.photo.id) && !marked.has(wish.kept.id));
      assert.ok(wish.probability >= 0.3 && wish.relation !== "similar");
      assert.deepEqual(kin.between(wish.photo, wish.kept), { relation: wish.relation, probability: wish.probability });
    }
    for (const { path, code } of declined) {
      const one = photos.find((candidate) => candidate.path === path)!;
      const relatives = photos.filter((relative) => relative.id !== one.id && kin.between(one, relative));
      assert.equal(code, relatives.length === 0 ? "no-match" : "all-removed");
      assert.ok(relatives.every(({ id }) => marked.has(id)));
    }
  }
  assert.ok(wished > 500, `${wished} are too few to tell`);
});

test("by rule: what fits it, and nothing protected, marked to stay, elsewhere, less probable or of another relation", () => {
  const rule = { kinds: ["copies"], relations: ["re-encoded"], minProbability: 0.9 } as const;
  const [here, elsewhere] = [photo(5, "/in/a.jpg"), photo(6, "/in between/b.jpg")];
  const everybody = createKinship([...all, here, elsewhere], [], 0.5);
  const among = (part: object) =>
    shown(
      ruledWishes(rule, everybody, [
        group("g", keeper!, [
          [copy!, part],
          [poor!, {}],
        ]),
      ]),
    );
  assert.deepEqual(among({}), ["/c.jpg for /k.jpg in g", "/p.jpg for /k.jpg in g"]);
  for (const part of [{ protected: true }, { mark: "keep" }, { mark: "later" }, { probability: 0.89 }, { relation: "cropped" }])
    assert.deepEqual(among(part), ["/p.jpg for /k.jpg in g"], JSON.stringify(part));
  const below = ruledWishes({ ...rule, folder: "/in" }, everybody, [
    group("g", keeper!, [
      [here, {}],
      [elsewhere, {}],
    ]),
  ]);
  assert.deepEqual(shown(below), ["/in/a.jpg for /k.jpg in g"]);
  assert.deepEqual(shown(ruledWishes({ ...rule, kinds: ["moments"] }, everybody, groups)), []);
});

test("by the certain rule: what somebody could miss stays and says why", () => {
  const small = photo(7, "/small.jpg", { sizeBytes: 1000, facts: { width: 200, height: 150 } });
  const rich = photo(8, "/rich.jpg", { sizeBytes: 1000, facts: { width: 200, height: 150, metadataFields: 90 } });
  const everybody = createKinship([keeper!, small, rich], [], 0.5);
  const result = ruledWishes(certainRule, everybody, [
    group("g", keeper!, [
      [small, {}],
      [rich, {}],
    ]),
  ]);
  assert.deepEqual(shown(result), ["/small.jpg for /k.jpg in g", "/rich.jpg not-certain"]);
  assert.match(result.declined[0]!.text, /metadata/);
});
