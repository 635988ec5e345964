/** A photo known by another content: everything found in it and said of it is there, there and back, and what is elsewhere stays. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Match, Recipe } from "../../../electron/engine/photo.ts";
import type { FaceKey } from "../../../electron/engine/store/face-keys.ts";
import type { Store } from "../../../electron/engine/store/store.ts";
import { addPhoto, found, openStore } from "./people-library.ts";

const recipe = "faces-a" as Recipe;
const matching = "match-a" as Recipe;
const [old, anew, other] = [1, 9, 2].map((number) => Buffer.alloc(32, number));
const samePixels = { relation: "same-pixels", probability: 0.9999, reasons: [] } as const;
const file = (sizeBytes: number) => ({ path: "/photos/1.jpg", sizeBytes, modifiedAtNs: 5n, inode: 2n ** 63n + 7n, device: 3n });

function begin(context: TestContext) {
  const store = openStore(context);
  const contents = [1, 2, 3].map((number) => addPhoto(store, number));
  const there = (): boolean => store.successors.carry(old!, anew!, file(20), samePixels);
  const back = (): boolean => store.successors.carry(anew!, old!, file(10), samePixels);
  return { store, contents, there, back };
}
const answersOf = (store: Store, hash: Buffer) =>
  store.answers.all().flatMap(({ low, high, verdict }) => {
    const [one, two] = [Buffer.from(low), Buffer.from(high)];
    return one.equals(hash) || two.equals(hash) ? [`${(one.equals(hash) ? two : one)[0]} ${verdict}`] : [];
  });

test("the same photo has the other content, with size, time and file number", (context) => {
  const { store, there, back } = begin(context);
  const id = store.files.at("/photos/1.jpg");
  assert.equal(there(), true);
  assert.equal(there(), false, "it has it already");
  assert.equal(store.files.at("/photos/1.jpg"), id);
  assert.deepEqual(store.files.stamp(id!), { sizeBytes: 20, modifiedAtNs: 5n });
  assert.deepEqual(Buffer.from(store.successors.hashAt("/photos/1.jpg")!), anew);
  assert.equal(store.successors.hashAt("/photos/none.jpg"), null);
  assert.equal(store.photos.stored(id!).facts.width, 400);
  assert.equal(back(), true);
  assert.deepEqual(Buffer.from(store.successors.hashAt("/photos/1.jpg")!), old);
});

test("answers go with it and come back as they then are", (context) => {
  const { store, there, back } = begin(context);
  store.answers.put(old!, other!, "different", 1);
  store.answers.put(Buffer.alloc(32, 3), old!, "same", 2);
  there();
  assert.deepEqual(answersOf(store, anew!).sort(), ["2 different", "3 same"]);
  store.answers.put(anew!, other!, "same", 3);
  const third = store.answers.all().find(({ low, high }) => Buffer.from(low)[0] === 3 && Buffer.from(high)[0] === 9);
  store.answers.revoke(third!.id);
  back();
  assert.deepEqual(answersOf(store, old!), ["2 same"]);
});

test("another file with the old content keeps its answers", (context) => {
  const { store, contents, there, back } = begin(context);
  store.files.put({ path: "/photos/twin.jpg", sizeBytes: 1, modifiedAtNs: 0n, inode: 77n, device: 1n }, contents[0]!);
  store.answers.put(old!, other!, "different", 1);
  there();
  assert.deepEqual([answersOf(store, old!), answersOf(store, anew!)], [["2 different"], ["2 different"]]);
  store.answers.revoke(store.answers.all().find(({ high }) => Buffer.from(high)[0] === 9)!.id);
  back();
  assert.deepEqual(answersOf(store, old!), ["2 different"], "what was said of the twin");
});

test("marks and choices stay on the photo", (context) => {
  const { store, there, back } = begin(context);
  const photo = store.files.at("/photos/1.jpg")!;
  store.marks.put([{ photo, mark: "keep" }]);
  store.marks.choose(photo, true);
  for (const turn of [there, back]) {
    turn();
    assert.deepEqual(store.marks.all(), [{ photo, mark: "keep" }]);
    assert.deepEqual([...store.marks.chosen().keys()], [photo]);
  }
});

test("matches find it, in the order in which they were given, and both contents find each other", (context) => {
  const { store, contents, there, back } = begin(context);
  const [first, second, third] = contents;
  const match = (a: number, b: number): Match =>
    ({ a, b, relation: "cropped", probability: 0.9, reasons: [], transform: null, cropBox: [0, 0, 0.5, 1] }) as unknown as Match;
  store.matches.replace(matching, contents, [match(first!, second!), match(third!, first!)]);
  there();
  const now = store.contents.find(anew!)!;
  assert.deepEqual(store.matches.unmatched(matching), []);
  const pairs = () =>
    store.matches
      .above(matching, 0)
      .map(({ a, b }) => [a, b])
      .sort();
  assert.deepEqual(
    pairs(),
    [
      [third, now],
      [now, second],
    ].sort(),
  );
  assert.equal(store.matches.between(matching, first!, now)?.relation, "same-pixels");
  // Matched while it was the new one.
  const fourth = addPhoto(store, 4);
  store.matches.replace(matching, [fourth], [match(now, fourth)]);
  back();
  assert.deepEqual(
    pairs(),
    [
      [first, second],
      [first, fourth],
      [third, first],
    ].sort(),
  );
});

test("faces, names, refusals and covers go with it; what is undone of people later is undone of the new one", (context) => {
  const { store, contents, there, back } = begin(context);
  store.faces.put(contents[0]!, recipe, [found(1), found(2)]);
  const [face, stranger] = store.faces.all(recipe, contents[0]!);
  store.said.change(1, (edit) => {
    const person = edit.newPerson("Anna");
    edit.word(face!.key, { person, ignored: null, source: "said", probability: 1 });
    edit.not(stranger!.key, person, true);
    edit.person({ ...store.people.all().find(({ id }) => id === person)!, cover: face!.key });
    return { kind: "name", text: "", values: {}, person };
  });
  const keyOf = (key: FaceKey, hash: Buffer) => `${hash.toString("hex")}${key.slice(64)}` as FaceKey;
  there();
  const now = store.contents.find(anew!)!;
  assert.deepEqual(
    store.faces
      .waiting(recipe)
      .map(({ content }) => content)
      .includes(now),
    false,
  );
  const clones = store.faces.all(recipe, now);
  assert.deepEqual(clones.map(({ key }) => key).sort(), [face!, stranger!].map(({ key }) => keyOf(key, anew!)).sort());
  assert.equal(store.faces.vectors(recipe).get(clones[0]!.id)?.length, 128);
  const words = store.said.words();
  assert.equal(words.faces.get(keyOf(face!.key, anew!))?.source, "said");
  assert.ok([...words.not.values()][0]?.has(keyOf(stranger!.key, anew!)));
  assert.equal(store.people.all().find(({ name }) => name === "Anna")?.cover, keyOf(face!.key, anew!));
  store.said.undo();
  assert.equal(store.said.words().faces.has(keyOf(face!.key, anew!)), false);
  store.said.redo();
  assert.ok(store.said.words().faces.has(keyOf(face!.key, anew!)));
  store.said.undo();
  back();
  assert.equal(store.said.words().faces.has(face!.key), false, "taken back meanwhile is taken back");
  assert.equal(store.faces.all(recipe, contents[0]!).length, 2);
});
