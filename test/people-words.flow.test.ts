/** What is said of faces and people, over the whole engine with a made-up finder: remembered, bound, asked, taken back. */
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import type { FaceId, PersonId } from "../electron/contract/people.ts";
import type { Engine } from "../electron/contract.ts";
import { begin, faceIn, family, one, partition, personOf } from "./fixtures/people-library.ts";

test("what was said outlives moves, new scans, groupings and another model", async (context) => {
  const { engine, folder, photos, reopen } = await begin(context, [...family, { faces: one(2) }, { faces: one(2) }]);
  const [anna, ben] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[3]!.path)];
  await engine.namePerson({ person: anna, name: "  Anna   Ävir " });
  await engine.namePerson({ person: ben, name: "Ben" });
  await engine.rejectFaces({ faces: [await faceIn(engine, photos[2]!.path)], person: anna });
  const stranger = await personOf(engine, photos[8]!.path);
  await engine.ignoreFaces({ faces: [await faceIn(engine, photos[8]!.path)], ignored: "not-cared-about" });
  await engine.noteOnPerson({ person: ben, note: "twin", of: anna });
  await engine.hidePerson({ person: ben, hidden: true });
  await engine.chooseCover({ person: anna, face: await faceIn(engine, photos[1]!.path) });

  const check = async (now: Engine, shift: number): Promise<void> => {
    const people = await now.people({});
    const shown = people
      .filter(({ name }) => name !== null)
      .map(({ id, name, hidden, note, noteOf, faces }) => ({ id, name, hidden, note, noteOf, faces }));
    assert.deepEqual(shown, [
      { id: ben, name: "Ben", hidden: true, note: "twin", noteOf: anna, faces: 4 },
      { id: anna, name: "Anna Ävir", hidden: false, note: null, noteOf: null, faces: 3 },
    ]);
    const moved = Math.round(shift * 400);
    assert.ok(
      (await partition(now)).includes(`Anna Ävir: 0@${80 + moved},1@${80 + moved},6@${40 + moved}`),
      (await partition(now)).join("\n"),
    );
    const { photos: own, cover } = await now.person({ id: anna });
    assert.equal(own.find(({ id }) => id === cover)?.path.endsWith("photo-1.png"), true);
    const [ignored, ...others] = await now.ignoredFaces({});
    assert.deepEqual([ignored?.ignored, basename(ignored!.path), others.length], ["not-cared-about", "photo-8.png", 0]);
    const refused = (await now.facesOf({ photo: join(folder, "photos", "photo-2.png") })).faces[0]!;
    assert.notEqual(refused.person, anna);
  };
  await check(engine, 0);
  assert.notEqual(stranger, anna);

  renameSync(join(folder, "photos", "photo-1.png"), join(folder, "photos", "aside.png"));
  await engine.scan({ folders: [] });
  renameSync(join(folder, "photos", "aside.png"), join(folder, "photos", "photo-1.png"));
  await engine.scan({ folders: [] });
  await engine.findFaces({});
  await check(engine, 0);

  const later = await reopen();
  await check(later, 0);
  const otherModel = await reopen(0.02);
  assert.deepEqual(await otherModel.people({}), [], "another model has not looked yet");
  await otherModel.findFaces({});
  await check(otherModel, 0.02);
});

test("names: taken off, given twice, found in any case, refused when empty", async (context) => {
  const { engine, photos } = await begin(context, family);
  const [anna, ben] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[3]!.path)];
  await engine.namePerson({ person: anna, name: "Anna" });
  assert.equal((await engine.person({ name: "aNNa" })).id, anna);
  await assert.rejects(engine.person({ name: "Nobody" }), { code: "not-found" });
  await assert.rejects(engine.namePerson({ person: ben, name: " " }), { code: "usage" });
  await assert.rejects(engine.namePerson({ person: 999 as PersonId, name: "X" }), { code: "not-found" });
  await engine.namePerson({ person: anna, name: null });
  await assert.rejects(engine.person({ name: "Anna" }), { code: "not-found" });
  await engine.namePerson({ person: anna, name: "Anna" });
  const change = await engine.namePerson({ person: ben, name: "ANNA" });
  assert.equal(change.person, anna);
  // In the photo of both only one can be Anna.
  const merged = await engine.person({ id: anna });
  assert.deepEqual([merged.faces, merged.name], [7, "Anna"]);
  assert.equal(new Set(merged.photos.map(({ photo }) => photo)).size, 7);
});

