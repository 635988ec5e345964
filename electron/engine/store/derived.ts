/** What the stages compute from a content (fingerprint, embedding, local features), keyed by content and recipe. */
import type { ContentId, Embedding, Fingerprint, MatchItem, Recipe } from "../photo.ts";
import type { DerivedRecipes } from "./contents.ts";

export interface Derived {
  hasFingerprint(content: ContentId, recipe: Recipe): boolean;
  hasEmbedding(content: ContentId, recipe: Recipe): boolean;
  putFingerprint(content: ContentId, recipe: Recipe, fingerprint: Fingerprint): void;
  putEmbedding(content: ContentId, recipe: Recipe, embedding: Embedding): void;
  fingerprint(content: ContentId, recipe: Recipe): Fingerprint | null;
  embedding(content: ContentId, recipe: Recipe): Embedding | null;
  /** Everything that matching needs of all present contents, in content order. Vectors are views on few large blocks. */
  matchItems(recipes: DerivedRecipes): MatchItem[];
  /** The scene descriptors of all present contents, in content order. */
  scenes(recipe: Recipe): { readonly content: ContentId; readonly scene: Int8Array }[];
  putFeatures(content: ContentId, recipe: Recipe, data: Uint8Array): void;
  features(content: ContentId, recipe: Recipe): Uint8Array | null;
  /** Deletes derived data and matches of all recipes but these. */
  keepOnly(recipes: readonly Recipe[]): void;
}
