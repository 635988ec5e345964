/** Acting, undoing and emptying as the person meets them: what moves where, what is said, and what comes back. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { type TestContext, test } from "node:test";
import { createActions } from "../../../electron/engine/actions/actions.ts";
import { type JournalStore, pathOfBytes, systemPath, type TrashCan } from "../../../electron/engine/photo.ts";
import { createHasher, type Photos, temporaryPhotos } from "./photos.ts";

const withCode = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

/** Three copies in two groups, one with a side file. */
async function acted(context: TestContext) {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.jpg", "2019/a.jpg", "2019/b.jpg", "c.jpg"]) photos.put(name, "photo");
  photos.put("2019/a.xmp", "stars");
  const plan = await photos.plan([
    photos.request("2019/a.jpg", "kept.jpg", { group: "first" }),
    photos.request("2019/b.jpg", "kept.jpg", { group: "first" }),
    photos.request("c.jpg", "kept.jpg", { group: "second" }),
  ]);
  const receipt = await photos.actions.act(plan);
  const session = receipt.session ?? "";
  return {
    photos,
    plan,
    receipt,
    session,
    entry: (name: string) => photos.journal.ofSession(session).find(({ removal }) => removal.path === photos.path(name))!,
  };
}

const unlinkOne = (path: string): void => unlinkSync(path);
const deleting: TrashCan = { trash: async (paths) => paths.forEach(unlinkOne) };
const names = (paths: readonly { readonly path: string }[]): string[] => paths.map(({ path }) => basename(path));

test("files move to the holding folder of their scanned folder, their way kept", async (context) => {
  const { photos, receipt, session } = await acted(context);
  assert.equal(receipt.done.length, 4);
  assert.deepEqual([receipt.failed, receipt.bytes], [[], 20]);
  const held = `.likeness-removed/${session}`;
  assert.deepEqual(
    [photos.content(`${held}/2019/a.jpg`), photos.content(`${held}/2019/a.xmp`), photos.content(`${held}/c.jpg`)],
    ["photo", "stars", "photo"],
  );
  assert.deepEqual(["kept.jpg", "2019/a.jpg", "c.jpg"].map(photos.content), ["photo", null, null]);
  assert.equal(lstatSync(photos.path(".likeness-removed")).mode & 0o777, 0o700);
});

test("a session comes back, with times and permissions, after a restart too", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  photos.put("2019/a.jpg", "photo");
  chmodSync(photos.path("2019/a.jpg"), 0o440);
  utimesSync(photos.path("2019/a.jpg"), 1e9, 1e9 + 0.123456);
  const before = lstatSync(photos.path("2019/a.jpg"), { bigint: true });
  const { session } = await photos.actions.act(await photos.plan([photos.request("2019/a.jpg", "kept.jpg")]));
  rmSync(photos.path("2019"), { recursive: true });
  const restarted = createActions({ journal: photos.journal, fileSystem: photos.fileSystem, createHasher, clock: Date });
  assert.deepEqual(await restarted.settle(), []);
  const receipt = await restarted.undo({ session: session ?? "" });
  assert.equal(receipt.done.length, 1);
  const after = lstatSync(photos.path("2019/a.jpg"), { bigint: true });
  assert.deepEqual([after.mode, after.mtimeNs, after.ino], [before.mode, before.mtimeNs, before.ino]);
  assert.ok(!existsSync(photos.path(".likeness-removed")));
});

test("a group comes back alone, and a photo with its side files", async (context) => {
  const { photos, session, entry } = await acted(context);
  assert.deepEqual((await photos.actions.undo({ session, group: "second" })).done.length, 1);
  assert.deepEqual(["c.jpg", "2019/a.jpg"].map(photos.content), ["photo", null]);
  await photos.actions.undo({ entries: [entry("2019/a.jpg").id] });
  assert.deepEqual(["2019/a.jpg", "2019/a.xmp", "2019/b.jpg"].map(photos.content), ["photo", "stars", null]);
  const again = await photos.actions.undo({ entries: [entry("2019/a.jpg").id] });
  assert.match(again.failed[0]?.reason ?? "", /back already/);
});

test("a place that is taken is not overwritten, and the journal says where the file went", async (context) => {
  const { photos, session, entry } = await acted(context);
  photos.put("c.jpg", "another");
  photos.put("c (restored).jpg", "and another");
  rmSync(photos.path("2019"), { recursive: true });
  symlinkSync("kept.jpg", photos.path("2019"));
  const receipt = await photos.actions.undo({ session });
  assert.deepEqual(receipt.failed, []);
  assert.deepEqual(["c.jpg", "c (restored).jpg", "c (restored 2).jpg", "2019 (restored)/a.jpg"].map(photos.content), [
    "another",
    "and another",
    "photo",
    "photo",
  ]);
  assert.equal(entry("c.jpg").restoredPath, photos.path("c (restored 2).jpg"));
  assert.match(entry("c.jpg").reason ?? "", /taken/);
});

