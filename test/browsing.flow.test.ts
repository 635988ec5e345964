/** Looking around over the real engine and real files: dates, places, likeness, and dates of copies written beside photos and taken away again. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import sharp from "sharp";
import type { Engine, PhotoId } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { paintPicture } from "./fixtures/pictures.ts";

const cli = new URL("../electron/hosts/cli.ts", import.meta.url).pathname;

suite("looking around", () => {
  let folder: string;
  let engine: Engine;
  const at = (name: string): string => join(folder, "photos", name);
  const idOf = async (name: string): Promise<PhotoId> => {
    const { items } = await engine.photos({ offset: 0, limit: 100, order: "path" });
    const found = items.find(({ path }) => path === at(name));
    assert.ok(found, name);
    return found.id;
  };

  async function paint(
    name: string,
    seed: number,
    taken: string | null,
    degrees: readonly [north: string, east: string] | null = null,
  ): Promise<void> {
    const { data, width, height } = paintPicture(seed, 900, 700);
    const picture = sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 92 });
    const exif = {
      ...(taken === null ? {} : { IFD0: { Make: "Painter", Model: "Painter One" }, IFD2: { DateTimeOriginal: taken } }),
      ...(degrees === null
        ? {}
        : { IFD3: { GPSLatitudeRef: "N", GPSLatitude: degrees[0], GPSLongitudeRef: "E", GPSLongitude: degrees[1] } }),
    };
    await mkdir(join(at(name), ".."), { recursive: true });
    await (taken === null && degrees === null ? picture : picture.withExif(exif)).toFile(at(name));
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "likeness browsing é "));
    await paint("trip/one.jpg", 100, "2019:05:03 14:02:11", ["47/1 22/1 36/1", "8/1 32/1 30/1"]);
    await paint("trip/two.jpg", 101, "2019:05:03 14:10:00", ["48/1 51/1 30/1", "2/1 17/1 40/1"]);
    await paint("trip/three.jpg", 102, "2018:12:31 23:59:59");
    await paint("other/four.jpg", 103, null);
    await paint("other/five.jpg", 104, null);
    // A copy that lost its date.
    await sharp(at("trip/one.jpg")).resize(600).jpeg({ quality: 80 }).toFile(at("other/one small.jpg"));
    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 1 });
    const report = await engine.scan({ folders: [join(folder, "photos")] });
    assert.equal(report.new, 6);
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("an order holds every photo once, and its figure is no longer than that of names", async () => {
    const order = await engine.order({ by: "likeness" });
    assert.equal(new Set(order.photos.map(({ path }) => path)).size, 6);
    assert.ok(order.meanNeighbourDistance <= order.meanNeighbourDistanceByPath);
    const places = order.photos.map(({ path }) => basename(path));
    assert.equal(Math.abs(places.indexOf("one.jpg") - places.indexOf("one small.jpg")), 1, "a copy stands beside its picture");
    const taken = await engine.order({ by: "taken" });
    assert.deepEqual(
      taken.photos.map(({ path }) => basename(path)),
      ["three.jpg", "one small.jpg", "one.jpg", "two.jpg", "five.jpg", "four.jpg"],
      "a copy without a date stands where its picture does",
    );
  });

  test("scenes: as many as asked, every photo once; nonsense is refused", async () => {
    for (const count of [1, 3, 6, 50]) {
      const { scenes, photos } = await engine.scenes({ count });
      assert.equal(photos, 6);
      assert.equal(scenes.length, Math.min(6, count));
      assert.equal(new Set(scenes.flatMap((scene) => scene.photos.map(({ id }) => id))).size, 6);
      for (const scene of scenes) assert.ok(scene.photos.some(({ id }) => id === scene.representative.id));
    }
    const { scenes } = await engine.scenes({ count: 5 });
    const pair = scenes.find((scene) => scene.photos.length === 2);
    assert.deepEqual(pair?.photos.map(({ path }) => basename(path)).sort(), ["one small.jpg", "one.jpg"]);
    await assert.rejects(engine.scenes({ count: 0 }), { code: "usage" });
    await assert.rejects(engine.scenes({ folder: join(folder, "nowhere") }), { code: "not-found" });
  });

  test("the timeline folds a copy under its picture, by day and month", async () => {
    const { items, months, total } = await engine.timeline({ offset: 0, limit: 10 });
    assert.equal(total, 5);
    assert.deepEqual(
      items.map(({ path, day, others }) => [basename(path), day, others.map((one) => basename(one.path))]),
      [
        ["two.jpg", "2019-05-03", []],
        ["one.jpg", "2019-05-03", ["one small.jpg"]],
        ["three.jpg", "2018-12-31", []],
        ["five.jpg", null, []],
        ["four.jpg", null, []],
      ],
    );
    assert.deepEqual(months, [
      { month: "2019-05", photos: 3, at: 0 },
      { month: "2018-12", photos: 1, at: 2 },
      { month: null, photos: 2, at: 3 },
    ]);
    const flat = await engine.timeline({ offset: 1, limit: 2, fold: false });
    assert.equal(flat.total, 6);
    const small = flat.items.find(({ path }) => basename(path) === "one small.jpg");
    assert.deepEqual([small?.day, small?.guessed, small?.takenAtMs], ["2019-05-03", true, null]);
  });

  test("places by name, and as a filter of everything", async () => {
    const places = await engine.places({});
    assert.deepEqual(
      places.map(({ country, city, photos }) => [country, city, photos]),
      [
        ["CH", "Zürich", 1],
        ["FR", "Paris", 1],
      ],
    );
    assert.deepEqual(await engine.placeOf({ photo: await idOf("trip/two.jpg") }), { country: "FR", city: "Paris" });
    assert.equal(await engine.placeOf({ photo: await idOf("other/four.jpg") }), null);
    await assert.rejects(engine.placeOf({ photo: 999_999 as PhotoId }), { code: "not-found" });
    const inParis = await engine.timeline({ offset: 0, limit: 10, place: { country: "FR", city: "paris" } });
    assert.deepEqual(
      inParis.items.map(({ path }) => basename(path)),
      ["two.jpg"],
    );
    assert.equal((await engine.scenes({ place: { country: "CH" } })).photos, 1);
    assert.deepEqual((await engine.order({ by: "likeness", place: { country: "IS" } })).photos, []);
  });

  test("more like a photo by copy, moment and scene, and like a file that is not in the library", async () => {
    const one = await idOf("trip/one.jpg");
    const copies = await engine.more({ photo: one, by: "copy", count: 10 });
    assert.deepEqual(
      copies.map(({ path, relation }) => [basename(path), relation]),
      [["one small.jpg", "re-encoded"]],
    );
    const moment = await engine.more({ photo: one, by: "moment", count: 10 });
    assert.deepEqual(
      moment.map(({ path, distance }) => [basename(path), distance]),
      [["two.jpg", 469]],
    );
    const scene = await engine.more({ photo: one, by: "scene", count: 10 });
    assert.equal(scene.length, 4, "its copy is no other scene");
    assert.deepEqual(
      scene.map(({ distance }) => distance),
      scene.map(({ distance }) => distance).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
    const fromFour = await engine.more({ photo: await idOf("other/four.jpg"), by: "scene", count: 10 });
    assert.equal(fromFour.length, 4);
    assert.equal(fromFour.find(({ path }) => basename(path).startsWith("one"))?.folded, 1);

    const stranger = join(folder, "stranger.jpg");
    await sharp(at("trip/two.jpg")).resize(500).jpeg().toFile(stranger);
    assert.deepEqual(
      (await engine.more({ photo: stranger, by: "copy", count: 10 })).map(({ path }) => basename(path)),
      ["two.jpg"],
    );
    assert.equal(basename((await engine.more({ photo: stranger, by: "scene", count: 3 }))[0]?.path ?? ""), "two.jpg");
    await assert.rejects(engine.more({ photo: join(folder, "none.jpg"), by: "scene", count: 3 }), { code: "not-found" });
  });

  test("folders alike: nearest first, what is shared counted, never the folder itself", async () => {
    const alike = await engine.foldersAlike({ folder: at("trip"), count: 5 });
    assert.deepEqual(
      alike.map((other) => [other.folder, other.photos, other.shared]),
      [[at("other"), 3, 1]],
    );
    assert.equal(basename(alike[0]?.examples[0]?.path ?? ""), "one small.jpg", "the example nearest to the folder asked about");
    assert.deepEqual(await engine.foldersAlike({ folder: join(folder, "photos"), count: 5 }), []);
  });

  test("in the terminal", async () => {
    await engine.close();
    const run = async (...words: string[]): Promise<string> =>
      (await promisify(execFile)(process.execPath, [cli, "--library", join(folder, "library"), ...words])).stdout;
    const order = JSON.parse(await run("order", at("trip"), "--json"));
    assert.equal(order.photos.length, 3);
    assert.ok(order.meanNeighbourDistance > 0);
    const { scenes } = JSON.parse(await run("scenes", join(folder, "photos"), "--count", "2", "--json"));
    assert.deepEqual(scenes.flatMap((scene: { photos: string[] }) => scene.photos).sort().length, 6);
    assert.match(await run("places"), /Zürich, Switzerland\s+CH\/Zürich/);
    assert.match(await run("timeline", "--no-fold"), /\(2019-05-03\)\s+.*one small\.jpg/);
    assert.match(await run("alike", at("trip")), /other/);
    assert.match(await run("more", at("trip/one.jpg"), "--by", "copy"), /re-encoded/);
    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 1 });
  });

  test("a date is offered, written only when asked, and undo takes it away", async () => {
    const [guess, ...others] = await engine.guessedDates({});
    assert.equal(others.length, 0);
    assert.ok(guess);
    assert.deepEqual(
      [basename(guess.photo.path), basename(guess.from.path), new Date(guess.takenAtMs).toISOString()],
      ["one small.jpg", "one.jpg", "2019-05-03T14:02:11.000Z"],
    );
    const side = `${guess.photo.path}.xmp`;
    assert.equal(existsSync(side), false);
    const before = await readFile(guess.photo.path);
    const receipt = await engine.writeDates({ photos: [guess.photo.id, await idOf("other/four.jpg")] });
    assert.deepEqual([receipt.written.map(({ path }) => path), receipt.failed], [[side], []]);
    assert.match(await readFile(side, "utf8"), /2019-05-03T14:02:11/);
    assert.doesNotMatch(await readFile(side, "utf8"), /GPSLatitude/, "only the date, not what else the copy says");
    assert.deepEqual(await readFile(guess.photo.path), before);
    const again = await engine.writeDates({ photos: [guess.photo.id] });
    assert.deepEqual([again.written.length, again.failed.length], [0, 1]);
    await engine.undo({ session: receipt.session ?? "" });
    assert.equal(existsSync(side), false);
  });
});
