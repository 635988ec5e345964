/** Two folders of a library: compared, one freed of what the other has, brought together, merged, and all of it undone. */
import assert from "node:assert/strict";
import { existsSync, lstatSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import type { FolderAct, FolderActRequest } from "../electron/contract/folders.ts";
import type { Engine } from "../electron/contract.ts";
import { createStore } from "../electron/engine/store/store.ts";
import { beginTwoFolders as begin, below, filesOf } from "./fixtures/two-folders.ts";

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
