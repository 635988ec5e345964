/** A plan and its rows come in, training batches go out: two rows of each of some photos, pure in the step. */
import { createRandom, type Random, randomBelow } from "../../../native-models/random.ts";
import { neighbourBatches } from "../../../native-models/samplers/neighbours.ts";
import type { Sampler } from "../../../native-models/samplers/sampler.ts";
import { sourceGroups } from "../../../native-models/samplers/source-groups.ts";
import type { BatchSource, TrainingBatch } from "../../../native-models/training/batches.ts";
import type { Source, TrainPlan } from "./plan.ts";
import type { RowFile } from "./row-file.ts";

/** How often a photo itself is one of its two rows; else both are copies. */
const originalShare = 0.5;

export function batchesOf(plan: TrainPlan, rows: RowFile, reference: RowFile | null): BatchSource {
  const { settings, sources } = plan;
  const sampler = samplerOf(plan);
  const unknown = pairSet(plan.unknown, sources.length);

  return async function* (firstStep, signal) {
    let epoch = 0;
    let passed = 0;
    for (let step = firstStep; !signal.aborted; ) {
      const batches = sampler.batches(epoch);
      if (batches.length === 0) return;
      for (const places of batches.slice(Math.max(0, step - passed))) {
        if (signal.aborted) return;
        yield batchOf(places, step);
        step += 1;
      }
      passed += batches.length;
      epoch += 1;
    }
  };

  function batchOf(places: Int32Array, step: number): TrainingBatch {
    const random = createRandom(settings.seed, 7, step);
    const taken = new Set(places);
    const chosen: number[] = [];
    const labels: number[] = [];
    /** Source of the photo that each row shows. */
    const shown: number[] = [];
    for (const place of places) {
      const source = sources[place];
      if (!source) continue;
      const partner = partnerOf(source, taken, random);
      const own = randomBelow(random, source.rows.length);
      const first = random() < originalShare ? 0 : own;
      const second = partner === null ? otherThan(first, source.rows.length, random) : randomBelow(random, rowsOf(partner).length);
      chosen.push(source.rows[first] ?? 0, (partner === null ? source.rows : rowsOf(partner))[second] ?? 0);
      labels.push(place, place);
      shown.push(place, partner ?? place);
    }
    const labelled = labels.length;
    for (let extra = 0; extra < Math.min(settings.replayRows, plan.replay.length); extra += 1)
      chosen.push(plan.replay[randomBelow(random, plan.replay.length)] ?? 0);
    return {
      inputs: { data: rows.read(chosen), shape: [chosen.length, ...plan.shape] },
      labels: Int32Array.from(labels),
      unknown: unknownPlaces(labels, shown, labelled),
      ...(reference ? { reference: reference.read(chosen) } : {}),
    };
  }

  function rowsOf(place: number): readonly number[] {
    return sources[place]?.rows ?? [];
  }

  function unknownPlaces(labels: readonly number[], shown: readonly number[], count: number): [number, number][] {
    const pairs: [number, number][] = [];
    for (let one = 0; one < count; one += 1)
      for (let other = one + 1; other < count; other += 1) {
        if (labels[one] === labels[other]) continue;
        const [a, b] = [shown[one] ?? 0, shown[other] ?? 0];
        if (a === b || unknown.has(keyOf(a, b, sources.length))) pairs.push([one, other]);
      }
    return pairs;
  }
}

function samplerOf({ settings, sources, neighbours }: TrainPlan): Sampler {
  const { sampler, sourcesPerStep, seed } = settings;
  // A small rest of an epoch would teach little and sway much.
  const whole = (made: Sampler): Sampler => ({
    name: made.name,
    batches: (epoch) => {
      const batches = made.batches(epoch);
      return batches.length > 1 ? batches.filter(({ length }) => length >= sourcesPerStep / 2) : batches;
    },
  });
  if (sampler === "neighbours") return whole(neighbourBatches({ neighbours, batchSize: sourcesPerStep, share: 0.5, seed }));
  return whole(sourceGroups({ sources: Int32Array.from(sources.keys()), batchSize: sourcesPerStep, seed }));
}

/** A partner that takes part in this step as a copy; none that is in the step on its own. */
function partnerOf({ partners }: Source, taken: ReadonlySet<number>, random: Random): number | null {
  const free = partners.filter(({ source }) => !taken.has(source));
  if (free.length === 0) return null;
  const one = free[randomBelow(random, free.length)];
  return one && random() < one.share ? one.source : null;
}

/** A place among `count` that is not `first`, where there are two. */
function otherThan(first: number, count: number, random: Random): number {
  if (count < 2) return first;
  const other = randomBelow(random, count - 1);
  return other >= first ? other + 1 : other;
}

const keyOf = (a: number, b: number, count: number): number => Math.min(a, b) * count + Math.max(a, b);
const pairSet = (pairs: TrainPlan["unknown"], count: number): ReadonlySet<number> => new Set(pairs.map(([a, b]) => keyOf(a, b, count)));
