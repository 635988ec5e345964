/** A batch comes in, every pair of which something is known goes out; a loss that wants triplets gets every triplet. */
import { pairsFrom } from "./mined.ts";
import { type Miner, relatives } from "./miner.ts";

export function all(): Miner {
  return {
    name: "all",
    needsDistances: false,
    mine(candidates) {
      const anchors = [...Array(candidates.count).keys()];
      const pairs = (relation: 1 | -1): [number, number][] =>
        anchors.flatMap((anchor) => relatives(candidates, anchor, relation).map((other): [number, number] => [anchor, other]));
      return { kind: "pairs", positives: pairsFrom(pairs(1)), negatives: pairsFrom(pairs(-1)) };
    },
  };
}
