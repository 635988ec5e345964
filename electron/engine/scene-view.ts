/** The library comes in; what browsing looks at goes out, read once per revision: scene descriptors, times with those guessed, scopes, orders, trees. */
import { sep } from "node:path";
import type { BrowseScope, PlaceName } from "../contract/browsing.ts";
import { type FilePath, LikenessError } from "../contract.ts";
import { type DateGuess, guessDates } from "./browse/guessed-dates.ts";
import type { SceneTree } from "./browse/scene-tree.ts";
import { createVectors, type Vectors } from "./browse/vectors.ts";
import type { BrowseAnswer, BrowseRequest } from "./browse-worker.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, Match } from "./photo.ts";
import { createGazetteer } from "./places/gazetteer.ts";
import { photoAt, type Snapshot } from "./snapshot.ts";
import type { StoredPhoto } from "./store/photos.ts";
import { createThreads, type Threads } from "./threads.ts";

export interface SceneView {
  readonly snapshot: Snapshot;
  readonly photos: readonly StoredPhoto[];
  /** By photo: int8 [dimensions]; null where the photo was read by an older version. */
  readonly scenes: readonly (Int8Array | null)[];
  readonly guesses: ReadonlyMap<number, DateGuess>;
  /** Of a photo by its index: its own, else that of a copy. */
  timeOf(index: number): number | null;
  matchesOf(content: ContentId): readonly Match[];
  placeNames(): Promise<readonly (PlaceName | null)[]>;
  /** Indexes of the scope's photos, in path order. Throws "not-found" for a folder without photos. */
  scope(scope: BrowseScope): Promise<readonly number[]>;
  vectors(indexes: readonly number[]): Vectors;
  /** Places in `indexes`, in an order in which like stands beside like. */
  path(indexes: readonly number[]): Promise<Int32Array>;
  tree(indexes: readonly number[]): Promise<SceneTree>;
}

export interface SceneViews {
  /** Of the present revision, the same one as long as nothing changed. */
  get(): Promise<SceneView>;
  dispose(): Promise<void>;
}

/** Orders and trees of so many scopes are kept: a person goes to and fro between a few. */
const keptScopes = 6;

type Thread = Threads<BrowseRequest, BrowseAnswer>;

export function createSceneViews(parts: Parts, snapshots: () => Promise<Snapshot>): SceneViews {
  const gazetteer = createGazetteer();
  let thread: Promise<Thread> | null = null;
  let latest: SceneView | null = null;
  const startThread = (): Promise<Thread> => {
    const file = new URL("./browse-worker.ts", import.meta.url);
    thread ??= createThreads<BrowseRequest, BrowseAnswer>({ file, count: 1, name: "Browsing" });
    return thread;
  };
  return {
    async get() {
      const [snapshot, { embedding }] = [await snapshots(), await parts.recipes()];
      if (latest?.snapshot !== snapshot) {
        const scenes = new Map(parts.store.derived.scenes(embedding).map(({ content, scene }) => [content, scene]));
        latest = viewOf(snapshot, scenes, gazetteer.names, async (request) => (await startThread()).ask(request));
      }
      return latest;
    },
    async dispose() {
      await (await thread?.catch(() => null))?.dispose();
    },
  };
}

type AskNames = ReturnType<typeof createGazetteer>["names"];

