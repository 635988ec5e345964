/** Working pixels and the original's size come in; the hashes of the picture go out, for each of the eight orientations. */
import type { Fingerprint, Pixels } from "../photo.ts";

/** Names what a fingerprint is made by; a change of any hash changes it. */
export const fingerprintRecipe = "pixels-sha256 difference-256 dct-64 v1";

/**
 * Hash k is that of the picture as a viewer shows it under EXIF orientation k + 1 (see orientations.ts), so hash 0 is the picture
 * as it stands, and comparing hash 0 of one photo with all eight of another finds every quarter turn and mirror.
 *
 * @param pixels working pixels, upright
 * @param width of the original, upright; the height likewise. They go into `pixelHash` only.
 */
export function fingerprint(_pixels: Pixels, _width: number, _height: number): Fingerprint {
  throw new Error("not yet written");
}
