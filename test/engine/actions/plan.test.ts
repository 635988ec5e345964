/** Plans: what goes, what is left out and why, what the person is warned of, what comes free. */
import assert from "node:assert/strict";
import { linkSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import type { Plan } from "../../../electron/engine/photo.ts";
import { temporaryPhotos } from "./photos.ts";

const going = (plan: Plan): string[] => plan.removals.map(({ path }) => basename(path));
const codes = (notices: Plan["warnings"]): string[] => notices.map(({ path, code }) => `${basename(path)}: ${code}`).sort();

test("a copy goes, with its identity, its group and the photo that is kept for it", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  photos.put("2019/copy.jpg", "photo");
  const plan = await photos.plan([photos.request("2019/copy.jpg", "kept.jpg")]);
  assert.deepEqual(going(plan), ["copy.jpg"]);
  assert.equal(plan.removals[0]?.kept.path, photos.path("kept.jpg"));
  assert.equal(plan.removals[0]?.identity.inode, photos.fileSystem.stat(photos.path("2019/copy.jpg"))?.inode);
  assert.deepEqual([plan.totalBytes, plan.freedBytes], [5, 5]);
  assert.deepEqual([codes(plan.refused), codes(plan.warnings)], [[], []]);
});

test("what may not go is left out with its reason", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept", "protected", "changed", "link", "gone", "orphan", "chain", "end", "locked/in", "lost"])
    photos.put(`${name}.jpg`, "photo");
  const requests = [
    photos.request("protected.jpg", "kept.jpg", { protected: true }),
    photos.request("changed.jpg", "kept.jpg"),
    photos.request("link.jpg", "kept.jpg"),
    photos.request("gone.jpg", "kept.jpg"),
    photos.request("orphan.jpg", "lost.jpg"),
    photos.request("chain.jpg", "end.jpg"),
    photos.request("end.jpg", "kept.jpg"),
    photos.request("locked/in.jpg", "kept.jpg"),
    photos.request("kept.jpg", "kept.jpg"),
  ];
  writeFileSync(photos.path("changed.jpg"), "another");
  for (const name of ["link.jpg", "gone.jpg", "lost.jpg"]) unlinkSync(photos.path(name));
  symlinkSync(photos.path("kept.jpg"), photos.path("link.jpg"));
  const locked = { ...photos.fileSystem, mayWrite: (folder: string) => !folder.endsWith("/locked") };
  const plan = await photos.plan(requests, { fileSystem: locked });
  assert.deepEqual(going(plan), ["end.jpg"]);
  assert.deepEqual(codes(plan.refused), [
    "chain.jpg: kept-is-going",
    "changed.jpg: changed",
    "gone.jpg: vanished",
    "in.jpg: read-only-folder",
    "kept.jpg: same-file-as-kept",
    "link.jpg: not-a-file",
    "orphan.jpg: kept-gone",
    "protected.jpg: protected",
  ]);
});

test("two that each stand for the other both stay", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("a.jpg", "photo");
  photos.put("b.jpg", "photo");
  const plan = await photos.plan([photos.request("a.jpg", "b.jpg"), photos.request("b.jpg", "a.jpg")]);
  assert.deepEqual(going(plan), []);
  assert.deepEqual(codes(plan.refused), ["a.jpg: kept-is-going", "b.jpg: kept-is-going"]);
});

test("hard links count nothing until the last name goes", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  photos.put("one.jpg", "photo");
  linkSync(photos.path("one.jpg"), photos.path("two.jpg"));
  linkSync(photos.path("kept.jpg"), photos.path("kept-too.jpg"));
  const one = await photos.plan([photos.request("one.jpg", "kept.jpg"), photos.request("kept-too.jpg", "kept.jpg")]);
  assert.deepEqual([one.totalBytes, one.freedBytes], [10, 0]);
  assert.deepEqual(codes(one.warnings), ["kept-too.jpg: hard-link", "one.jpg: hard-link"]);
  const both = await photos.plan([photos.request("one.jpg", "kept.jpg"), photos.request("two.jpg", "kept.jpg")]);
  assert.deepEqual([both.totalBytes, both.freedBytes], [10, 5]);
  assert.deepEqual(codes(both.warnings), []);
});

test("the last file with its bytes is named, unless one of the library's others stays", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept.jpg", "photo");
  photos.put("edited.jpg", "edited");
  const request = photos.request("edited.jpg", "kept.jpg");
  assert.deepEqual(codes((await photos.plan([request])).warnings), ["edited.jpg: last-copy"]);
  const elsewhere = { pathsOf: () => [request.path, photos.path("other.jpg")] };
  assert.deepEqual(codes((await photos.plan([request], elsewhere)).warnings), []);
});

