/** Vectors of photos come in, who is near whom goes out: whom a sampler lets meet, and among whom a copy is hardest to find. */
import { nearestIn } from "../../../native-models/evaluation/nearest.ts";
import { distanceOfRows, visitRows } from "../../../native-models/evaluation/rows.ts";

/** @param vectors float32 [photos, dimensions], unit length. @returns places of others, nearest first. */
export function nearestNeighbours(vectors: Float32Array, dimensions: number, count: number): number[][] {
  const embeddings = { values: vectors, dimensions };
  const neighbours: number[][] = [];
  visitRows(embeddings, embeddings, (row, distances) => {
    neighbours[row] = [...nearestIn(distances, count, row).places];
  });
  return neighbours;
}

/** Places of `others`, those nearest to any of `vectors` first: both float32 [photos, dimensions], unit length. */
export function nearestFirst(vectors: Float32Array, others: Float32Array, dimensions: number): number[] {
  const best = new Float32Array(others.length / dimensions).fill(Number.POSITIVE_INFINITY);
  visitRows({ values: vectors, dimensions }, { values: others, dimensions }, (_, distances) => {
    for (const [place, distance] of distances.entries()) best[place] = Math.min(best[place] ?? distance, distance);
  });
  return [...best.keys()].sort((a, b) => (best[a] ?? 0) - (best[b] ?? 0) || a - b);
}

/** Pairs of a photo and one of its neighbours that are nearer than `distance` (cosine): who knows whether they show one picture. */
export function tooAlike(
  vectors: Float32Array,
  dimensions: number,
  neighbours: readonly (readonly number[])[],
  distance: number,
): [number, number][] {
  const rows = { values: vectors, dimensions };
  return neighbours.flatMap((near, one) =>
    near
      .filter((other) => (other > one || !neighbours[other]?.includes(one)) && distanceOfRows(rows, one, rows, other) < distance)
      .map((other): [number, number] => [one, other]),
  );
}
