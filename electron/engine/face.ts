/** The nouns of faces that the stages hand to each other. */

/** x and y, 0..1 of the upright picture's width and height. */
export type FacePoint = readonly [number, number];

/** Left and right are the picture's, not the person's: leftEye is the one further to the left in an upright face. */
export interface FaceLandmarks {
  readonly leftEye: FacePoint;
  readonly rightEye: FacePoint;
  readonly noseTip: FacePoint;
  readonly mouth: FacePoint;
  readonly leftMouthCorner: FacePoint;
  readonly rightMouthCorner: FacePoint;
  readonly chin: FacePoint;
}

/** One face in one photo. */
export interface FoundFace {
  /** x, y, width, height; 0..1 of the upright picture, cut at its edges: around the face from hairline to chin. */
  readonly box: readonly [number, number, number, number];
  /** 0..1: what the detector says. */
  readonly detectorScore: number;
  /** 0..1: what the face mesh, which looks closer, says. */
  readonly meshScore: number;
  readonly landmarks: FaceLandmarks;
  /** Degrees, 0 upright and frontal. Roll: clockwise as seen. Yaw: turned to the picture's right. Pitch: looking up. Yaw and pitch are estimates. */
  readonly rollDegrees: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  /** Gap between the lids over the eye's width, [leftEye, rightEye]: about 0.1 shut, 0.3 open. */
  readonly eyeOpenness: readonly [number, number];
  /** Gap between the lips over the mouth's width: about 0 shut. */
  readonly mouthOpenness: number;
  /** Side of the face, in pixels of the picture that was looked at. */
  readonly sizePixels: number;
  /** 0..1: how much fine structure the face has beside what a sharp face of its size has. */
  readonly sharpness: number;
  /** 0..1, from size, sharpness, pose and scores: how much its embedding can be trusted. */
  readonly quality: number;
  /** float32 [128], unit length: two faces of one person have a cosine near 1. */
  readonly embedding: Float32Array;
  /** false: too small, too blurred or too far in profile to say whose it is. Shown, never clustered. */
  readonly clusterable: boolean;
}

/** What the clear faces of one photo look like together. */
export interface FacesLook {
  readonly count: number;
  /** With both eyes open. */
  readonly eyesOpen: number;
  /** Mean over the faces, 0..1. */
  readonly sharpness: number;
}
