/** The terminal's commands on people and faces: what they ask the engine for, and what they print. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { run } from "./run-program.ts";

const face = (id: number, more = {}) => ({
  ...{ id, photo: 5, path: "/p/a\n.jpg", box: [10, 20, 30, 40], state: "placed", person: 3, name: "Anna", probability: 0.97 },
  ...{ ignored: null, quality: 0.9, sharpness: 0.5, eyesOpen: true, ...more },
});
const person = (id: number, name: string | null, more = {}) => ({
  ...{ id, name, cover: 1, faces: 4, confirmed: 2, uncertain: 1, hidden: false, note: null, noteOf: null },
  ...{ firstTakenAtMs: 0, lastTakenAtMs: 31_536_000_000, ...more },
});
const change = { id: 1, kind: "name", text: "Named 4 faces Anna.", values: {}, madeAtMs: 0, person: 3, undone: false };
const report = {
  ...{ photos: 2, faces: 3, people: 2, seconds: 0.5, millisecondsPerPhoto: 250, clusteringSeconds: 0.1 },
  failed: [{ path: "/p/b.jpg", code: "damaged", message: "Faces could not be looked for: no." }],
};

test("people as JSON is a list of people with every face, its box and probability", async () => {
  const { status, out, calls } = await run(["people", "--json"], {
    people: () => [person(3, "Anna"), person(7, null)],
    clusteredFaces: () => [face(1), face(2, { person: 7, name: null, probability: 0.6 })],
  });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(out), [
    { id: 3, name: "Anna", faces: [{ path: "/p/a\n.jpg", box: [10, 20, 30, 40], probability: 0.97 }] },
    { id: 7, name: null, faces: [{ path: "/p/a\n.jpg", box: [10, 20, 30, 40], probability: 0.6 }] },
  ]);
  assert.deepEqual(calls[0], ["people", { minFaces: 1 }]);
});

test("people in words: number, name, faces, months, notes", async () => {
  const { out, messages } = await run(["people"], {
    people: () => [person(3, "Anna", { note: "twin", hidden: true }), person(7, null, { confirmed: 0, uncertain: 0 })],
  });
  assert.match(out, /^3 +Anna +4 faces +2 confirmed +1 to ask +1970-01 to 1971-01 +hidden, twin$/m);
  assert.match(out, /^7 +- +4 faces +1970-01 to 1971-01$/m);
  assert.match(messages, /2 groups of 8 faces/);
  assert.match((await run(["people"], { people: () => [] })).messages, /There is nobody yet/);
});

test("what is said of people goes to the engine, by number or by name", async () => {
  const known = {
    person: () => person(9, "Ben"),
    keepApart: () => change,
    hidePerson: () => change,
    noteOnPerson: () => change,
    namePerson: () => change,
    mergePeople: () => change,
    undoPeople: () => null,
  };
  const asked = async (...words: string[]) => {
    const { status, calls, messages } = await run(words, known);
    assert.equal(status, 0, messages);
    return calls.at(-1);
  };
  assert.deepEqual(await asked("people", "apart", "3", "Ben"), ["keepApart", { a: 3, b: 9 }]);
  assert.deepEqual(await asked("people", "hide", "#3"), ["hidePerson", { person: 3, hidden: true }]);
  assert.deepEqual(await asked("people", "show", "3"), ["hidePerson", { person: 3, hidden: false }]);
  assert.deepEqual(await asked("people", "note", "3", "twin", "Ben"), ["noteOnPerson", { person: 3, note: "twin", of: 9 }]);
  assert.deepEqual(await asked("people", "note", "3", "none"), ["noteOnPerson", { person: 3, note: null }]);
  assert.deepEqual(await asked("name", "3", "Anna"), ["namePerson", { person: 3, name: "Anna" }]);
  assert.deepEqual(await asked("name", "3", ""), ["namePerson", { person: 3, name: null }]);
  assert.deepEqual(await asked("merge", "3", "Ben", "4"), ["mergePeople", { into: 3, from: [9, 4] }]);
  assert.match((await run(["people", "undo"], known)).messages, /nothing to undo/);
  const wrong = await run(["people", "apart", "3"], known);
  assert.equal(wrong.status, 2);
  assert.match(wrong.messages, /likeness people apart A B/);
  assert.equal((await run(["people", "dance"], known)).status, 2);
});

test("a face is named by its number, or by a photo that shows one", async () => {
  const { LikenessError } = await import("../../electron/contract.ts");
  const photo = (...faces: unknown[]) => ({
    person: () => {
      throw new LikenessError("not-found", "Nobody.");
    },
    ...{ facesOf: () => ({ looked: true, faces }), moveFaces: () => change, splitPerson: () => change, confirmFaces: () => change },
    ...{ rejectFaces: () => change, ignoreFaces: () => change },
  });
  const single = await run(["name", "a.jpg", "Anna"], photo(face(8)));
  assert.deepEqual(single.calls.slice(-2), [
    ["facesOf", { photo: resolve("a.jpg") }],
    ["moveFaces", { faces: [8], to: { name: "Anna" } }],
  ]);
  assert.match(single.messages, /Named 4 faces Anna\. To take it back: likeness people undo/);
  const several = await run(["name", "a.jpg", "Anna"], photo(face(8), face(9)));
  assert.equal(several.status, 2);
  assert.match(several.messages, /shows 2 faces/);
  assert.deepEqual((await run(["name", "a.jpg", "Anna", "--face", "9"], photo())).calls.at(-1), [
    "moveFaces",
    { faces: [9], to: { name: "Anna" } },
  ]);
  assert.equal((await run(["name", "a.jpg", "Anna"], photo())).status, 1);
  assert.deepEqual((await run(["split", "3", "8", "9"], photo())).calls.at(-1), [
    "splitPerson",
    { person: 3, faces: [8, 9], similar: true },
  ]);
  assert.deepEqual((await run(["split", "3", "8", "--only"], photo())).calls.at(-1), [
    "splitPerson",
    { person: 3, faces: [8], similar: false },
  ]);
  assert.deepEqual((await run(["face", "is", "3", "8"], photo())).calls.at(-1), ["confirmFaces", { faces: [8], person: 3 }]);
  assert.deepEqual((await run(["face", "not", "3", "8"], photo())).calls.at(-1), ["rejectFaces", { faces: [8], person: 3 }]);
  assert.deepEqual((await run(["face", "not-a-face", "8"], photo())).calls.at(-1), ["ignoreFaces", { faces: [8], ignored: "not-a-face" }]);
  assert.deepEqual((await run(["face", "count", "8"], photo())).calls.at(-1), ["ignoreFaces", { faces: [8], ignored: null }]);
  assert.equal((await run(["face", "is", "3"], photo())).status, 2);
});

test("a photo's faces, somebody's photos, the questions", async () => {
  const found = await run(["faces", "/p/a.jpg"], {
    facesOf: () => ({ looked: true, faces: [face(8, { eyesOpen: false }), face(9, { state: "unfit", person: null, name: null })] }),
  });
  assert.match(found.out, /^8 +30 x 40 at 10, 20 +placed +Anna +97\.0 % +eyes shut$/m);
  assert.match(found.out, /^9 +30 x 40 at 10, 20 +unfit$/m);
  assert.match((await run(["faces", "/p/a.jpg"], { facesOf: () => ({ looked: false, faces: [] }) })).messages, /not looked at/);
  const own = { ...person(3, "Anna"), photos: [{ ...face(8), summary: { takenAtMs: 0 } }] };
  const { out, calls } = await run(["person", "anna"], { person: () => own });
  assert.deepEqual(calls[0], ["person", { name: "anna" }]);
  assert.match(out, /^1970-01-01 00:00:00 +8 .*\/p\/a\\n\.jpg$/m);
  const asked = await run(["people", "ask"], {
    suggestions: () => [
      { kind: "face", person: person(3, "Anna"), shown: face(8), against: face(1), probability: 0.4, reasons: [] },
      {
        kind: "people",
        person: person(3, "Anna"),
        other: person(7, null),
        shown: face(9),
        against: face(1),
        probability: 0.3,
        reasons: [],
      },
    ],
  });
  assert.match(asked.out, /40\.0 % +is face 8 Anna\? +yes: face is 3 8 +no: face not 3 8/);
  assert.match(asked.out, /30\.0 % +are Anna and #7 the same\? +yes: merge 3 7 +no: people apart 3 7/);
});

test("a scan goes on to faces, unless told not to; groups can be of one person", async () => {
  const scan = {
    found: 0,
    new: 0,
    changed: 0,
    moved: 0,
    gone: 0,
    unchanged: 0,
    unreadable: [],
    seconds: 1,
    photosPerSecond: 0,
    stageSeconds: {},
  };
  const answers = { scan: () => scan, faceSettings: () => ({ enabled: true, unavailable: null }), findFaces: () => report };
  const { out, calls } = await run(["scan", "/a"], answers);
  assert.deepEqual(
    calls.map(([name]) => name),
    ["scan", "faceSettings", "findFaces"],
  );
  assert.match(out, /3 faces in 2 photos looked at; 2 groups of faces in the library\n0\.5 s, 250 ms a photo; grouped in 0\.1 s/);
  assert.match(out, /\/p\/b\.jpg +damaged/);
  assert.deepEqual(
    (await run(["scan", "/a", "--no-faces"], answers)).calls.map(([name]) => name),
    ["scan"],
  );
  const lacking = await run(["scan", "/a"], { ...answers, faceSettings: () => ({ enabled: true, unavailable: "no weights" }) });
  assert.match(lacking.messages, /Faces were not looked for: no weights/);
  const group = (id: number) => ({
    kind: "copies",
    members: [{ id, relation: "keeper", path: `/${id}`, sizeBytes: 1, probability: 1, takenAtMs: null }],
    keeperReasons: [],
    reclaimableBytes: 0,
  });
  const shown = await run(["groups", "--person", "Anna", "--json"], { groups: () => [group(1), group(2)], photosOfPerson: () => [2] });
  assert.deepEqual(
    JSON.parse(shown.out).map(({ members }: { members: { id: number }[] }) => members[0]?.id),
    [2],
  );
});

test("faces off erases only when told yes, and shows the proof", async () => {
  const counts = { photosLooked: 3, photosWaiting: 0, problems: 0, faces: 5, vectors: 5, people: 2, named: 1, said: 4, cropFiles: 2 };
  const none = Object.fromEntries(Object.keys(counts).map((key) => [key, 0]));
  const erasure = {
    before: counts,
    after: none,
    proof: { rows: { face: 0, person: 0 }, secureDelete: true, freePages: 0, logBytes: 0, cropFiles: 0 },
  };
  const answers = {
    faceSettings: () => ({ enabled: true, unavailable: null, metric: { kind: "base", learntAtMs: null }, counts }),
    switchFaces: () => ({ erasure, settings: {} }),
  };
  const asked = await run(["faces", "off"], answers);
  assert.deepEqual([asked.status, asked.calls.map(([name]) => name)], [2, ["faceSettings"]]);
  assert.match(asked.messages, /5 faces, 2 groups \(1 with names\).*export --xmp.*--yes/);
  const done = await run(["faces", "off", "--yes"], answers);
  assert.deepEqual(done.calls.at(-1), ["switchFaces", { enabled: false }]);
  assert.match(done.out, /^vectors +5 +then +0$/m);
  assert.match(done.out, /0 rows in 2 tables; 0 files; freed pages overwritten: yes; 0 free pages; 0 bytes in the log/);
  const settings = await run(["faces"], answers);
  assert.match(settings.out, /faces are on\nmetric: as shipped/);
});
