/** Two folders of a library: compared, one freed of what the other has, brought together, merged, and all of it undone; and a card held against the library. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, lstatSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import Database from "better-sqlite3";
import sharp, { type Sharp } from "sharp";
import { type CheckVerdict, checkVerdicts, type FolderAct, type FolderActRequest } from "../electron/contract/folders.ts";
import type { Engine, LikenessError } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { createStore } from "../electron/engine/store/store.ts";
import { stateOf } from "./fixtures/library-state.ts";
import { type Picture, paintPicture } from "./fixtures/pictures.ts";

const paintings = new Map<number, Picture>();
function painted(seed: number): Sharp {
  const picture = paintings.get(seed) ?? paintPicture(300 + seed, 640, 480);
  paintings.set(seed, picture);
  const { data, width, height } = picture;
  return sharp(data, { raw: { width, height, channels: 3 } });
}
async function save(path: string, picture: Sharp): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await picture.toFile(path);
  utimesSync(path, 1_550_000_000, 1_550_000_000);
}
const jpeg = (seed: number, quality = 92): Sharp => painted(seed).jpeg({ quality });

interface Place {
  readonly folder: string;
  readonly a: string;
  readonly b: string;
  readonly library: string;
  readonly engine: Engine;
  state(): Record<string, string>;
  reopen(): Promise<Engine>;
}

/**
 * A ("Sorted") has 1 to 5; B ("Phone") has 1 as it is, 2 smaller, 3 better, 4 cropped, and only it 6 (with a side file), 7 under a name that A
 * has for 5, and 7 again.
 */
async function begin(context: TestContext): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "likeness folders é "));
  const [a, b, library] = [join(folder, "photos/Sorted"), join(folder, "photos/Phone"), join(folder, "library")];
  await save(join(a, "Summer/one.jpg"), jpeg(1));
  await save(join(a, "Summer/two.jpg"), jpeg(2));
  await save(join(a, "three.jpg"), jpeg(3, 60).resize(320));
  await save(join(a, "four.jpg"), jpeg(4));
  await save(join(a, "IMG_5.jpg"), jpeg(5));
  await mkdir(join(b, "Sommer"), { recursive: true });
  copyFileSync(join(a, "Summer/one.jpg"), join(b, "Sommer/uno.jpg"));
  utimesSync(join(b, "Sommer/uno.jpg"), 1_560_000_000, 1_560_000_000);
  await save(join(b, "Sommer/two.jpg"), jpeg(2, 60).resize(400));
  await save(join(b, "drei.jpg"), jpeg(3));
  await save(join(b, "vier.jpg"), jpeg(4).extract({ left: 120, top: 90, width: 400, height: 300 }));
  await save(join(b, "new/six.jpg"), jpeg(6));
  writeFileSync(join(b, "new/six.xmp"), "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>");
  await save(join(b, "IMG_5.jpg"), jpeg(7));
  copyFileSync(join(b, "IMG_5.jpg"), join(b, "new/again.jpg"));
  utimesSync(join(b, "new/again.jpg"), 1_570_000_000, 1_570_000_000);
  let engine = await createEngine({ libraryFolder: library, threads: 2 });
  context.after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });
  await engine.scan({ folders: [join(folder, "photos")] });
  return {
    ...{ folder, a, b, library, engine },
    state: () => stateOf(join(folder, "photos")),
    async reopen() {
      await engine.close();
      engine = await createEngine({ libraryFolder: library, threads: 2 });
      return engine;
    },
  };
}

const below = (folder: string, paths: readonly string[]): string[] => paths.map((path) => path.slice(folder.length + 1)).sort();
const filesOf = (folder: string): string[] =>
  below(
    folder,
    Object.keys(stateOf(folder)).filter((path) => !path.includes(".likeness-removed")),
  );

