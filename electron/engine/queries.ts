/** Questions about photos and what they are to each other come in; answers in the contract's words go out. */
import type { FolderComparison, FolderOverlap } from "../contract/folders.ts";
import type { Alignment, FilePath, Pair, Params } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { createAlign } from "./features.ts";
import { compareFolders } from "./folders/compare.ts";
import { folderOverlaps } from "./folders/overlaps.ts";
import type { Parts } from "./parts.ts";
import type { ContentId } from "./photo.ts";
import { pathsByContent, photoAt, type Snapshot } from "./snapshot.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";

/** From here on two photos of different folders count as one picture. */
const sharedProbability = 0.5;

export interface Queries {
  pairs(params: Params<"pairs">): Promise<readonly Pair[]>;
  alignment(params: Params<"alignment">): Promise<Alignment | null>;
  folderOverlaps(): Promise<readonly FolderOverlap[]>;
  compareFolders(params: Params<"compareFolders">): Promise<FolderComparison>;
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

    async folderOverlaps() {
      const { photos, matches } = await snapshot();
      return folderOverlaps(photos, matches, { minProbability: sharedProbability, roots: store.settings.roots() });
    },

    async compareFolders({ a, b }) {
      const { photos, matches } = await snapshot();
      const { aInB, bInA, onlyInA, onlyInB, matched } = compareFolders(photos, matches, { a, b }, { minProbability: sharedProbability });
      const summary = (index: number) => summaryOf(photoAt(photos, index));
      for (const folder of [a, b]) requirePhotosBelow(photos, folder);
      return {
        a,
        b,
        aInB,
        bInA,
        onlyInA: onlyInA.map(summary),
        onlyInB: onlyInB.map(summary),
        matched: matched.map((pair) => ({ ...pair, a: summary(pair.a), b: summary(pair.b) })),
      };
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

function requirePhotosBelow(photos: readonly StoredPhoto[], folder: FilePath): void {
  const prefix = folder.endsWith("/") || folder.endsWith("\\") ? folder : null;
  const below = ({ path }: StoredPhoto) =>
    prefix === null ? path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`) : path.startsWith(prefix);
  if (photos.some(below)) return;
  throw new LikenessError("not-found", `The library has no photo below "${folder}". Scan that folder first.`);
}
