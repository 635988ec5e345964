/** A candidate pair and how it aligns come in; the numbers that the fitted models look at go out, larger always for a copy. */
import type { AlignmentEvidence } from "../photo.ts";
import type { CandidateMatch } from "./candidate.ts";

/** Share of the crowding that is taken off a similarity. */
const crowdShare = 0.6;

export const cheapNames = ["similarity", "standing", "difference", "dct"] as const;
export type CheapWitnesses = Readonly<Record<(typeof cheapNames)[number], number>>;

export const alignedNames = [
  ...cheapNames,
  "inliers",
  "inlierShare",
  "agreement",
  "coarseAgreement",
  "fidelity",
  "coarseFidelity",
  "support",
  "coarseSupport",
  "exactness",
  "coarseExactness",
] as const;
export type AlignedWitnesses = Readonly<Record<(typeof alignedNames)[number], number>>;

export const momentNames = ["similarity", "standing", "inliers", "coarseAgreement", "coarseSupport", "coverage"] as const;
export type MomentWitnesses = Readonly<Record<(typeof momentNames)[number], number>>;

/** What hashes and descriptors say. */
export const cheapWitnesses = (
  candidate: Pick<CandidateMatch, "similarity" | "crowding" | "differenceBits" | "dctBits">,
): CheapWitnesses => ({
  similarity: candidate.similarity,
  /** How far the pair stands out of the crowd around both. */
  standing: candidate.similarity - crowdShare * candidate.crowding,
  difference: 1 - candidate.differenceBits / 128,
  dct: 1 - candidate.dctBits / 32,
});

/** -ln of how far a correlation is from 1: a clean copy and a second exposure differ there, at .999 and .97. */
const fidelityOf = (correlation: number): number => -Math.log(1.003 - Math.max(0, Math.min(1, correlation)));

/** The same, and what the overlay says; all of it 0 where the two do not align. */
export function alignedWitnesses(candidate: CandidateMatch, alignment: AlignmentEvidence | null): AlignedWitnesses {
  const cheap = cheapWitnesses(candidate);
  if (!alignment) {
    const nothing = Object.fromEntries(alignedNames.map((name) => [name, 0])) as unknown as AlignedWitnesses;
    return { ...nothing, ...cheap, exactness: -1, coarseExactness: -1 };
  }
  const { inliers, matches, agreement, covered, correlation, patches, coarseAgreement, coarseCovered, coarseCorrelation } = alignment;
  return {
    ...cheap,
    inliers: Math.log2(1 + inliers),
    inlierShare: inliers / Math.max(1, matches),
    agreement,
    coarseAgreement,
    fidelity: fidelityOf(correlation),
    coarseFidelity: fidelityOf(coarseCorrelation),
    support: Math.log2(1 + agreement * patches),
    coarseSupport: Math.log2(1 + coarseAgreement * patches),
    /** A copy's patches agree, or something lies over them; those of another exposure nearly agree. */
    exactness: agreement + covered - 1,
    coarseExactness: coarseAgreement + coarseCovered - 1,
  };
}

export function momentWitnesses(candidate: CandidateMatch, alignment: AlignmentEvidence | null): MomentWitnesses {
  const { similarity, standing, inliers, coarseAgreement, coarseSupport } = alignedWitnesses(candidate, alignment);
  return { similarity, standing, inliers, coarseAgreement, coarseSupport, coverage: alignment?.coverage ?? 0 };
}
