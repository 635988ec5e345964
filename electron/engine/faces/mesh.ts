/** Boxes of likely faces come in; the points of those that are faces, in pixels of the picture, go out. */
import { faceMesh, meshPoints } from "../../../native-models/faces/face-mesh.ts";
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import type { Detection } from "./detect.ts";
import { type Box, withoutOverlaps } from "./overlap.ts";
import { fromView, type Picture, type Square } from "./picture.ts";

/** x and y in pixels of the picture; depth in the same unit, smaller nearer to the camera. */
export type MeshPoint = readonly [x: number, y: number, depth: number];

export interface MeshedFace {
  readonly detectorScore: number;
  readonly meshScore: number;
  /** 468 */
  readonly points: readonly MeshPoint[];
  /** Around the points. */
  readonly box: Box;
  /** The square that the mesh looked at. */
  readonly square: Square;
}

/** The mesh wants a quarter of the box's side around it on every side. */
const boxMargin = 1.5;
const leastScore = 0.9;
const mostOverlap = 0.3;
const { inputSize } = faceMesh;

export async function meshFaces(picture: Picture, detections: readonly Detection[], mesh: Inference): Promise<MeshedFace[]> {
  const faces: MeshedFace[] = [];
  for (const { box, angle, score } of detections) {
    const side = Math.max(box.right - box.left, box.bottom - box.top) * boxMargin;
    const square = { centreX: (box.left + box.right) / 2, centreY: (box.top + box.bottom) / 2, side, angle };
    const face = await meshOf(picture, square, score, mesh);
    if (face.meshScore >= leastScore) faces.push(face);
  }
  return withoutOverlaps(faces, ({ meshScore, detectorScore }) => meshScore + detectorScore, mostOverlap);
}

async function meshOf(picture: Picture, square: Square, detectorScore: number, mesh: Inference): Promise<MeshedFace> {
  const pixels = new Uint8Array(3 * inputSize * inputSize);
  picture.view(square, inputSize, pixels);
  const { points: numbers, face } = await mesh.run({ pixels: { data: pixels, shape: [1, 3, inputSize, inputSize] } });
  if (!numbers || !face) throw new Error("The mesh lacks an output.");
  const points = Array.from({ length: meshPoints }, (_, index): MeshPoint => {
    const [x = 0, y = 0, depth = 0] = numbers.subarray(3 * index, 3 * index + 3);
    return [...fromView(square, inputSize, x, y), (depth * square.side) / inputSize];
  });
  return { detectorScore, meshScore: face[0] ?? 0, points, box: boxAround(points), square };
}

function boxAround(points: readonly MeshPoint[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