test("two folders side by side: who has what, what is better and why, folders aligned, sums as in the list", async (context) => {
  const { a, b, engine } = await begin(context);
  const compared = await engine.compareFolders({ a: `${a}/`, b });
  assert.deepEqual(
    below(
      a,
      compared.onlyInA.map(({ path }) => path),
    ),
    ["IMG_5.jpg"],
  );
  assert.deepEqual(
    below(
      b,
      compared.onlyInB.map(({ path }) => path),
    ),
    ["IMG_5.jpg", "new/again.jpg", "new/six.jpg"],
  );
  const pairs = Object.fromEntries(compared.matched.map((pair) => [basename(pair.b.path), pair]));
  assert.deepEqual([pairs["uno.jpg"]?.relation, pairs["uno.jpg"]?.better], ["identical", null]);
  assert.deepEqual([pairs["two.jpg"]?.relation, pairs["two.jpg"]?.better], ["re-encoded", "a"]);
  assert.deepEqual([pairs["drei.jpg"]?.relation, pairs["drei.jpg"]?.better], ["re-encoded", "b"]);
  assert.equal(pairs["drei.jpg"]?.betterReasons[0]?.code, "pixels");
  assert.deepEqual([pairs["vier.jpg"]?.relation, pairs["vier.jpg"]?.better], ["cropped", "a"]);
  const { overlap } = compared;
  assert.deepEqual([overlap.photosInA, overlap.photosInB, overlap.sharedInA, overlap.sharedInB], [5, 7, 4, 4]);
  assert.deepEqual(overlap.kindsInB, { identical: 1, "re-encoded": 2, edited: 1, "same-moment": 0 });
  assert.ok(Math.abs(overlap.aInB - compared.aInB) < 1e-9 && overlap.jaccard > 0.3);
  const summer = compared.folders.find((row) => row.a?.endsWith("Summer"));
  assert.deepEqual([basename(summer?.b ?? ""), summer?.renamed, summer?.shared], ["Sommer", true, 2]);
  const [first, ...others] = await engine.folderOverlaps({});
  assert.deepEqual([first?.a, first?.b], [b, a]);
  assert.deepEqual([first?.aInB, first?.bInA], [overlap.bInA, overlap.aInB]);
  // Stronger than the whole: all of Summer is there, and a twin lies in the folder's own subfolder.
  assert.deepEqual(
    others.map((row) => [basename(row.a), basename(row.b), Math.max(row.aInB, row.bInA)]),
    [
      ["Sommer", "Summer", 1],
      ["Phone", "new", 0.5],
    ],
  );
  const tree = await engine.folderTree({});
  assert.deepEqual([tree[0]?.parent, tree[0]?.photos, tree[0]?.repeated], [null, 12, 10]);
  const map = await engine.folderMap({ threshold: 0.5 });
  assert.deepEqual(map.folders.map(({ path }) => basename(path)).sort(), ["Phone", "Sommer", "Sorted", "Summer", "new"]);
  assert.ok(map.cells.every((cell) => cell.a < cell.b && cell.shared > 0));
  await assert.rejects(engine.compareFolders({ a, b: a }), { code: "usage" });
  await assert.rejects(engine.compareFolders({ a, b: "/nowhere" }), { code: "not-found" });
});

async function planned(engine: Engine, request: FolderActRequest) {
  const plan = await engine.planFolders(request);
  const going = plan.items.map(({ path }) => path);
  return { plan, going, copied: plan.copies.map(({ from, to }) => [from, to] as const) };
}

test("what the other has at least as well goes; what is better, cropped or alone stays, with the reason; undo brings all back", async (context) => {
  const { a, b, engine, state } = await begin(context);
  const was = state();
  const { plan, going, copied } = await planned(engine, { act: "remove", a, b });
  assert.deepEqual(below(b, going), ["Sommer/two.jpg", "Sommer/uno.jpg"]);
  assert.deepEqual(copied, []);
  assert.deepEqual(plan.refused.map(({ path, code }) => [basename(path), code]).sort(), [
    ["drei.jpg", "better-version"],
    ["vier.jpg", "other-version"],
  ]);
  assert.deepEqual(state(), was, "a plan touches nothing");
  const wide = await planned(engine, { act: "remove", a, b, relations: ["identical", "re-encoded", "cropped"] });
  assert.ok(below(b, wide.going).includes("vier.jpg"));
  const receipt = await engine.act({ plan: plan.id });
  assert.deepEqual([receipt.done.length, receipt.failed, receipt.undoable], [2, [], true]);
  assert.deepEqual(filesOf(b), ["IMG_5.jpg", "drei.jpg", "new/again.jpg", "new/six.jpg", "new/six.xmp", "vier.jpg"]);
  await engine.undo({ session: receipt.session! });
  assert.deepEqual(state(), was);
});

