/** Thumbnails on a real disk: whole or not there. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { createThumbnails } from "../../../electron/engine/store/thumbnails.ts";
import { bytes, hashOf, temporaryFolder } from "./library.ts";

test("a thumbnail is found after it was written, and nothing else lies beside it", async (context) => {
  const thumbnails = createThumbnails(temporaryFolder(context));
  assert.equal(thumbnails.find(hashOf("a")), null);
  const paths = await Promise.all([thumbnails.write(hashOf("a"), bytes(100, 1)), thumbnails.write(hashOf("a"), bytes(100, 1))]);
  assert.equal(paths[0], thumbnails.find(hashOf("a")));
  assert.deepEqual(new Uint8Array(readFileSync(paths[0]!)), bytes(100, 1));
  assert.equal(readdirSync(dirname(paths[0]!)).length, 1);
});

test("an empty file is no thumbnail", async (context) => {
  const thumbnails = createThumbnails(temporaryFolder(context));
  writeFileSync(await thumbnails.write(hashOf("a"), bytes(100, 1)), "");
  assert.equal(thumbnails.find(hashOf("a")), null);
});
