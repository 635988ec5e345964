/** Working pixels of two photos come in; how one lies on the other goes out, or null where they share no picture. */
import type { AlignmentEvidence, Pixels } from "../photo.ts";

/** Part of the key under which features are kept: changes whenever features made before would not fit. */
export const alignmentRecipe = "align-1";

export interface Aligner {
  /**
   * Everything that aligning needs of one photo, as bytes (about 30 KB) to keep under (content, alignmentRecipe).
   * 10 to 20 ms. Never fails: a picture without texture has no features, and still a small picture of itself.
   */
  features(pixels: Pixels): Uint8Array;
  /**
   * Lays B on A; null where no transform is found under which they agree. About 5 ms, deterministic.
   * Throws RangeError where the bytes are not features of this recipe.
   */
  align(a: Uint8Array, b: Uint8Array): AlignmentEvidence | null;
  dispose(): void;
}

/** Loads OpenCV (WebAssembly, about 8 MB); one aligner a process is enough. */
export function createAligner(): Promise<Aligner> {
  throw new Error("not yet");
}
