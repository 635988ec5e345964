/** A small grey picture comes in; DCT hashes of 64 bits for the eight orientations go out. */
import { orientations } from "./orientations.ts";
import type { Grid } from "./reduce.ts";

const size = 32;
/** Frequencies 1..8 in both directions: the constant and the bare slopes along one side are left out. */
const frequencies = 8;
export const dctGrid: Grid = { columns: size, rows: size };
export const dctHashBytes = (frequencies * frequencies) / 8;

export interface DctHasher {
  /**
   * A bit is set where a coefficient lies above the median of the 64; most significant bit first, by rising vertical frequency.
   * After Christoph Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1.
   *
   * Mirroring a picture negates the odd frequencies of that direction and turning it swaps the directions, so one transform does for all eight.
   *
   * @param grey float64 [32, 32], of dctGrid
   * @returns uint8 [8, 8], in the order of `orientations`
   */
  hashes(grey: Float64Array): Uint8Array;
}

export function createDctHasher(): DctHasher {
  // float64 [8, 32]: cosines of frequencies 1..8 (DCT-II; its constant factors do not move the median's place).
  const cosines = Float64Array.from({ length: frequencies * size }, (_, index) =>
    Math.cos((Math.PI / size) * ((index % size) + 0.5) * (Math.floor(index / size) + 1)),
  );
  return {
    hashes(grey) {
      const spectrum = transform(grey, cosines);
      const hashes = new Uint8Array(orientations.length * dctHashBytes);
      for (const [index, { transposed, mirroredX, mirroredY }] of orientations.entries()) {
        const turned = spectrum.map((_, at) => {
          const vertical = at >> 3;
          const horizontal = at & 7;
          const value = spectrum[transposed ? horizontal * frequencies + vertical : at] as number;
          // Index 0 is frequency 1: even indexes are the odd frequencies.
          const negated = (mirroredX && horizontal % 2 === 0) !== (mirroredY && vertical % 2 === 0);
          return negated ? -value : value;
        });
        const sorted = turned.toSorted();
        const median = ((sorted[31] as number) + (sorted[32] as number)) / 2;
        for (let bit = 0; bit < turned.length; bit++) {
          if ((turned[bit] as number) > median) {
            const at = index * dctHashBytes + (bit >> 3);
            hashes[at] = (hashes[at] as number) | (0x80 >> (bit & 7));
          }
        }
      }
      return hashes;
    },
  };
}

/** float64 [8, 8], [vertical, horizontal]. */
function transform(grey: Float64Array, cosines: Float64Array): Float64Array {
  const rows = new Float64Array(size * frequencies);
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < frequencies; u++) {
      let sum = 0;
      for (let x = 0; x < size; x++) sum += (grey[y * size + x] as number) * (cosines[u * size + x] as number);
      rows[y * frequencies + u] = sum;
    }
  }
  const spectrum = new Float64Array(frequencies * frequencies);
  for (let v = 0; v < frequencies; v++) {
    for (let u = 0; u < frequencies; u++) {
      let sum = 0;
      for (let y = 0; y < size; y++) sum += (rows[y * frequencies + u] as number) * (cosines[v * size + y] as number);
      spectrum[v * frequencies + u] = sum;
    }
  }
  return spectrum;
}
