/** Cleaning up with the metadata written into the kept JPEG itself: no pixel and nothing said of it changes, and undo brings the very file back. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, linkSync, lstatSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import exifr from "exifr";
import sharp from "sharp";
import type { Engine, PhotoId } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { haveSamePixels } from "../electron/engine/media/same-pixels.ts";
import { nothing } from "../electron/engine/metadata/merge.ts";
import { writeXmp } from "../electron/engine/metadata/xmp-write.ts";
import { keepPending } from "../electron/engine/pending-merges.ts";
import type { Description } from "../electron/engine/photo.ts";
import { createStore } from "../electron/engine/store/store.ts";
import { stateOf } from "./fixtures/library-state.ts";
import { paintPicture } from "./fixtures/pictures.ts";

const samePixels = { relation: "same-pixels", probability: 0.9999, reasons: [] } as const;
const says = (part: Partial<Description>): string => writeXmp(null, { ...nothing, ...part });
const exif = { IFD0: { Artist: "somebody" }, IFD2: { DateTimeOriginal: "2019:05:03 14:02:11" } };

interface Options {
  readonly before?: (photos: string) => void | Promise<void>;
  readonly kept?: string;
}

/** kept.jpg with EXIF, an identical copy, one saved again with other words, and another picture. */
async function begin(context: TestContext, { before = () => undefined, kept: name = "kept.jpg" }: Options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "likeness embedded é "));
  const photos = join(folder, "photos");
  await mkdir(join(photos, "copies"), { recursive: true });
  const path = (name: string): string => join(photos, name);
  const picture = (seed: number) => {
    const { data, width, height } = paintPicture(seed, 800, 600);
    return sharp(data, { raw: { width, height, channels: 3 } });
  };
  const kept = await picture(7).withExif(exif).jpeg({ quality: 92 }).toBuffer();
  writeFileSync(path("kept.jpg"), kept);
  writeFileSync(path("copies/same.jpg"), kept);
  await picture(7)
    .withXmp(says({ keywords: ["Anna and Zoë"], rating: 4, title: "Swim <3" }))
    .jpeg({ quality: 80 })
    .toFile(path("copies/a.jpg"));
  await picture(8).jpeg({ quality: 92 }).toFile(path("other.jpg"));
  await before(photos);
  for (const one of Object.keys(stateOf(photos))) utimesSync(one, 1_500_000_000.123, 1_500_000_000.123);
  const trash = join(folder, "trash");
  const trashCan = {
    async trash(paths: readonly string[]) {
      await mkdir(trash, { recursive: true });
      for (const one of paths) renameSync(one, join(trash, `${Math.random()}-${basename(one)}`));
    },
  };
  const library = join(folder, "library");
  const open = () => createEngine({ libraryFolder: library, threads: 2, trashCan });
  const engines = [await open()];
  context.after(async () => {
    await engines.at(-1)!.close();
    await rm(folder, { recursive: true, force: true });
  });
  await engines[0]!.scan({ folders: [photos] });
  return {
    ...{ engine: engines[0]!, photos, library, path, original: readFileSync(path(name)), was: stateOf(photos) },
    async reopen() {
      await engines.at(-1)!.close();
      engines.push(await open());
      return engines.at(-1)!;
    },
    async closed(work: () => void) {
      await engines.at(-1)!.close();
      work();
      engines.push(await open());
      return engines.at(-1)!;
    },
  };
}

async function photosOf(engine: Engine) {
  const { items } = await engine.photos({ offset: 0, limit: 20, order: "path" });
  return new Map(items.map((photo) => [basename(photo.path), photo]));
}

async function planOf(engine: Engine, names: readonly string[] = ["same.jpg", "a.jpg"]) {
  const found = await photosOf(engine);
  const kept = found.get("kept.jpg")!.id;
  const removals = names.map((name) => ({ photo: found.get(name)!.id, kept }));
  const planned = await engine.planCleanup({ removals, mergeMetadata: "embedded" });
  assert.equal(planned.items.length, names.length, JSON.stringify(planned.refused));
  return planned;
}

const namesOf = (group: { readonly members: readonly { readonly path: string }[] } | undefined): string[] =>
  (group?.members ?? []).map(({ path }) => basename(path)).sort();
