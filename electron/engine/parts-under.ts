/** The stages and another embedder's weights come in; the same stages with that embedder go out, so that it can be prepared while the old one is in use. */
import { createEmbedder, type Embedder, embeddingRecipes } from "./embed/embedder.ts";
import type { SimilarityScale } from "./learn/scale.ts";
import { createMatcher, type Matcher } from "./match/matcher.ts";
import type { Parts } from "./parts.ts";
import { recipesWith } from "./recipes.ts";

export interface OtherEmbedder {
  /** null: the shipped one. */
  readonly weights: string | null;
  /** null: the shipped one's own. */
  readonly scale: SimilarityScale | null;
}

export interface PartsUnder extends Parts {
  /** Ends what was started for the other embedder; the rest is the library's own. */
  dispose(): Promise<void>;
}

export function partsUnder(parts: Parts, { weights, scale }: OtherEmbedder): PartsUnder {
  let embedder: Promise<Embedder> | null = null;
  let matcher: Promise<Matcher> | null = null;
  const recipes = recipesWith(embeddingRecipes(weights ?? undefined), scale === null ? "" : JSON.stringify(scale));
  const makeMatcher = async (): Promise<Matcher> => {
    const made = createMatcher(scale === null ? {} : { similarity: (cosine) => scale.gain * cosine + scale.offset });
    made.set(parts.store.derived.matchItems(recipes));
    return made;
  };
  return {
    ...parts,
    recipes: async () => recipes,
    embedder() {
      embedder ??= createEmbedder({ threads: Math.max(1, parts.inFlight - 1), ...(weights === null ? {} : { weights }) });
      return embedder;
    },
    matcher() {
      matcher ??= makeMatcher();
      return matcher;
    },
    async refreshMatcher() {
      (await matcher)?.dispose();
      matcher = makeMatcher();
      return matcher;
    },
    async dispose() {
      (await matcher)?.dispose();
      await (await embedder)?.dispose();
    },
  };
}
