/** The tree of scenes comes in, and how many are wanted; the scenes go out, each with the photo that stands for it. */
import type { SceneTree } from "./scene-tree.ts";
import { dot, type Vectors } from "./vectors.ts";

export interface SceneRows {
  /** Rows, in the order of the tree's leaves. */
  readonly rows: Int32Array;
  /** The medoid: the row nearest to all others on average. */
  readonly representative: number;
  /** Mean cosine distance (0..2) of the others to it; 0 for a scene of one. */
  readonly spread: number;
}

/** Photos further apart than this, on average, are two scenes: the height at which scenes agree best with photos of known subjects. */
export const sceneDistance = 0.86;

/** The scenes that the distances themselves suggest, at least 1 where there are photos. */
export function suggestedCount({ leaves, distances }: SceneTree): number {
  if (leaves.length === 0) return 0;
  const apart = distances.findIndex((distance) => distance <= sceneDistance);
  return 1 + (apart === -1 ? distances.length : apart);
}

/** At most as many as the tree has cuts and one more; at least one where there are photos. */
export function cutScenes({ leaves, cuts }: SceneTree, vectors: Vectors, count: number): SceneRows[] {
  if (leaves.length === 0) return [];
  const places = [0, ...cuts.subarray(0, Math.max(0, count - 1)), leaves.length].sort((a, b) => a - b);
  return places.slice(1).map((end, at) => sceneOf(leaves.subarray(places[at], end), vectors));
}

function sceneOf(rows: Int32Array, { rows: values, dimensions }: Vectors): SceneRows {
  // Of unit vectors the mean distance to all is 1 less the product with their mean, so the nearest to the mean is the medoid.
  const mean = new Float32Array(dimensions);
  for (const row of rows)
    for (let at = 0; at < dimensions; at += 1) mean[at] = (mean[at] as number) + (values[row * dimensions + at] as number) / rows.length;
  let representative = rows[0] as number;
  let most = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const product = dot(values, row * dimensions, mean, 0, dimensions);
    if (product > most) {
      most = product;
      representative = row;
    }
  }
  const spread = rows.length < 2 ? 0 : ((1 - most) * rows.length) / (rows.length - 1);
  return { rows, representative, spread: Math.max(0, spread) };
}