const copiesOf = async (engine: Engine) => (await engine.groups({ kind: "copies", minProbability: 0.5 })).map(namesOf);

test("the kept photo gains it in its packet, all else is as it was, and undo brings the very file back", async (context) => {
  const { engine, photos, path, original, was } = await begin(context);
  const before = lstatSync(path("kept.jpg"), { bigint: true });
  const groups = await copiesOf(engine);
  const planned = await planOf(engine);
  const [merge, ...others] = planned.merges;
  assert.deepEqual([others.length, merge?.target, merge?.replaces, merge?.obstacle], [0, path("kept.jpg"), true, null]);
  assert.equal(merge?.notEmbedded, undefined);
  assert.deepEqual(stateOf(photos), was, "a plan touches nothing");

  const { session, failed, written, done } = await engine.act({ plan: planned.id });
  assert.deepEqual([failed, done.length, written.map((one) => one.path)], [[], 2, [path("kept.jpg")]]);
  const now = readFileSync(path("kept.jpg"));
  assert.ok(!now.equals(original) && (await haveSamePixels(now, original)));
  const read = await exifr.parse(now, { xmp: true, tiff: true, exif: true });
  assert.deepEqual([read.Rating, read.subject, read.Artist], [4, "Anna and Zoë", "somebody"]);
  const facts = lstatSync(path("kept.jpg"), { bigint: true });
  assert.equal(facts.mode, before.mode);
  assert.ok(facts.mtimeNs - before.mtimeNs < 2000n && before.mtimeNs - facts.mtimeNs < 2000n, "to the microsecond");
  assert.ok(!existsSync(path("kept.jpg.xmp")));

  // The library knows it without a scan, and a scan finds nothing new.
  const scanned = await engine.scan({ folders: [photos] });
  assert.deepEqual([scanned.new, scanned.changed, scanned.moved, scanned.gone], [0, 0, 0, 0]);

  const undone = await engine.undo({ session: session! });
  assert.deepEqual([undone.failed, undone.done.length], [[], 3]);
  assert.deepEqual(stateOf(photos), was);
  assert.equal(lstatSync(path("kept.jpg"), { bigint: true }).ino, before.ino);
  assert.ok(!existsSync(path(".likeness-removed")));
  const again = await engine.scan({ folders: [photos] });
  assert.deepEqual([again.new, again.changed, again.moved, again.gone, again.unchanged], [0, 0, 0, 0, 4]);
  assert.deepEqual(await copiesOf(engine), groups);
});

test("answers, marks and the chosen keeper stay with it, there and back, and after a scan from nothing but the disk", async (context) => {
  const { engine, photos, path } = await begin(context);
  const id = async (name: string): Promise<PhotoId> => (await photosOf(engine)).get(name)!.id;
  const kept = await id("kept.jpg");
  await engine.answer({ a: kept, b: await id("other.jpg"), verdict: "different" });
  await engine.chooseKeeper({ photo: kept, chosen: true });
  await engine.mark({ marks: [{ photo: kept, mark: "keep" }] });
  const answered = async () =>
    (await engine.answers({})).filter(
      ({ a, b }) => [a.path, b.path].includes(path("kept.jpg")) && [a.path, b.path].includes(path("other.jpg")),
    );
  const said = async () => ({
    id: await id("kept.jpg"),
    marks: await engine.marks({}),
    answers: (await answered()).map(({ verdict }) => verdict),
    chosen: (await engine.groups({ kind: "copies", minProbability: 0.5 })).map(({ keeper }) => keeper),
  });
  const was = await said();
  const { session } = await engine.act({ plan: (await planOf(engine)).id });
  const after = await said();
  assert.deepEqual([after.id, after.marks, after.answers], [was.id, was.marks, ["different"]]);
  await engine.scan({ folders: [photos] });
  const scanned = await said();
  assert.deepEqual([scanned.id, scanned.marks, scanned.answers], [was.id, was.marks, ["different"]]);
  // Said anew while it was the new one.
  const [answer] = await answered();
  await engine.revokeAnswer({ id: answer!.id });
  await engine.undo({ session: session! });
  const back = await said();
  assert.deepEqual([back.id, back.marks, back.chosen], [was.id, was.marks, was.chosen]);
  assert.deepEqual(back.answers, [], "taken back meanwhile is taken back");
});

