/** Working pixels of two photos come in; how one lies on the other goes out, or null where they share no picture. */
import type { AffineTransform } from "../../contract.ts";
import type { AlignmentEvidence, Pixels } from "../photo.ts";
import { compareColours } from "./colour.ts";
import { correspond } from "./correspond.ts";
import { decodeFeatures, encodeFeatures, extractFeatures, type Features, type Grey } from "./features.ts";
import { type Fit, fitTransform } from "./fit.ts";
import { areaOf, boxOf, clippedOutline, compose, frameTransform, quarterTurnsOf, stretch } from "./geometry.ts";
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
  readonly matches: number;
  readonly fit: Fit | null;
}

const levels = 4;
/** Hypotheses are compared, and blurred copies recognised, one level down; the verdict is taken on the finest. */
const coarse = { level: 1, patch: 6 } as const;
const fine = { level: 0, patch: 8 } as const;
/** Below both, nothing says that the two share a picture. */
const fewestInliers = 6;
const leastAgreement = 0.12;

/** Loads OpenCV (WebAssembly, about 8 MB); one aligner a process is enough. */
export async function createAligner(): Promise<Aligner> {
  const { cv } = await loadOpenCv();
  let disposed = false;
  return {
    features(pixels) {
      if (disposed) throw new Error("The aligner is disposed.");
      return encodeFeatures(extractFeatures(cv, pixels));
    },
    align: (a, b) => alignFeatures(decodeFeatures(a), decodeFeatures(b)),
    dispose() {
      disposed = true;
    },
  };
}

export function alignFeatures(a: Features, b: Features): AlignmentEvidence | null {
  const [greysA, greysB] = [pyramid(a.grey, levels), pyramid(b.grey, levels)];
  const judge = (hypothesis: Hypothesis): { hypothesis: Hypothesis; seen: Agreement } => ({
    hypothesis,
    seen: agreementOf(greysA, greysB, hypothesis.transform, coarse.level, coarse.patch),
  });
  const judged = [...fromFrames(), ...fromFeatures(a, b)].map(judge);
  const best = judged.reduce((one, other) => (other.seen.support > one.seen.support + 0.5 ? other : one));
  return evidenceOf(a, b, greysA, greysB, best.hypothesis, best.seen);
}

/** Whole frame on whole frame, in the eight orientations: holds however blurred or dark a copy is. */
function fromFrames(): Hypothesis[] {
  return [false, true].flatMap((mirrored) =>
    [0, 1, 2, 3].map((quarterTurns) => ({ transform: frameTransform(quarterTurns, mirrored), mirrored, matches: 0, fit: null })),
  );
}

function fromFeatures(a: Features, b: Features): Hypothesis[] {
  return [false, true].flatMap((mirrored) => {
    const found = correspond(a.upright, mirrored ? b.mirrored : b.upright);
    const fit = fitTransform(found);
    if (!fit) return [];
    const pixels = compose(stretch(1 / a.width, 1 / a.height), compose(fit.transform, stretch(b.width, b.height)));
    const transform = mirrored ? compose(pixels, frameTransform(0, true)) : pixels;
    return [{ transform, mirrored, matches: found.count, fit }];
  });
}

function evidenceOf(
  a: Features,
  b: Features,
  greysA: readonly Grey[],
  greysB: readonly Grey[],
  { transform, mirrored, matches, fit }: Hypothesis,
  seen: Agreement,
): AlignmentEvidence | null {
  const inliers = fit?.inliers ?? 0;
  if (inliers < fewestInliers && seen.agreement < leastAgreement) return null;
  const { agreement, correlation, patches } = agreementOf(greysA, greysB, transform, fine.level, fine.patch);
  const outline = clippedOutline(transform);
  return {
    inliers,
    mirrored,
    transform,
    cropBox: boxOf(outline),
    coverage: areaOf(outline),
    matches,
    spreadPixels: fit?.spreadPixels ?? 0,
    agreement,
    correlation,
    patches,
    coarseAgreement: seen.agreement,
    coarseCorrelation: seen.correlation,
    quarterTurns: quarterTurnsOf(transform),
    ...compareColours(a.colours, b.colours, transform),
  };
}
