/** Working pixels and the original's size come in; the hashes of the picture go out, for each of the eight orientations. */
import { createHash } from "node:crypto";
import type { Fingerprint, Pixels } from "../photo.ts";
import { createDctHasher, dctGrid } from "./dct-hash.ts";
import { differenceHashes, tallGrid, wideGrid } from "./difference-hash.ts";
import { reduce } from "./reduce.ts";

/** Names what a fingerprint is made by; a change of any hash changes it. */
export const fingerprintRecipe = "pixels-sha256 difference-256 dct-64 v1";

const dctHasher = createDctHasher();

/**
 * Hash k is that of the picture as a viewer shows it under EXIF orientation k + 1 (see orientations.ts), so hash 0 is the picture
 * as it stands, and comparing hash 0 of one photo with all eight of another finds every quarter turn and mirror.
 *
 * @param pixels working pixels, upright
 * @param width of the original, upright; the height likewise. They go into `pixelHash` only.
 */
export function fingerprint(pixels: Pixels, width: number, height: number): Fingerprint {
  const [wide, tall, dct] = reduce(pixels, [wideGrid, tallGrid, dctGrid]) as [Float64Array, Float64Array, Float64Array];
  return { pixelHash: pixelHash(pixels, width, height), differenceHashes: differenceHashes(wide, tall), dctHashes: dctHasher.hashes(dct) };
}

/** Sizes first: pictures of one colour differ by nothing else. */
function pixelHash(pixels: Pixels, width: number, height: number): Uint8Array {
  const sizes = Uint32Array.of(width, height, pixels.width, pixels.height);
  return createHash("sha256").update(sizes).update(pixels.data).digest();
}
