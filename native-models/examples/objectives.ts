/** The name of a loss comes in, an objective as its paper would have it goes out: with the distance, miner and reducer that it is used with. */
import { cosine } from "../distances/cosine.ts";
import { squaredEuclidean } from "../distances/squared-euclidean.ts";
import { createArcFace } from "../losses/arc-face.ts";
import { contrastive } from "../losses/contrastive.ts";
import { liftedStructure } from "../losses/lifted-structure.ts";
import { logisticSimilarity } from "../losses/logistic-similarity.ts";
import { meanDifference } from "../losses/mean-difference.ts";
import { meanRatio } from "../losses/mean-ratio.ts";
import { multiSimilarity } from "../losses/multi-similarity.ts";
import { createNormalisedSoftmax } from "../losses/normalised-softmax.ts";
import { ntXent } from "../losses/nt-xent.ts";
import { createObjective, type Objective, type ObjectivePart } from "../losses/objective.ts";
import { createProxyNca } from "../losses/proxy-nca.ts";
import { supervisedContrastive } from "../losses/supervised-contrastive.ts";
import { triplet } from "../losses/triplet.ts";
import { distanceWeighted } from "../miners/distance-weighted.ts";
import { multiSimilarityMiner } from "../miners/multi-similarity.ts";
import { semiHard } from "../miners/semi-hard.ts";
import { meanOfNonZero } from "../reducers/mean-of-non-zero.ts";

export interface ExampleSizes {
  readonly classes: number;
  /** Numbers in an embedding. */
  readonly dimensions: number;
  readonly seed: number;
}

const parts = {
  "mean difference": () => ({ loss: meanDifference(), distance: squaredEuclidean() }),
  "mean ratio": () => ({ loss: meanRatio(), distance: squaredEuclidean() }),
  contrastive: () => ({ loss: contrastive({ margin: 0.5 }), distance: cosine(), reducer: meanOfNonZero() }),
  "logistic similarity": () => ({ loss: logisticSimilarity(), distance: cosine() }),
  triplet: () => ({
    loss: triplet({ margin: 0.2 }),
    distance: squaredEuclidean(),
    miner: semiHard({ margin: 0.2 }),
    reducer: meanOfNonZero(),
  }),
  "triplet, distance-weighted": ({ seed }) => ({
    loss: triplet({ margin: 0.2 }),
    distance: squaredEuclidean(),
    miner: distanceWeighted({ seed }),
    reducer: meanOfNonZero(),
  }),
  "lifted structure": () => ({ loss: liftedStructure({ margin: 1 }), distance: squaredEuclidean() }),
  "multi-similarity": () => ({ loss: multiSimilarity(), distance: cosine(), miner: multiSimilarityMiner() }),
  "NT-Xent": () => ({ loss: ntXent({ temperature: 0.1 }), distance: cosine() }),
  "supervised contrastive": () => ({ loss: supervisedContrastive({ temperature: 0.1 }), distance: cosine() }),
  "normalised softmax": (sizes) => ({ loss: createNormalisedSoftmax({ ...sizes, temperature: 0.1 }) }),
  "proxy-NCA": (sizes) => ({ loss: createProxyNca({ ...sizes, scale: 8 }) }),
  ArcFace: (sizes) => ({ loss: createArcFace({ ...sizes, scale: 16, margin: 0.3 }) }),
} as const satisfies Readonly<Record<string, (sizes: ExampleSizes) => ObjectivePart>>;

export type ExampleLoss = keyof typeof parts;
export const exampleLosses = Object.keys(parts) as readonly ExampleLoss[];

export function isExampleLoss(name: string): name is ExampleLoss {
  return name in parts;
}

export function exampleObjective(loss: ExampleLoss, sizes: ExampleSizes): Objective {
  return createObjective(parts[loss](sizes));
}
