/** Questions about photos and what they are to each other come in; answers in the contract's words go out. */
import type { Alignment, FilePath, Pair, Params } from "../contract.ts";
import { createAlign } from "./features.ts";
import type { Parts } from "./parts.ts";
import type { ContentId } from "./photo.ts";
import { pathsByContent, type Snapshot } from "./snapshot.ts";

export interface Queries {
  pairs(params: Params<"pairs">): Promise<readonly Pair[]>;
  alignment(params: Params<"alignment">): Promise<Alignment | null>;
}

export function createQueries(parts: Parts, snapshot: () => Promise<Snapshot>): Queries {
  const { store } = parts;
  return {
    async pairs({ minProbability }) {
      const { photos, matches } = await snapshot();
      const paths = pathsByContent(photos);
      const identical = [...paths.values()].flatMap((same) => pairsAmong(same));
      const matched = matches.filter(({ probability }) => probability >= minProbability).flatMap((match) => pairsOf(match, paths));
      return [...identical, ...matched].sort((one, other) => other.probability - one.probability);
    },

    async alignment({ a, b }) {
      const align = await createAlign(parts);
      const evidence = await align(store.photos.stored(a).content, store.photos.stored(b).content);
      if (!evidence) return null;
      const { inliers, mirrored, transform, cropBox, coverage } = evidence;
      return { inliers, mirrored, transform, cropBox, coverage };
    },
  };
}

function pairsAmong(paths: readonly FilePath[]): Pair[] {
  return paths.flatMap((a, index) => paths.slice(index + 1).map((b): Pair => ({ a, b, relation: "identical", probability: 1 })));
}

type ContentPair = { readonly a: ContentId; readonly b: ContentId } & Pick<Pair, "relation" | "probability">;

function pairsOf({ a, b, relation, probability }: ContentPair, paths: ReadonlyMap<number, readonly FilePath[]>): Pair[] {
  const ofB = paths.get(b) ?? [];
  return (paths.get(a) ?? []).flatMap((pathA) => ofB.map((pathB) => ({ a: pathA, b: pathB, relation, probability })));
}
