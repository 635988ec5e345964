/**
 * How near each embedding is to a background of strangers comes in; distances that mean the same in a crowd and on open ground go out.
 * distance - weight x mean distance to the nearest strangers: Pizzi et al., A self-supervised descriptor for image copy detection, 2022
 * (SSCD), the similarity normalisation, for either side and as distances.
 */
import { nearestIn } from "./nearest.ts";
import { countOf, type Embeddings, visitRows } from "./rows.ts";

export interface Crowding {
  /** float32 [queries]: mean cosine distance to the nearest strangers; small in a crowd. */
  readonly ofQueries: Float32Array;
  /** float32 [references]; without it only the query's side is corrected. */
  readonly ofReferences?: Float32Array;
  /** How much of it is taken off, 0..1 or a little more; shared between the sides. */
  readonly weight: number;
}

/**
 * @param background embeddings that match none of the rows.
 * @param strangers how many of the nearest are taken the mean of.
 * @returns float32 [rows], 0..2.
 */
export function crowdingOf(rows: Embeddings, background: Embeddings, strangers: number): Float32Array {
  const crowding = new Float32Array(countOf(rows));
  visitRows(rows, background, (row, distances) => {
    const nearest = nearestIn(distances, strangers).distances;
    crowding[row] = nearest.reduce((sum, distance) => sum + distance, 0) / Math.max(1, nearest.length);
  });
  return crowding;
}

/** May be below 0; smaller is nearer. */
export function normalisedDistance(
  distance: number,
  { ofQueries, ofReferences, weight }: Crowding,
  query: number,
  reference: number,
): number {
  const ofQuery = ofQueries[query] ?? 0;
  const crowd = ofReferences ? (ofQuery + (ofReferences[reference] ?? 0)) / 2 : ofQuery;
  return distance - weight * crowd;
}