test("a copy that comes back alone is in the group of the photo written anew", async (context) => {
  const { engine, photos, path } = await begin(context);
  const { session, done } = await engine.act({ plan: (await planOf(engine)).id });
  for (const name of ["copies/same.jpg", "copies/a.jpg"]) {
    const entry = done.find((one) => one.path === path(name))!;
    await engine.undo({ entries: [entry.id] });
    const [group] = await copiesOf(engine);
    assert.ok(group?.includes("kept.jpg") && group.includes(basename(name)), `${name}: ${JSON.stringify(group)}`);
    if (name !== "copies/same.jpg") continue;
    const now = readFileSync(path("kept.jpg"));
    assert.equal((await exifr.parse(now, { xmp: true })).Rating, 4, "the other copy is still away");
  }
  await engine.undo({ session: session! });
  const { changed } = await engine.scan({ folders: [photos] });
  assert.equal(changed, 0);
});

test("all that is held can be emptied while the photo written anew stands, and it stays for good", async (context) => {
  const { engine, path } = await begin(context);
  const { session } = await engine.act({ plan: (await planOf(engine)).id });
  const now = readFileSync(path("kept.jpg"));
  const emptied = await engine.emptyHolding({ session: session! });
  assert.deepEqual([emptied.failed, emptied.done.length], [[], 3]);
  await engine.undo({ session: session! });
  assert.deepEqual(readFileSync(path("kept.jpg")), now);
});

test("twice: what a later copy says comes into the packet too, and each undo brings back what was before", async (context) => {
  const { engine, path, original } = await begin(context);
  const first = await engine.act({ plan: (await planOf(engine, ["same.jpg"])).id });
  assert.deepEqual(first.written, [], "the same bytes say nothing more");
  const second = await engine.act({ plan: (await planOf(engine, ["a.jpg"])).id });
  assert.equal(second.written.length, 1);
  const emptied = await engine.emptyHolding({ session: first.session! });
  assert.deepEqual(emptied.failed, [], "kept for it is what the photo became");
  const undone = await engine.undo({ session: second.session! });
  assert.deepEqual(undone.failed, []);
  assert.deepEqual(readFileSync(path("kept.jpg")), original);
});

test("what cannot or should not be changed goes into a side file, and the plan says why", async (context) => {
  const cases: readonly (readonly [string, (photos: string) => void | Promise<void>, RegExp, string])[] = [
    ["read-only", (photos) => chmodSync(join(photos, "kept.jpg"), 0o444), /read-only/, "kept.jpg.xmp"],
    ["hard link", (photos) => linkSync(join(photos, "kept.jpg"), join(photos, "..", "elsewhere.jpg")), /hard links/, "kept.jpg.xmp"],
    ["side file", (photos) => writeFileSync(join(photos, "kept.xmp"), says({ rating: 2 })), /side file/, "kept.xmp"],
    ["trailer", (photos) => writeFileSync(join(photos, "kept.jpg"), "trailer", { flag: "a" }), /follows its picture/, "kept.jpg.xmp"],
  ];
  for (const [name, before, why, target] of cases) {
    const { engine, path, photos, was } = await begin(context, { before });
    const planned = await planOf(engine, ["a.jpg"]);
    const [merge] = planned.merges;
    assert.match(merge?.notEmbedded ?? "nothing", why, name);
    assert.equal(merge?.target, path(target), name);
    const kept = readFileSync(path("kept.jpg"));
    const { session, written, failed } = await engine.act({ plan: planned.id });
    assert.deepEqual([failed, written.map((one) => one.path)], [[], [path(target)]], name);
    assert.deepEqual(readFileSync(path("kept.jpg")), kept, name);
    await engine.undo({ session: session! });
    assert.deepEqual(stateOf(photos), was, name);
  }
});

test("a photo in a protected folder is never written anew", async (context) => {
  const { engine, path } = await begin(context, {
    async before(photos) {
      await mkdir(join(photos, "masters"));
      renameSync(join(photos, "kept.jpg"), join(photos, "masters", "kept.jpg"));
    },
    kept: "masters/kept.jpg",
  });
  await engine.changeSettings({ protectedFolders: [path("masters")] });
  const planned = await planOf(engine, ["a.jpg"]);
  assert.match(planned.merges[0]?.notEmbedded ?? "", /protected/);
  assert.equal(planned.merges[0]?.target, path("masters/kept.jpg.xmp"));
});

