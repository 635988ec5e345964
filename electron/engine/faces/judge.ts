/** A face's points and its place in the picture come in; how sharp it is, and how far its embedding can be trusted, go out. */
import type { Pose } from "./landmarks.ts";
import type { Picture, Square } from "./picture.ts";

export interface FaceJudgement {
  /** 0..1 */
  readonly sharpness: number;
  /** 0..1 */
  readonly quality: number;
  readonly clusterable: boolean;
}

export interface JudgedFace {
  /** Longer side of the box, in pixels of the picture. */
  readonly sizePixels: number;
  readonly pose: Pose;
  readonly meshScore: number;
  /** The upright frame around it. */
  readonly square: Square;
}

/** Smaller faces have no identity that the embedder could see; profiles show half of one. */
const leastSizePixels = 36;
const mostYawDegrees = 65;
const leastSharpness = 0.12;
/** From here on size does not limit the embedding. */
const amplePixels = 100;
/** Pixels a side at which structure is measured: never enlarged, since enlarging adds none. */
const measuredSide = 96;
/** Fine structure, as a share of the face's own contrast, of a face out of focus and of a crisp one: decimal logarithms. */
const structure = { blurred: -2.9, crisp: -1.1 } as const;

export function judge(picture: Picture, { sizePixels, pose, meshScore, square }: JudgedFace): FaceJudgement {
  const sharpness = sharpnessOf(picture, square);
  const size = Math.min(1, sizePixels / amplePixels);
  const frontal = Math.max(0, Math.cos((pose.yawDegrees * Math.PI) / 180)) * Math.max(0, Math.cos((pose.pitchDegrees * Math.PI) / 180));
  return {
    sharpness,
    quality: Math.sqrt(size) * (0.25 + 0.75 * sharpness) * frontal * meshScore,
    clusterable: sizePixels >= leastSizePixels && sharpness >= leastSharpness && Math.abs(pose.yawDegrees) <= mostYawDegrees,
  };
}

/** Mean squared Laplacian over the variance of brightness (Pech-Pacheco et al. 2000, put beside the face's own contrast), on a logarithmic scale: 0..1. */
export function sharpnessOf(picture: Picture, square: Square): number {
  const side = Math.max(8, Math.min(measuredSide, Math.floor(square.side)));
  const pixels = new Uint8Array(3 * side * side);
  picture.view(square, side, pixels);
  const plane = side * side;
  const light = Float32Array.from({ length: plane }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + plane], pixels[at + 2 * plane]];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  let [sum, squares, laplacian, count] = [0, 0, 0, 0];
  // The frame's middle: its corners are hair and whatever stands behind.
  const margin = Math.max(1, Math.round(side * 0.2));
  for (let y = margin; y < side - margin; y += 1)
    for (let x = margin; x < side - margin; x += 1) {
      const at = y * side + x;
      const here = light[at] ?? 0;
      sum += here;
      squares += here * here;
      laplacian += ((light[at - 1] ?? 0) + (light[at + 1] ?? 0) + (light[at - side] ?? 0) + (light[at + side] ?? 0) - 4 * here) ** 2 / 16;
      count += 1;
    }
  const variance = squares / count - (sum / count) ** 2;
  const share = laplacian / count / Math.max(variance, 1);
  const { blurred, crisp } = structure;
  return Math.min(1, Math.max(0, (Math.log10(Math.max(share, 1e-9)) - blurred) / (crisp - blurred)));
}
