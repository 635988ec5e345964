/** Cleaning up copies that say different things of one picture: the kept one gains what they say, in a side file, and undo takes it away again. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import exifr from "exifr";
import sharp from "sharp";
import type { Engine, MetadataMerging } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { nothing } from "../electron/engine/metadata/merge.ts";
import { readXmp } from "../electron/engine/metadata/xmp-read.ts";
import { writeXmp } from "../electron/engine/metadata/xmp-write.ts";
import { keepPending } from "../electron/engine/pending-merges.ts";
import type { Description } from "../electron/engine/photo.ts";
import { createStore } from "../electron/engine/store/store.ts";
import { stateOf } from "./fixtures/library-state.ts";
import { paintPicture } from "./fixtures/pictures.ts";

const says = (part: Partial<Description>): string => writeXmp(null, { ...nothing, ...part });

/** kept.jpg, and three copies: other words, a side file, and EXIF alone in another format. */
async function begin(context: TestContext, before: (folder: string) => void = () => undefined) {
  const folder = await mkdtemp(join(tmpdir(), "likeness metadata é "));
  const photos = join(folder, "photos");
  await mkdir(join(photos, "copies"), { recursive: true });
  const { data, width, height } = paintPicture(7, 800, 600);
  const picture = () => sharp(data, { raw: { width, height, channels: 3 } });
  const path = (name: string): string => join(photos, name);
  const jpeg = { quality: 92 };
  await picture()
    .withXmp(says({ keywords: ["lake"] }))
    .jpeg(jpeg)
    .toFile(path("kept.jpg"));
  const anna = says({ keywords: ["Anna & Zoë", "Lake"], rating: 4, title: "Swim <3" });
  await picture().withXmp(anna).jpeg(jpeg).toFile(path("copies/a.jpg"));
  await picture().jpeg({ quality: 80 }).toFile(path("copies/b.jpg"));
  writeFileSync(path("copies/b.jpg.xmp"), says({ keywords: ["007"], rating: 2 }));
  const place = { GPSLatitudeRef: "N", GPSLatitude: "47/1 22/1 30/1", GPSLongitudeRef: "W", GPSLongitude: "8/1 33/1 0/1" };
  await picture()
    .withExif({ IFD2: { DateTimeOriginal: "2019:05:03 14:02:11", OffsetTimeOriginal: "+02:00" }, IFD3: place })
    .webp({ quality: 90 })
    .toFile(path("copies/c.webp"));
  before(photos);
  for (const name of Object.keys(stateOf(photos))) utimesSync(name, 1_500_000_000, 1_500_000_000);
  const trash = join(folder, "trash");
  const trashCan = {
    async trash(paths: readonly string[]) {
      await mkdir(trash, { recursive: true });
      for (const one of paths) renameSync(one, join(trash, `${Math.random()}-${basename(one)}`));
    },
  };
  const engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 2, trashCan });
  context.after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });
  await engine.scan({ folders: [photos] });
  return { engine, folder, photos, path, was: stateOf(photos), plan: (mergeMetadata?: MetadataMerging) => planOf(engine, mergeMetadata) };
}

async function planOf(engine: Engine, mergeMetadata?: MetadataMerging) {
  const { items } = await engine.photos({ offset: 0, limit: 10, order: "path" });
  const kept = items.find((photo) => basename(photo.path) === "kept.jpg")!.id;
  const removals = items.filter(({ id }) => id !== kept).map(({ id }) => ({ photo: id, kept }));
  return engine.planCleanup({ removals, ...(mergeMetadata === undefined ? {} : { mergeMetadata }) });
}

test("a new side file holds what the copies said, exifr reads it, and undo brings all back", async (context) => {
  const { engine, photos, path, was, plan } = await begin(context);
  const planned = await plan("sidecar");
  assert.equal(planned.items.length, 3, JSON.stringify(planned.refused));
  const [merge, ...others] = planned.merges;
  assert.deepEqual([others.length, merge?.target, merge?.replaces, merge?.obstacle], [0, path("kept.jpg.xmp"), false, null]);
  assert.deepEqual(merge?.fields.map(({ field, value, from }) => `${field}: ${value}, ${basename(from)}`).sort(), [
    "keyword: 007, b.jpg",
    "keyword: Anna & Zoë, a.jpg",
    "place: 47.375, -8.55, c.webp",
    "rating: 4, a.jpg",
    "taken: 2019-05-03T14:02:11+02:00, c.webp",
    "title: Swim <3, a.jpg",
  ]);
  assert.deepEqual(stateOf(photos), was, "a plan touches nothing");

  const receipt = await engine.act({ plan: planned.id });
  assert.deepEqual([receipt.failed, receipt.done.length], [[], 4]);
  assert.deepEqual(
    receipt.written.map((file) => [file.path, file.kind, file.state]),
    [[path("kept.jpg.xmp"), "write-sidecar", "written"]],
  );
  const read = (await exifr.sidecar(readFileSync(path("kept.jpg.xmp")), {}, "xmp")) as Record<string, Record<string, unknown>>;
  assert.deepEqual([read.xmp!.Rating, read.exif!.GPSLatitude, read.exif!.GPSLongitude], [4, "47,22.5000N", "8,33.0000W"]);
  const words = readXmp(readFileSync(path("kept.jpg.xmp"), "utf8"))!;
  assert.deepEqual([words.keywords.toSorted(), words.title], [["007", "Anna & Zoë", "lake"], "Swim <3"]);
  assert.equal(words.taken, "2019-05-03T14:02:11+02:00");
  assert.equal(stateOf(photos)[path("kept.jpg")], was[path("kept.jpg")]);

  const session = receipt.session!;
  const undone = await engine.undo({ session });
  assert.deepEqual([undone.failed, undone.done.length, undone.written.map(({ state }) => state)], [[], 4, ["undone"]]);
  assert.deepEqual(stateOf(photos), was);
  assert.ok(!existsSync(path(".likeness-removed")));
});

