/** One picture and the three networks come in, the faces in it go out: detected, looked at closely, judged, embedded. */
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import type { FaceLandmarks, FacePoint, FoundFace, Pixels } from "../photo.ts";
import { detect } from "./detect.ts";
import { cropSquare, embedFace } from "./embed.ts";
import { judge } from "./judge.ts";
import { eyeOpennessOf, type Landmarks, landmarksOf, mouthOpennessOf, poseOf } from "./landmarks.ts";
import { type MeshedFace, type MeshPoint, meshFaces } from "./mesh.ts";
import { createPicture, type Picture } from "./picture.ts";

export interface FaceSessions {
  readonly detector: Inference;
  readonly mesh: Inference;
  readonly embedder: Inference;
}

/** The largest first. @throws LikenessError "internal" where pixels and their size do not agree. */
export async function findFaces(pixels: Pixels, { detector, mesh, embedder }: FaceSessions): Promise<FoundFace[]> {
  const picture = createPicture(pixels);
  const faces: FoundFace[] = [];
  for (const face of await meshFaces(picture, await detect(picture, detector), mesh)) faces.push(await describe(picture, face, embedder));
  return faces.sort((a, b) => b.sizePixels - a.sizePixels);
}

async function describe(picture: Picture, face: MeshedFace, embedder: Inference): Promise<FoundFace> {
  const { points, meshScore, detectorScore } = face;
  const landmarks = landmarksOf(points);
  const pose = poseOf(points);
  const square = cropSquare(landmarks);
  const sizePixels = Math.max(face.box.right - face.box.left, face.box.bottom - face.box.top);
  return {
    box: boxIn(picture, face),
    detectorScore,
    meshScore,
    landmarks: landmarksIn(picture, landmarks),
    ...pose,
    eyeOpenness: eyeOpennessOf(points),
    mouthOpenness: mouthOpennessOf(points),
    sizePixels,
    ...judge(picture, { sizePixels, pose, meshScore, square }),
    embedding: (await embedFace(picture, square, embedder)).embedding,
  };
}

function boxIn({ width, height }: Picture, { box }: MeshedFace): FoundFace["box"] {
  const inside = (value: number, length: number): number => Math.min(1, Math.max(0, value / length));
  const [left, top] = [inside(box.left, width), inside(box.top, height)];
  return [left, top, inside(box.right, width) - left, inside(box.bottom, height) - top];
}

function landmarksIn({ width, height }: Picture, landmarks: Landmarks): FaceLandmarks {
  const point = ([x, y]: MeshPoint): FacePoint => [x / width, y / height];
  return {
    leftEye: point(landmarks.leftEye),
    rightEye: point(landmarks.rightEye),
    noseTip: point(landmarks.noseTip),
    mouth: point(landmarks.mouth),
    leftMouthCorner: point(landmarks.leftMouthCorner),
    rightMouthCorner: point(landmarks.rightMouthCorner),
    chin: point(landmarks.chin),
  };
}
