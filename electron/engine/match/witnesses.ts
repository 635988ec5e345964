/** A candidate pair and how it aligns come in; the numbers that the fitted models look at go out, larger always for a copy. */
import type { AlignmentEvidence } from "../photo.ts";
import type { CandidateMatch } from "./candidate.ts";
import { shares } from "./relation.ts";

/** Share of the crowding that is taken off a similarity. */
const crowdShare = 0.6;

/** For: do the two show one picture, by hashes and descriptors alone? */
export const cheapNames = ["similarity", "standing", "difference", "dct"] as const;
export type CheapWitnesses = Readonly<Record<(typeof cheapNames)[number], number>>;

/** For: do the two show one scene, aligned or not? */
export const sceneNames = [...cheapNames, "inliers", "agreement", "coarseAgreement", "support", "coarseSupport"] as const;
export type SceneWitnesses = Readonly<Record<(typeof sceneNames)[number], number>>;

/** For: given that they show one scene and align, is it one exposure? */
export const exposureNames = [
  "agreement",
  "coarseAgreement",
  "inlierShare",
  "fidelity",
  "coarseFidelity",
  "exactness",
  "coarseExactness",
  "steadiness",
  "stillness",
  "clearness",
  "coarseClearness",
  "explainedDrift",
  "containment",
] as const;
export type ExposureWitnesses = Readonly<Record<(typeof exposureNames)[number], number>>;

type CheapEvidence = Pick<CandidateMatch, "similarity" | "crowding" | "differenceBits" | "dctBits">;

export const cheapWitnesses = ({ similarity, crowding, differenceBits, dctBits }: CheapEvidence): CheapWitnesses => ({
  similarity,
  /** How far the pair stands out of the crowd around both. */
  standing: similarity - crowdShare * crowding,
  difference: 1 - differenceBits / 128,
  dct: 1 - dctBits / 32,
});

/** `alignment` null: the two do not align, and nothing of it speaks for them. */
export const sceneWitnesses = (candidate: CheapEvidence, alignment: AlignmentEvidence | null): SceneWitnesses => ({
  ...cheapWitnesses(candidate),
  inliers: Math.log2(1 + (alignment?.inliers ?? 0)),
  agreement: alignment?.agreement ?? 0,
  coarseAgreement: alignment?.coarseAgreement ?? 0,
  support: alignment ? Math.log2(1 + alignment.agreement * alignment.patches) : 0,
  coarseSupport: alignment ? Math.log2(1 + alignment.coarseAgreement * alignment.patches) : 0,
});

/** -ln of how far a correlation is from 1: a clean copy and a second exposure differ there, at .999 and .97. */
const fidelityOf = (correlation: number): number => -Math.log(1.003 - Math.max(0, Math.min(1, correlation)));

export const exposureWitnesses = (alignment: AlignmentEvidence): ExposureWitnesses => ({
  agreement: alignment.agreement,
  coarseAgreement: alignment.coarseAgreement,
  inlierShare: alignment.inliers / Math.max(1, alignment.matches),
  fidelity: fidelityOf(alignment.correlation),
  coarseFidelity: fidelityOf(alignment.coarseCorrelation),
  /** A copy's patches agree, or something lies over them; those of another exposure nearly agree. */
  exactness: alignment.agreement + alignment.covered - 1,
  coarseExactness: alignment.coarseAgreement + alignment.coarseCovered - 1,
  /** How little the agreeing patches lie beside their places: a copy's lie in place, however many are covered. */
  steadiness: -Math.log(0.02 + alignment.residualDriftPixels),
  /** Drift alone comes of blur and small sizes, patches that disagree alone of covers; both together of a second exposure. */
  stillness: -Math.log(0.003 + alignment.residualDriftPixels * (1 - alignment.coarseAgreement)),
  /** How little is seen otherwise: blur and small sizes leave no patch that shows something else, what moves does. */
  clearness: -Math.log(0.01 + alignment.covered),
  coarseClearness: -Math.log(0.01 + alignment.coarseCovered),
  /** Noise and blur make patches seem to drift as far as they spoil the correlation, and no farther: motion drifts at full correlation. */
  explainedDrift: -alignment.residualDriftPixels / Math.sqrt(1.001 - Math.min(1, alignment.correlation)),
  /** A copy mostly shows all of the other or lies within it; two shots of a moving camera each show something of their own. */
  containment: Math.max(...shares(alignment)),
});
