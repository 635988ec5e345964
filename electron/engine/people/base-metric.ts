/** Nothing comes in; the metric that the program ships with goes out. */
import type { FaceMetric } from "./faces.ts";
import { baseOdds } from "./generated/constants.ts";

const dimensions = 128;

/**
 * The embeddings as they are: taking their mean off, or whitening them by how faces of one person differ, was measured to find fewer pairs of
 * people that it was not fitted on.
 */
export function baseMetric(): FaceMetric {
  const matrix = new Float32Array(dimensions * dimensions);
  for (let i = 0; i < dimensions; i += 1) matrix[i * (dimensions + 1)] = 1;
  return { recipe: "base-1", mean: new Float32Array(dimensions), matrix, odds: baseOdds };
}
