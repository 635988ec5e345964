/** A run as the library keeps it comes in; what the contract says of it goes out. */
import type {
  AdaptationMode,
  ChangedPair,
  EditFigures,
  LearningFigures,
  RunDetail,
  RunSummary,
  SearchOptions,
  TrialSummary,
} from "../contract/learning.ts";
import type { TrainSettings } from "./learn/settings.ts";
import type { Parts } from "./parts.ts";
import type { ContentId } from "./photo.ts";
import type { StoredRun } from "./store/runs.ts";

/** A pair on whose probability two embedders disagree, by content: photos move. */
export interface ChangedContents {
  readonly a: number;
  readonly b: number;
  readonly edit: string | null;
  readonly alike: boolean;
  readonly probabilityBefore: number;
  readonly probabilityAfter: number;
}

/** Plain JSON. */
export interface RunData {
  readonly options: SearchOptions;
  readonly seconds: number;
  readonly device: string;
  /** Contents: a resumed run goes on with the same division. Empty once it has ended. */
  readonly train: readonly number[];
  readonly trial: readonly number[];
  readonly test: readonly number[];
  /** The largest content id when it began: what came later is new to its embedder. */
  readonly newestContent: number;
  readonly photos: number;
  readonly heldOutPhotos: number;
  readonly settings: TrainSettings | null;
  readonly before: LearningFigures | null;
  readonly after: LearningFigures | null;
  readonly edits: readonly EditFigures[];
  readonly changed: readonly ChangedContents[];
  readonly trials: readonly TrialSummary[];
  readonly text: string;
}

export type Run = StoredRun<RunData>;

export function emptyRun(options: SearchOptions, device: string): RunData {
  const nobody = { train: [], trial: [], test: [], newestContent: -1, photos: 0, heldOutPhotos: 0 };
  const nothing = { settings: null, before: null, after: null, edits: [], changed: [], trials: [] };
  return { options, seconds: 0, device, ...nobody, ...nothing, text: "Under way." };
}

export function summaryOfRun({ inUse }: Pick<Parts, "inUse">, { id, kind, mode, outcome, beganAtMs, data }: Run): RunSummary {
  const { seconds, photos, heldOutPhotos, device, before, after, text } = data;
  const ended = outcome === "better" || outcome === "not-better";
  return {
    ...{ id, kind, mode: mode as AdaptationMode, outcome, beganAtMs, seconds, photos, heldOutPhotos, device, before, after, text },
    usable: ended && inUse.isWhole(id),
    inUse: inUse.run() === id,
  };
}

/** The most points of one curve that a chart is given. */
const mostPoints = 500;

export function detailOfRun(parts: Pick<Parts, "store" | "inUse">, run: Run): RunDetail {
  const { store, inUse } = parts;
  const { settings, edits, changed, trials } = run.data;
  return {
    ...summaryOfRun(parts, run),
    parameters: settings === null ? {} : flat(settings),
    curves: store.runs.points(run.id, mostPoints),
    edits,
    changed: changed.flatMap((pair) => shownPair(parts, pair)),
    trials,
    logFolder: inUse.logOf(run.id),
  };
}

/** Nothing where the library holds one of the two no more. */
function shownPair({ store }: Pick<Parts, "store">, { a, b, ...rest }: ChangedContents): readonly ChangedPair[] {
  const [one] = store.photos.all([a as ContentId]);
  const [other] = store.photos.all([b as ContentId]);
  return one && other ? [{ a: one.id, b: other.id, pathA: one.path, pathB: other.path, ...rest }] : [];
}

/** A table: names joined by dots. */
function flat(values: object, prefix = ""): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === "object" && value !== null ? Object.entries(flat(value, `${prefix}${name}.`)) : [[prefix + name, value ?? "none"]],
    ),
  );
}