test("another format keeps its bytes and gets a side file", async (context) => {
  const { engine, path, photos } = await begin(context, {
    before: async (folder) => {
      const bytes = readFileSync(join(folder, "kept.jpg"));
      await sharp(bytes).png().toFile(join(folder, "kept.png"));
    },
  });
  const found = await photosOf(engine);
  const kept = found.get("kept.png")!.id;
  const removals = [{ photo: found.get("a.jpg")!.id, kept }];
  const planned = await engine.planCleanup({ removals, mergeMetadata: "embedded" });
  assert.match(planned.merges[0]?.notEmbedded ?? "", /Only JPEG/);
  assert.equal(planned.merges[0]?.target, path("kept.png.xmp"));
  assert.ok(existsSync(photos));
});

test("after a death between the journal and the library, the next start knows the photo by what lies there, both ways", async (context) => {
  const one = await begin(context);
  const { path, photos, library, was } = one;
  const found = await photosOf(one.engine);
  await one.engine.answer({ a: found.get("kept.jpg")!.id, b: found.get("other.jpg")!.id, verdict: "different" });
  const { session } = await one.engine.act({ plan: (await planOf(one.engine)).id });
  const facts = lstatSync(path("kept.jpg"), { bigint: true });
  const file = { path: path("kept.jpg"), sizeBytes: Number(facts.size), modifiedAtNs: facts.mtimeNs, inode: facts.ino, device: facts.dev };
  // As the library stood before it followed the journal.
  const turned = (to: "kept" | "hash") => () => {
    const store = createStore({ folder: library });
    const { removal } = store.journal.ofSession(session!).find(({ kind }) => kind === "write-sidecar")!;
    const [now, then] = to === "kept" ? [removal.hash, removal.kept.hash] : [removal.kept.hash, removal.hash];
    assert.ok(store.successors.carry(now, then, { ...file, modifiedAtNs: 0n }, samePixels));
    store.dispose();
  };
  let engine = await one.closed(turned("kept"));
  assert.equal((await engine.scan({ folders: [photos] })).changed, 0, "known by its new content");
  assert.equal((await engine.answers({})).filter(({ a, b }) => [a.path, b.path].includes(path("kept.jpg"))).length, 1);
  await engine.undo({ session: session! });
  assert.deepEqual(stateOf(photos), was);
  engine = await one.closed(turned("hash"));
  assert.equal((await engine.scan({ folders: [photos] })).changed, 0, "known by its old content");
  // An identical copy is back too, and comes first among the files with that content.
  const here = (await engine.answers({})).filter(({ a, b }) => a.path !== null && b.path !== null);
  assert.deepEqual(
    here.map(({ verdict }) => verdict),
    ["different"],
  );
});

test("after a death between moving and writing, the next start writes it, once", async (context) => {
  const one = await begin(context);
  const { path, photos, library, was, original } = one;
  const found = await photosOf(one.engine);
  const removals = [{ photo: found.get("a.jpg")!.id, kept: found.get("kept.jpg")!.id }];
  const { id } = await one.engine.planCleanup({ removals, mergeMetadata: "no" });
  const { session } = await one.engine.act({ plan: id });
  let engine = await one.closed(() => {
    const store = createStore({ folder: library });
    const hash = createHash("sha256").update(original).digest();
    const merge = { kept: { path: path("kept.jpg"), hash }, root: photos, group: "g", ownSideFile: null, embeds: true };
    keepPending({ journal: { ...store.journal, sessions: () => [] }, settings: store.settings }, [
      { ...merge, givers: [{ path: path("copies/a.jpg"), isCopy: true, sideFiles: [] }] },
    ]);
    store.dispose();
  });
  for (const time of ["first", "second"]) {
    assert.equal((await exifr.parse(readFileSync(path("kept.jpg")), { xmp: true })).Rating, 4, time);
    const entries = await engine.journalEntries({ session: session! });
    assert.equal(entries.filter(({ kind }) => kind === "write-sidecar").length, 1, time);
    assert.equal((await engine.scan({ folders: [photos] })).changed, 0, time);
    if (time === "first") engine = await one.reopen();
  }
  await engine.undo({ session: session! });
  assert.deepEqual(stateOf(photos), was);
});
