/** Files over several scans: what is new, unchanged, changed, moved, gone, back or broken. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOfPath, pathOfBytes } from "../../../electron/engine/photo.ts";
import type { Store } from "../../../electron/engine/store/store.ts";
import { foundFile, read, temporaryStore } from "./library.ts";

const roots = ["/photos"];
const walk = (store: Store, ...paths: string[]) =>
  store.files.reconcile({ roots, found: paths.map((path) => foundFile(path)), unread: [] });
const pathsIn = (store: Store) => store.photos.all().map((photo) => photo.path);

test("a file not seen before is to be read, and not again while size, time and inode stay", (context) => {
  const store = temporaryStore(context);
  assert.equal(walk(store, "/photos/a.jpg").toRead.length, 1);
  assert.equal(read(store, foundFile("/photos/a.jpg"), "a").change, "new");
  const second = walk(store, "/photos/a.jpg");
  assert.deepEqual([second.toRead.length, second.unchanged, second.gone.size], [0, 1, 0]);
});

for (const [what, part] of Object.entries({
  sizeBytes: { sizeBytes: 1001 },
  time: { modifiedAtNs: 1_700_000_000_123_456_790n },
  inode: { inode: 2n ** 64n - 1n },
})) {
  test(`a file of another ${what} is to be read again and keeps its id`, (context) => {
    const store = temporaryStore(context);
    const { id } = read(store, foundFile("/photos/a.jpg"), "a");
    const changed = foundFile("/photos/a.jpg", part);
    assert.deepEqual(store.files.reconcile({ roots, found: [changed], unread: [] }).toRead, [changed]);
    const again = read(store, changed, "b");
    assert.deepEqual([again.id, again.change], [id, "changed"]);
    assert.equal(store.files.reconcile({ roots, found: [changed], unread: [] }).unchanged, 1);
  });
}

test("a moved file keeps its id, a copy gets its own", (context) => {
  const store = temporaryStore(context);
  const { id } = read(store, foundFile("/photos/a.jpg"), "a");
  assert.deepEqual([...walk(store, "/photos/new/b.jpg").gone], [id]);
  const moved = read(store, foundFile("/photos/new/b.jpg"), "a");
  assert.deepEqual([moved.id, moved.change], [id, "moved"]);

  walk(store, "/photos/new/b.jpg", "/photos/c.jpg");
  const copy = read(store, foundFile("/photos/c.jpg"), "a");
  assert.equal(copy.change, "new");
  assert.notEqual(copy.id, id);
  assert.deepEqual(pathsIn(store), ["/photos/c.jpg", "/photos/new/b.jpg"]);
});

test("a file renamed over another takes its path, and names passed down a row keep their ids", (context) => {
  const store = temporaryStore(context);
  const first = read(store, foundFile("/photos/1.jpg"), "first");
  const second = read(store, foundFile("/photos/2.jpg"), "second");
  const found = [foundFile("/photos/2.jpg", { inode: 11n }), foundFile("/photos/3.jpg", { inode: 12n })];
  assert.deepEqual([...store.files.reconcile({ roots, found, unread: [] }).gone], [first.id]);
  assert.deepEqual(read(store, found[0]!, "first").id, first.id);
  const last = read(store, found[1]!, "second");
  assert.deepEqual([last.id, last.change], [second.id, "moved"]);
  assert.deepEqual(pathsIn(store), ["/photos/2.jpg", "/photos/3.jpg"]);
});

test("another photo under the name of one that is gone gets an id of its own", (context) => {
  const store = temporaryStore(context);
  const old = read(store, foundFile("/photos/a.jpg"), "old");
  walk(store);
  const fresh = read(store, foundFile("/photos/a.jpg", { sizeBytes: 5 }), "fresh");
  assert.equal(fresh.change, "new");
  assert.notEqual(fresh.id, old.id);
});

test("what is gone is in no list, and returns with its id without being read", (context) => {
  const store = temporaryStore(context);
  const { id } = read(store, foundFile("/photos/a.jpg"), "a");
  walk(store);
  assert.equal(store.photos.count(), 0);
  assert.equal(store.files.at("/photos/a.jpg"), null);
  assert.throws(() => store.photos.detail(id as never), /not in the library/);
  const back = walk(store, "/photos/a.jpg");
  assert.deepEqual([back.returned, back.toRead.length], [1, 0]);
  assert.equal(store.files.at("/photos/a.jpg"), id);
});

test("files outside the walked folders, or below one that could not be read, are not gone", (context) => {
  const store = temporaryStore(context);
  for (const path of ["/photos/a.jpg", "/photos/shut/b.jpg", "/photos/shut-not/c.jpg", "/photosynthesis/d.jpg"])
    read(store, foundFile(path), path);
  const shut = { path: "/photos/shut", code: "permission", message: "Permission denied" } as const;
  store.files.reconcile({ roots, found: [foundFile("/photos/a.jpg")], unread: [shut] });
  assert.deepEqual(pathsIn(store), ["/photos/a.jpg", "/photos/shut/b.jpg", "/photosynthesis/d.jpg"]);
  assert.deepEqual(store.problems.all(), [shut]);
  assert.equal(walk(store, "/photos/a.jpg").gone.size, 1);
  assert.deepEqual(store.problems.all(), []);
});

test("a root that is not there drops nothing", (context) => {
  const store = temporaryStore(context);
  read(store, foundFile("/photos/a.jpg"), "a");
  store.files.reconcile({ roots, found: [], unread: [{ path: "/photos", code: "vanished", message: "No such folder" }] });
  assert.deepEqual(pathsIn(store), ["/photos/a.jpg"]);
});

test("a broken file is not opened again until it changes; one that could not be opened for a while is", (context) => {
  const store = temporaryStore(context);
  const [broken, shut] = [foundFile("/photos/broken.jpg"), foundFile("/photos/shut.jpg")];
  store.problems.put({ path: broken.path, code: "damaged", message: "ends early" }, broken);
  store.problems.put({ path: shut.path, code: "permission", message: "denied" }, shut);
  const again = store.files.reconcile({ roots, found: [broken, shut], unread: [] });
  assert.deepEqual(again.toRead, [shut]);
  assert.deepEqual(again.stillUnreadable, [{ path: broken.path, code: "damaged", message: "ends early" }]);

  const mended = { ...broken, sizeBytes: 2000 };
  assert.equal(store.files.reconcile({ roots, found: [mended, shut], unread: [] }).toRead.length, 2);
  read(store, mended, "mended");
  assert.deepEqual(
    store.problems.all().map((problem) => problem.path),
    [shut.path],
  );
  walk(store);
  assert.equal(store.problems.count(), 0);
});

test("a photo that broke is a problem and no photo", (context) => {
  const store = temporaryStore(context);
  const { id } = read(store, foundFile("/photos/a.jpg"), "a");
  const broken = foundFile("/photos/a.jpg", { sizeBytes: 1 });
  store.problems.put({ path: broken.path, code: "damaged", message: "ends early" }, broken);
  assert.equal(store.photos.count(), 0);
  assert.equal(read(store, foundFile("/photos/a.jpg"), "a").id, id);
});

test("names of any bytes come back exactly, twins in Unicode and case stay apart", (context) => {
  const store = temporaryStore(context);
  const raw = pathOfBytes(Buffer.from([0x2f, 0x70, 0x68, 0x6f, 0x74, 0x6f, 0x73, 0x2f, 0xff, 0xfe, 0x0a, 0xc3, 0x2e, 0x6a, 0x70, 0x67]));
  const paths = [raw, "/photos/caf\u00e9.jpg", "/photos/cafe\u0301.jpg", "/photos/A.jpg", "/photos/a.jpg", "/photos/📷\n.jpg"];
  for (const path of paths) read(store, foundFile(path), path);
  assert.deepEqual(new Set(pathsIn(store)), new Set(paths));
  assert.equal(walk(store, ...paths).unchanged, paths.length);
  const stored = store.photos.all().find((photo) => photo.path === raw);
  assert.deepEqual(bytesOfPath(stored?.path ?? ""), bytesOfPath(raw));
});