function viewOf(
  snapshot: Snapshot,
  sceneOf: ReadonlyMap<ContentId, Int8Array>,
  askNames: AskNames,
  ask: (request: BrowseRequest) => Promise<BrowseAnswer>,
): SceneView {
  const { photos, matches } = snapshot;
  const scenes = photos.map(({ content }) => sceneOf.get(content) ?? null);
  const dimensions = scenes.find((scene) => scene !== null)?.length ?? 0;
  const guesses = new Map(guessDates(photos, matches).map((guess) => [guess.photo, guess]));
  const paths = createKept<Int32Array>();
  const trees = createKept<SceneTree>();
  let byContent: Map<ContentId, Match[]> | null = null;
  let names: Promise<readonly (PlaceName | null)[]> | null = null;

  const timeOf = (index: number): number | null => photoAt(photos, index).facts.takenAtMs ?? guesses.get(index)?.takenAtMs ?? null;
  const flat = (indexes: readonly number[]): Int8Array => {
    const rows = new Int8Array(indexes.length * dimensions);
    indexes.forEach((index, place) => {
      rows.set(scenes[index] ?? [], place * dimensions);
    });
    return rows;
  };
  const placeNames = (): Promise<readonly (PlaceName | null)[]> => {
    names ??= nameAll(photos, askNames).catch((error) => {
      names = null;
      throw error;
    });
    return names;
  };

  return {
    snapshot,
    photos,
    scenes,
    guesses,
    timeOf,
    matchesOf(content) {
      byContent ??= matchesByContent(matches);
      return byContent.get(content) ?? [];
    },
    placeNames,
    async scope({ folder, place }) {
      const below = folder === undefined ? [...photos.keys()] : indexesBelow(photos, folder);
      if (place === undefined) return below;
      const known = await placeNames();
      return below.filter((index) => {
        const name = known[index];
        return name?.country === place.country && (place.city === undefined || isSameTown(name.city, place.city));
      });
    },
    vectors: (indexes) => createVectors(flat(indexes), dimensions),
    path: (indexes) =>
      paths.get(indexes, async () => {
        const answer = await ask({ scenes: flat(indexes), dimensions });
        return "path" in answer ? answer.path : new Int32Array(0);
      }),
    tree: (indexes) =>
      trees.get(indexes, async () => {
        const takenAtMs = Float64Array.from(indexes, (index) => timeOf(index) ?? Number.NaN);
        const answer = await ask({ scenes: flat(indexes), dimensions, takenAtMs });
        if (!("tree" in answer)) throw new Error("A tree of scenes was asked for, and something else came.");
        return answer.tree;
      }),
  };
}

/** Somebody who types a name does not mind its capitals. */
function isSameTown(one: string | null, other: string | null): boolean {
  return one?.toLocaleLowerCase() === other?.toLocaleLowerCase();
}

async function nameAll(photos: readonly StoredPhoto[], askNames: AskNames): Promise<readonly (PlaceName | null)[]> {
  const placed = photos.flatMap(({ facts: { place } }, index) => (place ? [{ index, place }] : []));
  const names = await askNames(placed.map(({ place }) => place));
  const result: (PlaceName | null)[] = photos.map(() => null);
  placed.forEach(({ index }, at) => {
    result[index] = names[at] ?? null;
  });
  return result;
}

/** Throws "not-found" where there is none. */
export function indexesBelow(photos: readonly StoredPhoto[], folder: FilePath): number[] {
  const prefix = folder.endsWith(sep) ? folder : folder + sep;
  const below = [...photos.keys()].filter((index) => photoAt(photos, index).path.startsWith(prefix));
  if (below.length === 0) throw new LikenessError("not-found", `The library has no photo below "${folder}". Scan that folder first.`);
  return below;
}

function matchesByContent(matches: readonly Match[]): Map<ContentId, Match[]> {
  const result = new Map<ContentId, Match[]>();
  for (const match of matches) {
    for (const end of [match.a, match.b]) {
      const list = result.get(end);
      if (list) list.push(match);
      else result.set(end, [match]);
    }
  }
  return result;
}

interface Kept<Value> {
  /** Made once for these indexes; a failure is forgotten. */
  get(indexes: readonly number[], make: () => Promise<Value>): Promise<Value>;
}

function createKept<Value>(): Kept<Value> {
  const kept = new Map<string, Promise<Value>>();
  return {
    get(indexes, make) {
      const key = indexes.join();
      const value =
        kept.get(key) ??
        make().catch((error) => {
          kept.delete(key);
          throw error;
        });
      kept.delete(key);
      kept.set(key, value);
      for (const oldest of [...kept.keys()].slice(0, -keptScopes)) kept.delete(oldest);
      return value;
    },
  };
}
