/**
 * The boundary's part on learning: what the embedder would learn from on this library, training runs with their curves and figures,
 * which of them is in use, and photos put into the person's own classes.
 */
import type { FilePath, PhotoId, Problem } from "../contract.ts";

// ---------------------------------------------------------------- what it would learn from

/** What of the embedder changes, the least first. Only "head" decodes no photo again afterwards: the features below it are kept. */
export const adaptationModes = ["head", "adapters", "last-blocks", "everything"] as const;
export type AdaptationMode = (typeof adaptationModes)[number];

/** Where examples come from. */
export const exampleSources = [
  "copies", // copies that the program makes itself of the library's photos
  "bursts", // same camera, seconds apart: weakly alike
  "same", // the person's answers
  "different",
  "people", // faces with a name
] as const;
export type ExampleSource = (typeof exampleSources)[number];

/** Two photos that shall come nearer, or move apart. A self-made copy has the photo it is made of on both sides. */
export interface ExamplePair {
  readonly source: ExampleSource;
  readonly a: PhotoId;
  readonly b: PhotoId;
  readonly pathA: FilePath;
  readonly pathB: FilePath;
}

export interface TrainingEstimate {
  readonly mode: AdaptationMode;
  /** null: it can start. Else why not, and what to do, in English. */
  readonly obstacle: string | null;
  /** Of the whole run on this computer, measured where it can be, else reckoned; null where it cannot start. */
  readonly seconds: number | null;
}

export interface LearningOverview {
  /** Photos of the library that can be learned from, each content once. */
  readonly photos: number;
  /** Of them, those held out to measure with: never learned from. */
  readonly heldOutPhotos: number;
  /** Came into the library after the embedder in use was trained; all of them while it is the shipped one. */
  readonly newPhotos: number;
  /** Pairs by source, but photos for "copies", and faces for "people". */
  readonly counts: Readonly<Record<ExampleSource, number>>;
  /** A few of each source that has pairs of two photos, to be shown. */
  readonly examples: readonly ExamplePair[];
  /** What training would run on: "tensorflow on the CPU", "WebGPU, NVIDIA H100", "WebAssembly". */
  readonly device: string;
  /** One a mode, in the order of `adaptationModes`. */
  readonly estimates: readonly TrainingEstimate[];
  /** Whose embedder is in use; null: the shipped one. */
  readonly inUse: RunId | null;
}

// ---------------------------------------------------------------- runs

export type RunId = number & { readonly brand: "RunId" };

export const runKinds = ["library", "search"] as const;
/** library: trains an embedder for this library. search: tries many settings shortly, then trains the best. */
export type RunKind = (typeof runKinds)[number];

export const runOutcomes = [
  "running",
  "better", // better on what was held out: it was put into use
  "not-better", // the embedder from before stayed in use
  "cancelled",
  "failed",
  "interrupted", // the program ended in the middle: startTraining with `resume` goes on from the last checkpoint
] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/**
 * How well copies are found among held-out photos: edited copies that training never saw, of sources that it never saw, searched among
 * all photos of the library. All 0..1.
 */
export interface LearningFigures {
  /** Average precision pooled over all queries (µAP); larger is better. */
  readonly averagePrecision: number;
  /** Share of copies whose own photo comes first. */
  readonly recallAt1: number;
  /** The most that one threshold finds while 99 % of what it finds is right. */
  readonly recallAtPrecision99: number;
  /** Expected calibration error of the probabilities shown: smaller is better. */
  readonly calibrationError: number;
}

/** One line of a chart. "loss" and "held-out" are always there; what else a run follows comes with its own name. */
export interface CurvePoint {
  /** "train/loss", "held-out/average-precision", "train/learning-rate", "train/photos-per-second", … */
  readonly curve: string;
  /** Steps taken; of a search also those of the trials before. */
  readonly step: number;
  readonly value: number;
  readonly atMs: number;
}

