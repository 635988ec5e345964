/**
 * Labels come in, batches with as many samples of each of some classes go out.
 * Hermans, Beyer and Leibe, In defense of the triplet loss for person re-identification, 2017, section 2 (PK batches).
 */
import { createRandom, shuffled } from "../random.ts";
import type { Sampler } from "./sampler.ts";

export interface BalancedOptions {
  /** int32 [samples] */
  readonly labels: Int32Array;
  readonly classesPerBatch: number;
  /** A class with fewer samples gives some of them twice or more. */
  readonly samplesPerClass: number;
  readonly seed: number;
}

/**
 * Each class appears once an epoch, with other samples each epoch; the classes that are left over at its end, too few for a batch, wait for the next.
 * @throws RangeError where there are fewer classes than a batch wants.
 */
export function balanced({ labels, classesPerBatch, samplesPerClass, seed }: BalancedOptions): Sampler {
  const classes = [...placesByLabel(labels).values()];
  if (classes.length < classesPerBatch) throw new RangeError(`${classes.length} classes cannot fill batches of ${classesPerBatch}.`);
  return {
    name: "balanced",
    batches(epoch) {
      const random = createRandom(seed, epoch);
      const order = shuffled(classes, random);
      const batches: Int32Array[] = [];
      for (let start = 0; start + classesPerBatch <= order.length; start += classesPerBatch) {
        const chosen = order.slice(start, start + classesPerBatch);
        batches.push(Int32Array.from(chosen.flatMap((places) => take(places, samplesPerClass, random))));
      }
      return batches;
    },
  };
}

function take(places: readonly number[], count: number, random: () => number): number[] {
  const taken: number[] = [];
  while (taken.length < count) taken.push(...shuffled(places, random).slice(0, count - taken.length));
  return taken;
}

/** In the order in which the labels first occur. */
export function placesByLabel(labels: Int32Array): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, label] of labels.entries()) {
    const members = places.get(label);
    if (members) members.push(place);
    else places.set(label, [place]);
  }
  return places;
}
