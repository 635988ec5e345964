/** Questions of somebody who looks around come in: an order, scenes, a timeline, places; answers in the contract's words go out. */
import type { BrowseOrder, browsingMethodNames, PlaceCount, Scene, TimelinePhoto } from "../contract/browsing.ts";
import { type EngineMethods, LikenessError, type PhotoSummary } from "../contract.ts";
import { alikeFolders } from "./alike-folders.ts";
import { cutScenes, suggestedCount } from "./browse/scenes.ts";
import { meanNeighbourDistance } from "./browse/seriate.ts";
import { createTimeline, monthsOf, type TimelineEntry } from "./browse/timeline.ts";
import { foldsOf } from "./folds.ts";
import { findMore } from "./more.ts";
import type { Parts } from "./parts.ts";
import { createSceneViews, type SceneView } from "./scene-view.ts";
import { photoAt, type Snapshot } from "./snapshot.ts";
import { summaryOf } from "./store/photos.ts";
import { writeDates } from "./write-dates.ts";

export interface Browsing extends Pick<EngineMethods, (typeof browsingMethodNames)[number]> {
  /** Ends what computes beside the engine. */
  stopBrowsing(): Promise<void>;
}

export function createBrowsing(parts: Parts, snapshot: () => Promise<Snapshot>): Browsing {
  const views = createSceneViews(parts, snapshot);
  let shown: { readonly view: SceneView; readonly key: string; readonly entries: readonly TimelineEntry[] } | null = null;

  /** The last one is kept: a window reads it page by page. */
  async function timelineOf(view: SceneView, scope: readonly number[], fold: boolean): Promise<readonly TimelineEntry[]> {
    const key = `${fold} ${scope.join()}`;
    if (shown?.view === view && shown.key === key) return shown.entries;
    const places = new Map(scope.map((index, place) => [index, place]));
    const inScope = (group: readonly number[]): number[] => group.flatMap((index) => places.get(index) ?? []);
    const folds = fold ? foldsOf(view.snapshot).map(inScope) : [];
    const timed = scope.map((index) => ({ takenAtMs: view.timeOf(index) }));
    const entries = createTimeline(timed, folds).map(({ photo, others, day }) => ({
      photo: scope[photo] as number,
      others: others.map((other) => scope[other] as number),
      day,
    }));
    shown = { view, key, entries };
    return entries;
  }

  return {
    more: async (query) => findMore(parts, await views.get(), query),
    foldersAlike: async (query) => alikeFolders(await views.get(), query),

    async order({ by, ...scope }) {
      const view = await views.get();
      const indexes = await view.scope(scope);
      const vectors = view.vectors(indexes);
      const places = await orderedPlaces(view, indexes, by);
      return {
        by,
        photos: places.map((place) => summary(view, indexes[place] as number)),
        meanNeighbourDistance: meanNeighbourDistance(vectors, places),
        meanNeighbourDistanceByPath: meanNeighbourDistance(vectors, [...indexes.keys()]),
      };
    },

    async scenes({ count, ...scope }) {
      if (count !== undefined && !(Number.isInteger(count) && count > 0))
        throw new LikenessError("usage", "The number of scenes is a whole number from 1 on.");
      const view = await views.get();
      const indexes = await view.scope(scope);
      const tree = await view.tree(indexes);
      const suggested = suggestedCount(tree);
      const found = cutScenes(tree, view.vectors(indexes), count ?? suggested);
      return {
        photos: indexes.length,
        suggestedCount: suggested,
        scenes: found.map(({ rows, representative, spread }): Scene => {
          const photos = Array.from(rows, (row) => indexes[row] as number);
          const times = photos.flatMap((index) => view.timeOf(index) ?? []);
          return {
            representative: summary(view, indexes[representative] as number),
            photos: photos.map((index) => summary(view, index)),
            fromMs: times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time)),
            toMs: times.length === 0 ? null : times.reduce((most, time) => Math.max(most, time)),
            spread,
          };
        }),
      };
    },

    async timeline({ offset, limit, fold = true, ...scope }) {
      const view = await views.get();
      const entries = await timelineOf(view, await view.scope(scope), fold);
      return {
        total: entries.length,
        months: monthsOf(entries),
        items: entries.slice(offset, offset + limit).map(({ photo, others, day }): TimelinePhoto => {
          const guessed = photoAt(view.photos, photo).facts.takenAtMs === null && day !== null;
          return { ...summary(view, photo), day, guessed, others: others.map((index) => summary(view, index)) };
        }),
      };
    },

    async places(scope) {
      const view = await views.get();
      const [indexes, names] = [await view.scope(scope), await view.placeNames()];
      const named = indexes.flatMap((index) => {
        const { place } = photoAt(view.photos, index).facts;
        const name = names[index];
        return place && name ? [{ place, name }] : [];
      });
      const counts = [...Map.groupBy(named, ({ name }) => `${name.country} ${name.city ?? ""}`).values()].flatMap((group): PlaceCount[] => {
        const [first] = group;
        if (!first) return [];
        const mean = (of: "latitude" | "longitude"): number => group.reduce((sum, { place }) => sum + place[of], 0) / group.length;
        return [{ ...first.name, photos: group.length, latitude: mean("latitude"), longitude: mean("longitude") }];
      });
      const label = ({ country, city }: PlaceCount): string => `${country} ${city ?? ""}`;
      return counts.sort((one, other) => other.photos - one.photos || (label(one) < label(other) ? -1 : 1));
    },

    async placeOf({ photo }) {
      const view = await views.get();
      const index = view.photos.findIndex(({ id }) => id === photo);
      if (index === -1) throw new LikenessError("not-found", "That photo is not in the library any more.");
      return photoAt(view.photos, index).facts.place === null ? null : ((await view.placeNames())[index] ?? null);
    },

    async guessedDates(scope) {
      const view = await views.get();
      return (await view.scope(scope)).flatMap((index) => {
        const guess = view.guesses.get(index);
        if (!guess) return [];
        const { takenAtMs, relation, probability } = guess;
        return [{ photo: summary(view, index), takenAtMs, from: summary(view, guess.from), relation, probability }];
      });
    },

    writeDates: ({ photos }) => parts.jobs.run("clean", async (control) => writeDates(parts, await views.get(), photos, control)),

    stopBrowsing: views.dispose,
  };
}

function summary({ photos }: SceneView, index: number): PhotoSummary {
  return summaryOf(photoAt(photos, index));
}

/** Places in `indexes`, which stand in path order. */
async function orderedPlaces(view: SceneView, indexes: readonly number[], by: BrowseOrder): Promise<readonly number[]> {
  if (by === "likeness") return Array.from(await view.path(indexes));
  const places = [...indexes.keys()];
  if (by === "path") return places;
  const time = (place: number): number => view.timeOf(indexes[place] as number) ?? Number.POSITIVE_INFINITY;
  return places.sort((one, other) => (time(one) === time(other) ? one - other : time(one) - time(other)));
}
