/** A folder comes in; the folders whose photos show what it shows go out, nearest first. */
import { dirname, sep } from "node:path";
import type { AlikeFolder } from "../contract/browsing.ts";
import { type FilePath, type Params, type Relation, relations } from "../contract.ts";
import { type FolderScenes, folderDistance, folderScenes, usualVariance } from "./browse/folder-likeness.ts";
import { dot } from "./browse/vectors.ts";
import { indexesBelow, type SceneView } from "./scene-view.ts";
import { photoAt } from "./snapshot.ts";
import { summaryOf } from "./store/photos.ts";

/** Below, a folder has no scene of its own. */
const leastPhotos = 2;
const exampleCount = 3;
const sharedProbability = 0.5;
const copies: ReadonlySet<Relation> = new Set(relations.filter((relation) => relation !== "same-moment" && relation !== "similar"));

export function alikeFolders(view: SceneView, { folder, count }: Params<"foldersAlike">): AlikeFolder[] {
  const { photos } = view;
  const own = indexesBelow(photos, folder).filter((index) => view.scenes[index] !== null);
  const known = [...photos.keys()].filter((index) => view.scenes[index] !== null);
  const vectors = view.vectors(known);
  const rowOf = new Map(known.map((index, row) => [index, row]));
  const rows = (indexes: readonly number[]): number[] => indexes.flatMap((index) => rowOf.get(index) ?? []);

  const folders = [...Map.groupBy(known, (index) => dirname(photoAt(photos, index).path))].filter(([, list]) => list.length >= leastPhotos);
  const measured = folders.map(([path, list]) => ({ path, list, scenes: folderScenes(vectors, rows(list)) }));
  const asked = folderScenes(vectors, rows(own));
  if (asked.photos === 0) return [];
  const usual = usualVariance(
    measured.map(({ scenes }) => scenes),
    vectors.dimensions,
  );
  const isShared = sharedWith(view, own);
  const mean = Float32Array.from(asked.mean);
  const nearness = (row: number): number => dot(vectors.rows, row * vectors.dimensions, mean, 0, vectors.dimensions);

  return measured
    .filter(({ path }) => !lieTogether(path, folder))
    .map((other) => ({ ...other, distance: folderDistance(asked, other.scenes satisfies FolderScenes, usual) }))
    .sort((one, other) => one.distance - other.distance || (one.path < other.path ? -1 : 1))
    .slice(0, count)
    .map(({ path, list, distance }) => ({
      folder: path,
      photos: list.length,
      distance: Math.max(0, distance),
      shared: list.filter(isShared).length,
      examples: list
        .toSorted((one, other) => nearness(rowOf.get(other) ?? 0) - nearness(rowOf.get(one) ?? 0))
        .slice(0, exampleCount)
        .map((index) => summaryOf(photoAt(photos, index))),
    }));
}

/** Whether a photo is among these, as a file with the same bytes or as a copy. */
function sharedWith(view: SceneView, indexes: readonly number[]): (index: number) => boolean {
  const contents = new Set(indexes.map((index) => photoAt(view.photos, index).content));
  return (index) => {
    const { content } = photoAt(view.photos, index);
    const isCopied = view
      .matchesOf(content)
      .some(
        ({ a, b, relation, probability }) =>
          probability >= sharedProbability && copies.has(relation) && contents.has(a === content ? b : a),
      );
    return isCopied || contents.has(content);
  };
}

function lieTogether(one: FilePath, other: FilePath): boolean {
  const within = (inner: FilePath, outer: FilePath): boolean => inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  return one === other || within(one, other) || within(other, one);
}
