/** Pixels come in, the faces in them go out: where they are, how good they are, and the vector that says whose they are. */
import { faceModelsHash, loadFaceModels } from "../../../native-models/faces/face-models.ts";
import { embeddingNumbers } from "../../../native-models/faces/face-recognition.ts";
import type { FoundFace, Pixels, Recipe } from "../photo.ts";
import { createThreads } from "../threads.ts";
import { checkPixels } from "./picture.ts";
import type { FaceWorkerSetup } from "./worker.ts";

/** Long side in pixels of the pictures to hand in: faces of a thirtieth of it are mostly still found. */
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

/** Raise it with every change of what happens between pixels and embedding. */
const stepsVersion = 4;

/** The recipe that a finder made now has, without starting one. @throws Error where the weights are missing. */
export function faceRecipe(): Recipe {
  return `faces-${stepsVersion}-${faceModelsHash()}` as Recipe;
}

/** @throws Error where the weights are missing or damaged, or ONNX Runtime does not load. */
export async function createFaceFinder({ threads }: FaceFinderOptions): Promise<FaceFinder> {
  const recipe = faceRecipe();
  const { detector, mesh, embedder } = loadFaceModels();
  const setup: FaceWorkerSetup = { models: { detector: shared(detector), mesh: shared(mesh), embedder: shared(embedder) } };
  const file = new URL("./worker.ts", import.meta.url);
  const pool = await createThreads<Pixels, readonly FoundFace[]>({ file, setup, count: threads, name: "The face finder" });
  return {
    recipe,
    dimensions: embeddingNumbers,
    async find({ width, height, data }) {
      checkPixels({ width, height, data });
      return pool.ask({ width, height, data });
    },
    dispose: pool.dispose,
  };
}

function shared(model: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(model.byteLength);
  new Uint8Array(memory).set(model);
  return memory;
}
