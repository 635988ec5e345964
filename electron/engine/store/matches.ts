/** Matches of contents go in by recipe, best first they come out; only those of files that are present. */
import type { ContentId, Match, Recipe } from "../photo.ts";

export interface Matches {
  /** Present contents that were not yet matched under this recipe. */
  unmatched(recipe: Recipe): readonly ContentId[];
  /**
   * Replaces every match of these contents and marks them as matched. Each match has at least one of `contents` in it.
   * A pair comes back in the order (a, b) in which it was given, once, whichever way round it is given again.
   */
  replace(recipe: Recipe, contents: readonly ContentId[], matches: readonly Match[]): void;
  /** Of at least this probability, best first. */
  above(recipe: Recipe, minProbability: number): Match[];
  /** Of one content, best first. */
  of(recipe: Recipe, content: ContentId): Match[];
  between(recipe: Recipe, one: ContentId, other: ContentId): Match | null;
}