const spoilers: Readonly<Record<string, readonly [(photos: Photos) => void, RegExp]>> = {
  "written to since": [(photos) => photos.put("a.jpg", "other"), /changed/],
  "replaced by a link": [
    ({ path }) => {
      unlinkSync(path("a.jpg"));
      symlinkSync(path("kept.jpg"), path("a.jpg"));
    },
    /link/,
  ],
  "replaced by an equal file": [
    ({ path, put }) => {
      renameSync(path("a.jpg"), path("aside.jpg"));
      put("a.jpg", "photo");
    },
    /changed/,
  ],
  removed: [({ path }) => unlinkSync(path("a.jpg")), /not there/],
  "whose kept photo is gone": [({ path }) => unlinkSync(path("kept.jpg")), /kept for it is not there/],
  "whose kept photo is another now": [(photos) => photos.put("kept.jpg", "other"), /kept for it has changed/],
};
for (const [what, [spoil, reason]] of Object.entries(spoilers)) {
  test(`a file ${what} stays as it is, its side files too, and the next one goes`, async (context) => {
    const photos = temporaryPhotos(context);
    for (const name of ["kept.jpg", "a.jpg", "kept2.jpg", "b.jpg"]) photos.put(name, "photo");
    photos.put("a.xmp", "stars");
    const plan = await photos.plan([photos.request("a.jpg", "kept.jpg"), photos.request("b.jpg", "kept2.jpg")]);
    spoil(photos);
    const there = readdirSync(photos.root);
    const receipt = await photos.actions.act(plan);
    assert.deepEqual([names(receipt.failed), names(receipt.done.map(({ removal }) => removal))], [["a.jpg", "a.xmp"], ["b.jpg"]]);
    assert.match(receipt.failed[0]?.reason ?? "", reason);
    assert.match(receipt.failed[1]?.reason ?? "", /photo stays/);
    assert.deepEqual(
      readdirSync(photos.root)
        .filter((name) => !name.startsWith("."))
        .sort(),
      there.filter((name) => name !== "b.jpg").sort(),
    );
  });
}

test("a copy that is the kept photo by another path does not go", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept/a.jpg", "photo");
  photos.put("copies/a.jpg", "photo");
  const plan = await photos.plan([photos.request("copies/a.jpg", "kept/a.jpg")]);
  rmSync(photos.path("copies"), { recursive: true });
  symlinkSync("kept", photos.path("copies"));
  const { inode, device, sizeBytes, modifiedAtNs } = photos.fileSystem.stat(photos.path("kept/a.jpg"))!;
  const removals = plan.removals.map((removal) => ({ ...removal, identity: { inode, device, sizeBytes, modifiedAtNs } }));
  const receipt = await photos.actions.act({ ...plan, removals });
  assert.match(receipt.failed[0]?.reason ?? "", /kept photo itself/);
  assert.equal(photos.content("kept/a.jpg"), "photo");
});

test("a hard link of the kept photo may go", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  linkSync(photos.path("kept.jpg"), photos.path("a.jpg"));
  const { session, failed } = await photos.actions.act(await photos.plan([photos.request("a.jpg", "kept.jpg")]));
  assert.deepEqual([failed, photos.content("a.jpg"), photos.content("kept.jpg")], [[], null, "photo"]);
  await photos.actions.undo({ session: session ?? "" });
  assert.equal(photos.content("a.jpg"), "photo");
});

test("emptying hands over what is held, and undo ends there", async (context) => {
  const { photos, session } = await acted(context);
  const receipt = await photos.actions.empty(deleting, { session, group: "first" });
  assert.equal(receipt.done.length, 3);
  assert.equal(photos.content(`.likeness-removed/${session}/c.jpg`), "photo");
  const undone = await photos.actions.undo({ session });
  assert.deepEqual(names(undone.done.map(({ removal }) => removal)), ["c.jpg"]);
  assert.equal(undone.failed.length, 3);
  assert.match(undone.failed[0]?.reason ?? "", /trash.*Undo ends here/s);
});

test("what the trash does not take stays held and comes back", async (context) => {
  const { photos, session } = await acted(context);
  const choosy: TrashCan = {
    async trash(paths) {
      for (const path of paths) {
        if (path.endsWith("b.jpg")) throw new Error("no room in the trash");
        unlinkSync(path);
      }
    },
  };
  const receipt = await photos.actions.empty(choosy, null);
  assert.deepEqual(names(receipt.failed), ["b.jpg", "c.jpg"]);
  assert.match(receipt.failed[0]?.reason ?? "", /no room/);
  const silent = await photos.actions.empty({ trash: async () => undefined }, null);
  assert.deepEqual(names(silent.failed), ["b.jpg", "c.jpg"]);
  await photos.actions.undo({ session });
  assert.deepEqual([photos.content("2019/b.jpg"), photos.content("c.jpg")], ["photo", "photo"]);
});

