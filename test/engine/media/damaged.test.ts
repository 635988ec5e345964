/** Files that are cut off, altered, empty, links or something else: each gives a photo or a clear error, and nothing crashes. */
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { MediaError } from "../../../electron/engine/media/media-error.ts";
import { createRandom } from "../../fixtures/random.ts";
import { createBench, outcome, painted } from "./files.ts";

const { decode, decodePath, put, media, folder } = createBench();
const encoders = {
  jpeg: () => painted(8, 320, 240).jpeg({ quality: 85 }),
  progressive: () => painted(8, 320, 240).jpeg({ quality: 85, progressive: true }),
  png: () => painted(8, 320, 240).png(),
  webp: () => painted(8, 320, 240).webp({ effort: 0 }),
  gif: () => painted(8, 160, 120).gif({ effort: 1 }),
  tiff: () => painted(8, 160, 120).tiff({ compression: "deflate" }),
  avif: () => painted(8, 160, 120).avif({ effort: 0 }),
};
const codes = new Set(["damaged", "unsupported-format", "not-a-photo", "too-large"]);

describe("cut off anywhere", () => {
  for (const [name, encoder] of Object.entries(encoders)) {
    test(`${name} is damaged, never a photo`, async () => {
      const whole = await encoder().toBuffer();
      assert.equal(typeof (await outcome(decode(whole))), "object");
      const random = createRandom(whole.length);
      // The last bytes may be padding or a mark that no pixel needs.
      const last = whole.length - (name === "gif" || name === "tiff" ? 400 : 40);
      for (let round = 0; round < 25; round++) {
        const at = 1 + random.below(last - 1);
        const result = await outcome(decode(whole.subarray(0, at)));
        assert.ok(typeof result === "string" && codes.has(result), `cut at ${at} of ${whole.length}: ${typeof result}`);
      }
    });
  }
});

describe("altered anywhere", () => {
  for (const [name, encoder] of Object.entries(encoders)) {
    test(`${name} gives a photo or an error`, async () => {
      const whole = await encoder().toBuffer();
      const random = createRandom(whole.length + 1);
      let photos = 0;
      for (let round = 0; round < 40; round++) {
        const altered = Buffer.from(whole);
        for (let hit = 0; hit <= random.below(4); hit++) altered[random.below(altered.length)]! ^= 1 << random.below(8);
        const result = await outcome(decode(altered));
        if (typeof result === "string") assert.ok(codes.has(result), result);
        else photos += 1;
      }
      assert.ok(photos <= 40);
    });
  }

  test("a stretch of zeros inside a JPEG is damage", async () => {
    const broken = Buffer.from(await encoders.jpeg().toBuffer());
    broken.fill(0, broken.length * 0.5, broken.length * 0.7);
    assert.equal(await outcome(decode(broken)), "damaged");
  });
});

describe("harmless oddities are photos", () => {
  test("bytes between a JPEG's segments", async () => {
    const whole = await encoders.jpeg().toBuffer();
    const table = whole.indexOf(Buffer.of(0xff, 0xdb));
    const odd = Buffer.concat([whole.subarray(0, table), Buffer.from("junk"), whole.subarray(table)]);
    assert.equal(typeof (await outcome(decode(odd))), "object");
  });

  test("bytes behind the end of a JPEG and a PNG", async () => {
    for (const encoder of [encoders.jpeg, encoders.png]) {
      assert.equal(typeof (await outcome(decode(Buffer.concat([await encoder().toBuffer(), Buffer.alloc(999)])))), "object");
    }
  });

  test("a PNG's text with a wrong checksum", async () => {
    const whole = await encoders.png().toBuffer();
    const text = Buffer.from("\0\0\0\x05tEXta\0bcdXXXX", "latin1");
    const odd = Buffer.concat([whole.subarray(0, 33), text, whole.subarray(33)]);
    assert.equal(typeof (await outcome(decode(odd))), "object");
  });
});

