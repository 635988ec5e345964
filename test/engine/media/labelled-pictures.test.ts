/** Classes in folders and in tars are read alike, in the order of their names, grey ones in three channels. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import sharp from "sharp";
import { pack } from "tar-stream";
import { readLabelledPictures } from "../../../electron/engine/media/labelled-pictures.ts";

const plain = (red: number, green: number, blue: number, side = 8): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: { r: red, g: green, b: blue } } })
    .png()
    .toBuffer();

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "likeness-classes-"));
  await run(folder).finally(() => rm(folder, { recursive: true }));
}

test("folders and tars of pictures become pixels with the numbers of their classes", () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, "zebra"));
    await writeFile(join(folder, "zebra", "2.png"), await plain(0, 0, 200));
    await writeFile(
      join(folder, "zebra", "1.png"),
      await sharp(await plain(50, 50, 50, 20))
        .greyscale()
        .toBuffer(),
    );
    await writeFile(join(folder, "zebra", "notes.txt"), "no picture");
    const tar = pack();
    tar.entry({ name: "apple/1.png" }, await plain(200, 0, 0));
    tar.entry({ name: "apple/readme.txt" }, "no picture");
    tar.finalize();
    await writeFile(join(folder, "apple.tar"), await buffer(tar));

    const { pixels, labels, classes, side } = await readLabelledPictures(folder, 8);
    assert.deepEqual(classes, ["apple", "zebra"]);
    assert.deepEqual([...labels], [0, 1, 1]);
    assert.equal(pixels.length, 3 * side * side * 3);
    const first = (picture: number): number[] => [...pixels.subarray(picture * side * side * 3, picture * side * side * 3 + 3)];
    assert.deepEqual(
      [first(0), first(1), first(2)],
      [
        [200, 0, 0],
        [50, 50, 50],
        [0, 0, 200],
      ],
    );
  }));

test("a folder without classes and a picture that is none are said in words", () =>
  withFolder(async (folder) => {
    await assert.rejects(readLabelledPictures(folder, 8), { code: "not-found" });
    await mkdir(join(folder, "cat"));
    await writeFile(join(folder, "cat", "broken.jpg"), "no picture");
    await assert.rejects(readLabelledPictures(folder, 8), { code: "unreadable", message: /broken\.jpg/ });
  }));
