/**
 * Embeddings and their labels come in, how well each finds the others of its label goes out: recall@k and MAP@R.
 * Musgrave, Belongie and Lim, A metric learning reality check, 2020, section 4.3.
 */
import { nearestIn } from "./nearest.ts";
import { countOf, type Embeddings, visitRows } from "./rows.ts";

export interface Retrieval {
  /** For each k asked for: the share of queries with one of their own among the k nearest, 0..1. */
  readonly recall: ReadonlyMap<number, number>;
  /** Mean over the queries of 1/R sum over i = 1..R of (precision at i, if the i-th is relevant), R the number of relevant ones: 0..1. */
  readonly meanAveragePrecisionAtR: number;
  /** Queries with at least one other of their label; the others are left out. */
  readonly queries: number;
}

/**
 * Each embedding asks among all others.
 * @param labels int32 [count]
 */
export function retrieval(embeddings: Embeddings, labels: Int32Array, ks: readonly number[]): Retrieval {
  if (countOf(embeddings) !== labels.length) throw new RangeError(`${countOf(embeddings)} embeddings came with ${labels.length} labels.`);
  const members = new Map<number, number>();
  for (const label of labels) members.set(label, (members.get(label) ?? 0) + 1);
  const found = new Map(ks.map((k) => [k, 0]));
  let precisions = 0;
  let queries = 0;
  visitRows(embeddings, embeddings, (query, distances) => {
    const label = labels[query];
    const relevant = (members.get(label ?? 0) ?? 0) - 1;
    if (relevant < 1) return;
    queries += 1;
    const hits = Array.from(nearestIn(distances, Math.max(relevant, ...ks), query).places, (place) => labels[place] === label);
    const first = hits.indexOf(true);
    for (const k of ks) if (first >= 0 && first < k) found.set(k, (found.get(k) ?? 0) + 1);
    precisions += averagePrecisionAtR(hits, relevant);
  });
  const share = (sum: number): number => (queries === 0 ? 0 : sum / queries);
  return {
    recall: new Map([...found].map(([k, sum]) => [k, share(sum)])),
    meanAveragePrecisionAtR: share(precisions),
    queries,
  };
}

/** @param hits whether the nearest, the next and so on are relevant. */
export function averagePrecisionAtR(hits: readonly boolean[], relevant: number): number {
  let right = 0;
  let sum = 0;
  for (let rank = 1; rank <= relevant; rank += 1)
    if (hits[rank - 1]) {
      right += 1;
      sum += right / rank;
    }
  return sum / relevant;
}
