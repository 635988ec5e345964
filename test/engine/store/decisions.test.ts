/** Answers, marks and choices: what they hold on to while files move, change and go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnswerId, PhotoId } from "../../../electron/contract.ts";
import { foundFile, hashOf, read, temporaryStore } from "./library.ts";

test("an answer is one for two contents, whichever way round it is given, and the later one holds", (context) => {
  const { answers } = temporaryStore(context);
  const [one, two, three] = [hashOf("one"), hashOf("two"), hashOf("three")];
  const first = answers.put(one, two, "same", 5);
  const second = answers.put(three, one, "different", 6);
  const later = answers.put(two, one, "different", 7);
  assert.ok(later.id > first.id);
  assert.deepEqual(
    answers.all().map(({ id, verdict, answeredAtMs }) => [id, verdict, answeredAtMs]),
    [
      [later.id, "different", 7],
      [second.id, "different", 6],
    ],
  );
  for (const { low, high } of answers.all()) assert.ok(Buffer.compare(low, high) < 0);
  assert.throws(() => answers.revoke(first.id), { code: "not-found" });
  assert.deepEqual(answers.revoke(later.id), later);
  assert.throws(() => answers.revoke(99 as AnswerId), { code: "not-found" });
  assert.throws(() => answers.put(one, one, "same", 8), { code: "usage" });
  assert.equal(answers.all().length, 1);
});

test("answers and choices are news for views, marks are not", (context) => {
  const store = temporaryStore(context);
  const { id } = read(store, foundFile("/a.jpg"), "a");
  const revisions = [store.revision()];
  const note = () => revisions.push(store.revision());
  store.marks.put([{ photo: id as PhotoId, mark: "keep" }]);
  note();
  store.marks.choose(id as PhotoId, true);
  note();
  const { id: answer } = store.answers.put(hashOf("a"), hashOf("b"), "same", 1);
  note();
  store.answers.revoke(answer);
  note();
  assert.deepEqual(
    revisions.map((revision) => revision - (revisions[0] ?? 0)),
    [0, 0, 1, 2, 3],
  );
});

test("marks give what was before, and all of them are put or none", (context) => {
  const store = temporaryStore(context);
  const { marks } = store;
  const [one, two] = [read(store, foundFile("/1.jpg"), "one"), read(store, foundFile("/2.jpg"), "two")].map(({ id }) => id as PhotoId);
  const first = marks.put([
    { photo: two!, mark: "remove" },
    { photo: one!, mark: "keep" },
  ]);
  assert.deepEqual(first, [
    { photo: two, mark: null },
    { photo: one, mark: null },
  ]);
  const second = marks.put([{ photo: one!, mark: "later" }]);
  assert.deepEqual(second, [{ photo: one, mark: "keep" }]);
  assert.throws(
    () =>
      marks.put([
        { photo: two!, mark: "keep" },
        { photo: 99 as PhotoId, mark: "keep" },
      ]),
    { code: "not-found" },
  );
  assert.deepEqual(marks.all(), [
    { photo: one, mark: "later" },
    { photo: two, mark: "remove" },
  ]);
  marks.put(second);
  marks.put(first);
  assert.deepEqual(marks.all(), []);
});

test("a mark and a choice move with the file, are away with it, and fall with its content", (context) => {
  const store = temporaryStore(context);
  const { id, content } = read(store, foundFile("/old.jpg"), "picture");
  const photo = id as PhotoId;
  store.marks.put([{ photo, mark: "remove" }]);
  assert.equal(store.marks.choose(photo, true), false);
  const held = () => [store.marks.all(), [...store.marks.chosen().keys()]];

  store.files.leave("/old.jpg", content);
  assert.deepEqual(held(), [[], []]);
  assert.equal(read(store, foundFile("/new.jpg"), "picture").id, id);
  assert.deepEqual(held(), [[{ photo, mark: "remove" }], [photo]]);
  assert.equal(read(store, foundFile("/new.jpg"), "another picture").id, id);
  assert.deepEqual(held(), [[], []]);
  assert.deepEqual(store.marks.put([{ photo, mark: "keep" }]), [{ photo, mark: null }]);
});

test("of the chosen the last one comes first", (context) => {
  const store = temporaryStore(context);
  const [one, two] = [read(store, foundFile("/1.jpg"), "one"), read(store, foundFile("/2.jpg"), "two")].map(({ id }) => id as PhotoId);
  const order = () => [...store.marks.chosen()].sort(([, a], [, b]) => b - a).map(([photo]) => photo);
  store.marks.choose(one!, true);
  store.marks.choose(two!, true);
  assert.deepEqual(order(), [two, one]);
  assert.equal(store.marks.choose(one!, true), true);
  assert.deepEqual(order(), [one, two]);
  store.marks.choose(one!, false);
  assert.deepEqual(order(), [two]);
  assert.throws(() => store.marks.choose(99 as PhotoId, true), { code: "not-found" });
});

test("a file leaves only where it holds what was meant", (context) => {
  const store = temporaryStore(context);
  const { content } = read(store, foundFile("/a.jpg"), "a");
  const other = read(store, foundFile("/b.jpg"), "b");
  const before = store.revision();
  store.files.leave("/b.jpg", content);
  store.files.leave("/none.jpg", content);
  assert.equal(store.revision(), before);
  assert.equal(store.files.at("/b.jpg"), other.id);
  assert.deepEqual(store.files.stamp(other.id as PhotoId), { sizeBytes: 1000, modifiedAtNs: 1_700_000_000_123_456_789n });
  store.files.leave("/b.jpg", other.content);
  assert.equal(store.files.at("/b.jpg"), null);
  assert.throws(() => store.files.stamp(other.id as PhotoId), { code: "not-found" });
});