test("what only one has is copied, bytes, times and side file, beside what bears its name, each content once; the library knows it; undo takes it away", async (context) => {
  const { a, b, engine, state } = await begin(context);
  const was = state();
  const { plan, copied } = await planned(engine, { act: "bring", a, b });
  const shown = copied.map(([from, to]) => [from.slice(b.length + 1), to.slice(a.length + 1)]).sort();
  assert.deepEqual(shown, [
    ["IMG_5.jpg", "IMG_5 (2).jpg"],
    ["new/six.jpg", "new/six.jpg"],
    ["new/six.xmp", "new/six.xmp"],
  ]);
  assert.deepEqual(
    [plan.items.length, plan.copies.map(({ renamed, sideFile }) => `${renamed} ${sideFile}`).sort()],
    [0, ["false false", "false true", "true false"]],
  );
  const byDate = await planned(engine, { act: "bring", a, b, layout: "date" });
  assert.ok(
    byDate.copied.some(([, to]) => to === join(a, "2019/2019-02-12/six.jpg")),
    `${byDate.copied}`,
  );
  const receipt = await engine.act({ plan: plan.id });
  assert.deepEqual([receipt.copied.length, receipt.done, receipt.failed], [3, [], []]);
  for (const [from, to] of copied) {
    const [one, other] = [lstatSync(from, { bigint: true }), lstatSync(to, { bigint: true })];
    assert.equal(other.size, one.size);
    assert.ok(Math.abs(Number(other.mtimeNs - one.mtimeNs)) <= 1000, "to the microsecond");
  }
  assert.deepEqual((await engine.compareFolders({ a, b })).onlyInB, []);
  const undone = await engine.undo({ session: receipt.session! });
  assert.deepEqual([undone.copied.length, undone.failed], [3, []]);
  assert.ok(!existsSync(join(a, "new")), "the folder made for it is gone too");
  assert.deepEqual(state(), was);
  assert.equal((await engine.compareFolders({ a, b })).onlyInB.length, 3);
});

test("a merge brings what is new, better or another version, and leaves nothing behind; undo takes it apart again", async (context) => {
  const place = await begin(context);
  const { a, b, state } = place;
  const was = state();
  const { plan } = await planned(place.engine, { act: "merge", a, b });
  assert.ok(plan.copies.every(({ originalGoes }) => originalGoes));
  const receipt = await place.engine.act({ plan: plan.id });
  assert.deepEqual(receipt.failed, []);
  assert.deepEqual(filesOf(b), []);
  assert.deepEqual(filesOf(a), [
    ...["IMG_5 (2).jpg", "IMG_5.jpg", "Summer/one.jpg", "Summer/two.jpg", "drei.jpg", "four.jpg", "new/six.jpg", "new/six.xmp"],
    ...["three.jpg", "vier.jpg"],
  ]);
  // Single files too: a copy brings its original back before it goes.
  const engine = await place.reopen();
  const six = (await engine.journalEntries({ session: receipt.session! })).find(
    ({ kind, path }) => kind === "copy" && path.endsWith("six.jpg"),
  )!;
  const one = await engine.undo({ entries: [six.id] });
  assert.deepEqual(one.failed, []);
  assert.ok(existsSync(join(b, "new/six.jpg")) && existsSync(join(b, "new/six.xmp")) && !existsSync(join(a, "new/six.jpg")));
  const all = await engine.undo({ session: receipt.session! });
  assert.deepEqual(
    all.failed.filter(({ reason }) => !reason.includes("back already")),
    [],
  );
  assert.deepEqual(state(), was);
});

test("protected folders, and photos that are not asked for, stay as they are", async (context) => {
  const { a, b, engine, state } = await begin(context);
  const was = state();
  await engine.changeSettings({ protectedFolders: [b] });
  for (const act of ["remove", "merge"] as const satisfies readonly FolderAct[]) {
    const { plan, going } = await planned(engine, { act, a, b });
    assert.deepEqual(going, []);
    assert.ok(plan.copies.every(({ originalGoes }) => !originalGoes) && plan.files === 0);
    assert.ok(plan.refused.some(({ code }) => code === "protected"));
  }
  await engine.changeSettings({ protectedFolders: [] });
  const { items } = await engine.photos({ offset: 0, limit: 100, order: "path" });
  const uno = items.find(({ path }) => path.endsWith("uno.jpg"))!;
  const { going } = await planned(engine, { act: "remove", a, b, photos: [uno.id] });
  assert.deepEqual(going, [uno.path]);
  assert.deepEqual(state(), was);
});

