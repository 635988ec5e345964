/** The library and this computer come in; what an embedder would learn from, on what, and for how long, goes out. */
import { type AdaptationMode, adaptationModes, type LearningOverview, type TrainingEstimate } from "../contract/learning.ts";
import { examplesOf, learnableOf } from "./learnable.ts";
import type { Parts } from "./parts.ts";
import type { RunData } from "./run-data.ts";
import { leastPhotos } from "./train-library.ts";
import type { createTrainingDevice, TrainingDevice } from "./training-device.ts";

/** Seconds where nothing was measured here yet: a fixed part, and for each photo; on a GPU the steps' part shrinks. */
const reckoned: Readonly<Record<AdaptationMode, { readonly fixed: number; readonly photo: number }>> = {
  head: { fixed: 90, photo: 0.2 },
  adapters: { fixed: 700, photo: 0.6 },
  "last-blocks": { fixed: 800, photo: 0.6 },
  everything: { fixed: 3000, photo: 1.5 },
};
/** As many as a run learns from at most. */
const mostPhotos = 3000;

export async function learningOverview(parts: Parts, device: ReturnType<typeof createTrainingDevice>): Promise<LearningOverview> {
  const [learnable, found] = await Promise.all([learnableOf(parts), device.get()]);
  const { division, photos, counts } = learnable;
  const inUse = parts.inUse.run();
  const newest = inUse === null ? -1 : parts.store.runs.get<RunData>(inUse).data.newestContent;
  return {
    photos: photos.size,
    heldOutPhotos: division.trial.length + division.test.length,
    newPhotos: [...photos.keys()].filter((content) => content > newest).length,
    counts,
    examples: examplesOf(learnable),
    device: found.name,
    estimates: adaptationModes.map((mode) => estimate(parts, found, mode, photos.size, division.train.length)),
    inUse,
  };
}

function estimate({ store }: Parts, device: TrainingDevice, mode: AdaptationMode, photos: number, learned: number): TrainingEstimate {
  const tooFew =
    photos < leastPhotos ? `The library has ${photos} photos; ${leastPhotos} are the least that something can be learned from.` : null;
  const obstacle = device.obstacles[mode] ?? tooFew;
  if (obstacle !== null) return { mode, obstacle, seconds: null };
  const count = Math.min(learned, mostPhotos);
  const measured = store.runs
    .all<RunData>()
    .find((run) => run.kind === "library" && run.mode === mode && (run.outcome === "better" || run.outcome === "not-better"));
  const { fixed, photo } = reckoned[mode];
  const reckon = (amount: number): number => fixed + photo * amount;
  const share = measured && measured.data.photos > 0 ? measured.data.seconds / reckon(measured.data.photos) : 1;
  return { mode, obstacle: null, seconds: Math.round(share * reckon(count)) };
}
