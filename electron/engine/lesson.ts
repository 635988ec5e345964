/** Photos to learn from come in; copies of them are made, the frozen part of the network reads them, and a training's plan and rows lie in a folder. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createProjector } from "../../native-models/projector.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import type { FilePath, Problem } from "../contract.ts";
import { networkInput } from "./embed/network-input.ts";
import { trialEdits, trialOptions } from "./held-out.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { createFrontEndThreads, type FrontEndThreads } from "./learn/front-end-threads.ts";
import { nearestFirst, nearestNeighbours, tooAlike } from "./learn/neighbours.ts";
import { files, type TrainPlan, writePlan } from "./learn/plan.ts";
import { openRows } from "./learn/row-file.ts";
import type { TrainSettings } from "./learn/settings.ts";
import { MediaError } from "./media/media-error.ts";
import { editPixels, makeView, viewSeed } from "./media/views.ts";
import type { Parts } from "./parts.ts";
import type { Pixels } from "./photo.ts";
import { problemOf } from "./read-photo.ts";

export interface LessonPhoto {
  readonly path: FilePath;
  /** Of its content, so that the same photo gets the same copies wherever it lies. 32 bits. */
  readonly seed: number;
}

export interface LessonRequest {
  /** Made where it does not exist. */
  readonly folder: string;
  readonly settings: TrainSettings;
  /** Weights to begin from; null: the shipped ones. */
  readonly recipe: string | null;
  readonly train: readonly LessonPhoto[];
  /** Judged by while training goes on; never learned from. */
  readonly trial: readonly LessonPhoto[];
  /** Copies of each photo learned from. */
  readonly copies: number;
  /** 0..2 */
  readonly strength: number;
  readonly partners: readonly (readonly [one: FilePath, other: FilePath, share: number])[];
  /** Pairs that the person told apart: they are let meet, as strangers. */
  readonly apart: readonly (readonly [FilePath, FilePath])[];
  /** Pooled features of photos that are not learned from: where the head alone trains, they are held where they are. Float32 [dimensions] each. */
  readonly replay: readonly Float32Array[];
  /** Pairs that may be the same picture. */
  readonly unknown: readonly (readonly [FilePath, FilePath])[];
  readonly notes: Readonly<Record<string, unknown>>;
}

export interface Lesson {
  readonly plan: TrainPlan;
  readonly unreadable: readonly Problem[];
}

/** Long side of the pixels that copies are made of: what a scan works on. */
const workingSize = 512;
/** Photos that held-out copies are searched among besides the held-out ones. Where blocks train, each of them costs as much as a step's row. */
const galleryCounts = { head: 4000, blocks: 500 } as const;
/** Cosine distance by the old embedder. Two photos nearer than this may be one picture that nobody has found yet: a burst, a copy. */
const leastApart = 0.4;
/** Of the nearest by the old embedder, as many as a step could want. */
const neighbourCount = 24;

