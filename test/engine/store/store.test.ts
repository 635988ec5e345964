/** The store as a whole: what it keeps, what it takes back, and the libraries that it refuses. */
import assert from "node:assert/strict";
import { closeSync, fstatSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { LikenessError } from "../../../electron/contract.ts";
import { createStore } from "../../../electron/engine/store/store.ts";
import { foundFile, newContent, read, temporaryFolder, temporaryStore } from "./library.ts";

const withCode = (code: string) => (error: unknown) => error instanceof LikenessError && error.code === code && error.message.length > 60;

test("what was written is there after closing and opening again", (context) => {
  const folder = temporaryFolder(context);
  const first = createStore({ folder });
  read(first, foundFile("/photos/a.jpg"), "a");
  const revision = first.revision();
  first.dispose();
  const second = createStore({ folder });
  context.after(() => second.dispose());
  assert.equal(second.photos.count(), 1);
  assert.equal(second.revision(), revision);
  assert.ok(second.sizeBytes() > 0);
});

test("write keeps all or nothing, also of what nested writes did", (context) => {
  const store = temporaryStore(context);
  const revision = store.revision();
  assert.throws(
    () =>
      store.write(() => {
        read(store, foundFile("/photos/a.jpg"), "a");
        throw new Error("the disk is on fire");
      }),
    /fire/,
  );
  assert.equal(store.photos.count(), 0);
  assert.equal(store.revision(), revision);
  store.write(() => read(store, foundFile("/photos/a.jpg"), "a"));
  assert.equal(store.photos.count(), 1);
  assert.equal(store.revision(), revision + 1);
});

test("write refuses a promise and takes back what was done", (context) => {
  const store = temporaryStore(context);
  assert.throws(
    () =>
      store.write(async () => {
        store.contents.put(newContent("a"));
      }),
    TypeError,
  );
  assert.equal(store.contents.find(newContent("a").hash), null);
});

test("a file that is no database is said to be damaged, and stays as it is", (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "library.sqlite"), "these are not the pages you are looking for ".repeat(200));
  assert.throws(() => createStore({ folder }), withCode("library-damaged"));
  assert.throws(() => createStore({ folder }), /photos are not affected/);
});

test("pages overwritten in the middle are said to be damaged when they are read", (context) => {
  const folder = temporaryFolder(context);
  createStore({ folder }).dispose();
  const pageBytes = 4096;
  // The pages of an empty library hold its tables' names: without them it could not even be opened.
  const emptyPages = statSync(join(folder, "library.sqlite")).size / pageBytes;
  const store = createStore({ folder });
  store.write(() => {
    for (let index = 0; index < 2000; index++) read(store, foundFile(`/photos/${index}.jpg`), String(index));
  });
  store.dispose();
  const file = openSync(join(folder, "library.sqlite"), "r+");
  const pages = fstatSync(file).size / pageBytes;
  for (let page = emptyPages; page < pages; page++) writeSync(file, Buffer.alloc(pageBytes, 0x5a), 0, pageBytes, page * pageBytes);
  closeSync(file);
  const damaged = createStore({ folder });
  context.after(() => damaged.dispose());
  assert.throws(() => damaged.photos.all(), withCode("library-damaged"));
});

test("a library of a newer program is left alone", (context) => {
  const folder = temporaryFolder(context);
  createStore({ folder }).dispose();
  const database = new Database(join(folder, "library.sqlite"));
  database.pragma("user_version = 999");
  database.close();
  assert.throws(() => createStore({ folder }), withCode("library-newer"));
  const after = new Database(join(folder, "library.sqlite"), { readonly: true });
  assert.equal(after.pragma("user_version", { simple: true }), 999);
  after.close();
});

test("another program's database is left alone", (context) => {
  const folder = temporaryFolder(context);
  const database = new Database(join(folder, "library.sqlite"));
  database.exec("CREATE TABLE content (mine TEXT)");
  database.close();
  assert.throws(() => createStore({ folder }), /not a Likeness library/);
});

test("a folder that cannot be made is the caller's mistake", (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "file"), "");
  assert.throws(() => createStore({ folder: join(folder, "file", "library") }), withCode("usage"));
  assert.throws(() => createStore({ folder: join(folder, "not\udcffunicode") }), withCode("usage"));
});
