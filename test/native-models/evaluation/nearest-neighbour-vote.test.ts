/** The vote of neighbours names what a plain loop over sorted similarities names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestNeighbourAccuracy } from "../../../native-models/evaluation/nearest-neighbour-vote.ts";
import { createRandom } from "../random.ts";

const dimensions = 3;

function points(count: number, random: () => number) {
  const rows = Array.from({ length: count }, () => {
    const row = Array.from({ length: dimensions }, () => random() - 0.5);
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
  const labels = Int32Array.from({ length: count }, () => Math.floor(random() * 4));
  return { rows, labels, embeddings: { values: Float32Array.from(rows.flat()), dimensions } };
}

test("as a plain loop does", () => {
  const random = createRandom(1);
  const [queries, references] = [points(40, random), points(60, random)];
  let right = 0;
  for (const [query, row] of queries.rows.entries()) {
    const sorted = references.rows
      .map((other, place) => ({ place, similarity: row.reduce((sum, value, at) => sum + value * other[at]!, 0) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 7);
    const votes = [0, 0, 0, 0];
    for (const { place, similarity } of sorted) votes[references.labels[place]!]! += Math.exp(similarity / 0.2);
    if (votes.indexOf(Math.max(...votes)) === queries.labels[query]) right += 1;
  }
  assert.ok(right > 5 && right < 35);
  assert.equal(nearestNeighbourAccuracy(queries, references, { neighbours: 7, temperature: 0.2 }), right / 40);
});

test("labels must be as many as embeddings", () => {
  const some = points(5, createRandom(2));
  assert.throws(() => nearestNeighbourAccuracy({ ...some, labels: Int32Array.of(1) }, some), RangeError);
});
