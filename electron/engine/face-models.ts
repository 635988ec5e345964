/** Where faces come from: the models' finder, loaded when it is first needed, or what a test puts in its place. */
import { LikenessError } from "../contract.ts";
import { createFaceFinder, type FaceFinder, faceRecipe } from "./faces/face-finder.ts";
import type { Recipe } from "./photo.ts";

export interface FaceModels {
  /** Without starting anything. @throws Error where the weights are missing. */
  recipe(): Recipe;
  start(threads: number): Promise<FaceFinder>;
}

export const shippedFaceModels: FaceModels = { recipe: faceRecipe, start: (threads) => createFaceFinder({ threads }) };

export interface LoadedFaceModels {
  /** null where the models cannot be had. */
  recipe(): Recipe | null;
  /** Why they cannot be had and what to do; null where they can. */
  unavailable(): string | null;
  /** @throws LikenessError "unsupported" where they do not load. */
  finder(): Promise<FaceFinder>;
  dispose(): Promise<void>;
}

export function loadFaceModels(models: FaceModels, threads: number): LoadedFaceModels {
  let known: { readonly recipe: Recipe | null; readonly unavailable: string | null } | null = null;
  let finder: Promise<FaceFinder> | null = null;

  function look() {
    if (known === null || known.recipe === null) {
      try {
        known = { recipe: models.recipe(), unavailable: null };
      } catch (error) {
        known = { recipe: null, unavailable: error instanceof Error ? error.message : String(error) };
      }
    }
    return known;
  }

  return {
    recipe: () => look().recipe,
    unavailable: () => look().unavailable,
    finder() {
      finder ??= models.start(threads).catch((cause) => {
        finder = null;
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new LikenessError("unsupported", `The face models do not load on this computer (${why}).`, { cause });
      });
      return finder;
    },
    async dispose() {
      await (await finder?.catch(() => null))?.dispose();
      finder = null;
    },
  };
}
