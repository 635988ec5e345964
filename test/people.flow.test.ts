/** Faces from photos to people, over the whole engine with a made-up finder: found, grouped, kept up to date, written into files, erased. */
import assert from "node:assert/strict";
import { readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { JobState } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { fakeFaceModels, vectorOf } from "./fixtures/fake-faces.ts";
import { begin, faceIn, family, one, partition, personOf, twoPeople } from "./fixtures/people-library.ts";

test("photos are looked at, the newest first; faces become people; two in one photo are two", async (context) => {
  const { engine, models, photos } = await begin(context, family, false);
  const states: JobState[] = [];
  engine.on("job", (state) => states.push(state));
  const report = await engine.findFaces({});
  assert.deepEqual([report.photos, report.faces, report.people, report.failed.length], [8, 8, 2, 0]);
  // Two are in flight at once: the second of them may come first, and a slow one late.
  assert.equal(new Set(models.looked).size, 8);
  assert.ok(
    models.looked.every((photo, at) => 7 - photo <= at + 1),
    String(models.looked),
  );
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
  let atGate = 0;
  models.gate = () => {
    atGate += 1;
    return open.promise;
  };
  const states: JobState[] = [];
  engine.on("job", (state) => states.push(state));
  const running = engine.findFaces({}).then(
    () => "done",
    (error) => error.code,
  );
  // Two photos are in flight at once.
  while (atGate < 2) await sleep(5);
  const { id } = states.at(-1)!;
  await engine.pauseJob({ id });
  open.resolve();
  while (models.looked.length < 2) await sleep(5);
  await sleep(100);
  assert.deepEqual([models.looked.length, atGate], [2, 2], "only what was in hand");
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
