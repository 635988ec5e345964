/** A mode and the size of what is learned from come in; everything that defines a training goes out. */
import type { LossChoice } from "../../../native-models/search/training-space.ts";
import type { BackendName } from "../../../native-models/tensorflow.ts";
import type { AdaptationMode } from "../../contract/learning.ts";

/** Plain JSON: a run is repeated from it. */
export interface TrainSettings {
  readonly mode: AdaptationMode;
  readonly backend: BackendName;
  readonly loss: LossChoice;
  /** Of the entropy regulariser beside the loss; 0 leaves it out. */
  readonly entropyWeight: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly steps: number;
  readonly warmUpSteps: number;
  /** Photos in a step, each with two rows. */
  readonly sourcesPerStep: number;
  readonly sampler: "source groups" | "neighbours";
  /** How much new vectors are held to the old ones, and whether the vectors themselves or the similarities among them. */
  readonly distillation: { readonly hold: "vectors" | "similarities"; readonly weight: number };
  /** Rows a step that only distillation sees. */
  readonly replayRows: number;
  /** "fitted": the head begins as a whitening fitted on these photos and their copies where that is better than the old one. */
  readonly start: "old" | "fitted";
  /** Numbers in a descriptor. */
  readonly headWidth: number;
  /** Hidden numbers of a projection beside the head's matrix; 0 without one. */
  readonly hiddenWidth: number;
  /** null: all rows of a step, or as many as memory has room for. */
  readonly rowsAtOnce: number | null;
  readonly evaluateEvery: number;
  /** Evaluations without a better figure until the training ends. */
  readonly patience: number;
  readonly checkpointEvery: number;
  /** null: no limit but the steps. */
  readonly minutes: number | null;
  readonly seed: number;
}

export interface SettingsRequest {
  readonly mode: AdaptationMode;
  readonly backend: BackendName;
  /** Photos learned from. */
  readonly sources: number;
  readonly headWidth: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly minutes?: number;
  readonly learningRate?: number;
  /** Times the usual weight. */
  readonly distillation?: number;
  readonly seed?: number;
}

/** Temperature and regulariser as tried in SSCD's manner on copies among look-alikes; the rates by trying on held-out photos. */
export function settingsFor(request: SettingsRequest): TrainSettings {
  const { mode, backend, sources, headWidth, seed = 1 } = request;
  const head = mode === "head";
  const sourcesPerStep = Math.min(head ? 192 : 48, sources);
  const stepsAnEpoch = Math.max(1, Math.floor(sources / sourcesPerStep));
  const epochs = request.epochs ?? (head ? Math.max(20, Math.ceil(200 / stepsAnEpoch)) : Math.max(4, Math.ceil(300 / stepsAnEpoch)));
  const steps = request.steps ?? Math.min(head ? 1500 : 4000, Math.max(1, Math.round(epochs * stepsAnEpoch)));
  return {
    mode,
    backend,
    loss: { loss: "NT-Xent", temperature: 0.06 },
    entropyWeight: 0.3,
    learningRate: request.learningRate ?? (head ? 1e-3 : 3e-4),
    weightDecay: 0.01,
    steps,
    warmUpSteps: Math.min(head ? 20 : 40, Math.ceil(steps / 10)),
    sourcesPerStep,
    sampler: "neighbours",
    distillation: { hold: "similarities", weight: (request.distillation ?? 1) * usualHold },
    replayRows: head ? 64 : 0,
    start: head ? "fitted" : "old",
    headWidth,
    hiddenWidth: 0,
    rowsAtOnce: null,
    evaluateEvery: head ? 40 : 100,
    patience: head ? 5 : 8,
    checkpointEvery: head ? 100 : 25,
    minutes: request.minutes ?? null,
    seed,
  };
}

const usualHold = 1;
