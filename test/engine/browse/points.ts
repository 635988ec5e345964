/** Seeded scene descriptors for tests, and what a plain loop makes of them. */
import type { FindNearest } from "../../../electron/engine/browse/fragments.ts";
import { createVectors } from "../../../electron/engine/browse/vectors.ts";
import { createRandom } from "../../fixtures/random.ts";

export const dimensions = 16;

export type Draw = () => number;
export const drawWith = (seed: number): Draw => createRandom(seed).next;

/** int8 [centres.length, dimensions]: around a centre each, as far as `spread` says. */
export function around(centres: readonly (readonly number[])[], spread: number, draw: Draw): Int8Array {
  return Int8Array.from(
    centres.flatMap((centre) => {
      const values = centre.map((value) => value + spread * (draw() + draw() + draw() - 1.5));
      const length = Math.hypot(...values);
      return values.map((value) => Math.round((127 * value) / length));
    }),
  );
}

export const axis = (at: number): number[] => Array.from({ length: dimensions }, (_, place) => (place === at ? 1 : 0));
export const anywhere = (draw: Draw): number[] => Array.from({ length: dimensions }, () => draw() - 0.5);

/** By comparing all. */
export function nearestIn(scenes: Int8Array): FindNearest {
  const { distance } = createVectors(scenes, dimensions);
  return (rows, k) =>
    Int32Array.from(
      [...rows].flatMap((row, place) => {
        const others = [...rows.keys()].filter((other) => other !== place);
        others.sort((a, b) => distance(row, rows[a]!) - distance(row, rows[b]!) || a - b);
        return Array.from({ length: k }, (_, at) => others[at] ?? -1);
      }),
    );
}
