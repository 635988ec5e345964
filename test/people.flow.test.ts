/** Faces from photos to people, over the whole engine with a made-up finder: found, grouped, named, corrected, remembered, taken back, erased. */
import assert from "node:assert/strict";
import { readFileSync, renameSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaceId, PersonId } from "../electron/contract/people.ts";
import type { Engine, JobState } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { fakeFaceModels, type MadeFace, type MadePhoto, vectorOf, writeFacePhotos } from "./fixtures/fake-faces.ts";

const left = [0.1, 0.2, 0.3, 0.4] as const;
const right = [0.6, 0.2, 0.3, 0.4] as const;
const one = (person: number, more: Partial<MadeFace> = {}): readonly MadeFace[] => [{ person, ...more }];

/** Three of Anna (0), three of Ben (1), one of both, one with nobody. */
const family: readonly Omit<MadePhoto, "path">[] = [
  ...[0, 0, 0, 1, 1, 1].map((person) => ({ faces: one(person) })),
  {
    faces: [
      { person: 0, box: left },
      { person: 1, box: right },
    ],
  },
  { faces: [] },
];

interface Begun {
  readonly engine: Engine;
  readonly folder: string;
  readonly photos: readonly MadePhoto[];
  readonly models: ReturnType<typeof fakeFaceModels>;
  reopen(shift?: number): Promise<Engine>;
}