export async function prepareLesson(
  parts: Pick<Parts, "media" | "inFlight">,
  request: LessonRequest,
  control: JobControl,
): Promise<Lesson> {
  const { folder, settings, recipe, train, trial, copies, strength } = request;
  mkdirSync(folder, { recursive: true });
  const threads = await createFrontEndThreads({ recipe, mode: settings.mode }, Math.max(1, parts.inFlight - 1));
  const width = threads.shape.reduce((product, size) => product * size, 1);
  const rows = openRows(join(folder, files.rows), width, "new");
  const reference = openRows(join(folder, files.reference), threads.dimensions, "new");
  const unreadable = new Map<FilePath, Problem>();
  const photos = [...train, ...trial];
  const ownRows = 1 + copies;
  const firstRow = (at: number): number =>
    at < train.length ? at * ownRows : train.length * ownRows + (at - train.length) * (1 + trialEdits.length);
  try {
    control.phase("preparing", photos.length);
    await forEachInFlight(parts.inFlight, [...photos.keys()], control, async (at) => {
      const photo = photos[at];
      if (!photo) return;
      try {
        const pixels = await pixelsOf(parts, photo.path);
        let row = firstRow(at);
        for await (const view of at < train.length ? viewsOf(pixels, at) : trialsOf(pixels, photo)) {
          const read = await readWith(threads, view);
          rows.write(row, read.inputs);
          reference.write(row, read.reference);
          row += 1;
        }
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        unreadable.set(photo.path, problemOf(photo.path, error));
      }
      control.advance();
    });
    const firstReplay = firstRow(photos.length);
    if (settings.mode === "head") await keepOld(firstReplay);
    const plan = planOf(settings.mode === "head" ? request.replay.map((_, at) => firstReplay + at) : []);
    writePlan(folder, plan);
    return { plan, unreadable: [...unreadable.values()] };
  } finally {
    rows.close();
    reference.close();
    await threads.dispose();
  }

  /** What was known before and is not learned from now stands in the lesson too. */
  async function keepOld(first: number): Promise<void> {
    if (request.replay.length === 0) return;
    const projector = await createProjector(loadRecipe(recipe ?? undefined).copy);
    for (const [at, features] of request.replay.entries()) {
      rows.write(first + at, features);
      reference.write(first + at, await projector.project(features));
    }
    await projector.dispose();
  }

  async function* viewsOf(pixels: Pixels, at: number): AsyncGenerator<Pixels> {
    yield pixels;
    const photo = train[at];
    for (let view = 1; photo && view <= copies; view += 1) {
      const others = () => besidesOf(at, view);
      yield (await makeView(pixels, { seed: viewSeed(settings.seed, photo.seed, view), strength, others })).pixels;
    }
  }

  /** Two photos of the lesson for a collage; fewer where they cannot be read. */
  async function besidesOf(at: number, view: number): Promise<readonly Pixels[]> {
    const chosen = [1, 2].map(
      (step) => train[(at + step * (1 + (viewSeed(settings.seed, at, view) % Math.max(1, train.length - 1)))) % train.length],
    );
    const read = await Promise.allSettled(chosen.map((photo) => pixelsOf(parts, photo?.path ?? "")));
    return read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  }

  async function* trialsOf(pixels: Pixels, photo: LessonPhoto): AsyncGenerator<Pixels> {
    yield pixels;
    for (const [at, edit] of trialEdits.entries()) yield editPixels(pixels, edit, trialOptions(photo, at));
  }

  function planOf(replay: readonly number[]): TrainPlan {
    const old = openRows(join(folder, files.reference), threads.dimensions, "read");
    const isRead = ({ path }: LessonPhoto): boolean => !unreadable.has(path);
    const learned = train.flatMap((photo, at) => (isRead(photo) ? [{ photo, row: firstRow(at) }] : []));
    const judged = trial.flatMap((photo, at) => (isRead(photo) ? [{ photo, row: firstRow(train.length + at) }] : []));
    const sourceOf = new Map(learned.map(({ photo }, at) => [photo.path, at]));
    const vectorsOf = (of: typeof learned): Float32Array => old.read(of.map(({ row }) => row));
    const besides = nearestFirst(vectorsOf(judged), vectorsOf(learned), threads.dimensions)
      .slice(0, settings.mode === "head" ? galleryCounts.head : galleryCounts.blocks)
      .flatMap((at) => learned[at] ?? []);
    const gallery = [...judged, ...besides];
    const placeOf = new Map(gallery.map(({ photo }, at) => [photo.path, at]));
    const places = (of: ReadonlyMap<FilePath, number>, pairs: LessonRequest["unknown"]): [number, number][] =>
      pairs.flatMap(([one, other]): [number, number][] => {
        const [a, b] = [of.get(one), of.get(other)];
        return a === undefined || b === undefined || a === b ? [] : [[a, b]];
      });
    const alike = [...request.unknown, ...request.partners.map(([one, other]) => [one, other] as const)];
    const partnersOf = Map.groupBy(
      request.partners.flatMap(([one, other, share]) => [
        { path: one, other, share },
        { path: other, other: one, share },
      ]),
      ({ path }) => path,
    );
    const foes = places(sourceOf, request.apart);
    const nearest = nearestNeighbours(vectorsOf(learned), threads.dimensions, neighbourCount);
    const open = tooAlike(vectorsOf(learned), threads.dimensions, nearest, leastApart);
    const openAtTrial = tooAlike(
      vectorsOf(gallery),
      threads.dimensions,
      nearestNeighbours(vectorsOf(gallery), threads.dimensions, neighbourCount),
      leastApart,
    );
    const neighbours = nearest.map((near, at) => {
      const apart = foes.flatMap(([a, b]) => (a === at ? [b] : b === at ? [a] : []));
      return [...apart, ...near.filter((other) => !apart.includes(other))];
    });
    old.close();
    return {
      settings,
      recipe,
      rows: firstRow(photos.length) + replay.length,
      shape: threads.shape,
      sources: learned.map(({ photo, row }) => ({
        rows: Array.from({ length: ownRows }, (_, view) => row + view),
        partners: (partnersOf.get(photo.path) ?? []).flatMap(({ other, share }) => {
          const source = sourceOf.get(other);
          return source === undefined ? [] : [{ source, share }];
        }),
      })),
      unknown: withoutFoes([...places(sourceOf, alike), ...open], foes),
      neighbours,
      trial: {
        gallery: gallery.map(({ row }) => row),
        queries: judged.flatMap(({ row }, match) => trialEdits.map((_, at) => ({ row: row + 1 + at, match }))),
        unknown: [...places(placeOf, alike), ...openAtTrial],
      },
      replay,
      notes: request.notes,
    };
  }
}

async function pixelsOf({ media }: Pick<Parts, "media">, path: FilePath): Promise<Pixels> {
  return media.pixelsAt(await media.open(path, () => undefined), workingSize);
}

async function readWith(threads: FrontEndThreads, pixels: Pixels) {
  return threads.run(networkInput(pixels, threads.inputSize));
}

/** What the person told apart is known, however alike it looks. */
function withoutFoes(pairs: readonly [number, number][], foes: readonly [number, number][]): [number, number][] {
  const keyOf = ([a, b]: readonly [number, number]): string => (a < b ? `${a},${b}` : `${b},${a}`);
  const apart = new Set(foes.map(keyOf));
  return pairs.filter((pair) => !apart.has(keyOf(pair)));
}
