/** What a lesson is made of, its old vectors and where its rows lie come in; the plan that a training follows goes out. */
import type { FilePath } from "../contract.ts";
import { trialEdits } from "./held-out.ts";
import { nearestFirst, nearestNeighbours, tooAlike } from "./learn/neighbours.ts";
import type { TrainPlan } from "./learn/plan.ts";
import type { RowFile } from "./learn/row-file.ts";
import type { TrainSettings } from "./learn/settings.ts";

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

/** Where the rows of a lesson lie, and what is known of them. */
export interface LessonRows {
  /** Of a row, without the batch. */
  readonly shape: readonly number[];
  /** float32 [dimensions] a row: the old embedder's. */
  readonly old: RowFile;
  readonly dimensions: number;
  readonly replay: readonly number[];
  /** Of the n-th photo, those learned from first, then the trial's: its own row, those of its copies after it. */
  readonly firstRow: (photo: number) => number;
  readonly isRead: (photo: LessonPhoto) => boolean;
}

/** Photos that held-out copies are searched among besides the held-out ones. Where blocks train, each of them costs as much as a step's row. */
const galleryCounts = { head: 4000, blocks: 500 } as const;
/** Cosine distance by the old embedder. Two photos nearer than this may be one picture that nobody has found yet: a burst, a copy. */
const leastApart = 0.4;
/** Of the nearest by the old embedder, as many as a step could want. */
const neighbourCount = 24;

export function planLesson(request: LessonRequest, { shape, old, dimensions, replay, firstRow, isRead }: LessonRows): TrainPlan {
  const { settings, recipe, train, trial, copies } = request;
  const learned = train.flatMap((photo, at) => (isRead(photo) ? [{ photo, row: firstRow(at) }] : []));
  const judged = trial.flatMap((photo, at) => (isRead(photo) ? [{ photo, row: firstRow(train.length + at) }] : []));
  const sourceOf = new Map(learned.map(({ photo }, at) => [photo.path, at]));
  const vectorsOf = (of: typeof learned): Float32Array => old.read(of.map(({ row }) => row));
  const besides = nearestFirst(vectorsOf(judged), vectorsOf(learned), dimensions)
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
  const nearest = nearestNeighbours(vectorsOf(learned), dimensions, neighbourCount);
  const open = tooAlike(vectorsOf(learned), dimensions, nearest, leastApart);
  const openAtTrial = tooAlike(
    vectorsOf(gallery),
    dimensions,
    nearestNeighbours(vectorsOf(gallery), dimensions, neighbourCount),
    leastApart,
  );
  const neighbours = nearest.map((near, at) => {
    const apart = foes.flatMap(([a, b]) => (a === at ? [b] : b === at ? [a] : []));
    return [...apart, ...near.filter((other) => !apart.includes(other))];
  });
  return {
    settings,
    recipe,
    rows: firstRow(train.length + trial.length) + replay.length,
    shape,
    sources: learned.map(({ photo, row }) => ({
      rows: Array.from({ length: 1 + copies }, (_, view) => row + view),
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

/** What the person told apart is known, however alike it looks. */
function withoutFoes(pairs: readonly [number, number][], foes: readonly [number, number][]): [number, number][] {
  const keyOf = ([a, b]: readonly [number, number]): string => (a < b ? `${a},${b}` : `${b},${a}`);
  const apart = new Set(foes.map(keyOf));
  return pairs.filter((pair) => !apart.has(keyOf(pair)));
}