test("merging, keeping apart, splitting with those that are alike", async (context) => {
  const mixed = [0, 0, 0, 0, 1, 1, 1, 1].map((person) => ({ faces: one(person) }));
  const { engine, photos } = await begin(context, mixed);
  const [a, b] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[4]!.path)];
  await engine.mergePeople({ into: a, from: [b] });
  assert.equal((await engine.person({ id: a })).faces, 8);
  const split = await engine.splitPerson({ person: a, faces: [await faceIn(engine, photos[5]!.path)], similar: true });
  assert.deepEqual(await partition(engine), ["-: 0@80,1@80,2@80,3@80", "-: 4@80,5@80,6@80,7@80"]);
  assert.ok(split.person && split.person !== a);
  await engine.findFaces({});
  assert.deepEqual(await partition(engine), ["-: 0@80,1@80,2@80,3@80", "-: 4@80,5@80,6@80,7@80"]);
  const few = await engine.splitPerson({ person: a, faces: [await faceIn(engine, photos[0]!.path)], similar: false });
  await engine.findFaces({});
  assert.deepEqual(await partition(engine), ["-: 0@80", "-: 1@80,2@80,3@80", "-: 4@80,5@80,6@80,7@80"]);
  assert.deepEqual((await engine.suggestions({})).length, 0, "what was split is not asked about");
  const all = (await engine.person({ id: a })).photos.map(({ id }) => id);
  await assert.rejects(engine.splitPerson({ person: a, faces: all, similar: false }), { code: "usage" });
  await assert.rejects(engine.splitPerson({ person: a, faces: [(await engine.person({ id: few.person! })).cover], similar: false }), {
    code: "usage",
  });
  await assert.rejects(engine.mergePeople({ into: a, from: [a] }), { code: "usage" });
});

test("a face is moved to somebody, to a name, to nobody known; the last word holds in a photo", async (context) => {
  const { engine, photos } = await begin(context, family);
  const [anna, ben] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[3]!.path)];
  await engine.namePerson({ person: anna, name: "Anna" });
  await engine.namePerson({ person: ben, name: "Ben" });
  const faceOfBen = await faceIn(engine, photos[6]!.path, 1);
  await engine.moveFaces({ faces: [faceOfBen], to: { name: "anna" } });
  const both = (await engine.facesOf({ photo: photos[6]!.path })).faces;
  assert.deepEqual(both.map(({ name }) => name).sort(), ["Anna", null].sort());
  assert.equal(both.find(({ id }) => id === faceOfBen)?.name, "Anna");
  const both2 = both.map(({ id }) => id);
  await assert.rejects(engine.moveFaces({ faces: both2, to: { person: ben } }), { code: "usage" });
  const { person: cleo } = await engine.moveFaces({ faces: [faceOfBen], to: { name: "Cleo" } });
  assert.deepEqual(
    (await engine.person({ id: cleo! })).photos.map(({ state, probability }) => [state, probability]),
    [["confirmed", 1]],
  );
  const { person: unknown } = await engine.moveFaces({ faces: [await faceIn(engine, photos[0]!.path)], to: "new" });
  assert.equal((await engine.person({ id: unknown! })).name, null);
  await engine.findFaces({});
  assert.equal((await engine.person({ name: "Cleo" })).faces, 1);
  assert.notEqual(await personOf(engine, photos[0]!.path), anna);
});