test("a side file that is there gains and keeps its own; undo puts the old one back; one photo alone leaves it", async (context) => {
  const own = says({ rating: 1, keywords: ["old"] }).replace("<xmp:Rating>", '<x:own xmlns:x="urn:own" a="1"/><xmp:Rating>');
  const { engine, photos, path, was, plan } = await begin(context, (folder) => writeFileSync(join(folder, "kept.xmp"), own));
  const planned = await plan("sidecar");
  assert.deepEqual([planned.merges[0]?.target, planned.merges[0]?.replaces], [path("kept.xmp"), true]);
  const { session, failed } = await engine.act({ plan: planned.id });
  assert.deepEqual(failed, []);
  const text = readFileSync(path("kept.xmp"), "utf8");
  assert.match(text, /<x:own xmlns:x="urn:own" a="1"\/>/);
  const { rating, keywords } = readXmp(text)!;
  assert.deepEqual([rating, keywords.toSorted()], [1, ["007", "Anna & Zoë", "lake", "old"]]);
  const held = (await engine.journalEntries({ session: session! })).find(
    (file) => file.path === path("kept.xmp") && file.kind === "remove",
  );
  assert.equal(readFileSync(held!.heldPath!, "utf8"), own);

  const first = (await engine.journalEntries({ session: session! })).find((file) => file.companionOf === null)!;
  await engine.undo({ entries: [first.id] });
  assert.equal(readFileSync(path("kept.xmp"), "utf8"), text, "other photos of the group are still away");
  await engine.undo({ session: session! });
  assert.deepEqual(stateOf(photos), was);
});

test("what the person wrote into it since stays, and undo says so", async (context) => {
  const { engine, path, plan } = await begin(context);
  const { session } = await engine.act({ plan: (await plan("sidecar")).id });
  writeFileSync(path("kept.jpg.xmp"), says({ rating: 5 }));
  const undone = await engine.undo({ session: session! });
  assert.deepEqual(
    undone.failed.map(({ path: one, reason }) => [basename(one), reason]),
    [["kept.jpg.xmp", "It has been changed since it was written, so it stays."]],
  );
  assert.equal(readXmp(readFileSync(path("kept.jpg.xmp"), "utf8"))?.rating, 5);
  assert.equal(undone.done.length, 4);
});

test("after emptying the side file stays: it may be the only one to say it", async (context) => {
  const { engine, path, plan } = await begin(context);
  const { session } = await engine.act({ plan: (await plan("sidecar")).id });
  const emptied = await engine.emptyHolding({ session: session! });
  assert.deepEqual([emptied.failed, emptied.done.length], [[], 4]);
  assert.ok((await engine.undo({ session: session! })).failed.some(({ path: one }) => one === path("kept.jpg.xmp")));
  assert.ok(existsSync(path("kept.jpg.xmp")));
});

test("nothing is written unless it is asked for, by the settings or by name; what cannot be read is left alone", async (context) => {
  const { engine, path, plan } = await begin(context, (folder) => writeFileSync(join(folder, "kept.jpg.xmp"), "no XMP"));
  assert.deepEqual((await plan()).merges, []);
  await engine.changeSettings({ mergeMetadata: "sidecar" });
  assert.deepEqual((await plan("no")).merges, []);
  const planned = await plan();
  assert.match(planned.merges[0]?.obstacle ?? "", /cannot be read as XMP/);
  const { done, failed } = await engine.act({ plan: planned.id });
  assert.deepEqual([done.length, failed.map((one) => one.path)], [4, [path("kept.jpg.xmp")]]);
  assert.equal(readFileSync(path("kept.jpg.xmp"), "utf8"), "no XMP");
});

test("after a crash between moving and merging, the next start merges, once", async (context) => {
  const { engine, folder, photos, path, was, plan } = await begin(context);
  const { session } = await engine.act({ plan: (await plan("no")).id });
  await engine.close();
  const library = join(folder, "library");
  const store = createStore({ folder: library });
  // As the library stood when it had moved all and merged nothing.
  const givers = ["a.jpg", "b.jpg", "c.webp"].map((name) => path(`copies/${name}`));
  const hash = createHash("sha256")
    .update(readFileSync(path("kept.jpg")))
    .digest();
  const merge = { kept: { path: path("kept.jpg"), hash }, root: photos, group: "g", ownSideFile: null };
  keepPending({ journal: { ...store.journal, sessions: () => [] }, settings: store.settings }, [
    { ...merge, givers: givers.map((one) => ({ path: one, isCopy: true, sideFiles: one.endsWith("b.jpg") ? [`${one}.xmp`] : [] })) },
  ]);
  store.dispose();
  for (const time of ["first", "second"]) {
    const again = await createEngine({ libraryFolder: library, threads: 2 });
    const words = readXmp(readFileSync(path("kept.jpg.xmp"), "utf8"))!;
    assert.deepEqual([words.rating, words.keywords.toSorted()], [4, ["007", "Anna & Zoë", "lake"]], time);
    const written = (await again.journalEntries({ session: session! })).filter(({ kind }) => kind === "write-sidecar");
    assert.deepEqual([time, written.length], [time, 1]);
    if (time === "second") await again.undo({ session: session! });
    await again.close();
  }
  assert.deepEqual(stateOf(photos), was);
});
