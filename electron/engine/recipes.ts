/** What made each kind of derived data, as the keys under which the store keeps it. */
import { createHash } from "node:crypto";
import { alignmentRecipe } from "./align/aligner.ts";
import type { EmbeddingRecipes } from "./embed/embedder.ts";
import { fingerprintRecipe } from "./hash/fingerprint.ts";
import { matchRecipe } from "./match/matcher.ts";
import type { Recipe } from "./photo.ts";

export interface Recipes extends EmbeddingRecipes {
  readonly fingerprint: Recipe;
  readonly features: Recipe;
  /** Depends on all the others: matches are made again when any of them changes. */
  readonly match: Recipe;
}

/** @param scale names how the similarities of a learned embedder are read; "" for the shipped one, for which the matching was fitted. */
export function recipesWith({ embedding, pooled }: EmbeddingRecipes, scale = ""): Recipes {
  const fingerprint = fingerprintRecipe as Recipe;
  const features = alignmentRecipe as Recipe;
  const match = createHash("sha256")
    .update([matchRecipe, fingerprint, embedding, features, ...(scale ? [scale] : [])].join("\n"))
    .digest("hex")
    .slice(0, 16) as Recipe;
  return { fingerprint, embedding, pooled, features, match };
}
