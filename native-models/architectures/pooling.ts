/** Which blocks of a network become numbers of a descriptor, and how their positions are pooled. */
import type { Architecture } from "./efficientnet-lite.ts";

/**
 * Over the positions of one output: mean, standard deviation (of the population), and the generalised mean with p = 3 (Radenović, Tolias
 * and Chum, Fine-tuning CNN image retrieval with no human annotation, 2018, equation 3), which wants numbers >= 0: only the head has them.
 */
export const poolingKinds = ["mean", "deviation", "generalised mean"] as const;
export type PoolingKind = (typeof poolingKinds)[number];

export interface PooledBlock {
  /** "block00" …, or "head". */
  readonly block: string;
  readonly pooling: readonly PoolingKind[];
}

/** Below this a variance is 0 to its square root, whose slope has no bound there. */
export const smallestVariance = 1e-12;

/** Channels that a block, or the head, gives. @throws Error where there is none of that name. */
export function channelsOf(architecture: Architecture, block: string): number {
  if (block === architecture.head.name) return architecture.head.outputChannels;
  return architecture.blocks[placeOf(architecture, block)]?.outputChannels ?? 0;
}

/** @throws Error where there is none of that name. */
export function placeOf({ blocks, name }: Architecture, block: string): number {
  const place = blocks.findIndex((candidate) => candidate.name === block);
  if (place < 0) throw new Error(`${name} has no ${block}.`);
  return place;
}

/** Numbers in the pooled features: the parts one after the other, in the order given. */
export function pooledWidth(architecture: Architecture, pooled: readonly PooledBlock[]): number {
  return pooled.reduce((sum, { block, pooling }) => sum + pooling.length * channelsOf(architecture, block), 0);
}