test("every word can be taken back and said again, in order", async (context) => {
  const { engine, photos } = await begin(context, family);
  const [anna, ben] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[3]!.path)];
  const face = await faceIn(engine, photos[0]!.path);
  const states: string[][] = [];
  const note = async (): Promise<void> => {
    await engine.findFaces({});
    states.push([
      ...(await partition(engine)),
      JSON.stringify((await engine.people({})).map(({ hidden, note: said }) => [hidden, said]).sort()),
    ]);
  };
  await note();
  const steps = [
    () => engine.namePerson({ person: anna, name: "Anna" }),
    () => engine.hidePerson({ person: ben, hidden: true }),
    () => engine.rejectFaces({ faces: [face], person: anna }),
    () => engine.ignoreFaces({ faces: [face], ignored: "not-a-face" as const }),
    () => engine.noteOnPerson({ person: anna, note: "child" as const }),
    () => engine.splitPerson({ person: ben, faces: [], similar: false }).catch(() => engine.keepApart({ a: anna, b: ben })),
    () => engine.moveFaces({ faces: [face], to: { name: "Cleo" } }),
    () => engine.mergePeople({ into: anna, from: [ben] }),
  ];
  for (const step of steps) {
    await step();
    await note();
  }
  assert.equal((await engine.peopleChanges({})).length, steps.length);
  for (const state of states.toReversed().slice(1)) {
    const undone = await engine.undoPeople({});
    assert.equal(undone?.undone, true);
    await engine.findFaces({});
    const now = [
      ...(await partition(engine)),
      JSON.stringify((await engine.people({})).map(({ hidden, note: said }) => [hidden, said]).sort()),
    ];
    assert.deepEqual(now, state, `after taking back: ${undone?.text}`);
  }
  assert.equal(await engine.undoPeople({}), null);
  for (const state of states.slice(1)) {
    const redone = await engine.redoPeople({});
    await engine.findFaces({});
    const now = [
      ...(await partition(engine)),
      JSON.stringify((await engine.people({})).map(({ hidden, note: said }) => [hidden, said]).sort()),
    ];
    assert.deepEqual(now, state, `after saying again: ${redone?.text}`);
  }
  assert.equal(await engine.redoPeople({}), null);
  await engine.undoPeople({});
  await engine.hidePerson({ person: anna, hidden: true });
  assert.equal(await engine.redoPeople({}), null, "a new word ends what could be said again");
});

test("what is likely and not certain is asked, never placed; no is remembered, yes binds", async (context) => {
  // Somewhere down this slope the program is no more sure.
  const slope = Array.from({ length: 28 }, (_, at) => ({ faces: one(0, { likeness: 0.975 - at * 0.002 }) }));
  const { engine } = await begin(context, [...[0, 0, 0, 0].map((person) => ({ faces: one(person) })), ...slope]);
  const [largest] = await engine.people({});
  const anna = largest!.id;
  await engine.namePerson({ person: anna, name: "Anna" });
  const asked = await engine.suggestions({ person: anna });
  assert.ok(asked.length >= 2, "something is asked");
  assert.equal((await engine.people({})).find(({ id }) => id === anna)?.uncertain, asked.length);
  for (const { probability, shown } of asked) {
    assert.ok(probability > 0 && probability < 1);
    assert.notEqual(shown.person, anna);
  }
  const faces = asked.filter(({ kind }) => kind === "face");
  assert.ok(faces.length >= 2, "single faces are asked about by face");
  const [yes, no] = faces;
  await engine.confirmFaces({ faces: [yes!.shown.id], person: anna });
  await engine.rejectFaces({ faces: [no!.shown.id], person: anna });
  for (let round = 0; round < 2; round++) {
    const of = async (id: FaceId, path: string) => (await engine.facesOf({ photo: path })).faces.find((face) => face.id === id);
    assert.deepEqual((await of(yes!.shown.id, yes!.shown.path))?.state, "confirmed");
    assert.notEqual((await of(no!.shown.id, no!.shown.path))?.person, anna);
    const rest = await engine.suggestions({ person: anna });
    assert.ok(!rest.some(({ shown }) => shown.id === yes!.shown.id || shown.id === no!.shown.id));
    await engine.findFaces({});
  }
});
