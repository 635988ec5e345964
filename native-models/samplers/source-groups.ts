/** The source of each sample comes in, batches that hold whole sources go out: a source's copies always meet, and meet other sources. */
import { createRandom, shuffled } from "../random.ts";
import { placesByLabel } from "./balanced.ts";
import type { Sampler } from "./sampler.ts";

export interface SourceGroupsOptions {
  /** int32 [samples]: samples of one photo, burst or scene share a number. */
  readonly sources: Int32Array;
  /** Samples in a batch, at most. */
  readonly batchSize: number;
  readonly seed: number;
}

/**
 * Every sample appears once an epoch. A source larger than a batch is cut into several.
 * @throws RangeError for an empty batch.
 */
export function sourceGroups({ sources, batchSize, seed }: SourceGroupsOptions): Sampler {
  if (!(batchSize >= 1)) throw new RangeError(`Batches of ${batchSize}.`);
  const groups = [...placesByLabel(sources).values()];
  return {
    name: "source groups",
    batches(epoch) {
      const random = createRandom(seed, epoch);
      const batches: number[][] = [];
      let open: number[] = [];
      for (const group of shuffled(groups, random)) {
        const members = shuffled(group, random);
        if (open.length > 0 && open.length + members.length > batchSize) {
          batches.push(open);
          open = [];
        }
        open.push(...members);
        while (open.length >= batchSize) batches.push(open.splice(0, batchSize));
      }
      if (open.length > 0) batches.push(open);
      return batches.map((batch) => Int32Array.from(batch));
    },
  };
}