async function begin(context: TestContext, made: readonly Omit<MadePhoto, "path">[], look = true): Promise<Begun> {
  const folder = await mkdtemp(join(tmpdir(), "likeness people é "));
  const photos = made.map((photo, at) => ({ ...photo, path: join(folder, "photos", `photo-${at}.png`) }));
  await writeFacePhotos(photos);
  let engine: Engine | null = null;
  const models = fakeFaceModels(photos);
  const open = async (faceModels = models): Promise<Engine> => {
    await engine?.close();
    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 1, faceModels });
    return engine;
  };
  context.after(async () => {
    await engine?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const first = await open();
  await first.scan({ folders: [join(folder, "photos")] });
  if (look) await first.findFaces({});
  return { engine: first, folder, photos, models, reopen: (shift) => open(shift === undefined ? models : fakeFaceModels(photos, shift)) };
}

/** Who is where, by what the photos are called: independent of every id. */
async function partition(engine: Engine): Promise<string[]> {
  const people = await engine.people({});
  const sets = [];
  for (const { id } of people) {
    const { name, photos } = await engine.person({ id });
    sets.push(`${name ?? "-"}: ${photos.map(({ path, box }) => `${basename(path, ".png").slice(6)}@${box[0]}`).sort()}`);
  }
  return sets.sort();
}

async function personOf(engine: Engine, path: string, at = 0): Promise<PersonId> {
  const { faces } = await engine.facesOf({ photo: path });
  const person = [...faces].sort((a, b) => a.box[0] - b.box[0])[at]?.person;
  assert.ok(person);
  return person;
}
async function faceIn(engine: Engine, path: string, at = 0): Promise<FaceId> {
  const { faces } = await engine.facesOf({ photo: path });
  return [...faces].sort((a, b) => a.box[0] - b.box[0])[at]!.id;
}

const twoPeople = ["-: 0@80,1@80,2@80,6@40", "-: 3@80,4@80,5@80,6@240"];

test("photos are looked at, the newest first; faces become people; two in one photo are two", async (context) => {
  const { engine, models, photos } = await begin(context, family, false);
  const states: JobState[] = [];
  engine.on("job", (state) => states.push(state));
  const report = await engine.findFaces({});
  assert.deepEqual([report.photos, report.faces, report.people, report.failed.length], [8, 8, 2, 0]);
  // Two are in flight at once.
  assert.ok(models.looked.length === 8 && models.looked.every((photo, at) => Math.abs(7 - at - photo) <= 1), String(models.looked));
  assert.deepEqual(
    [...new Set(states.filter(({ kind }) => kind === "faces").map(({ phase }) => phase))],
    ["waiting", "finding-faces", "clustering", "ended"],
  );
  assert.deepEqual(await partition(engine), twoPeople);
  const people = await engine.people({});
  assert.deepEqual(
    people.map(({ faces, name, confirmed, uncertain, hidden }) => ({ faces, name, confirmed, uncertain, hidden })),
    [1, 2].map(() => ({ faces: 4, name: null, confirmed: 0, uncertain: 0, hidden: false })),
  );
  const both = await engine.facesOf({ photo: photos[6]!.path });
  assert.deepEqual(
    both.faces.map(({ box, state }) => ({ box, state })),
    [
      { box: [40, 60, 120, 120], state: "placed" },
      { box: [240, 60, 120, 120], state: "placed" },
    ],
  );
  assert.ok(both.faces.every(({ probability }) => probability > 0.5 && probability <= 1));
  assert.deepEqual([both.looked, (await engine.facesOf({ photo: photos[7]!.path })).faces], [true, []]);
  const again = await engine.findFaces({});
  assert.deepEqual([again.photos, again.faces, models.looked.length], [0, 0, 8]);
});

test("the people do not depend on the order in which the photos came", async (context) => {
  const crowd = Array.from({ length: 24 }, (_, at) => ({ faces: one((at * 7) % 5, { likeness: 0.9 + (at % 4) * 0.02 }) }));
  const { engine, folder, photos } = await begin(context, crowd);
  const whole = await partition(engine);
  assert.ok(whole.length >= 5);
  for (const seed of [5, 11]) {
    const library = join(folder, `other ${seed}`);
    const other = await createEngine({ libraryFolder: library, threads: 2, faceModels: fakeFaceModels(photos) });
    const away = photos.map(({ path }, at) => [path, join(folder, `away-${at}.png`)] as const);
    for (const [path, aside] of away) renameSync(path, aside);
    const order = away.map((_, at) => (at * seed + 5) % away.length);
    for (let from = 0; from < order.length; from += 7) {
      for (const at of order.slice(from, from + 7)) renameSync(away[at]![1], away[at]![0]);
      await other.scan({ folders: [join(folder, "photos")] });
      await other.findFaces({});
    }
    assert.deepEqual(await partition(other), whole, `in the order of ${seed}`);
    await other.close();
  }
});

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

test("a photo that fails is recorded and the rest goes on; a broken finder fails the job and blames no photo", async (context) => {
  const made = family.map((photo, at) => (at === 2 ? { ...photo, breaks: true } : photo));
  const { engine, photos, models } = await begin(context, made);
  assert.deepEqual(
    (await engine.problems({})).map(({ path, code }) => [path, code]),
    [[photos[2]!.path, "damaged"]],
  );
  assert.match((await engine.problems({}))[0]!.message, /Faces could not be looked for.*stumbles/);
  const { counts } = await engine.faceSettings({});
  assert.deepEqual([counts.photosLooked, counts.photosWaiting, counts.problems, counts.faces], [8, 0, 1, 7]);
  assert.equal(models.looked.length, 8);

  const broken = await begin(
    context,
    family.map((photo) => ({ ...photo, breaks: true })),
    false,
  );
  await assert.rejects(broken.engine.findFaces({}), /stumbles/);
  assert.deepEqual(await broken.engine.problems({}), []);
});

test("the job pauses, goes on, and stops after the photo in hand; the next run does the rest", async (context) => {
  const { engine, models } = await begin(context, family, false);
  let open = Promise.withResolvers<void>();
  models.gate = () => open.promise;
  const states: JobState[] = [];
  engine.on("job", (state) => states.push(state));
  const running = engine.findFaces({}).then(
    () => "done",
    (error) => error.code,
  );
  while (states.at(-1)?.phase !== "finding-faces") await sleep(5);
  const { id } = states.at(-1)!;
  await engine.pauseJob({ id });
  open.resolve();
  await sleep(50);
  const looked = models.looked.length;
  assert.ok(looked >= 1 && looked <= 2, "only what was in hand");
  await sleep(50);
  assert.equal(models.looked.length, looked);
  open = Promise.withResolvers();
  await engine.resumeJob({ id });
  await engine.cancelJob({ id });
  open.resolve();
  assert.equal(await running, "cancelled");
  assert.ok(models.looked.length < 8);
  const report = await engine.findFaces({});
  assert.ok(report.photos >= 4);
  assert.equal(new Set(models.looked).size, 8, "no photo is looked at twice");
  assert.equal(models.looked.length, 8);
  assert.deepEqual(await partition(engine), twoPeople);
});

test("after a scan in the window the faces follow by themselves", async (context) => {
  const { engine } = await begin(context, family, false);
  const ended = new Promise<void>((resolve) => {
    engine.on("job", ({ kind, phase, outcome }) => {
      if (kind === "faces" && phase === "ended" && outcome === "done") resolve();
    });
  });
  await engine.scan({ folders: [], faces: true });
  await ended;
  assert.deepEqual(await partition(engine), twoPeople);
});

test("switched off, no byte of a face stays", async (context) => {
  const { engine, folder, photos, reopen } = await begin(context, family);
  const person = await personOf(engine, photos[0]!.path);
  await engine.namePerson({ person, name: "Annabella Zwirnhauser" });
  const face = await faceIn(engine, photos[0]!.path);
  const crop = await engine.picture({ id: face, variant: "face" });
  assert.equal(crop.mediaType, "image/webp");
  const bytes = (): Buffer =>
    Buffer.concat(["library.sqlite", "library.sqlite-wal"].map((name) => readFileSync(join(folder, "library", name))));
  const secrets = [
    Buffer.from(vectorOf(0, 0, 0.995).buffer),
    Buffer.from(vectorOf(1, 3 * 16, 0.995).buffer),
    Buffer.from("2000 2500 3000 4000"),
    Buffer.from("Annabella Zwirnhauser"),
  ];
  for (const secret of secrets) assert.ok(bytes().includes(secret), "they are there before");
  const { settings, erasure } = await engine.switchFaces({ enabled: false });
  assert.equal(settings.enabled, false);
  assert.ok(erasure && erasure.before.vectors === 8 && erasure.before.cropFiles === 1 && erasure.before.said > 0);
  assert.deepEqual(
    Object.entries(erasure.after).filter(([key, count]) => count !== 0 && key !== "photosWaiting"),
    [],
  );
  const { rows, ...proof } = erasure.proof;
  assert.ok(Object.keys(rows).length >= 10 && Object.values(rows).every((count) => count === 0));
  assert.deepEqual(proof, { secureDelete: true, freePages: 0, logBytes: 0, cropFiles: 0 });
  for (const secret of secrets) assert.ok(!bytes().includes(secret), "and not afterwards");
  assert.throws(() => readFileSync(crop.path), /ENOENT/);
  await assert.rejects(engine.picture({ id: face, variant: "face" }), { code: "not-found" });
  await assert.rejects(engine.findFaces({}), { code: "unsupported" });
  assert.deepEqual(await engine.people({}), []);
  assert.equal(await engine.undoPeople({}), null);
  assert.equal((await engine.status({})).photos, 8, "the photos stay in the library");

  const later = await reopen();
  assert.equal((await later.faceSettings({})).enabled, false);
  await later.switchFaces({ enabled: true });
  await later.findFaces({});
  assert.deepEqual(await partition(later), twoPeople);
});

test("names go into side files, and come back from them into another library", async (context) => {
  const { engine, folder, photos } = await begin(context, family);
  const [anna, ben] = [await personOf(engine, photos[0]!.path), await personOf(engine, photos[3]!.path)];
  assert.deepEqual((await engine.planRegions({})).items, [], "nobody has a name yet");
  await engine.namePerson({ person: anna, name: "Anna" });
  await engine.namePerson({ person: ben, name: "Ben" });
  await engine.hidePerson({ person: ben, hidden: true });
  assert.equal((await engine.planRegions({})).items.length, 4, "the hidden are not told");
  await engine.hidePerson({ person: ben, hidden: false });
  const plan = await engine.planRegions({});
  assert.deepEqual(
    plan.items.map(({ target, replaces, names }) => `${basename(target)} ${replaces} ${[...names].sort()}`),
    [0, 1, 2, 3, 4, 5, 6].map((at) => `photo-${at}.png.xmp false ${at < 3 ? "Anna" : at < 6 ? "Ben" : "Anna,Ben"}`),
  );
  const receipt = await engine.writeRegions({});
  assert.deepEqual([receipt.written.length, receipt.failed.length, receipt.undoable], [7, 0, true]);
  assert.match(readFileSync(`${photos[6]!.path}.xmp`, "utf8"), /Anna[\s\S]*Ben/);
  assert.deepEqual([(await engine.planRegions({})).items.length, (await engine.planRegions({})).unchanged], [0, 7]);
  assert.equal((await engine.writeRegions({})).written.length, 0);
  await engine.findFaces({});
  assert.equal((await engine.peopleChanges({}))[0]?.kind, "hide", "what it wrote itself tells it nothing new");

  const other = await createEngine({ libraryFolder: join(folder, "other"), threads: 1, faceModels: fakeFaceModels(photos, 0.02) });
  context.after(() => other.close());
  await other.scan({ folders: [join(folder, "photos")] });
  await other.findFaces({});
  assert.deepEqual(await partition(other), ["Anna: 0@88,1@88,2@88,6@48", "Ben: 3@88,4@88,5@88,6@248"]);
  assert.equal((await other.person({ name: "Anna" })).confirmed, 4);
  const [read] = await other.peopleChanges({});
  assert.deepEqual([read?.kind, read?.values], ["read", { faces: 8 }]);
  await other.namePerson({ person: (await other.person({ name: "Anna" })).id, name: "Annette" });
  await other.findFaces({});
  assert.ok(
    (await other.people({})).some(({ name }) => name === "Annette"),
    "a file that did not change is not heard twice",
  );

  const undone = await engine.undo({ session: receipt.session! });
  assert.equal(undone.failed.length, 0);
  assert.throws(() => readFileSync(`${photos[6]!.path}.xmp`), /ENOENT/);
});
