/** Where the fitted curves may bend, for each witness of a match: finer where strangers, exposures and copies meet. */
import type { cheapNames, exposureNames, sceneNames } from "../electron/engine/match/witnesses.ts";

type Name = (typeof cheapNames | typeof sceneNames | typeof exposureNames)[number];

const shares = [0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95, 1];
const doublings = [0, 1.5, 3, 4, 5, 6, 7, 8.5];
const nearOne = [1.6, 2.3, 2.9, 3.4, 3.8, 4.3, 4.8, 5.8];
const lacking = [-0.5, -0.3, -0.2, -0.15, -0.1, -0.06, -0.03, 0];

const clear = [1.5, 2, 2.5, 3, 3.4, 3.8, 4.2, 4.6];

export const matchKnots: Readonly<Record<Name, readonly number[]>> = {
  similarity: [0.2, 0.35, 0.5, 0.65, 0.8, 0.95],
  standing: [0.05, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7],
  difference: [-0.05, 0.1, 0.25, 0.4, 0.6, 0.8, 0.97],
  dct: [0, 0.2, 0.4, 0.6, 0.8, 1],
  inliers: [0, 2, 3, 3.6, 4.3, 5, 6, 7.5],
  agreement: shares,
  coarseAgreement: shares,
  support: doublings,
  coarseSupport: doublings,
  inlierShare: [0, 0.1, 0.2, 0.35, 0.5, 0.7],
  fidelity: nearOne,
  coarseFidelity: nearOne,
  exactness: lacking,
  coarseExactness: lacking,
  steadiness: [0.6, 1.3, 1.8, 2.1, 2.4, 2.7, 3.1, 3.6],
  explainedDrift: [-2, -1.5, -1.2, -1, -0.85, -0.7, -0.55, -0.4, -0.2],
  containment: [0.3, 0.5, 0.65, 0.8, 0.9, 0.97, 1],
  clearness: clear,
  coarseClearness: clear,
  stillness: [2.3, 2.9, 3.4, 3.8, 4.3, 4.8, 5.3, 5.8],
};
