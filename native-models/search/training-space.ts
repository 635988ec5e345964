/** The hyperparameters of a training that are worth searching, and from where to where. */
import type { Space } from "./space.ts";

/** Losses whose one knob is a temperature. */
export type TemperatureLoss = "NT-Xent" | "supervised contrastive" | "normalised softmax";
/** Losses whose one knob is a margin, in cosine distance or, for ArcFace, in radians. */
export type MarginLoss = "contrastive" | "triplet" | "lifted structure" | "ArcFace";

export type LossChoice =
  | { readonly loss: TemperatureLoss; readonly temperature: number }
  | { readonly loss: MarginLoss; readonly margin: number };

export type TrainingConfig = LossChoice & {
  readonly learningRate: number;
  readonly sampler: "balanced" | "source groups" | "neighbours";
  /** Numbers in an embedding. */
  readonly headWidth: number;
  /** Weight of the entropy regulariser beside the loss; 0 leaves it out. */
  readonly entropyWeight: number;
};

const temperatureLosses: readonly TemperatureLoss[] = ["NT-Xent", "supervised contrastive", "normalised softmax"];
const marginLosses: readonly MarginLoss[] = ["contrastive", "triplet", "lifted structure", "ArcFace"];
const isTemperatureLoss = (loss: TemperatureLoss | MarginLoss): loss is TemperatureLoss => temperatureLosses.some((name) => name === loss);

export interface TrainingSpaceOptions {
  /** Those to choose among; default all. Classification losses are of no use where every source is new. */
  readonly losses?: readonly (TemperatureLoss | MarginLoss)[];
  readonly samplers?: readonly TrainingConfig["sampler"][];
  /** Default 128 and 256. */
  readonly headWidths?: readonly number[];
}

export function trainingSpace({
  losses = [...temperatureLosses, ...marginLosses],
  samplers = ["balanced", "source groups", "neighbours"],
  headWidths = [128, 256],
}: TrainingSpaceOptions = {}): Space<TrainingConfig> {
  return (draw) => {
    const loss = draw.oneOf(losses);
    const knob: LossChoice = isTemperatureLoss(loss)
      ? { loss, temperature: draw.betweenByFactor(0.02, 0.5) }
      : { loss, margin: draw.between(0.05, 0.8) };
    return {
      ...knob,
      learningRate: draw.betweenByFactor(3e-5, 3e-3),
      sampler: draw.oneOf(samplers),
      headWidth: draw.oneOf(headWidths),
      entropyWeight: draw.oneOf([0, 0.1, 0.3, 1]),
    };
  };
}
