/** Settings come in, the objective that they name goes out. */
import { contrastive } from "../../../native-models/losses/contrastive.ts";
import { entropyRegulariser } from "../../../native-models/losses/entropy-regulariser.ts";
import { liftedStructure } from "../../../native-models/losses/lifted-structure.ts";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createObjective, type Objective, type ObjectivePart } from "../../../native-models/losses/objective.ts";
import { supervisedContrastive } from "../../../native-models/losses/supervised-contrastive.ts";
import { triplet } from "../../../native-models/losses/triplet.ts";
import { semiHard } from "../../../native-models/miners/semi-hard.ts";
import { meanOfNonZero } from "../../../native-models/reducers/mean-of-non-zero.ts";
import type { TrainSettings } from "./settings.ts";

/** Losses that need no classes: every photo is a class of its own here, and new ones come. */
export const usableLosses = ["NT-Xent", "supervised contrastive", "contrastive", "triplet", "lifted structure"] as const;

/** @throws RangeError for a loss that wants classes. */
export function objectiveOf({ loss, entropyWeight }: Pick<TrainSettings, "loss" | "entropyWeight">): Objective {
  const regulariser = entropyWeight > 0 ? [{ loss: entropyRegulariser(), weight: entropyWeight }] : [];
  return createObjective(partOf(loss), ...regulariser);
}

function partOf(choice: TrainSettings["loss"]): ObjectivePart {
  switch (choice.loss) {
    case "NT-Xent":
      return { loss: ntXent(choice) };
    case "supervised contrastive":
      return { loss: supervisedContrastive(choice) };
    case "contrastive":
      return { loss: contrastive(choice), reducer: meanOfNonZero() };
    case "triplet":
      return { loss: triplet(choice), miner: semiHard(choice), reducer: meanOfNonZero() };
    case "lifted structure":
      return { loss: liftedStructure(choice) };
    default:
      throw new RangeError(`The loss ${choice.loss} wants classes, which a library does not have.`);
  }
}
