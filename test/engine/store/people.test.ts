/** People in the store: groups come and go, who was spoken of stays; words are taken back to the row; nothing of it outlives the erasing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { PersonId } from "../../../electron/contract/people.ts";
import type { Recipe } from "../../../electron/engine/photo.ts";
import type { FaceKey } from "../../../electron/engine/store/face-keys.ts";
import type { Store } from "../../../electron/engine/store/store.ts";
import { createRandom } from "../../fixtures/random.ts";
import { addPhoto, found, openStore } from "./people-library.ts";

const recipe = "faces" as Recipe;
const key = (name: string): FaceKey => `${name} 1 2 3 4` as FaceKey;

function withFaces(store: Store, count: number) {
  return Array.from({ length: count }, (_, at) => {
    store.faces.put(addPhoto(store, at + 1), recipe, [found(at)]);
    return store.faces.all(recipe).at(-1)!.id;
  });
}
const everything = (store: Store): string => {
  const { faces, not, apart } = store.said.words();
  return JSON.stringify([
    store.people.all().filter(({ kept }) => kept),
    [...faces].sort(),
    [...not].map(([id, keys]) => [id, [...keys].sort()]).sort(),
    apart,
  ]);
};

test("a grouping takes the place of the last; rows without faces and words go, ids are not given twice", (context) => {
  const store = openStore(context);
  const [a, b, c] = withFaces(store, 3);
  const one = (face: typeof a, probability = 1) => ({ face: face!, look: 0, probability });
  store.people.replaceGroups({
    groups: [
      { person: null, faces: [one(a), one(b, 0.8)] },
      { person: null, faces: [one(c)] },
    ],
    questions: [{ one: a!, other: c!, probability: 0.3 }],
    madeOf: "first",
  });
  assert.deepEqual(
    [...store.people.groups()],
    [
      [a, { person: 1, look: 0, probability: 1 }],
      [b, { person: 1, look: 0, probability: 0.8 }],
      [c, { person: 2, look: 0, probability: 1 }],
    ],
  );
  assert.deepEqual([store.people.questions(), store.people.madeOf()], [[{ one: a, other: c, probability: 0.3 }], "first"]);
  store.people.replaceGroups({ groups: [{ person: null, faces: [one(a), one(b), one(c)] }], questions: [], madeOf: "second" });
  assert.deepEqual(
    store.people.all().map(({ id }) => id),
    [3],
  );
  store.faces.put(addPhoto(store, 1), recipe, []);
  assert.equal(store.people.groups().has(a!), false, "a face that went leaves its group");
  const placed = store.people.place(store.faces.all(recipe)[0]!.id, null, 0.5);
  assert.equal(placed, 4);
});

test("a change that throws leaves nothing", (context) => {
  const store = openStore(context);
  const before = everything(store);
  assert.throws(() =>
    store.said.change(1, (edit) => {
      edit.word(key("x"), { person: edit.newPerson("Anna"), ignored: null, source: "said", probability: 1 });
      throw new Error("no");
    }),
  );
  assert.deepEqual([everything(store), store.said.changes()], [before, []]);
});

for (const seed of [1, 2, 3, 4]) {
  test(`any words, taken back one by one and said again, leave every row as it was (seed ${seed})`, (context) => {
    const store = openStore(context);
    const random = createRandom(seed);
    const states = [everything(store)];
    const people: PersonId[] = [];
    for (let step = 0; step < 40; step++) {
      store.said.change(step, (edit) => {
        for (let part = 0; part <= random.below(4); part++) {
          if (people.length < 2 || random.next() < 0.2) people.push(edit.newPerson(random.next() < 0.5 ? null : `name ${step}`));
          const [one, other] = [random.pick(people), random.pick(people)];
          const face = key(`face ${random.below(6)}`);
          const choice = random.below(6);
          if (choice === 0) edit.word(face, null);
          if (choice === 1) edit.word(face, { person: one, ignored: null, source: "said", probability: random.next() });
          if (choice === 2) edit.word(face, { person: null, ignored: "not-a-face", source: "said", probability: 1 });
          if (choice === 3) edit.not(face, one, random.next() < 0.6);
          if (choice === 4 && one !== other) edit.apart(one, other, random.next() < 0.6);
          if (choice === 5)
            edit.person({
              id: one,
              name: `again ${step}`,
              hidden: random.next() < 0.5,
              note: null,
              noteOf: null,
              cover: null,
              kept: random.next() < 0.9,
            });
        }
        return { kind: "name", text: `Step ${step}.`, values: { step }, person: null };
      });
      states.push(everything(store));
    }
    for (const state of states.toReversed().slice(1)) {
      assert.equal(store.said.undo()?.undone, true);
      // What a grouping does in between must not matter.
      store.people.replaceGroups({ groups: [], questions: [], madeOf: "x" });
      assert.equal(everything(store), state);
    }
    assert.equal(store.said.undo(), null);
    for (const state of states.slice(1)) {
      assert.equal(store.said.redo()?.undone, false);
      assert.equal(everything(store), state);
    }
    assert.equal(store.said.redo(), null);
  });
}

test("erased, every table is empty and no byte is left in the file or its log", (context) => {
  const store = openStore(context);
  withFaces(store, 40);
  store.said.change(1, (edit) => {
    const person = edit.newPerson("Secretina Persona");
    edit.word(key("face"), { person, ignored: null, source: "said", probability: 1 });
    return { kind: "name", text: "Named Secretina Persona.", values: {}, person };
  });
  // An older model's faces were deleted before: their pages may still hold them.
  store.faces.put(addPhoto(store, 41), "older" as Recipe, [found(77)]);
  store.faces.keepOnly(recipe);
  store.peopleMetric.put({ recipe: "m", learntAtMs: 5, data: Buffer.from("metric-bytes-metric-bytes") });
  const read = (): Buffer => Buffer.concat(["", "-wal"].map((end) => readFileSync(`${store.databasePath}${end}`)));
  const secrets = [
    "Secretina Persona",
    "metric-bytes-metric-bytes",
    Buffer.from(found(3).embedding.buffer),
    Buffer.from(found(77).embedding.buffer),
  ];
  for (const secret of secrets) assert.ok(read().includes(secret));
  const { rows, ...proof } = store.eraseFaces();
  assert.deepEqual(
    Object.values(rows).filter((count) => count > 0),
    [],
  );
  assert.deepEqual(proof, { secureDelete: true, freePages: 0, logBytes: 0 });
  for (const secret of secrets) assert.ok(!read().includes(secret));
  assert.equal(store.photos.count(), 41);
  assert.throws(() => store.write(() => store.eraseFaces()), TypeError);
});

test("side files are read again only when they change", (context) => {
  const store = openStore(context);
  const stamp = { sizeBytes: 5, modifiedAtNs: 1_700_000_000_123_456_789n };
  assert.equal(store.sideFilesRead.has("/a.xmp", stamp), false);
  store.sideFilesRead.put("/a.xmp", stamp);
  assert.equal(store.sideFilesRead.has("/a.xmp", stamp), true);
  assert.equal(store.sideFilesRead.has("/a.xmp", { ...stamp, modifiedAtNs: stamp.modifiedAtNs + 1n }), false);
});
