/**
 * Losses, each with its miner, reducer and weight, and a distance come in; one function from a batch of embeddings to the
 * number that training makes smaller goes out.
 */
import { cosine } from "../distances/cosine.ts";
import type { Distance } from "../distances/distance.ts";
import { all } from "../miners/all.ts";
import type { Mined } from "../miners/mined.ts";
import type { Miner } from "../miners/miner.ts";
import { type Batch, type Relations, relationsOf } from "../miners/relations.ts";
import { mean } from "../reducers/mean.ts";
import type { Reducer } from "../reducers/reducer.ts";
import { tf } from "../tensorflow.ts";
import type { Loss, LossInput } from "./loss.ts";

export interface ObjectivePart {
  readonly loss: Loss;
  /** Default cosine. */
  readonly distance?: Distance;
  /** Default all pairs. */
  readonly miner?: Miner;
  /** Default the mean. */
  readonly reducer?: Reducer;
  /** Default 1. */
  readonly weight?: number;
}

/** What each part's miner chose, in the order of the parts. */
export type MinedParts = readonly Mined[];

export interface Objective {
  /** Learnt with the network: class weights and proxies. */
  readonly variables: readonly tf.Variable[];
  /** Whether a miner reads distances back from the device. */
  readonly needsDistances: boolean;
  /** Mines without blocking, for devices whose numbers cannot be read at once (WebGPU): give the result to `loss`. */
  mine(embeddings: tf.Tensor2D, batch: Batch): Promise<MinedParts>;
  /**
   * Differentiable in the embeddings and in `variables`; 0, with a gradient of 0, for a batch from which nothing can be learnt.
   * @param embeddings float32 [count, dimensions]
   * @param mined from `mine`; without it the miners run now.
   * @throws RangeError where labels and embeddings differ in number.
   */
  loss(embeddings: tf.Tensor2D, batch: Batch, mined?: MinedParts): tf.Scalar;
  /** Frees the variables. */
  dispose(): void;
}

interface Part extends Required<ObjectivePart> {}

export function createObjective(...parts: readonly ObjectivePart[]): Objective {
  // One object, so that parts that name no distance share one matrix of them.
  const usual = cosine();
  const complete = parts.map((part): Part => ({ distance: usual, miner: all(), reducer: mean(), weight: 1, ...part }));

  return {
    variables: complete.flatMap(({ loss }) => loss.variables ?? []),
    needsDistances: complete.some(({ miner }) => miner.needsDistances),
    async mine(embeddings, batch) {
      const relations = checkedRelations(embeddings, batch);
      const mined: Mined[] = [];
      for (const part of complete) {
        const distances = part.miner.needsDistances ? tf.tidy(() => part.distance.pairwise(embeddings, embeddings)) : null;
        const numbers = distances ? ((await distances.data()) as Float32Array) : new Float32Array();
        distances?.dispose();
        mined.push(chosenBy(part, embeddings, batch, relations, numbers));
      }
      return mined;
    },
    loss: (embeddings, batch, mined) =>
      tf.tidy(() => {
        const relations = checkedRelations(embeddings, batch);
        const matrices = new Map<Distance, tf.Tensor2D>();
        const between = (distance: Distance): tf.Tensor2D => {
          const matrix = matrices.get(distance) ?? distance.pairwise(embeddings, embeddings);
          matrices.set(distance, matrix);
          return matrix;
        };
        const values = complete.map((part, index) => partValue(part, embeddings, batch, relations, between, mined?.[index]));
        // Multiplied by 0, so that a batch that teaches nothing has a gradient too, and it is 0.
        return tf.addN([tf.mul(0, tf.sum(embeddings)), ...values]) as tf.Scalar;
      }),
    dispose() {
      for (const { loss } of complete) loss.dispose?.();
    },
  };
}

function partValue(
  part: Part,
  embeddings: tf.Tensor2D,
  batch: Batch,
  relations: Relations,
  between: (distance: Distance) => tf.Tensor2D,
  given: Mined | undefined,
): tf.Scalar {
  const distances = (): tf.Tensor2D => between(part.distance);
  const read = (): Float32Array => (part.miner.needsDistances ? (distances().dataSync() as Float32Array) : new Float32Array());
  const mined = given ?? chosenBy(part, embeddings, batch, relations, read());
  const input: LossInput = { embeddings, labels: batch.labels, relations, mined, distance: part.distance, distances };
  const reduced = part.loss
    .terms(input)
    .map(({ values, elements }) => (values ? part.reducer.reduce(values, elements, batch.labels) : tf.scalar(0)));
  const value = part.loss.combine ? part.loss.combine(reduced) : (tf.addN([...reduced]) as tf.Scalar);
  return tf.mul(value, part.weight);
}

function chosenBy({ miner, distance }: Part, embeddings: tf.Tensor2D, batch: Batch, relations: Relations, distances: Float32Array): Mined {
  const [count, dimensions] = embeddings.shape;
  return miner.mine({ count, dimensions, relations, distances, asEuclidean: distance.asEuclidean, step: batch.step ?? 0 });
}

function checkedRelations(embeddings: tf.Tensor2D, batch: Batch): Relations {
  if (embeddings.shape[0] !== batch.labels.length)
    throw new RangeError(`${embeddings.shape[0]} embeddings came with ${batch.labels.length} labels.`);
  return relationsOf(batch);
}
