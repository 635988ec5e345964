/** Questions about folders come in; what they have in common, the map and tree of the library, and two of them side by side go out. */
import type { FolderBranch, FolderComparison, FolderMap, FolderOverlap, FolderPair } from "../contract/folders.ts";
import type { FilePath, Params } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { usualProbability } from "./decisions.ts";
import { alignFolders } from "./folders/align.ts";
import { compareFolders, type FolderContainment, type FolderMatch } from "./folders/compare.ts";
import { createFolderIndex, type FolderIndex } from "./folders/folder-index.ts";
import { folderBranches, folderMap } from "./folders/map.ts";
import { folderOverlaps, overlapBetween } from "./folders/overlaps.ts";
import { isBelow } from "./folders/paths.ts";
import type { Parts } from "./parts.ts";
import type { Match } from "./photo.ts";
import { resolvedFolder, resolvedRoots } from "./roots.ts";
import { photoAt, type Snapshot } from "./snapshot.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";
import { type BetterVersion, createVersions } from "./versions.ts";

export interface FolderQueries {
  folderOverlaps(): Promise<readonly FolderOverlap[]>;
  compareFolders(params: Params<"compareFolders">): Promise<FolderComparison>;
  folderMap(params: Params<"folderMap">): Promise<FolderMap>;
  folderTree(): Promise<readonly FolderBranch[]>;
}

/** Two folders as the engine looks at them: indexes into the snapshot's photos. */
export interface ComparedFolders extends FolderContainment {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly photos: readonly StoredPhoto[];
  /** Of two photos of the folders, by their indexes. */
  readonly versions: (one: number, other: number) => BetterVersion;
}

const options = { minProbability: usualProbability };
const mostOnMap = 500;

export function createFolderQueries({ store }: Parts, snapshot: () => Promise<Snapshot>): FolderQueries {
  const index = createFolderIndex(options);
  let told: { readonly revision: number; readonly overlaps: readonly FolderOverlap[] } | null = null;

  /** The index at the present revision. */
  async function present(): Promise<{ readonly overlaps: readonly FolderOverlap[] }> {
    const { revision, photos, matches } = await snapshot();
    if (told?.revision === revision) return told;
    index.update(photos, matches, resolvedRoots(store));
    told = { revision, overlaps: folderOverlaps(index) };
    return told;
  }

  return {
    folderOverlaps: async () => (await present()).overlaps,
    async folderMap({ threshold, most = mostOnMap }) {
      if (!(threshold >= 0 && threshold <= 1)) throw new LikenessError("usage", "A threshold is a number from 0 to 1.");
      const { overlaps } = await present();
      return folderMap(index, overlaps, threshold, Math.min(most, mostOnMap));
    },
    async folderTree() {
      await present();
      return folderBranches(index);
    },
    async compareFolders(folders) {
      await present();
      return dress(compareIn({ store }, await snapshot(), folders), index, (await snapshot()).matches);
    },
  };
}

/** Throws "not-found" where the library has no photo below one of them, "usage" where the two are one folder. */
export function compareIn(
  { store }: Pick<Parts, "store">,
  { photos, matches }: Snapshot,
  params: Params<"compareFolders">,
): ComparedFolders {
  const folders = { a: asWalked(params.a, photos), b: asWalked(params.b, photos) };
  if (folders.a === folders.b) throw new LikenessError("usage", "Name two different folders.");
  for (const folder of [folders.a, folders.b]) {
    if (photos.some(({ path }) => isBelow(path, folder))) continue;
    throw new LikenessError("not-found", `The library has no photo below "${folder}". Scan that folder first.`);
  }
  const comparison = compareFolders(photos, matches, folders, options);
  const places = [...comparison.inA, ...comparison.inB];
  const used = new Set(places.flatMap((at) => comparison.copiesOf(at).flatMap(({ match }) => match ?? [])));
  const compare = createVersions(
    places.map((at) => photoAt(photos, at)),
    [...used],
    store.settings.all().keeperCriteria,
  );
  const placeOf = new Map(places.map((at, place) => [at, place]));
  return { ...folders, photos, ...comparison, versions: (one, other) => compare(placeOf.get(one) ?? -1, placeOf.get(other) ?? -1) };
}

function dress(compared: ComparedFolders, index: FolderIndex, matches: readonly Match[]): FolderComparison {
  const { a, b, photos, aInB, bInA, onlyInA, onlyInB, matched, moments, versions, inA, inB } = compared;
  const summary = (at: number) => summaryOf(photoAt(photos, at));
  const pathOf = (at: number): FilePath => photoAt(photos, at).path;
  const pairOf = (pair: FolderMatch): FolderPair => {
    const { better, reasons } = versions(pair.a, pair.b);
    const [one, other] = [photoAt(photos, pair.a), photoAt(photos, pair.b)];
    return {
      ...{ a: summaryOf(one), b: summaryOf(other), relation: pair.relation, probability: pair.probability },
      better: better === null ? null : better === "one" ? "a" : "b",
      betterReasons: reasons,
      onlyMetadataDiffers: pair.relation === "same-pixels" && one.facts.format === other.facts.format,
    };
  };
  const overlap = overlapBetween(index, a, b) ?? overlapBetween(indexOf(compared, matches), a, b);
  if (!overlap) throw new RangeError(`"${a}" or "${b}" has no photos.`);
  return {
    ...{ a, b, aInB, bInA, onlyInA: onlyInA.map(summary), onlyInB: onlyInB.map(summary), overlap },
    matched: matched.map(pairOf),
    moments: moments.map(pairOf),
    folders: alignFolders({
      ...{ a, b },
      photosInA: inA.map(pathOf),
      photosInB: inB.map(pathOf),
      pairs: matched.map((pair) => ({ a: pathOf(pair.a), b: pathOf(pair.b) })),
    }),
  };
}

/** For folders above the scanned ones, which the library's own index does not reach. */
function indexOf({ a, b, photos }: ComparedFolders, matches: readonly Match[]): FolderIndex {
  const index = createFolderIndex(options);
  index.update(
    photos.filter(({ path }) => isBelow(path, a) || isBelow(path, b)),
    matches,
    [],
  );
  return index;
}

/** Without separators at the end; where the library knows nothing below it, with links resolved. */
function asWalked(folder: FilePath, photos: readonly StoredPhoto[]): FilePath {
  const plain = folder.length > 1 ? folder.replace(/[/\\]+$/, "") || folder.slice(0, 1) : folder;
  return photos.some(({ path }) => isBelow(path, plain)) ? plain : resolvedFolder(plain);
}
