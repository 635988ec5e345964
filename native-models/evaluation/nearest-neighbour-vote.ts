/**
 * Embeddings with and without labels come in, the share of the latter that their nearest neighbours name rightly goes out.
 * Each neighbour votes with exp(s / t), s its cosine similarity: Wu, Xiong, Yu and Lin, Unsupervised feature learning via
 * non-parametric instance discrimination, 2018, section 3.4.
 */
import { nearestIn } from "./nearest.ts";
import { countOf, type Embeddings, visitRows } from "./rows.ts";

export interface VoteOptions {
  /** Neighbours that vote; default 20. */
  readonly neighbours?: number;
  /** Default .07. */
  readonly temperature?: number;
}

export interface Labelled {
  readonly embeddings: Embeddings;
  /** int32 [count], from 0 */
  readonly labels: Int32Array;
}

/**
 * @returns 0..1; of labels with as many votes the smaller one is named.
 * @throws RangeError where embeddings and labels differ in number.
 */
export function nearestNeighbourAccuracy(
  queries: Labelled,
  references: Labelled,
  { neighbours = 20, temperature = 0.07 }: VoteOptions = {},
): number {
  for (const { embeddings, labels } of [queries, references])
    if (countOf(embeddings) !== labels.length) throw new RangeError(`${countOf(embeddings)} embeddings came with ${labels.length} labels.`);
  const classes = references.labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  let right = 0;
  visitRows(queries.embeddings, references.embeddings, (query, row) => {
    const votes = new Float64Array(classes);
    const { places, distances } = nearestIn(row, neighbours);
    for (const [index, place] of places.entries()) {
      const label = references.labels[place] ?? 0;
      votes[label] = (votes[label] ?? 0) + Math.exp((1 - (distances[index] ?? 0)) / temperature);
    }
    if (votes.indexOf(Math.max(...votes)) === queries.labels[query]) right += 1;
  });
  return queries.labels.length === 0 ? 0 : right / queries.labels.length;
}
