/** The mesh of a face comes in; its named points, its pose and how far eyes and mouth are open go out. */
import type { MeshPoint } from "./mesh.ts";

/** Left and right are the picture's. All in pixels of the picture. */
export interface Landmarks {
  readonly leftEye: MeshPoint;
  readonly rightEye: MeshPoint;
  readonly noseTip: MeshPoint;
  readonly mouth: MeshPoint;
  readonly leftMouthCorner: MeshPoint;
  readonly rightMouthCorner: MeshPoint;
  readonly chin: MeshPoint;
}

/** Degrees: see FoundFace. */
export interface Pose {
  readonly rollDegrees: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
}

/** Numbers of the mesh's points. Lids: pairs of upper and lower that lie across from each other. */
const eyes = {
  left: {
    corners: [33, 133],
    lids: [
      [160, 144],
      [159, 145],
      [158, 153],
    ],
  },
  right: {
    corners: [362, 263],
    lids: [
      [385, 380],
      [386, 374],
      [387, 373],
    ],
  },
} as const;
const mouthCorners = [61, 291] as const;
const innerMouthCorners = [78, 308] as const;
const innerLips = [13, 14] as const;
const [noseTip, forehead, chin] = [1, 10, 152] as const;
const [leftCheek, rightCheek] = [234, 454] as const;

const at = (points: readonly MeshPoint[], index: number): MeshPoint => points[index] ?? [0, 0, 0];
const middle = (a: MeshPoint, b: MeshPoint): MeshPoint => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
const distance = (a: MeshPoint, b: MeshPoint): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const degrees = (radians: number): number => (radians * 180) / Math.PI;

export function landmarksOf(points: readonly MeshPoint[]): Landmarks {
  const between = ([a, b]: readonly [number, number]): MeshPoint => middle(at(points, a), at(points, b));
  return {
    leftEye: between(eyes.left.corners),
    rightEye: between(eyes.right.corners),
    noseTip: at(points, noseTip),
    mouth: between(mouthCorners),
    leftMouthCorner: at(points, mouthCorners[0]),
    rightMouthCorner: at(points, mouthCorners[1]),
    chin: at(points, chin),
  };
}

/** Yaw from the line between the cheeks, pitch from the one between forehead and chin, each measured in the upright face. */
export function poseOf(points: readonly MeshPoint[]): Pose {
  const { leftEye, rightEye } = landmarksOf(points);
  const roll = Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]);
  const [left, right] = [at(points, leftCheek), at(points, rightCheek)];
  const [top, bottom] = [at(points, forehead), at(points, chin)];
  const along = (a: MeshPoint, b: MeshPoint, angle: number): number => (b[0] - a[0]) * Math.cos(angle) + (b[1] - a[1]) * Math.sin(angle);
  return {
    rollDegrees: degrees(roll),
    yawDegrees: degrees(Math.atan2(right[2] - left[2], along(left, right, roll))),
    pitchDegrees: degrees(Math.atan2(top[2] - bottom[2], along(top, bottom, roll + Math.PI / 2))),
  };
}

/** Mean gap between the lids over the eye's width (eye aspect ratio, Soukupová and Čech 2016, equation 1), in three dimensions. */
export function eyeOpennessOf(points: readonly MeshPoint[]): [left: number, right: number] {
  const openness = ({ corners, lids }: (typeof eyes)["left" | "right"]): number => {
    const gaps = lids.map(([upper, lower]) => distance(at(points, upper), at(points, lower)));
    const width = distance(at(points, corners[0]), at(points, corners[1]));
    return width > 0 ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / width : 0;
  };
  return [openness(eyes.left), openness(eyes.right)];
}

export function mouthOpennessOf(points: readonly MeshPoint[]): number {
  const width = distance(at(points, innerMouthCorners[0]), at(points, innerMouthCorners[1]));
  return width > 0 ? distance(at(points, innerLips[0]), at(points, innerLips[1])) / width : 0;
}
