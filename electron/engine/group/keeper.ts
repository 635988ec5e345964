/** Contenders of one group come in; they go out in the order in which they are worth keeping, with the reasons for the first in words. */
import type { Reason } from "../../contract.ts";
import type { Contender, Criterion } from "./criteria.ts";

const byPath: Reason = { code: "path", values: {}, text: "equal in everything, first by path" };

export interface Ranking {
  /** Negative where the first is the one to keep; 0 only for one and the same path. */
  readonly compare: (one: Contender, other: Contender) => number;
  /** The criteria by which the keeper was chosen before each of the others, in order. */
  readonly reasons: (keeper: Contender, others: readonly Contender[]) => Reason[];
}

/**
 * Which photo to keep. The first criterion in which two differ decides, so the order is total and does not depend on the group.
 * Of copies, in the order that holds where the person set none:
 *  0. chosen: the person said so; the last one chosen first.
 *  1. protected: it lies in a protected folder, so it stays anyway.
 *  2. format: RAW before everything else, then full colour, grey, and last a palette or black and white dots.
 *  3. whole: no other candidate shows more of the picture (see fullness.ts for frames and screenshots).
 *  4. pixels: more before fewer.
 *  5. origin: the camera's own file, then lossless, then lossy; a lossless file saved from a lossy one is no better than it,
 *     and a PNG without camera data is not better than the JPEG that has them.
 *  6. compression: more bits a pixel, as JPEG would need them, in half octaves; lossless counts as a good JPEG.
 *  7. sharpness: in half octaves, since an edit or noise raises it a little.
 *  8. preferred: it lies in a preferred folder, the first of them first.
 *  9. metadata: time, place and camera known, then the number of fields.
 * 10. age: the older file by day of its last change; a copy is made later.
 * 11. tidiness: no sign of a copy, an edit, a messenger or a passing folder in the path.
 * 12. path: in order of its characters, so that the choice is the same each time.
 * Of moments: chosen, protected, faces (most with open eyes, then sharp ones), sharpness (exact), pixels, compression, preferred, metadata, age, tidiness, path.
 */
export function rankingBy(criteria: readonly Criterion[]): Ranking {
  // Each worth is computed once and only where the criteria before it tie: most photos are told apart by the first few.
  const known = new Map<Contender, number[]>();
  function worthOf(contender: Contender, at: number): number {
    const worths = known.get(contender) ?? [];
    if (worths.length === 0) known.set(contender, worths);
    for (let next = worths.length; next <= at; next++) worths.push(criteria[next]?.worth(contender) ?? 0);
    return worths[at] ?? 0;
  }

  return {
    compare(one, other) {
      for (const at of criteria.keys()) {
        const difference = worthOf(other, at) - worthOf(one, at);
        if (difference !== 0) return difference;
      }
      const [a, b] = [one.candidate.path, other.candidate.path];
      return a < b ? -1 : a > b ? 1 : 0;
    },
    reasons(keeper, others) {
      const beaten = new Map<number, number>();
      for (const other of others) {
        // A protected part of the picture ranks before the whole of it and yet does not replace it: the whole is kept for being that.
        const at = criteria.findIndex((_, index) => worthOf(keeper, index) > worthOf(other, index));
        beaten.set(at, (beaten.get(at) ?? 0) + 1);
      }
      return [...beaten]
        .sort(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b))
        .map(([at, count]) => {
          const criterion = criteria[at];
          if (!criterion) return byPath;
          const worth = worthOf(keeper, at);
          const best = others.every((other) => worthOf(other, at) <= worth);
          const text = best ? criterion.best(keeper, others.length) : criterion.better(count);
          return { code: criterion.code, values: criterion.values?.(keeper) ?? {}, text };
        });
    },
  };
}
