/** The library's rows come in; for any photo, its nearest rows by descriptor, how crowded it is there, and its hash neighbours go out. */
import { type BandIndex, createBandIndex } from "./bands.ts";
import { nearestOrientation } from "./hamming.ts";
import type { NeighbourIndex } from "./neighbours.ts";
import { dctWords, differenceWords, type Row, type Rows } from "./rows.ts";

/** The nearest rows of one photo, itself left out. */
export interface Surroundings {
  readonly rows: Int32Array;
  readonly similarities: Float32Array;
  /** Mean similarity of places 2 to 6, whole copies among them left out; 0 alone in a library. */
  readonly crowding: number;
}

export interface Around {
  /** `self`: the photo's own row, -1 for a photo from outside. Kept until the library changes. */
  nearest(row: Row, self: number): Surroundings;
  /** Fills what `nearest` keeps for these rows, many at once. */
  prepare(rows: readonly number[]): void;
  /** Rows whose hashes say that they are one picture with the photo's, in any orientation; the nearest `hashCount`. */
  byHash(row: Row, self: number): readonly number[];
}

/** Nearest rows that are kept: ten candidates, and enough to find five strangers among a photo's copies. */
export const neighbourCount = 16;
const hashCount = 64;
const crowd = { from: 1, count: 5 } as const;
/** Below so many differing bits of 256 two photos are taken for whole copies of each other, which is no crowd. */
const twinBits = 36;
/** How near hashes must be to make a candidate: random pairs of photos differ in half their bits. */
const farthest = { difference: 64, dct: 12 } as const;

export function createAround(rows: Rows, index: NeighbourIndex): Around {
  const kept = new WeakMap<Row, Surroundings>();
  const packed = pack(rows);
  const wanted = neighbourCount + 1;

  function surroundingsOf(row: Row, self: number, found: Int32Array, similarities: Float32Array): Surroundings {
    const others = [...found.keys()].filter((at) => (found[at] as number) >= 0 && found[at] !== self).slice(0, neighbourCount);
    const strangers = others.filter((at, place) => place < crowd.from || !isTwin(row, rows.at(found[at] as number)));
    const near = strangers.slice(crowd.from, crowd.from + crowd.count).map((at) => similarities[at] as number);
    return {
      rows: Int32Array.from(others, (at) => found[at] as number),
      similarities: Float32Array.from(others, (at) => similarities[at] as number),
      crowding: near.length === 0 ? 0 : near.reduce((sum, value) => sum + value, 0) / near.length,
    };
  }

  return {
    nearest(row, self) {
      const before = kept.get(row);
      if (before) return before;
      const { rows: found, similarities } = index.search(row.item.copy, wanted);
      const made = surroundingsOf(row, self, found, similarities);
      kept.set(row, made);
      return made;
    },
    prepare(wantedRows) {
      const missing = wantedRows.flatMap((at) => {
        const row = rows.at(at);
        return row && !kept.has(row) ? [{ at, row }] : [];
      });
      const first = missing[0];
      if (!first) return;
      const dimensions = first.row.item.copy.length;
      const queries = new Int8Array(missing.length * dimensions);
      missing.forEach(({ row }, place) => {
        queries.set(row.item.copy, place * dimensions);
      });
      const found = index.search(queries, wanted);
      missing.forEach(({ at, row }, place) => {
        const part = [place * wanted, (place + 1) * wanted] as const;
        kept.set(row, surroundingsOf(row, at, found.rows.subarray(...part), found.similarities.subarray(...part)));
      });
    },
    byHash(row, self) {
      const best = new Map<number, number>();
      const note = (place: number, share: number): void => {
        const at = packed.rows[place] as number;
        if (at !== self) best.set(at, Math.min(best.get(at) ?? 1, share));
      };
      for (let orientation = 0; orientation < 8; orientation += 1) {
        packed.difference.near(row.difference, orientation * differenceWords, farthest.difference, (at, bits) => note(at, bits / 256));
        packed.dct.near(row.dct, orientation * dctWords, farthest.dct, (at, bits) => note(at, bits / 64));
      }
      const sorted = [...best].sort(([one, near], [other, far]) => near - far || one - other);
      return sorted.slice(0, hashCount).map(([at]) => at);
    },
  };
}

function isTwin(row: Row, other: Row | undefined): boolean {
  return other !== undefined && nearestOrientation(row.difference, 0, other.difference, 0, differenceWords).bits <= twinBits;
}

function pack(rows: Rows): { rows: Uint32Array; difference: BandIndex; dct: BandIndex } {
  const filled: number[] = [];
  for (let row = 0; row < rows.end; row += 1) if (rows.at(row)) filled.push(row);
  const difference = new Uint32Array(filled.length * differenceWords);
  const dct = new Uint32Array(filled.length * dctWords);
  filled.forEach((at, place) => {
    const row = rows.at(at);
    if (!row) return;
    difference.set(row.difference.subarray(0, differenceWords), place * differenceWords);
    dct.set(row.dct.subarray(0, dctWords), place * dctWords);
  });
  return {
    rows: Uint32Array.from(filled),
    difference: createBandIndex(difference, filled.length, differenceWords),
    dct: createBandIndex(dct, filled.length, dctWords),
  };
}
