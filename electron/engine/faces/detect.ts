/** A picture comes in, the boxes in which the detector sees faces go out, each with how it is turned. */
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
/** Less than a face, enough for a closer look. */
const hintScore = 0.3;
const mostOverlap = 0.3;
const { inputSize } = blazeFace;
/** Long sides in which every picture is seen. What the network was made for finds faces from a tenth of it on, the longer one from a twentieth. */
const usualLengths = [inputSize, 1.6 * inputSize];
/**
 * Where one face is small there are often more, and smaller ones, and where nothing is found a small one may have been overlooked: then the
 * picture is looked at once more, at a price.
 */
const closeLength = 800;
/** A small face, of the long side. */
const smallShare = 0.1;
/** Less than this more is not worth a look. */
const leastGain = 1.2;
/** Anchors of the coarse grid lie so far apart: no side may have less or anything in between. */
const stride = inputSize / Math.min(...anchorGrids.map(({ side }) => side));

/** The whole picture in columns and rows of what the network sees; black beyond its edges. */
export interface DetectorView {
  readonly square: Square;
  readonly columns: number;
  readonly rows: number;
}

export async function detect(picture: Picture, detector: Inference): Promise<Detection[]> {
  const long = Math.max(picture.width, picture.height);
  const look = (length: number): Promise<Detection[]> => detectIn(viewOf(picture, length), picture, detector);
  const best = (found: readonly Detection[]): Detection[] =>
    withoutOverlaps(
      found.filter(({ score }) => score >= leastScore),
      ({ score }) => score,
      mostOverlap,
    );
  // A picture that would have to be enlarged has nothing more to show.
  const lengths = usualLengths.filter((length, index) => index === 0 || length <= long);
  const seen: Detection[] = [];
  for (const length of lengths) seen.push(...(await look(length)));
  const certain = best(seen);
  const close = Math.min(closeLength, long);
  const worthwhile = close >= leastGain * (lengths.at(-1) ?? 0);
  const isSmall = ({ box }: Detection): boolean => box.right - box.left < smallShare * long;
  if (!worthwhile || !(certain.length > 0 ? certain : seen).some(isSmall)) return certain;
  return best([...seen, ...(await look(close))]);
}

/** The whole picture, its long side `length`, filled up to a multiple of the stride. */
export function viewOf({ width, height }: Pick<Picture, "width" | "height">, length: number): DetectorView {
  const step = Math.max(width, height) / length;
  const columns = stride * Math.ceil(width / step / stride);
  const rows = stride * Math.ceil(height / step / stride);
  return { square: { centreX: width / 2, centreY: height / 2, side: columns * step, angle: 0 }, columns, rows };
}

/** Hints too. The network is convolutions alone, so that it takes any multiple of its stride. */
async function detectIn({ square, columns, rows }: DetectorView, picture: Picture, detector: Inference): Promise<Detection[]> {
  const pixels = new Uint8Array(3 * columns * rows);
  picture.view(square, columns, pixels, 0, rows);
  const { scores, boxes } = await detector.run({ pixels: { data: pixels, shape: [1, 3, rows, columns] } });
  if (!scores || !boxes) throw new Error("The detector lacks an output.");
  const found: Detection[] = [];
  let anchor = 0;
  for (const { side, perCell } of anchorGrids) {
    const cellSize = inputSize / side;
    const across = columns / cellSize;
    for (let cell = 0; cell < (across * rows) / cellSize; cell += 1)
      for (let repeat = 0; repeat < perCell; repeat += 1, anchor += 1) {
        const score = 1 / (1 + Math.exp(-(scores[anchor] as number)));
        if (score < hintScore) continue;
        const anchorX = ((cell % across) + 0.5) * cellSize;
        const anchorY = (Math.floor(cell / across) + 0.5) * cellSize;
        const numbers = boxes.subarray(anchor * anchorNumbers, (anchor + 1) * anchorNumbers);
        const point = (index: number) =>
          fromView(square, columns, anchorX + (numbers[index] as number), anchorY + (numbers[index + 1] as number), rows);
        const [centreX, centreY] = point(0);
        const halfWidth = ((numbers[2] as number) * square.side) / columns / 2;
        const halfHeight = ((numbers[3] as number) * square.side) / columns / 2;
        const [left, right] = [point(4), point(6)];
        found.push({
          score,
          box: { left: centreX - halfWidth, top: centreY - halfHeight, right: centreX + halfWidth, bottom: centreY + halfHeight },
          angle: Math.atan2(right[1] - left[1], right[0] - left[0]),
        });
      }
  }
  return found;
}
