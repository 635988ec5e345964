/** Each migration: a library of the version before it goes in, the same rows come out of the version after it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import Database from "better-sqlite3";
import { migrate, migrations, newestSchema } from "../../../electron/engine/store/migrate.ts";

/** Rows that a library of each version may hold, with how they are read in the next. A new migration needs a line here. */
const steps: readonly { readonly insert: string; readonly check: string; readonly rows: readonly unknown[] }[] = [
  { insert: "", check: "SELECT id, revision FROM library", rows: [{ id: 1, revision: 1 }] },
  {
    insert: `
      INSERT INTO root VALUES (x'2f70');
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5);
      INSERT INTO file VALUES (3, x'2f702fff', 10, 1700000000123456789, -1, -7, 7, 0);
      INSERT INTO problem VALUES (x'2f7062', 'damaged', 'broken', 5, 6);`,
    check: `SELECT file.id, hex(path) AS path, CAST(modified_at_ns AS TEXT) AS time, camera, (SELECT message FROM problem) AS problem
      FROM file JOIN content ON content.id = content_id`,
    rows: [{ id: 3, path: "2F702FFF", time: "1700000000123456789", camera: "Camera", problem: "broken" }],
  },
  {
    insert: `
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5);
      INSERT INTO recipe VALUES (2, 'recipe');
      INSERT INTO features VALUES (7, 2, x'0102');`,
    check: "SELECT name, hex(data) AS data, (SELECT count(*) FROM journal_entry) AS entries FROM features JOIN recipe ON id = recipe_id",
    rows: [{ name: "recipe", data: "0102", entries: 0 }],
  },
  {
    insert: `
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5);
      INSERT INTO file VALUES (3, x'2f702fff', 10, 1700000000123456789, -1, -7, 7, 0);
      INSERT INTO journal_session VALUES ('20240101-000000-abcd', 5);
      INSERT INTO journal_entry (session, kind, state, path, hash, device, inode, size_bytes, modified_at_ns, group_name, kept_path, kept_hash,
        root, changed_at_ms)
      VALUES ('20240101-000000-abcd', 'remove', 'moved', x'2f70', zeroblob(32), 1, 2, 3, 4, 'group', x'2f71', zeroblob(32), x'2f', 6);`,
    check: `SELECT state, file.id AS file, (SELECT count(*) FROM answer) + (SELECT count(*) FROM mark) + (SELECT count(*) FROM chosen) AS decisions
      FROM journal_entry, file`,
    rows: [{ state: "moved", file: 3, decisions: 0 }],
  },
  {
    insert: `
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5);
      INSERT INTO file VALUES (3, x'2f702fff', 10, 1700000000123456789, -1, -7, 7, 0);
      INSERT INTO mark VALUES (3, 7, 'keep');`,
    check: "SELECT colours, sharpness, mark FROM content JOIN mark ON content_id = id",
    rows: [{ colours: "full", sharpness: 4.5, mark: "keep" }],
  },
  {
    insert: `
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5, 'grey');
      INSERT INTO recipe VALUES (2, 'recipe');
      INSERT INTO features VALUES (7, 2, x'0102');`,
    check: `SELECT colours, name, (SELECT count(*) FROM face) + (SELECT count(*) FROM person) + (SELECT count(*) FROM face_word) AS faces
      FROM content, recipe`,
    rows: [{ colours: "grey", name: "recipe", faces: 0 }],
  },
  {
    insert: `
      INSERT INTO content VALUES (7, zeroblob(32), 10, 'jpeg', 4, 3, 1700000000000, 'Camera', NULL, 1.5, 2.5, 9, '#112233', 4.5, 'grey');
      INSERT INTO recipe VALUES (2, 'recipe');
      INSERT INTO embedding VALUES (7, 2, x'0102', x'03');`,
    check: `SELECT hex(copy) AS copy, (SELECT count(*) FROM run) + (SELECT count(*) FROM run_point) + (SELECT count(*) FROM run_in_use)
      + (SELECT count(*) FROM pooled) AS learned FROM embedding`,
    rows: [{ copy: "0102", learned: 0 }],
  },
  {
    insert: `
      INSERT INTO journal_session VALUES ('20240101-000000-abcd', 5);
      INSERT INTO journal_entry (session, kind, state, path, hash, device, inode, size_bytes, modified_at_ns, group_name, kept_path, kept_hash,
        root, changed_at_ms)
      VALUES ('20240101-000000-abcd', 'remove', 'moved', x'2f70', zeroblob(32), 1, 2, 3, 4, 'group', x'2f71', zeroblob(32), x'2f', 6);`,
    check: "SELECT state, made_folder FROM journal_entry",
    rows: [{ state: "moved", made_folder: null }],
  },
];

test("each migration has its file and its step here", () => {
  const files = readdirSync(new URL("../../../electron/engine/store/migrations/", import.meta.url));
  assert.equal(files.length, migrations.length);
  assert.equal(steps.length, migrations.length);
});

for (const [index, { insert, check, rows }] of steps.entries()) {
  const version = index + 1;
  test(`what version ${version - 1} holds survives the way to ${version}`, () => {
    const database = new Database(":memory:");
    database.pragma("foreign_keys = ON");
    migrate(database, version - 1);
    assert.equal(database.pragma("user_version", { simple: true }), version - 1);
    database.exec(insert);
    migrate(database, version);
    assert.equal(database.pragma("user_version", { simple: true }), version);
    assert.deepEqual(database.prepare(check).all(), rows);
    assert.deepEqual(database.pragma("foreign_key_check"), []);
    database.close();
  });
}

test("a step that fails leaves the version before it", () => {
  const database = new Database(":memory:");
  migrate(database, 4);
  database.exec("ALTER TABLE content ADD COLUMN colours INTEGER");
  const before = database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all();
  assert.throws(() => migrate(database), /duplicate column/);
  assert.equal(database.pragma("user_version", { simple: true }), 4);
  assert.deepEqual(database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all(), before);
  database.close();
});

test("the newest version is left as it is", () => {
  const database = new Database(":memory:");
  migrate(database);
  migrate(database);
  assert.equal(database.pragma("user_version", { simple: true }), newestSchema);
  database.close();
});
