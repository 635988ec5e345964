/** Embeddings come in, the Euclidean distance between them goes out. */
import { tf } from "../tensorflow.ts";
import type { Distance } from "./distance.ts";
import { squaredEuclidean } from "./squared-euclidean.ts";

/** The slope of the square root is without bound at 0: squares below this count as 0 and have no slope. */
const smallestSquare = 1e-8;

/** float32 [n, m], >= 1e-4; for rows of unit length up to 2. */
export function euclidean(): Distance {
  const squared = squaredEuclidean();
  return {
    name: "Euclidean",
    asEuclidean: { scale: 1, power: 1 },
    pairwise: (a, b) => tf.tidy(() => tf.sqrt(tf.maximum(squared.pairwise(a, b), smallestSquare)) as tf.Tensor2D),
  };
}
