/** Hashes of the library come in; for one hash, the rows that share a band of it and differ in few bits go out. */
import { differingBits } from "./hamming.ts";

export interface BandIndex {
  /** Calls back once with every row within `farthestBits` that shares a band with the hash at `start` of `words`. */
  near(words: Uint32Array, start: number, farthestBits: number, found: (row: number, bits: number) => void): void;
}

/** Photos with much sky share bands with everybody: a band value this common tells nothing and is left out. */
const largestBucket = 48;
const bandValues = 65536;

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet 2012) with bands of 16 bits: two hashes that differ in fewer bits than there are
 * bands share at least one, and most that differ in a few more do too.
 *
 * @param hashes uint32 [rows, wordsEach], one upright hash a row; not copied
 */
export function createBandIndex(hashes: Uint32Array, rows: number, wordsEach: number): BandIndex {
  const bands = wordsEach * 2;
  const bandOf = (words: Uint32Array, start: number, band: number): number => {
    const word = words[start + (band >> 1)] as number;
    return band & 1 ? word >>> 16 : word & 0xffff;
  };
  const tables = Array.from({ length: bands }, (_, band) => {
    const heads = new Uint32Array(bandValues + 1);
    for (let row = 0; row < rows; row += 1) {
      const value = bandOf(hashes, row * wordsEach, band) + 1;
      heads[value] = (heads[value] as number) + 1;
    }
    for (let value = 0; value < bandValues; value += 1) heads[value + 1] = (heads[value + 1] as number) + (heads[value] as number);
    const next = heads.slice();
    const members = new Uint32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const value = bandOf(hashes, row * wordsEach, band);
      members[next[value] as number] = row;
      next[value] = (next[value] as number) + 1;
    }
    return { heads, members };
  });
  const seenAt = new Uint32Array(rows);
  let visit = 0;
  return {
    near(words, start, farthestBits, found) {
      visit += 1;
      tables.forEach(({ heads, members }, band) => {
        const value = bandOf(words, start, band);
        const [from, to] = [heads[value] as number, heads[value + 1] as number];
        if (to - from > largestBucket) return;
        for (let at = from; at < to; at += 1) {
          const row = members[at] as number;
          if (seenAt[row] === visit) continue;
          seenAt[row] = visit;
          const bits = differingBits(words, start, hashes, row * wordsEach, wordsEach);
          if (bits <= farthestBits) found(row, bits);
        }
      });
    },
  };
}