export interface TrainingOptions {
  readonly mode: AdaptationMode;
  /** Passes over the photos; what suits the mode where none is given. 0.1..1000 */
  readonly epochs?: number;
  /** Strength of the self-made copies, 0 (hardly changed) .. 2 (hardly to be recognised); 1 where none is given. */
  readonly strength?: number;
  readonly learningRate?: number;
  /** How much the new embedder is held to the old one on what it is not taught, 0..10; 1 where none is given. */
  readonly distillation?: number;
  /** The same seed and library give the same run on the same device. */
  readonly seed?: number;
  /** At most this many photos, drawn by the seed; all where none is given. */
  readonly photos?: number;
}

export interface SearchOptions extends TrainingOptions {
  /** Settings tried, 3..200; 27 where none is given. */
  readonly trials?: number;
}

export interface RunSummary {
  readonly id: RunId;
  readonly kind: RunKind;
  readonly mode: AdaptationMode;
  readonly outcome: RunOutcome;
  readonly beganAtMs: number;
  /** So far while it runs. */
  readonly seconds: number;
  /** Learned from. */
  readonly photos: number;
  readonly heldOutPhotos: number;
  readonly device: string;
  /** Of the embedder in use when it began; null until measured. */
  readonly before: LearningFigures | null;
  readonly after: LearningFigures | null;
  /** Its embedder is there and can be put into use. */
  readonly usable: boolean;
  readonly inUse: boolean;
  /** One sentence for the person, in English: what came of it, or why it failed. */
  readonly text: string;
}

/** Two held-out photos (or one, and a copy made of it) on which the old and the new embedder disagree. */
export interface ChangedPair {
  readonly a: PhotoId;
  readonly b: PhotoId;
  readonly pathA: FilePath;
  readonly pathB: FilePath;
  /** What was done to B to make the copy that was searched with: "crop", "grey", …; null where B stands as it is. */
  readonly edit: string | null;
  /** Whether they belong together. */
  readonly alike: boolean;
  /** Said to be alike, 0..1, before and after. */
  readonly probabilityBefore: number;
  readonly probabilityAfter: number;
}

/** Held-out figures by edit: every one is watched, since a better mean can hide one that got worse. */
export interface EditFigures {
  readonly edit: string;
  readonly queries: number;
  /** Share whose own photo comes first, 0..1. */
  readonly recallAt1Before: number;
  readonly recallAt1After: number;
}

