/** What is known of a face comes in; how sharp it is, how far its embedding can be trusted and whether it says whose face it is go out. */
import { embedderSize } from "./embed.ts";
import type { Pose } from "./landmarks.ts";
import type { Picture, Square } from "./picture.ts";
import { fineStructure } from "./sharpness.ts";

/** Fine structure of crops blurred by a Gaussian of 4 pixels, and of sharp ones: the same at every size, as it is measured on the photo's own pixels. */
const [blurredStructure, sharpStructure] = [0.15, 0.6];
/** From this side on a face gains nothing by more pixels. */
const ampleSize = 112;
/** Less than this is not clustered. */
const leastSize = 36;
const leastSharpness = 0.15;
const mostYawDegrees = 60;
const mostPitchDegrees = 50;

/** 0..1, of the face within its crop's frame. */
export function sharpnessOf(picture: Picture, square: Square): number {
  // Enlarged pixels would look blurred.
  const size = Math.max(16, Math.min(embedderSize, Math.round(square.side)));
  const plane = size * size;
  const colours = new Uint8Array(3 * plane);
  picture.view(square, size, colours);
  const grey = Float32Array.from({ length: plane }, (_, at) => {
    return ((colours[at] as number) + 2 * (colours[at + plane] as number) + (colours[at + 2 * plane] as number)) / 4;
  });
  return clamped((fineStructure(grey, size) - blurredStructure) / (sharpStructure - blurredStructure));
}

export interface Judged {
  readonly sizePixels: number;
  readonly sharpness: number;
  readonly pose: Pose;
  readonly meshScore: number;
}

/** 0..1 */
export function qualityOf({ sizePixels, sharpness, pose, meshScore }: Judged): number {
  const seen = Math.sqrt(clamped(sizePixels / ampleSize) * sharpness);
  return clamped(meshScore) * seen * cosine(pose.yawDegrees) * cosine(pose.pitchDegrees);
}

export function isClusterable({ sizePixels, sharpness, pose }: Judged): boolean {
  return (
    sizePixels >= leastSize &&
    sharpness >= leastSharpness &&
    Math.abs(pose.yawDegrees) <= mostYawDegrees &&
    Math.abs(pose.pitchDegrees) <= mostPitchDegrees
  );
}

const clamped = (value: number): number => Math.min(1, Math.max(0, value));
const cosine = (degrees: number): number => Math.max(0, Math.cos((degrees * Math.PI) / 180));