test("before a photo goes, the one that stays is decoded and matched again: what only the library believes does not count", async (context) => {
  const place = await begin(context);
  const { a, b, library, folder, state } = place;
  await place.engine.close();
  const store = createStore({ folder: library });
  const contentOf = (path: string) => store.photos.stored(store.files.at(path)!).content;
  const pair = [contentOf(join(a, "IMG_5.jpg")), contentOf(join(b, "IMG_5.jpg"))].sort((one, other) => one - other);
  store.dispose();
  const database = new Database(join(library, "library.sqlite"));
  const lie = "INSERT OR REPLACE INTO match (recipe_id, low, high, flipped, relation, probability, reasons)";
  database.prepare(`${lie} SELECT recipe_id, ?, ?, 0, 're-encoded', 0.999, '[]' FROM matched LIMIT 1`).run(...pair);
  database.close();
  const engine = await place.reopen();
  const { plan, going } = await planned(engine, { act: "remove", a, b });
  assert.ok(going.includes(join(b, "IMG_5.jpg")));
  const was = state();
  const receipt = await engine.act({ plan: plan.id });
  assert.deepEqual(
    receipt.failed.map(({ path, reason }) => [path.slice(folder.length), /does not match/.test(reason)]),
    ["IMG_5.jpg", "new/again.jpg"].map((name) => [`/photos/Phone/${name}`, true]),
  );
  assert.equal(receipt.done.length, 2);
  for (const name of ["IMG_5.jpg", "new/again.jpg"]) assert.equal(state()[join(b, name)], was[join(b, name)]);
});

test("an undone copy whose original is gone waits in the holding folder, and comes back by undoing again", async (context) => {
  const { a, b, engine } = await begin(context);
  const { plan } = await planned(engine, { act: "bring", a, b });
  const { session } = await engine.act({ plan: plan.id });
  rmSync(join(b, "new"), { recursive: true });
  writeFileSync(join(a, "IMG_5 (2).jpg"), "the person's own");
  const undone = await engine.undo({ session: session! });
  assert.deepEqual(
    undone.failed.map(({ path }) => basename(path)),
    ["IMG_5 (2).jpg"],
  );
  assert.equal(undone.copied.length, 2);
  assert.match(undone.text, /wait in the holding/);
  assert.ok(existsSync(join(a, "IMG_5 (2).jpg")), "changed since: it stays");
  assert.ok(!existsSync(join(a, "new/six.jpg")));
  const held = (await engine.journalEntries({ session: session! })).filter(({ state }) => state === "moved");
  assert.deepEqual(held.map(({ path }) => basename(path)).sort(), ["six.jpg", "six.xmp"]);
  for (const { heldPath } of held) assert.ok(existsSync(heldPath!));
  await engine.undo({ session: session! });
  assert.ok(existsSync(join(a, "new/six.jpg")) && existsSync(join(a, "new/six.xmp")));
});

/** A card: 1 as it is, 2 smaller, 3 better than the library's, 4 cropped, 8 new and twice, and something that is no photo. */
async function makeCard(folder: string, a: string): Promise<string> {
  const card = join(folder, "card/DCIM");
  await mkdir(card, { recursive: true });
  copyFileSync(join(a, "Summer/one.jpg"), join(card, "A1.jpg"));
  await save(join(card, "A2.jpg"), jpeg(2, 60).resize(400));
  await save(join(card, "A3.jpg"), jpeg(3));
  await save(join(card, "A4.jpg"), jpeg(4).extract({ left: 120, top: 90, width: 400, height: 300 }));
  await save(join(card, "sub/A8.jpg"), jpeg(8));
  copyFileSync(join(card, "sub/A8.jpg"), join(card, "sub/B8.jpg"));
  writeFileSync(join(card, "text.jpg"), "This is no photo.");
  return dirname(card);
}

