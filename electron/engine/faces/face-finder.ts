/** Pixels come in, the faces in them go out: where they are, how good they are, and the vector that says whose they are. */
import type { FoundFace, Pixels, Recipe } from "../photo.ts";

/** Long side in pixels of the pictures to hand in: faces of a fiftieth of it are still found. */
export const facePictureSize = 1280;

export interface FaceFinder {
  /** Weights and every step of the way, hashed: embeddings of different recipes do not compare. */
  readonly recipe: Recipe;
  /** Numbers in an embedding. */
  readonly dimensions: number;
  /**
   * The largest face first. Calls run beside each other on the finder's threads.
   * @throws LikenessError "internal" where pixels and their size do not agree, or a thread died.
   */
  find(pixels: Pixels): Promise<readonly FoundFace[]>;
  /** Ends the threads; what is under way is rejected. */
  dispose(): Promise<void>;
}

export interface FaceFinderOptions {
  /** Worker threads, each with sessions of its own, at least 1. */
  readonly threads: number;
}

/** The recipe that a finder made now has, without starting one. @throws Error where the weights are missing. */
export function faceRecipe(): Recipe {
  throw new Error("The face models are not in place yet.");
}

/** @throws Error where the weights are missing or damaged, or ONNX Runtime does not load. */
export async function createFaceFinder(_options: FaceFinderOptions): Promise<FaceFinder> {
  throw new Error("The face models are not in place yet.");
}