describe("what is no photo", () => {
  const cases: Readonly<Record<string, readonly [bytes: string, code: string]>> = {
    "a text": ["Dear diary", "not-a-photo"],
    "a web page": ["<!DOCTYPE html><html></html>", "not-a-photo"],
    "a document": ["%PDF-1.7\n", "not-a-photo"],
    "a film": ["\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "not-a-photo"],
    "one byte": ["\xff", "not-a-photo"],
    "a drawing": ["<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported-format"],
    "JPEG XL": ["\xff\x0a\xfa\x1f", "unsupported-format"],
    Photoshop: ["8BPS\0\x01", "unsupported-format"],
    "the name of HEIC only": ["\0\0\0\x18ftypheic\0\0\0\0heicmif1", "damaged"],
    "the name of a RAW only": ["FUJIFILMCCD-RAW 0201", "unsupported-format"],
    "the name of BMP only": ["BM", "damaged"],
    "the name of JPEG only": ["\xff\xd8\xff\xe0", "damaged"],
  };
  for (const [name, [bytes, code]] of Object.entries(cases)) {
    test(`${name} is ${code}`, async () => assert.equal(await outcome(decode(Buffer.from(bytes, "latin1"))), code));
  }
});

describe("opening", () => {
  const codeOf = (opening: Promise<unknown>) =>
    opening.then(
      () => "opened",
      (error: unknown) => (error instanceof MediaError ? error.code : `no MediaError: ${error}`),
    );
  const open = (path: string) => media.open(path, () => undefined);

  test("says what is wrong", async () => {
    mkdirSync(join(folder, "folder.jpg"));
    symlinkSync(put(await encoders.jpeg().toBuffer()), join(folder, "link.jpg"));
    assert.equal(await codeOf(open(join(folder, "none.jpg"))), "vanished");
    assert.equal(await codeOf(open(put(Buffer.alloc(0)))), "empty");
    assert.equal(await codeOf(open(join(folder, "folder.jpg"))), "not-a-photo");
    if (process.platform !== "win32") assert.equal(await codeOf(open(join(folder, "link.jpg"))), "not-a-photo");
    assert.equal(await codeOf(createBench({ maxBytes: 10 }).media.open(put(Buffer.alloc(11)), () => undefined)), "too-large");
  });

  test("hands on every byte once, in order", async () => {
    const random = createRandom(3);
    const bytes = Buffer.from(Uint8Array.from({ length: 5_000_001 }, () => random.below(256)));
    for (const bench of [{ media }, createBench({ memoryBytes: 1000 })]) {
      const chunks: Buffer[] = [];
      const source = await bench.media.open(put(bytes), (chunk) => chunks.push(Buffer.from(chunk)));
      assert.ok(Buffer.concat(chunks).equals(bytes));
      assert.equal(source.sizeBytes, bytes.length);
      assert.ok(source.head.equals(bytes.subarray(0, source.head.length)));
    }
  });

  test("notices that the file changes meanwhile", async () => {
    const path = put(Buffer.alloc(5_000_000, 1));
    let chunks = 0;
    const opening = media.open(path, () => {
      chunks += 1;
      if (chunks === 1) appendFileSync(path, "more");
    });
    assert.equal(await codeOf(opening), "vanished");
    const shorter = put(Buffer.alloc(9_000_000, 1));
    assert.equal(await codeOf(media.open(shorter, () => writeFileSync(shorter, "x"))), "vanished");
  });

  test("a file too large to keep is decoded from its place, and may be gone by then", async () => {
    const bench = createBench({ memoryBytes: 1000 });
    const path = bench.put(await encoders.jpeg().toBuffer());
    const source = await bench.media.open(path, () => undefined);
    assert.equal(source.bytes, null);
    assert.equal((await bench.media.decode(source)).facts.width, 320);
    rmSync(path);
    assert.equal(await outcome(bench.media.decode(source)), "vanished");
  });

  test("names that are no Unicode", { skip: process.platform !== "linux" }, async () => {
    const path = join(folder, "caf\udce9.jpg");
    const { bytesOfPath } = await import("../../../electron/engine/photo.ts");
    writeFileSync(bytesOfPath(path), await encoders.jpeg().toBuffer());
    assert.equal((await decodePath(path)).facts.width, 320);
  });
});
