/** A picture comes in, the boxes in which the detector sees faces go out, with the places of their eyes. */
import { anchorGrids, anchorNumbers, blazeFace } from "../../../native-models/faces/blaze-face.ts";
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import { type Box, withoutOverlaps } from "./overlap.ts";
import { fromView, type Picture, type Square } from "./picture.ts";

export interface Detection {
  /** 0..1 */
  readonly score: number;
  /** In pixels of the picture. */
  readonly box: Box;
  /** Of the line from the left eye to the right one, as the picture shows them; clockwise, radians. */
  readonly angle: number;
}

const leastScore = 0.5;
const mostOverlap = 0.3;
const { inputSize } = blazeFace;
/** Side of a tile, of the picture's long side: two of them overlap by a fifth. */
const tileShare = 1.25 / 2;
/** A tile that the network would see enlarged shows it nothing that the whole frame does not. */
const leastTileSide = inputSize;

export async function detect(picture: Picture, detector: Inference): Promise<Detection[]> {
  const squares = squaresOf(picture);
  const pixels = new Uint8Array(squares.length * 3 * inputSize * inputSize);
  for (const [index, square] of squares.entries()) picture.view(square, inputSize, pixels, index * 3 * inputSize * inputSize);
  const { scores, boxes } = await detector.run({ pixels: { data: pixels, shape: [squares.length, 3, inputSize, inputSize] } });
  if (!scores || !boxes) throw new Error("The detector lacks an output.");
  const anchors = scores.length / squares.length;
  const found = squares.flatMap((square, index) =>
    decode(
      square,
      scores.subarray(index * anchors, (index + 1) * anchors),
      boxes.subarray(index * anchors * anchorNumbers, (index + 1) * anchors * anchorNumbers),
    ),
  );
  return withoutOverlaps(found, ({ score }) => score, mostOverlap);
}

/** The whole frame, then four tiles, or two where the picture is long. */
export function squaresOf({ width, height }: Pick<Picture, "width" | "height">): Square[] {
  const long = Math.max(width, height);
  const side = long * tileShare;
  const frame: Square = { centreX: width / 2, centreY: height / 2, side: long, angle: 0 };
  if (side < leastTileSide) return [frame];
  const centres = (length: number): number[] => (length <= side ? [length / 2] : [side / 2, length - side / 2]);
  const tiles = centres(height).flatMap((centreY) => centres(width).map((centreX) => ({ centreX, centreY, side, angle: 0 })));
  return [frame, ...tiles];
}

function decode(square: Square, scores: Float32Array, boxes: Float32Array): Detection[] {
  const found: Detection[] = [];
  let anchor = 0;
  for (const { side, perCell } of anchorGrids)
    for (let cell = 0; cell < side * side; cell += 1)
      for (let repeat = 0; repeat < perCell; repeat += 1, anchor += 1) {
        const score = 1 / (1 + Math.exp(-(scores[anchor] as number)));
        if (score < leastScore) continue;
        const anchorX = ((cell % side) + 0.5) * (inputSize / side);
        const anchorY = (Math.floor(cell / side) + 0.5) * (inputSize / side);
        const numbers = boxes.subarray(anchor * anchorNumbers, (anchor + 1) * anchorNumbers);
        const point = (index: number) =>
          fromView(square, inputSize, anchorX + (numbers[index] as number), anchorY + (numbers[index + 1] as number));
        const [centreX, centreY] = point(0);
        const halfWidth = ((numbers[2] as number) * square.side) / inputSize / 2;
        const halfHeight = ((numbers[3] as number) * square.side) / inputSize / 2;
        const [left, right] = [point(4), point(6)];
        found.push({
          score,
          box: { left: centreX - halfWidth, top: centreY - halfHeight, right: centreX + halfWidth, bottom: centreY + halfHeight },
          angle: Math.atan2(right[1] - left[1], right[0] - left[0]),
        });
      }
  return found;
}
