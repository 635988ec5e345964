/** What views ask of the library: pages, one photo, all photos, settings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { keeperCriteria, type PhotoId, type Settings } from "../../../electron/contract.ts";
import { foundFile, newContent, temporaryStore } from "./library.ts";

const usualCriteria = keeperCriteria.map((criterion) => ({ criterion, enabled: true }));

test("pages come in each order, whole and below a folder", (context) => {
  const store = temporaryStore(context);
  const photos = [
    { path: "/photos/b/1.jpg", takenAtMs: 1_000_000_000_000, sizeBytes: 30 },
    { path: "/photos/a/2.jpg", takenAtMs: null, sizeBytes: 40 },
    { path: "/photos/b.jpg", takenAtMs: 1_500_000_000_000, sizeBytes: 20 },
    { path: "/photos/b/c/3.jpg", takenAtMs: -1, sizeBytes: 10 },
  ];
  for (const { path, takenAtMs, sizeBytes } of photos)
    store.files.put(foundFile(path, { sizeBytes }), store.contents.put({ ...newContent(path, { takenAtMs }), sizeBytes }));
  const page = (order: "taken" | "path" | "size", folder?: string, offset = 0, limit = 10) =>
    store.photos.page({ order, folder, offset, limit }).items.map((photo) => photo.path);
  assert.deepEqual(page("path"), ["/photos/a/2.jpg", "/photos/b.jpg", "/photos/b/1.jpg", "/photos/b/c/3.jpg"]);
  assert.deepEqual(page("taken"), ["/photos/b.jpg", "/photos/b/1.jpg", "/photos/b/c/3.jpg", "/photos/a/2.jpg"]);
  assert.deepEqual(page("size"), ["/photos/a/2.jpg", "/photos/b/1.jpg", "/photos/b.jpg", "/photos/b/c/3.jpg"]);
  assert.deepEqual(page("path", "/photos/b"), ["/photos/b/1.jpg", "/photos/b/c/3.jpg"]);
  assert.deepEqual(page("size", undefined, 1, 2), ["/photos/b/1.jpg", "/photos/b.jpg"]);
  assert.equal(store.photos.page({ order: "taken", folder: "/photos/b/", offset: 1, limit: 1 }).total, 2);
});

test("one photo tells everything, and whether its folder is protected", (context) => {
  const store = temporaryStore(context);
  const place = { latitude: -33.5, longitude: 151.25 };
  const facts = { takenAtMs: 1_000_000_000_001, camera: "Camera 5", lens: "50 mm", place, width: 6000, height: 4000 };
  const content = store.contents.put(newContent("a", facts));
  const { id } = store.files.put(foundFile("/photos/a.jpg"), content);
  const detail = store.photos.detail(id);
  assert.deepEqual(detail, {
    id,
    path: "/photos/a.jpg",
    sizeBytes: 1000,
    format: "jpeg",
    ...facts,
    meanColour: "#102030",
    sharpness: 12.5,
    modifiedAtMs: 1_700_000_000_123,
    contentHash: Buffer.from(newContent("a").hash).toString("hex"),
    protected: false,
  });
  store.settings.change({ protectedFolders: ["/photo"] });
  assert.equal(store.photos.stored(id).protected, false);
  store.settings.change({ protectedFolders: ["/photos"] });
  assert.equal(store.photos.detail(id).protected, true);
  assert.throws(() => store.photos.detail(999 as PhotoId), /not in the library/);
});

test("all photos, or those of some contents", (context) => {
  const store = temporaryStore(context);
  const [one, other] = ["one", "other"].map((name) => store.contents.put(newContent(name)));
  store.files.put(foundFile("/photos/1.jpg"), one!);
  store.files.put(foundFile("/photos/2.jpg"), one!);
  store.files.put(foundFile("/photos/3.jpg"), other!);
  assert.equal(store.photos.all().length, 3);
  assert.deepEqual(
    store.photos.all([one!]).map((photo) => photo.path),
    ["/photos/1.jpg", "/photos/2.jpg"],
  );
  assert.deepEqual(store.photos.all([]), []);
});

test("settings have defaults, and change one at a time", (context) => {
  const store = temporaryStore(context);
  const rest = { protectedFolders: [], preferredFolders: [], mergeMetadata: "no", keeperCriteria: usualCriteria };
  assert.deepEqual(store.settings.all(), { ignorePatterns: [], appearance: "system", ...rest });
  store.settings.change({ appearance: "dark" });
  assert.deepEqual(store.settings.change({ ignorePatterns: ["*.tmp"] }), { ignorePatterns: ["*.tmp"], appearance: "dark", ...rest });
});

test("the criteria for keepers are all there, each once, whatever was kept of them", (context) => {
  const store = temporaryStore(context);
  const given = [
    { criterion: "age", enabled: false },
    { criterion: "pixels", enabled: true },
    { criterion: "age", enabled: true },
    { criterion: "beauty", enabled: true },
  ] as unknown as Settings["keeperCriteria"];
  const { keeperCriteria: kept } = store.settings.change({ keeperCriteria: given });
  const rest = usualCriteria.filter(({ criterion }) => criterion !== "age" && criterion !== "pixels");
  assert.deepEqual(kept, [{ criterion: "age", enabled: false }, { criterion: "pixels", enabled: true }, ...rest]);
});