test("a card is held against the library, nothing is written on it, and what is new comes in", async (context) => {
  const { folder, a, b, engine } = await begin(context);
  rmSync(b, { recursive: true });
  await engine.scan({ folders: [] });
  const card = await makeCard(folder, a);
  const was = stateOf(card);
  const changed = (): string[] =>
    readdirSync(card, { recursive: true, encoding: "utf8" }).map(
      (name) => `${name} ${lstatSync(join(card, name), { bigint: true }).ctimeNs}`,
    );
  const times = changed();
  const told: number[] = [];
  engine.on("check", (counts) => told.push(counts.unchecked));
  const check = await engine.checkFolder({ folder: card });
  const { photos, safe, identical, betterHere, betterThere, otherVersions, new: fresh, unreadable, unchecked, ending } = check;
  assert.deepEqual(
    { photos, safe, identical, betterHere, betterThere, otherVersions, fresh, unreadable, unchecked, ending },
    {
      photos: 7,
      safe: 2,
      identical: 1,
      betterHere: 1,
      betterThere: 1,
      otherVersions: 1,
      fresh: 2,
      unreadable: 1,
      unchecked: 0,
      ending: "complete",
    },
  );
  const verdicts = Object.fromEntries(check.items.map(({ path, verdict }) => [basename(path), verdict]));
  const expected: Record<string, CheckVerdict> = {
    ...{
      "A1.jpg": "identical",
      "A2.jpg": "better-here",
      "A3.jpg": "better-there",
      "A4.jpg": "other-version",
      "A8.jpg": "new",
      "B8.jpg": "new",
    },
  };
  assert.deepEqual(verdicts, expected);
  assert.deepEqual([...new Set(Object.values(verdicts))].sort(), [...checkVerdicts].sort());
  assert.equal(check.items.find(({ path }) => path.endsWith("A1.jpg"))?.match?.photo.path, join(a, "Summer/one.jpg"));
  assert.equal(check.items.find(({ path }) => path.endsWith("B8.jpg"))?.sameAs, join(card, "DCIM/sub/A8.jpg"));
  assert.ok(told.length > 0);

  const to = join(folder, "photos/Imported");
  const onlyNew = await engine.planCopies({ check: check.id, to, withVersions: false });
  assert.deepEqual(
    onlyNew.copies.map((copy) => copy.to),
    [join(to, "DCIM/sub/A8.jpg")],
  );
  const plan = await engine.planCopies({ check: check.id, to });
  assert.deepEqual(
    below(
      to,
      plan.copies.map((copy) => copy.to),
    ),
    ["DCIM/A3.jpg", "DCIM/A4.jpg", "DCIM/sub/A8.jpg"],
  );
  assert.ok(!existsSync(to));
  const receipt = await engine.act({ plan: plan.id });
  assert.deepEqual([receipt.copied.length, receipt.failed], [3, []]);
  assert.deepEqual([stateOf(card), changed()], [was, times], "the card is as it was");
  const again = await engine.checkFolder({ folder: card });
  assert.deepEqual([again.safe, again.new, again.identical], [6, 0, 5]);
  await engine.undo({ session: receipt.session! });
  assert.deepEqual([(await engine.checkFolder({ folder: card })).safe, stateOf(card)], [2, was]);
});

test("what the library only remembers is not safe: its file must be there, and lie outside the folder asked about", async (context) => {
  const { a, b, engine } = await begin(context);
  const inside = await engine.checkFolder({ folder: join(a, "Summer") });
  assert.deepEqual([inside.identical, inside.betterThere], [1, 1]);
  rmSync(join(b, "Sommer/uno.jpg"));
  const after = await engine.checkFolder({ folder: join(a, "Summer") });
  assert.deepEqual([after.identical, after.new], [0, 1]);
  await assert.rejects(engine.checkFolder({ folder: "/nowhere/at/all" }), { code: "not-found" });
});

test("a card that is taken out in the middle gives what was known by then, and says that it is not all", async (context) => {
  const { folder, a, b, engine } = await begin(context);
  rmSync(b, { recursive: true });
  const card = await makeCard(folder, a);
  for (let at = 0; at < 30; at++) await save(join(card, `DCIM/more/${at}.jpg`), jpeg(20 + (at % 4), 50 + at));
  let isOut = false;
  engine.on("check", ({ unchecked }) => {
    if (isOut || unchecked > 34) return;
    isOut = true;
    renameSync(card, `${card} is out`);
  });
  const check = await engine.checkFolder({ folder: card });
  assert.ok(isOut);
  assert.equal(check.ending, "removed");
  assert.ok(check.unchecked > 10 && check.items.length > 0, `${check.unchecked} of ${check.photos}`);
  assert.equal(check.items.length + check.unreadable + check.unchecked, check.photos);
  const plan = await engine.planCopies({ check: check.id, to: join(folder, "to") });
  assert.ok(plan.copies.length === 0 && plan.refused.every(({ code }) => code === "vanished"));
  assert.deepEqual(
    await engine.act({ plan: plan.id }).then(
      ({ copied }) => copied,
      ({ code }: LikenessError) => code,
    ),
    [],
  );
});
