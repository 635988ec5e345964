/** Provisional: until the first fit. */
import type { AdditiveModel } from "../additive.ts";
import type { alignedNames, cheapNames, momentNames } from "../witnesses.ts";

const none = { knots: [0, 1], steps: [0] };
export const cheapModel: AdditiveModel<(typeof cheapNames)[number]> = { bias: -8, curves: { similarity: none, standing: { knots: [0.1, 0.6], steps: [12] }, difference: { knots: [0.3, 0.9], steps: [8] }, dct: none } };
export const alignedModel: AdditiveModel<(typeof alignedNames)[number]> = { bias: -8, curves: { similarity: none, standing: { knots: [0.1, 0.6], steps: [4] }, difference: { knots: [0.3, 0.9], steps: [3] }, dct: none, inliers: { knots: [2, 6], steps: [4] }, inlierShare: none, agreement: { knots: [0, 1], steps: [4] }, coarseAgreement: { knots: [0, 1], steps: [4] }, fidelity: none, coarseFidelity: none, support: none, coarseSupport: none, exactness: none, coarseExactness: none } };
export const momentModel: AdditiveModel<(typeof momentNames)[number]> = { bias: -4, curves: { similarity: none, standing: none, inliers: { knots: [2, 5], steps: [6] }, coarseAgreement: { knots: [0, 1], steps: [4] }, coarseSupport: none, coverage: none } };
