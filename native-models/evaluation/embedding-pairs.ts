/** Embeddings of queries and references and which of them match come in, the ranking of all their pairs goes out. */
import { createPairRanker, type PairRanking } from "./pair-ranking.ts";
import { countOf, distanceOfRows, type Embeddings, visitRows } from "./rows.ts";
import type { Crowding } from "./score-normalisation.ts";
import { normalisedDistance } from "./score-normalisation.ts";

export interface EmbeddingPairs {
  readonly queries: Embeddings;
  /** The same object as the queries: each pair is then taken once, and none with itself. */
  readonly references: Embeddings;
  /** Pairs that match: places of a query and of a reference. */
  readonly matches: readonly (readonly [query: number, reference: number])[];
  /** Pairs that count as neither. */
  readonly unknown?: readonly (readonly [query: number, reference: number])[];
  /** Lowers what lies in a crowd; default none. */
  readonly crowding?: Crowding;
}

/** Takes queries x references x dimensions multiplications, and memory for one row. */
export function rankEmbeddingPairs({ queries, references, matches, unknown = [], crowding }: EmbeddingPairs): PairRanking {
  const same = queries === references;
  const referenceCount = countOf(references);
  const keyOf = (query: number, reference: number): number =>
    same ? Math.min(query, reference) * referenceCount + Math.max(query, reference) : query * referenceCount + reference;
  const normalised = (distance: number, query: number, reference: number): number =>
    crowding ? normalisedDistance(distance, crowding, query, reference) : distance;

  const skipped = new Set(unknown.map(([query, reference]) => keyOf(query, reference)));
  const matching = new Map(matches.map(([query, reference]) => [keyOf(query, reference), [query, reference] as const]));
  for (const key of skipped) matching.delete(key);
  const positives = Float32Array.from(matching.values(), ([query, reference]) =>
    normalised(distanceOfRows(queries, query, references, reference), query, reference),
  );
  for (const key of matching.keys()) skipped.add(key);

  const ranker = createPairRanker(positives);
  visitRows(queries, references, (query, distances) => {
    for (let reference = same ? query + 1 : 0; reference < referenceCount; reference += 1)
      if (skipped.size === 0 || !skipped.has(keyOf(query, reference))) ranker.add(normalised(distances[reference] ?? 0, query, reference));
  });
  return ranker.ranking();
}