test("volumes say what they cannot promise, once each", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.jpg", "a.jpg", "b.jpg"]) photos.put(name, "photo");
  const fileSystem = {
    ...photos.fileSystem,
    volume: () => ({ network: true, sharesBlocks: true, freeBytes: null }),
    sharedBytes: async () => null,
  };
  const plan = await photos.plan([photos.request("a.jpg", "kept.jpg"), photos.request("b.jpg", "kept.jpg")], { fileSystem });
  assert.deepEqual(codes(plan.warnings), ["a.jpg: network-volume", "a.jpg: shared-blocks-possible"]);
});

test("blocks that other files hold too do not come free", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.jpg", "a.jpg", "b.jpg"]) photos.put(name, "photo");
  const volume = () => ({ network: false, sharesBlocks: true, freeBytes: null });
  const fileSystem = { ...photos.fileSystem, volume, sharedBytes: async (path: string) => (path === photos.path("a.jpg") ? 4 : 0) };
  const plan = await photos.plan([photos.request("a.jpg", "kept.jpg"), photos.request("b.jpg", "kept.jpg")], { fileSystem });
  assert.deepEqual(codes(plan.warnings), ["a.jpg: shared-blocks"]);
  assert.equal(plan.totalBytes, 10);
  assert.equal(plan.freedBytes, 6);
});

const live = "..com.apple.quicktime.content.identifier..";

test("side files go with their photo, behind it", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept/x.jpg", "photo");
  photos.put("kept/x.xmp", "stars");
  for (const [name, content] of [
    ["a.jpg", "photo"],
    ["a.xmp", "stars"],
    ["a.jpg.XMP", "more"],
    ["a.AAE", "crop"],
    ["a.THM", "tiny"],
    ["a.mov", live],
    ["ab.xmp", "not mine"],
  ] as const)
    photos.put(name, content);
  const plan = await photos.plan([photos.request("a.jpg", "kept/x.jpg")]);
  assert.deepEqual([going(plan)[0], going(plan).slice(1).sort()], ["a.jpg", ["a.AAE", "a.THM", "a.jpg.XMP", "a.mov", "a.xmp"]]);
  assert.ok(plan.removals.slice(1).every(({ companionOf }) => companionOf === photos.path("a.jpg")));
  assert.deepEqual(codes(plan.warnings), ["AAE", "THM", "jpg.XMP", "mov"].map((end) => `a.${end}: side-file-without-copy`).sort());
});

test("a side file that a staying photo uses stays, and so does a mere video", async (context) => {
  const photos = temporaryPhotos(context);
  for (const name of ["kept.png", "a.jpg", "a.png", "b.jpg"]) photos.put(name, "photo");
  photos.put("a.xmp", "stars");
  photos.put("b.mov", "a film");
  const plan = await photos.plan([photos.request("a.jpg", "kept.png"), photos.request("b.jpg", "kept.png")]);
  assert.deepEqual(going(plan), ["a.jpg", "b.jpg"]);
  assert.deepEqual(codes(plan.warnings), ["a.xmp: side-file-stays", "b.mov: side-file-stays"]);
  const both = await photos.plan(["a.jpg", "a.png"].map((name) => photos.request(name, "kept.png")));
  assert.deepEqual(going(both), ["a.jpg", "a.xmp", "a.png"]);
});

test("a RAW follows its JPEG only where a copy of the RAW stays, and stands on that copy", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("kept/x.jpg", "photo");
  photos.put("a.jpg", "photo");
  photos.put("a.nef", "raw");
  photos.put("a.xmp", "stars");
  const alone = await photos.plan([photos.request("a.jpg", "kept/x.jpg")]);
  assert.deepEqual(going(alone), ["a.jpg"]);
  assert.deepEqual(codes(alone.warnings), ["a.nef: side-file-stays", "a.xmp: side-file-stays"]);
  photos.put("kept/x.NEF", "raw");
  const pair = await photos.plan([photos.request("a.jpg", "kept/x.jpg")]);
  assert.deepEqual(going(pair), ["a.jpg", "a.nef", "a.xmp"]);
  assert.equal(pair.removals[1]?.kept.path, photos.path("kept/x.NEF"));
});

test("the RAW that was chosen to be kept stays beside its removed JPEG", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("a.jpg", "photo");
  photos.put("a.nef", "raw");
  photos.put("a.xmp", "stars");
  const plan = await photos.plan([photos.request("a.jpg", "a.nef")]);
  assert.deepEqual(going(plan), ["a.jpg"]);
  assert.deepEqual(codes(plan.warnings), ["a.jpg: last-copy", "a.nef: side-file-stays", "a.xmp: side-file-stays"]);
});
