/**
 * Embeddings come in; each is pushed away from the nearest one that is not its own kind, so that they fill the sphere evenly.
 * -log(Euclidean distance to the nearest other that is no positive), the Kozachenko-Leonenko estimate of entropy (1987): Sablayrolles
 * et al., Spreading vectors for similarity search, 2019; positives left out as in Pizzi et al., A self-supervised
 * descriptor for image copy detection, 2022 (SSCD).
 */
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { leastOfRows } from "./masked-rows.ts";
import { pickPlaces } from "./pick.ts";

/** Added to the distance, so that embeddings that coincide have a finite value and slope. */
const smallestDistance = 1e-8;

/** Beside another loss, never alone. One value for each embedding that has a negative; it may be below 0. Miners have no say. */
export function entropyRegulariser(): Loss {
  return {
    name: "entropy regulariser",
    terms({ labels, relations, distance, distances }) {
      const count = labels.length;
      const strangers = tf.tensor2d(
        Uint8Array.from(relations, (relation) => (relation === -1 ? 1 : 0)),
        [count, count],
        "bool",
      );
      const { scale, power } = distance.asEuclidean;
      const anchors = Int32Array.from(labels.keys()).filter((anchor) =>
        relations.subarray(anchor * count, (anchor + 1) * count).includes(-1),
      );
      const nearest = pickPlaces(leastOfRows(distances(), strangers), anchors);
      const values = nearest && (tf.mul(-power, tf.log(tf.mul(scale, tf.add(nearest, smallestDistance)))) as tf.Tensor1D);
      return [{ elements: { kind: "anchors", anchors }, values }];
    },
  };
}
