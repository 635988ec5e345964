/** The three models and one picture's pixels come in, its faces go out: found, looked at closely, measured and embedded. */
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import type { FaceLandmarks, FacePoint, FoundFace, Pixels } from "../photo.ts";
import { detect } from "./detect.ts";
import { cropSquare, embedFace } from "./embed.ts";
import { eyeOpennessOf, type Landmarks, landmarksOf, mouthOpennessOf, poseOf } from "./landmarks.ts";
import { type MeshedFace, type MeshPoint, meshFaces } from "./mesh.ts";
import type { Box } from "./overlap.ts";
import { createPicture, type Picture } from "./picture.ts";
import { isClusterable, qualityOf, sharpnessOf } from "./quality.ts";

export interface FaceInferences {
  readonly detector: Inference;
  readonly mesh: Inference;
  readonly embedder: Inference;
}

/** Of checked pixels; the largest face first. */
export async function lookForFaces(pixels: Pixels, { detector, mesh, embedder }: FaceInferences): Promise<FoundFace[]> {
  const picture = createPicture(pixels);
  const meshed = await meshFaces(picture, await detect(picture, detector), mesh);
  const faces: FoundFace[] = [];
  for (const face of meshed) faces.push(await describe(picture, face, embedder));
  return faces.sort((one, other) => other.sizePixels - one.sizePixels);
}

async function describe(picture: Picture, face: MeshedFace, embedder: Inference): Promise<FoundFace> {
  const { points, box, detectorScore, meshScore } = face;
  const landmarks = landmarksOf(points);
  const square = cropSquare(landmarks);
  const pose = poseOf(points);
  const sizePixels = Math.max(box.right - box.left, box.bottom - box.top);
  const judged = { sizePixels, sharpness: sharpnessOf(picture, square), pose, meshScore };
  return {
    ...pose,
    box: shareOf(picture, box),
    detectorScore,
    meshScore,
    landmarks: sharesOf(picture, landmarks),
    eyeOpenness: eyeOpennessOf(points),
    mouthOpenness: mouthOpennessOf(points),
    sizePixels,
    sharpness: judged.sharpness,
    quality: qualityOf(judged),
    embedding: await embedFace(picture, square, embedder),
    clusterable: isClusterable(judged),
  };
}

function shareOf({ width, height }: Picture, box: Box): FoundFace["box"] {
  const [left, right] = [clamped(box.left / width), clamped(box.right / width)];
  const [top, bottom] = [clamped(box.top / height), clamped(box.bottom / height)];
  return [left, top, right - left, bottom - top];
}

function sharesOf({ width, height }: Picture, landmarks: Landmarks): FaceLandmarks {
  const share = ([x, y]: MeshPoint): FacePoint => [clamped(x / width), clamped(y / height)];
  return {
    leftEye: share(landmarks.leftEye),
    rightEye: share(landmarks.rightEye),
    noseTip: share(landmarks.noseTip),
    mouth: share(landmarks.mouth),
    leftMouthCorner: share(landmarks.leftMouthCorner),
    rightMouthCorner: share(landmarks.rightMouthCorner),
    chin: share(landmarks.chin),
  };
}

const clamped = (value: number): number => Math.min(1, Math.max(0, value));
