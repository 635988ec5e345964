/** A folder of weights comes in; every file of it is held to its manifest: checksum, licence, source. The manifest goes out. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface ManifestEntry {
  readonly file: string;
  readonly sha256: string;
  readonly licence: string;
  readonly licenceFile: string;
  readonly source: string;
}

export function checkManifest(folder: URL): readonly ManifestEntry[] {
  const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8")) as ManifestEntry[];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".safetensors"));
  assert.deepEqual(manifest.map(({ file }) => file).sort(), files.sort());
  for (const { file, sha256, licence, licenceFile, source } of manifest) {
    const bytes = readFileSync(new URL(file, folder));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256, file);
    assert.ok(licence && source, file);
    assert.ok(existsSync(new URL(licenceFile, folder)), `${file} names ${licenceFile}`);
  }
  return manifest;
}
