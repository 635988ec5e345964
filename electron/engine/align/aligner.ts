/** Working pixels of two photos come in; how one lies on the other goes out, or null where they share no picture. */
import type { AffineTransform } from "../../contract.ts";
import type { AlignmentEvidence, Pixels } from "../photo.ts";
import { compareColours } from "./colour.ts";
import { type Correspondences, correspond } from "./correspond.ts";
import { extractFeatures, type Features } from "./features.ts";
import { decodeFeatures, encodeFeatures } from "./features-codec.ts";
import { fitTransform, supportersOf } from "./fit.ts";
import { areaOf, boxOf, clippedOutline, compose, frameTransform, quarterTurnsOf, stretch } from "./geometry.ts";
import { createNearestKernel, type NearestKernel } from "./nearest-kernel.ts";
import { loadOpenCv } from "./opencv.ts";
import { type Agreement, agreementOf, pyramid } from "./overlay.ts";

/** Part of the key under which features are kept: changes whenever features made before would not fit. */
export const alignmentRecipe = "align-1";

export interface Aligner {
  /**
   * Everything that aligning needs of one photo, as bytes (about 60 KB) to keep under (content, alignmentRecipe).
   * 20 to 30 ms. Never fails: a picture without texture has no features, and still a small picture of itself.
   */
  features(pixels: Pixels): Uint8Array;
  /**
   * Lays B on A; null where no transform is found under which they agree. About 10 ms, deterministic.
   * Throws RangeError where the bytes are not features of this recipe.
   */
  align(a: Uint8Array, b: Uint8Array): AlignmentEvidence | null;
  dispose(): void;
}

interface Hypothesis {
  /** From B to A, 0..1 of both. */
  readonly transform: AffineTransform;
  readonly mirrored: boolean;
}
interface Judged extends Hypothesis {
  readonly seen: Agreement;
}

const levels = 4;
/** Hypotheses are compared, and blurred copies recognised, one level down; the verdict is taken on the finest. */
const coarse = { level: 1, patch: 6 } as const;
const fine = { level: 0, patch: 8 } as const;
/** Where this much agrees on this many patches, no other hypothesis can do better by much. */
const settled = { agreement: 0.85, patches: 24 } as const;
/** Another hypothesis must explain this many patches more than whole frame on whole frame. */
const advantage = 0.5;
const refinements = 2;
/** Below both, nothing says that the two share a picture. */
const fewestInliers = 6;
const leastAgreement = 0.12;

/** Loads OpenCV (WebAssembly, about 8 MB); one aligner a process is enough. */
export async function createAligner(): Promise<Aligner> {
  const { cv } = await loadOpenCv();
  const kernel = createNearestKernel();
  let disposed = false;
  return {
    features(pixels) {
      if (disposed) throw new Error("The aligner is disposed.");
      return encodeFeatures(extractFeatures(cv, pixels));
    },
    align: (a, b) => alignFeatures(kernel, decodeFeatures(a), decodeFeatures(b)),
    dispose() {
      disposed = true;
    },
  };
}

export function alignFeatures(kernel: NearestKernel, a: Features, b: Features): AlignmentEvidence | null {
  const [greysA, greysB] = [pyramid(a.grey, levels), pyramid(b.grey, levels)];
  const judge = (hypothesis: Hypothesis): Judged => ({
    ...hypothesis,
    seen: agreementOf(greysA, greysB, hypothesis.transform, coarse.level, coarse.patch),
  });
  const correspondences = new Map<boolean, Correspondences>();
  const matchesOf = (mirrored: boolean): Correspondences => {
    const found = correspondences.get(mirrored) ?? correspond(kernel, a.upright, mirrored ? b.mirrored : b.upright);
    correspondences.set(mirrored, found);
    return found;
  };
  let best: Judged = frames.map(judge).reduce(better);
  for (const mirrored of [false, true]) {
    if (isSettled(best)) break;
    const transform = fitTransform(matchesOf(mirrored));
    if (transform) best = better(best, judge({ transform: toUnits(transform, a, b, mirrored), mirrored }));
  }
  let exact = agreementOf(greysA, greysB, best.transform, fine.level, fine.patch);
  // Features place a crop to half a pixel or so; the pictures themselves place it better. Whole frames lie in place already.
  for (let round = 0; round < refinements && !frames.some(({ transform }) => transform === best.transform); round += 1) {
    const nearer = judge({ ...best, transform: compose(exact.drift.correction, best.transform) });
    const seen = agreementOf(greysA, greysB, nearer.transform, fine.level, fine.patch);
    if (seen.support <= exact.support) break;
    [best, exact] = [nearer, seen];
  }
  const matches = matchesOf(best.mirrored);
  const { inliers, spreadPixels } = supportersOf(toPixels(best, a, b), matches);
  if (inliers < fewestInliers && best.seen.agreement < leastAgreement) return null;
  const { agreement, covered, correlation, patches, drift } = exact;
  const outline = clippedOutline(best.transform);
  return {
    inliers,
    mirrored: best.mirrored,
    transform: best.transform,
    cropBox: boxOf(outline),
    coverage: areaOf(outline),
    matches: matches.count,
    spreadPixels,
    agreement,
    covered,
    correlation,
    patches,
    driftPixels: drift.pixels,
    residualDriftPixels: drift.residualPixels,
    coarseAgreement: best.seen.agreement,
    coarseCovered: best.seen.covered,
    coarseCorrelation: best.seen.correlation,
    quarterTurns: quarterTurnsOf(best.transform),
    ...compareColours(a.colours, b.colours, best.transform),
  };
}

const isSettled = ({ seen }: Judged): boolean => seen.agreement >= settled.agreement && seen.patches >= settled.patches;
/** A crop has fewer patches, but nearly all of them agree, where whole frames may agree in much sky by chance. */
const better = (one: Judged, other: Judged): Judged => {
  if (isSettled(one) !== isSettled(other)) return isSettled(one) ? one : other;
  return other.seen.support > one.seen.support + advantage ? other : one;
};

/** Whole frame on whole frame, in the eight orientations: holds however blurred or dark a copy is. */
const frames: readonly Hypothesis[] = [false, true].flatMap((mirrored) =>
  [0, 1, 2, 3].map((quarterTurns) => ({ transform: frameTransform(quarterTurns, mirrored), mirrored })),
);

/** From pixels of B's features (of its mirrored picture where `mirrored`) to A's, into 0..1 of B and A. */
function toUnits(transform: AffineTransform, a: Features, b: Features, mirrored: boolean): AffineTransform {
  const units = compose(stretch(1 / a.width, 1 / a.height), compose(transform, stretch(b.width, b.height)));
  return mirrored ? compose(units, frameTransform(0, true)) : units;
}

function toPixels({ transform, mirrored }: Hypothesis, a: Features, b: Features): AffineTransform {
  const units = mirrored ? compose(transform, frameTransform(0, true)) : transform;
  return compose(stretch(a.width, a.height), compose(units, stretch(1 / b.width, 1 / b.height)));
}