/** One setting that a search tried. */
export interface TrialSummary {
  readonly trial: number;
  /** Halving rounds survived, 0 for those that left in the first. */
  readonly rounds: number;
  readonly steps: number;
  /** Held-out average precision at its last round. */
  readonly averagePrecision: number;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface RunDetail extends RunSummary {
  /** Everything that defines the run: loss, temperature, sampler, learning rate, seed, … */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** At most 500 points a curve. */
  readonly curves: readonly CurvePoint[];
  readonly edits: readonly EditFigures[];
  /** Those whose probability moved most across one half, both ways. */
  readonly changed: readonly ChangedPair[];
  /** Empty unless a search; the best first. */
  readonly trials: readonly TrialSummary[];
  /** Where its log lies: TensorBoard reads the folder, and it has the same as JSON lines. */
  readonly logFolder: FilePath;
}

/** What came of putting an embedder into use. */
export interface UseReport {
  /** null: the shipped one. */
  readonly inUse: RunId | null;
  /** Photos whose descriptors were made anew. */
  readonly photos: number;
  /** Of them, those that had to be decoded again. */
  readonly decoded: number;
  readonly seconds: number;
}

// ---------------------------------------------------------------- evaluation, classes, base weights

export interface EvaluationReport {
  readonly photos: number;
  readonly queries: number;
  /** Of the embedder in use. */
  readonly figures: LearningFigures;
  /** Of the shipped one; the same object's numbers where that is in use. */
  readonly shipped: LearningFigures;
  /** Before: shipped. After: in use. */
  readonly edits: readonly EditFigures[];
  readonly unreadable: readonly Problem[];
}

export interface ClassifyRequest {
  /** One folder a class, named as the class, with 1 or more example photos each. */
  readonly examples: FilePath;
  /** Which files to put into classes; the whole library where none are given. */
  readonly files?: readonly FilePath[];
}

export interface ClassifiedPhoto {
  readonly path: FilePath;
  /** null for a file outside the library. */
  readonly photo: PhotoId | null;
  /** null: unsure. */
  readonly class: string | null;
  /** The likeliest class, also where unsure. */
  readonly likeliest: string;
  /** That it is of the likeliest class, 0..1. */
  readonly probability: number;
}

export interface ClassifyReport {
  /** `accuracy`: of the examples, each judged by the others, 0..1; null where no class has two. */
  readonly classes: readonly { readonly name: string; readonly examples: number }[];
  readonly accuracy: number | null;
  /** In the order of the files given, else of the paths. */
  readonly photos: readonly ClassifiedPhoto[];
  readonly unreadable: readonly Problem[];
}

export interface BaseTrainingRequest {
  readonly folders: readonly FilePath[];
  /** A folder for the weights, their card and log; made where there is none. Goes on from its last checkpoint where it has one. */
  readonly out: FilePath;
  readonly mode: AdaptationMode;
  /** A CSV file with a header and two paths a line, relative to its own folder: pairs never used as negatives, nor counted as wrong. */
  readonly alike?: FilePath;
  /** even: photos whose name's SHA-256 begins with an even byte are held out; odd the others; a number 0.05..0.5: that share, by source. */
  readonly holdOut?: "even" | "odd" | number;
  readonly steps?: number;
  /** Ends after this long at the latest, evaluation not counted. */
  readonly minutes?: number;
  readonly learningRate?: number;
  readonly strength?: number;
  readonly distillation?: number;
  readonly seed?: number;
}

export interface BaseTrainingReport {
  readonly out: FilePath;
  readonly photos: number;
  readonly heldOutPhotos: number;
  readonly steps: number;
  readonly seconds: number;
  readonly before: LearningFigures;
  readonly after: LearningFigures;
  readonly edits: readonly EditFigures[];
  readonly unreadable: readonly Problem[];
}

// ---------------------------------------------------------------- methods and events

/** name → [parameters, result]. */
export interface LearningMethodTypes {
  learningOverview: [Record<string, never>, LearningOverview];
  /**
   * A job, "train": pause, go on and cancel by pauseJob, resumeJob, cancelJob. Ends with the run; puts its embedder into use only where it
   * is better on what was held out. `resume` goes on with the last interrupted run (its own options hold): "not-found" where there is none.
   * "unsupported" where the mode cannot run on this computer, "usage" where the library has too few photos.
   */
  startTraining: [TrainingOptions | { readonly resume: true }, RunDetail];
  /** The same with settings searched for by successive halving before. */
  searchTraining: [SearchOptions, RunDetail];
  /** The newest first. */
  trainingRuns: [Record<string, never>, readonly RunSummary[]];
  /** "not-found" where there is no such run. */
  trainingRun: [{ id: RunId }, RunDetail];
  /** A job, "train": puts the embedder of a run (null: the shipped one) into use and makes every photo's descriptors and matches anew. "usage" where the run has none. */
  useRun: [{ run: RunId | null }, UseReport];
  /** Takes a run, its weights and its log away. "usage" for the run in use. */
  forgetRun: [{ id: RunId }, Record<string, never>];

  /** Figures on copies made of a folder's photos, which need not be in the library. A job, "train". For terminals. */
  evaluateFolder: [{ folder: FilePath; seed?: number }, EvaluationReport];
  /** A job, "train". For terminals: it reads any folder. */
  classify: [ClassifyRequest, ClassifyReport];
  /** A job, "train". For terminals: it reads and writes any folder. */
  trainBase: [BaseTrainingRequest, BaseTrainingReport];
}
export const learningMethodNames = [
  "learningOverview",
  "startTraining",
  "searchTraining",
  "trainingRuns",
  "trainingRun",
  "useRun",
  "forgetRun",
  "evaluateFolder",
  "classify",
  "trainBase",
] as const satisfies readonly (keyof LearningMethodTypes)[];
export const learningHostOnlyMethods = [
  "evaluateFolder",
  "classify",
  "trainBase",
] as const satisfies readonly (keyof LearningMethodTypes)[];

export interface LearningEventTypes {
  /** New points of the run under way, at most four times a second, and always the last. `run` is null while base weights are trained. */
  training: { readonly run: RunId | null; readonly points: readonly CurvePoint[] };
  /** A run began, ended or came into use: ask again for the overview and the runs. */
  runs: { readonly running: RunId | null; readonly inUse: RunId | null };
}
