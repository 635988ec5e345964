/** Every loss against its formula in plain loops, in value and in slope, on each backend that loads here. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { tensorFlowPackage } from "../../../native-models/backends/tensorflow.ts";
import { cosine } from "../../../native-models/distances/cosine.ts";
import { euclidean } from "../../../native-models/distances/euclidean.ts";
import { squaredEuclidean } from "../../../native-models/distances/squared-euclidean.ts";
import { createArcFace } from "../../../native-models/losses/arc-face.ts";
import { contrastive } from "../../../native-models/losses/contrastive.ts";
import { entropyRegulariser } from "../../../native-models/losses/entropy-regulariser.ts";
import { liftedStructure } from "../../../native-models/losses/lifted-structure.ts";
import { logisticSimilarity } from "../../../native-models/losses/logistic-similarity.ts";
import { meanDifference } from "../../../native-models/losses/mean-difference.ts";
import { meanRatio } from "../../../native-models/losses/mean-ratio.ts";
import { multiSimilarity } from "../../../native-models/losses/multi-similarity.ts";
import { createNormalisedSoftmax } from "../../../native-models/losses/normalised-softmax.ts";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createProxyNca } from "../../../native-models/losses/proxy-nca.ts";
import { supervisedContrastive } from "../../../native-models/losses/supervised-contrastive.ts";
import { triplet } from "../../../native-models/losses/triplet.ts";
import { useBackend } from "../../../native-models/tensorflow.ts";
import { agrees, labels } from "./check.ts";
import { cosineOf, euclideanOf, squared } from "./circle.ts";
import * as plain from "./plain.ts";

const installed = tensorFlowPackage();
const hasTensorFlow = installed !== null && existsSync(join(dirname(installed), "lib/napi-v8/tfjs_binding.node"));
const classes = { classes: 4, dimensions: 3, seed: 2 };

for (const backend of ["cpu", "wasm", "tensorflow"] as const) {
  const lacking = backend === "tensorflow" && !hasTensorFlow && !process.env.CI ? "TensorFlow is not here: npm run tensorflow" : false;
  describe(`on ${backend}`, { skip: lacking }, () => {
    before(() => useBackend(backend));

    test("mean difference: mean similar less mean dissimilar squared distance", () => {
      agrees(
        { loss: meanDifference(), distance: squaredEuclidean() },
        plain.overPairs(
          labels,
          squared,
          (d) => d,
          (d) => -d,
        ),
      );
    });

    test("mean ratio: mean similar over mean dissimilar squared distance", () => {
      agrees(
        { loss: meanRatio(), distance: squaredEuclidean() },
        plain.overPairs(
          labels,
          squared,
          (d) => d,
          (d) => d,
          (positive, negative) => positive / negative,
        ),
      );
    });

    test("contrastive, on two distances", () => {
      for (const [distance, of] of [[euclidean(), euclideanOf] as const, [cosine(), cosineOf] as const])
        agrees(
          { loss: contrastive({ margin: 1.1 }), distance },
          plain.overPairs(
            labels,
            of,
            (d) => d ** 2 / 2,
            (d) => Math.max(0, 1.1 - d) ** 2 / 2,
          ),
        );
    });

    test("logistic similarity", () => {
      const probability = (d: number): number => 1 / (1 + Math.exp(3 * (d - 0.7)));
      agrees(
        { loss: logisticSimilarity({ threshold: 0.7, scale: 3 }) },
        plain.overPairs(
          labels,
          cosineOf,
          (d) => -Math.log(probability(d)),
          (d) => -Math.log(1 - probability(d)),
        ),
      );
    });

    test("triplet", () => {
      agrees({ loss: triplet({ margin: 0.3 }), distance: squaredEuclidean() }, plain.tripletLoss(labels, 0.3));
    });

    test("lifted structure", () => {
      agrees({ loss: liftedStructure({ margin: 1 }), distance: euclidean() }, plain.liftedLoss(labels, 1));
    });

    test("multi-similarity", () => {
      agrees({ loss: multiSimilarity({ alpha: 2, beta: 10, threshold: 0.4 }) }, plain.multiSimilarityLoss(labels, 2, 10, 0.6));
    });

    test("NT-Xent", () => {
      agrees({ loss: ntXent({ temperature: 0.2 }) }, plain.ntXentLoss(labels, 0.2));
    });

    test("supervised contrastive", () => {
      agrees({ loss: supervisedContrastive({ temperature: 0.2 }) }, plain.supervisedLoss(labels, 0.2));
    });

    test("normalised softmax", () => {
      agrees({ loss: createNormalisedSoftmax({ ...classes, temperature: 0.2 }) }, plain.softmaxLoss(labels, 0.2));
    });

    test("proxy-NCA", () => {
      agrees({ loss: createProxyNca(classes), distance: squaredEuclidean() }, plain.proxyLoss(labels));
    });

    test("ArcFace, with angles on both sides of pi", () => {
      for (const margin of [0.5, 1.5])
        agrees({ loss: createArcFace({ ...classes, scale: 4, margin }) }, plain.arcFaceLoss(labels, 4, margin));
    });

    test("the entropy regulariser, the same by every distance for rows of unit length", () => {
      agrees({ loss: entropyRegulariser(), distance: euclidean() }, plain.entropyLoss(labels, euclideanOf));
      agrees({ loss: entropyRegulariser(), distance: squaredEuclidean() }, plain.entropyLoss(labels, euclideanOf));
      agrees(
        { loss: entropyRegulariser(), distance: cosine() },
        plain.entropyLoss(labels, (a, b) => Math.sqrt(2 * cosineOf(a, b))),
      );
    });
  });
}

test("with CI set nothing here is skipped", () => {
  assert.ok(!process.env.CI || hasTensorFlow, "TensorFlow is not here: npm run tensorflow");
});
