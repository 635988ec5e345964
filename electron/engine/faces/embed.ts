/** A face's landmarks come in, the vector that says whose it is goes out. */
import { embeddingNumbers, faceRecognition } from "../../../native-models/faces/face-recognition.ts";
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import type { Landmarks } from "./landmarks.ts";
import type { Picture, Square } from "./picture.ts";

const { inputSize } = faceRecognition;
/** Pixels a side of the crop that the embedder looks at. */
export const embedderSize = inputSize;
/**
 * The network knows faces in a frame of which this share lies between the eyes and the mouth. Measured with the mesh's landmarks: .39 tells
 * people apart best, and moving the frame up or down by .03 of its side helps nothing.
 */
const eyesToMouthShare = 0.39;
/**
 * The frame's sides that are looked at, of the one above, and whether mirrored: three looks are steadier than one, and as good as six (each
 * side mirrored too).
 */
const looks = [
  { scale: 0.39 / 0.36, mirrored: false },
  { scale: 1, mirrored: true },
  { scale: 0.39 / 0.42, mirrored: false },
] as const;

/** The crop's frame in the picture, turned so that the face stands upright. */
export function cropSquare({ leftEye, rightEye, mouth }: Landmarks): Square {
  const eyesX = (leftEye[0] + rightEye[0]) / 2;
  const eyesY = (leftEye[1] + rightEye[1]) / 2;
  const side = Math.hypot(mouth[0] - eyesX, mouth[1] - eyesY) / eyesToMouthShare;
  return {
    centreX: (eyesX + mouth[0]) / 2,
    centreY: (eyesY + mouth[1]) / 2,
    side,
    angle: Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]),
  };
}

/** The mean of three looks in one run: float32 [128], unit length. */
export async function embedFace(picture: Picture, square: Square, embedder: Inference): Promise<Float32Array> {
  const length = 3 * inputSize * inputSize;
  const pixels = new Uint8Array(looks.length * length);
  for (const [index, { scale, mirrored }] of looks.entries()) {
    picture.view({ ...square, side: square.side * scale }, inputSize, pixels, index * length);
    if (mirrored) mirror(pixels.subarray(index * length, (index + 1) * length));
  }
  const { embedding } = await embedder.run({ pixels: { data: pixels, shape: [looks.length, 3, inputSize, inputSize] } });
  if (!embedding) throw new Error("The embedder lacks its output.");
  return unitMean(embedding);
}

function mirror(planes: Uint8Array): void {
  for (let from = 0; from < planes.length; from += inputSize) planes.subarray(from, from + inputSize).reverse();
}

/** float32 [rows, 128], each brought to unit length first, → float32 [128] */
function unitMean(rows: Float32Array): Float32Array {
  const sum = new Float32Array(embeddingNumbers);
  for (let from = 0; from < rows.length; from += embeddingNumbers) {
    const row = rows.subarray(from, from + embeddingNumbers);
    const length = Math.hypot(...row) || 1;
    for (const [index, value] of row.entries()) sum[index] = (sum[index] as number) + value / length;
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}
