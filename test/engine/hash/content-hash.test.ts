/** The content hash: how the bytes are cut into chunks does not matter, what they are does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createContentHasher } from "../../../electron/engine/hash/content-hash.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function hashOf(...chunks: string[]): string {
  const hasher = createContentHasher();
  for (const chunk of chunks) hasher.update(Buffer.from(chunk));
  return hex(hasher.digest());
}

test("is SHA-256 (FIPS 180-4, example B.1)", () => {
  assert.equal(hashOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("does not depend on the chunks", () => {
  assert.equal(hashOf("a", "", "bc"), hashOf("abc"));
  assert.notEqual(hashOf("abd"), hashOf("abc"));
});
