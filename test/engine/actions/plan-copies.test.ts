/** Plans of copies: names that are taken, side files that are shared, folders that cannot be written to, disks that are too small. */
import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import type { FileSystem } from "../../../electron/engine/actions/file-system.ts";
import { planCopies } from "../../../electron/engine/actions/plan-copies.ts";
import { createHasher, temporaryPhotos } from "./photos.ts";

const isPhotoName = (name: string): boolean => /\.(?:jpg|png|nef)$/i.test(name);

/** Photos below "b" that are to come below "a", each with the way that it has. */
function begin(context: TestContext, names: readonly string[], part: (fileSystem: FileSystem) => Partial<FileSystem> = () => ({})) {
  const photos = temporaryPhotos(context);
  for (const name of names) photos.put(`b/${name}`, `bytes of ${name}`);
  mkdirSync(photos.path("a"), { recursive: true });
  const wish = (name: string) => {
    const { path, hash, sizeBytes, modifiedAtNs } = photos.request(`b/${name}`, `b/${name}`);
    return { path, hash, sizeBytes, modifiedAtNs, to: photos.path(`a/${name}`), root: photos.path("a"), group: name };
  };
  const plan = async (wanted: readonly string[] = names.filter(isPhotoName)) => {
    const fileSystem = { ...photos.fileSystem, ...part(photos.fileSystem) };
    const planned = await planCopies(wanted.map(wish), { fileSystem, createHasher, isPhotoName });
    const short = (path: string): string => path.slice(photos.root.length + 1);
    return { ...planned, told: planned.copies.map(({ copy }) => `${short(copy.kept.path)} > ${short(copy.path)}`) };
  };
  return { photos, wish, plan };
}

test("a taken name gets a number, its side files the same, and nothing is touched", async (context) => {
  const { photos, plan } = begin(context, ["1.jpg", "1.xmp", "1.jpg.xmp", "2.jpg", "2.aae"]);
  photos.put("a/1.jpg", "another");
  photos.put("a/2 (2).jpg", "free, but not needed");
  photos.put("a/2.aae", "in the way of a side file");
  const { told, copies } = await plan();
  assert.deepEqual(told, [
    ...["b/1.jpg > a/1 (2).jpg", "b/1.jpg.xmp > a/1 (2).jpg.xmp", "b/1.xmp > a/1 (2).xmp"],
    ...["b/2.jpg > a/2 (3).jpg", "b/2.aae > a/2 (3).aae"],
  ]);
  assert.ok(copies.every(({ renamed }) => renamed));
  assert.deepEqual(
    copies.map(({ copy }) => copy.companionOf?.slice(photos.root.length + 1) ?? null),
    [...[null, "a/1 (2).jpg", "a/1 (2).jpg", null, "a/2 (3).jpg"]],
  );
  assert.equal(photos.content("a/1 (2).jpg"), null);
});

test("two wishes for one name, also in other letters, both come", async (context) => {
  const { photos, wish } = begin(context, ["x/IMG.jpg", "y/img.JPG"]);
  const to = (name: string) => ({ ...wish(name), to: photos.path(`a/${name.slice(2)}`) });
  const { copies } = await planCopies([to("x/IMG.jpg"), to("y/img.JPG")], { fileSystem: photos.fileSystem, createHasher, isPhotoName });
  assert.deepEqual(
    copies.map(({ copy }) => copy.path.slice(photos.root.length + 3)),
    ["IMG.jpg", "img (2).JPG"],
  );
});

test("a side file that two photos share comes once, a RAW only for itself, and a video only where it is part of a Live Photo", async (context) => {
  const { photos, plan } = begin(context, ["1.jpg", "1.png", "1.xmp", "1.nef", "2.jpg", "3.jpg"]);
  photos.put("b/2.MOV", "just a video");
  photos.put("b/3.MOV", "of a com.apple.quicktime.content.identifier photo");
  const { told, copies } = await plan(["1.jpg", "1.png", "2.jpg", "3.jpg"]);
  assert.deepEqual(told, [
    "b/1.jpg > a/1.jpg",
    "b/1.xmp > a/1.xmp",
    "b/1.png > a/1.png",
    "b/2.jpg > a/2.jpg",
    "b/3.jpg > a/3.jpg",
    "b/3.MOV > a/3.MOV",
  ]);
  const shared = copies.find(({ copy }) => copy.path.endsWith("1.xmp"));
  assert.deepEqual(shared?.owners.map((owner) => owner.slice(photos.root.length + 3)).sort(), ["1.jpg", "1.nef", "1.png"]);
});

test("what went, changed or became something else is left out with its reason; the others come", async (context) => {
  const { photos, wish } = begin(context, ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]);
  const wishes = ["1.jpg", "2.jpg", "3.jpg", "4.jpg"].map(wish);
  photos.fileSystem.unlink(photos.path("b/1.jpg"));
  writeFileSync(photos.path("b/2.jpg"), "other bytes now");
  photos.fileSystem.unlink(photos.path("b/3.jpg"));
  mkdirSync(photos.path("b/3.jpg"));
  const { copies, refused } = await planCopies(wishes, { fileSystem: photos.fileSystem, createHasher, isPhotoName });
  assert.deepEqual(
    refused.map(({ code }) => code),
    ["vanished", "changed", "not-a-file"],
  );
  assert.deepEqual(copies.length, 1);
});

test("a folder that cannot be written to refuses, a disk with too little space warns", async (context) => {
  const readOnly = begin(context, ["1.jpg", "deep/2.jpg"], ({ mayWrite }) => ({
    mayWrite: (folder) => !folder.endsWith("/a") && mayWrite(folder),
  }));
  assert.deepEqual(
    (await readOnly.plan()).refused.map(({ code }) => code),
    ["target-read-only", "target-read-only"],
  );
  const full = begin(context, ["1.jpg", "2.jpg"], () => ({ volume: () => ({ network: false, sharesBlocks: false, freeBytes: 20 }) }));
  const { warnings, copies } = await full.plan();
  assert.deepEqual([warnings.map(({ code }) => code), copies.length], [["too-little-space"], 2]);
  assert.deepEqual((await begin(context, ["1.jpg"]).plan()).warnings, []);
});

test("a very long name keeps its extension when it gets a number", async (context) => {
  const name = `${"é".repeat(125)}.jpg`;
  const { photos, plan } = begin(context, [name]);
  photos.put(`a/${name}`, "another");
  const [copy] = (await plan()).copies;
  const made = copy!.copy.path.slice(dirname(copy!.copy.path).length + 1);
  assert.ok(Buffer.byteLength(made) <= 255 && made.endsWith(" (2).jpg"), made);
});

test("rights and times come along, and undo leaves the folder as it was", async (context) => {
  const { photos, plan } = begin(context, ["new/1.jpg"]);
  chmodSync(photos.path("b/new/1.jpg"), 0o640);
  const { copies } = await plan();
  const made = { copies: copies.map(({ copy }) => copy), removals: [], refused: [], warnings: [], totalBytes: 0, freedBytes: 0 };
  const { session, done } = await photos.actions.act(made);
  assert.equal(done.length, 1);
  const [one, other] = ["b/new/1.jpg", "a/new/1.jpg"].map((name) => lstatSync(join(photos.root, name)));
  assert.deepEqual([other!.mode, Math.round(other!.mtimeMs)], [one!.mode, Math.round(one!.mtimeMs)]);
  await photos.actions.undo({ session: session! });
  assert.deepEqual(photos.fileSystem.names(photos.path("a")), []);
});
