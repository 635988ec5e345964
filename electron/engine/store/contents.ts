/** Photos by the hash of their bytes: facts go in once, wherever files with those bytes lie. */
import type { FilePath } from "../../contract.ts";
import type { ContentId, PhotoFacts, Recipe } from "../photo.ts";

export interface NewContent {
  /** 32 bytes: SHA-256 of the file. */
  readonly hash: Uint8Array;
  readonly sizeBytes: number;
  readonly facts: PhotoFacts;
  /** "#rrggbb" */
  readonly meanColour: string;
  readonly sharpness: number;
}

/** The recipes that a content's derived data must be of. */
export interface DerivedRecipes {
  readonly fingerprint: Recipe;
  readonly embedding: Recipe;
}

export interface Contents {
  /** null where no file with these bytes was ever read. */
  find(hash: Uint8Array): ContentId | null;
  /** Keeps the facts; those of a known content are replaced. */
  put(content: NewContent): ContentId;
  /** 32 bytes. */
  hashOf(content: ContentId): Uint8Array;
  /** Present contents without a fingerprint or embedding of these recipes, each with one file that holds it. */
  lacking(recipes: DerivedRecipes): readonly { readonly content: ContentId; readonly path: FilePath }[];
}
