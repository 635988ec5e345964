/** Two folders side by side: every photo stands once under its aligned folder, filters keep what they say, and a height finds its row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FolderComparison, FolderPair } from "../../../electron/contract/folders.ts";
import type { PhotoId, PhotoSummary } from "../../../electron/contract.ts";
import { addressOf, folderPlaceOf } from "../../../renderer/state/folder-place.ts";
import { folderRows, keyOf, rowAt, rowHeights, wholeFolderFilter } from "../../../renderer/state/folder-rows.ts";
import { shadeOf } from "../../../renderer/state/share-colour.ts";

const photo = (id: number, path: string): PhotoSummary => ({
  ...{ id: id as PhotoId, path, sizeBytes: 1, width: 4, height: 3, takenAtMs: null, meanColour: "#808080" },
});
const pair = (a: PhotoSummary, b: PhotoSummary, part: Partial<FolderPair> = {}): FolderPair => ({
  ...{ a, b, relation: "identical", probability: 1, better: null, betterReasons: [], onlyMetadataDiffers: false, ...part },
});
const beach = { a: "/a/Beach", b: "/b/2019-07", photosInA: 3, photosInB: 3, shared: 2, renamed: true };
const top = { a: "/a", b: "/b", photosInA: 1, photosInB: 1, shared: 0, renamed: false };
const comparison = {
  ...{ a: "/a", b: "/b", aInB: 0.5, bInA: 0.5, moments: [], folders: [top, beach] },
  onlyInA: [photo(1, "/a/one.jpg"), photo(2, "/a/Beach/two.jpg")],
  onlyInB: [photo(3, "/b/three.jpg"), photo(4, "/b/2019-07/four.jpg"), photo(5, "/b/lost/five.jpg")],
  matched: [
    pair(photo(6, "/a/Beach/six.jpg"), photo(7, "/b/2019-07/seven.jpg"), { relation: "re-encoded", better: "b" }),
    pair(photo(8, "/a/Beach/eight.jpg"), photo(9, "/b/nine.jpg"), { relation: "same-pixels", onlyMetadataDiffers: true }),
  ],
} as unknown as FolderComparison;

const shown = (...[filter, closed]: [Parameters<typeof folderRows>[1]?, ReadonlySet<string>?]) =>
  folderRows(comparison, filter ?? wholeFolderFilter, closed ?? new Set()).rows.map((row) =>
    row.kind === "folder"
      ? `[${row.folder.a} ${row.folder.b}]`
      : row.kind === "pair"
        ? `${row.pair.a.id}=${row.pair.b.id}`
        : `${row.kind}${row.photo.id}`,
  );

test("pairs and photos of A stand with A's folder, those that only B has with the folder aligned to theirs", () => {
  assert.deepEqual(shown(), ["[/a /b]", "a1", "b3", "[/a/Beach /b/2019-07]", "6=7", "8=9", "a2", "b4", "[null /b/lost]", "b5"]);
});

test("filters", () => {
  assert.deepEqual(shown({ ...wholeFolderFilter, part: "onlyB" }), [
    "[/a /b]",
    "b3",
    "[/a/Beach /b/2019-07]",
    "b4",
    "[null /b/lost]",
    "b5",
  ]);
  assert.deepEqual(shown({ ...wholeFolderFilter, better: "b" }), ["[/a/Beach /b/2019-07]", "6=7"]);
  assert.deepEqual(shown({ ...wholeFolderFilter, onlyMetadata: true }), ["[/a/Beach /b/2019-07]", "8=9"]);
  assert.deepEqual(shown({ ...wholeFolderFilter, relation: "cropped" }), []);
});

test("closed folders show their line alone; what a filter leaves of B is the same", () => {
  const closed = new Set([keyOf(beach)]);
  assert.deepEqual(shown(wholeFolderFilter, closed), ["[/a /b]", "a1", "b3", "[/a/Beach /b/2019-07]", "[null /b/lost]", "b5"]);
  const ids = folderRows(comparison, wholeFolderFilter, closed).photosOfB.map(({ id }) => Number(id));
  assert.deepEqual(ids.sort(), [3, 4, 5, 7, 9]);
});

test("every height finds the row that lies there", () => {
  const rows = folderRows(comparison, wholeFolderFilter, new Set());
  assert.equal(rows.tops.at(-1), 3 * rowHeights.folder + 7 * rowHeights.photo);
  for (let height = 0; height < rows.tops.at(-1)!; height += 7) {
    const row = rowAt(rows, height);
    assert.ok(rows.tops[row]! <= height && height < rows.tops[row + 1]!, String(height));
  }
});

test("what is open goes into the address and back", () => {
  for (const place of [{ page: "sizes" }, { page: "pair", a: "/a b/ü", b: '/"q"\udcff' }] as const)
    assert.deepEqual(folderPlaceOf(addressOf(place)), place);
  for (const address of [null, "", "[1,2]", "{", "nothing"]) assert.deepEqual(folderPlaceOf(address), { page: "map" });
});

test("words on every shade are read: 4.5:1 at least", () => {
  for (const ground of ["light", "dark"] as const)
    for (let percent = 0; percent <= 100; percent += 1) {
      const { fill, ink } = shadeOf(percent / 100, ground);
      const luminance = luminanceOf(...(fill.match(/[\d.]+/g)!.map(Number) as [number, number, number]));
      const [light, dark] = ink === "#ffffff" ? [1, luminance] : [luminance, 0];
      assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, `${ground} ${percent}: ${fill} ${ink}`);
    }
});

/** Relative luminance of an OKLCH colour, by Ottosson's matrices. */
function luminanceOf(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = Math.max(0, 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = Math.max(0, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = Math.max(0, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * Math.min(1, red) + 0.7152 * Math.min(1, green) + 0.0722 * Math.min(1, blue);
}