test("what is held is not emptied while the photo kept for it is gone, unless that is asked for", async (context) => {
  const { photos } = await acted(context);
  unlinkSync(photos.path("kept.jpg"));
  const receipt = await photos.actions.empty(deleting, null);
  assert.deepEqual([receipt.done.length, receipt.failed.length], [0, 4]);
  assert.match(receipt.failed[0]?.reason ?? "", /last one/);
  assert.equal((await photos.actions.empty(deleting, null, { evenWithoutKept: true })).done.length, 4);
  assert.ok(!existsSync(photos.path(".likeness-removed")));
});

test("a file that was taken from the holding folder is said to be lost, and found when it is back", async (context) => {
  const { photos, session, entry } = await acted(context);
  const held = entry("c.jpg").heldPath ?? "";
  renameSync(held, photos.path("elsewhere.jpg"));
  const receipt = await photos.actions.undo({ session, group: "second" });
  assert.match(receipt.failed[0]?.reason ?? "", /neither/);
  assert.equal(entry("c.jpg").state, "lost");
  mkdirSync(photos.path(`.likeness-removed/${session}`), { recursive: true });
  renameSync(photos.path("elsewhere.jpg"), held);
  await photos.actions.undo({ session, group: "second" });
  assert.equal(photos.content("c.jpg"), "photo");
});

test("names of any bytes move, are held under Unicode names, and come back exactly", {
  skip: process.platform !== "linux",
}, async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  const stems = [
    Buffer.from("fa\xe7ade", "latin1"),
    Buffer.from("l".repeat(251)),
    Buffer.alloc(251, 0xff),
    Buffer.from("a\nb"),
    Buffer.from("\u{1f469}\u200d\u{1f680}"),
  ];
  const paths = stems.map((stem) => pathOfBytes(Buffer.concat([Buffer.from(`${photos.root}/`), stem, Buffer.from(".jpg")])));
  for (const path of paths) writeFileSync(systemPath(path), "photo", { flag: "wx" });
  const requests = paths.map((path) => {
    const { sizeBytes, modifiedAtNs } = photos.fileSystem.stat(path)!;
    return { ...photos.request("kept.jpg", "kept.jpg"), path, sizeBytes, modifiedAtNs };
  });
  const receipt = await photos.actions.act(await photos.plan(requests));
  assert.deepEqual(receipt.failed, []);
  const held = receipt.done.map(({ heldPath }) => heldPath ?? "");
  assert.ok(held.every((path) => path.isWellFormed()));
  assert.ok(held[0]?.endsWith("/fa%E7ade.jpg"));
  assert.ok(held[2]?.includes("/~long/"), "escaped, it would be longer than a name may be");
  await photos.actions.undo({ session: receipt.session ?? "" });
  assert.ok(paths.every((path) => photos.fileSystem.stat(path)?.kind === "file"));
});

test("one thing at a time, and nothing of what the journal does not have", async (context) => {
  const { photos, session } = await acted(context);
  const undoing = photos.actions.undo({ session });
  await assert.rejects(photos.actions.undo({ session }), withCode("busy"));
  await undoing;
  await assert.rejects(photos.actions.undo({ session: "never" }), withCode("not-found"));
  await assert.rejects(photos.actions.undo({ entries: [9999 as never] }), withCode("not-found"));
});

test("when cancelled, what was moved stays moved and the rest is as it was", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.jpg", "a.jpg", "b.jpg"]) photos.put(name, "photo");
  let left = 1;
  const control = {
    advance: () => undefined,
    async checkpoint() {
      if (left-- === 0) throw Object.assign(new Error("stopped"), { code: "cancelled" });
    },
  };
  const plan = await photos.plan(["a.jpg", "b.jpg"].map((name) => photos.request(name, "kept.jpg")));
  await assert.rejects(photos.actions.act(plan, control), withCode("cancelled"));
  assert.deepEqual([photos.content("a.jpg"), photos.content("b.jpg")], [null, "photo"]);
  const states = photos.journal.ofSession(photos.journal.sessions()[0]?.name ?? "").map(({ state }) => state);
  assert.deepEqual(states, ["moved", "failed"]);
});

test("a journal that cannot be written stops everything before the file is touched", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.jpg", "a.jpg"]) photos.put(name, "photo");
  const full: JournalStore = {
    ...photos.journal,
    change() {
      throw new Error("disk full");
    },
  };
  const actions = createActions({ journal: full, fileSystem: photos.fileSystem, createHasher, clock: Date });
  await assert.rejects(actions.act(await photos.plan([photos.request("a.jpg", "kept.jpg")])), withCode("internal"));
  assert.equal(photos.content("a.jpg"), "photo");
  assert.deepEqual(
    (await photos.actions.settle()).map(({ state }) => state),
    ["failed"],
  );
});
