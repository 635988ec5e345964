/** A run's embedder, or the shipped one, comes in; every photo has descriptors and matches of it before it comes into use. */
import { createProjector } from "../../native-models/projector.ts";
import { quantise } from "../../native-models/quantise.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import type { RunId, UseReport } from "../contract/learning.ts";
import { LikenessError } from "../contract.ts";
import type { JobControl } from "./jobs.ts";
import { matchLibrary } from "./match-job.ts";
import type { Parts } from "./parts.ts";
import { type PartsUnder, partsUnder } from "./parts-under.ts";
import { refreshDerived } from "./scan-job.ts";

/** What was made of the old one stays, so that going back costs nothing. Throws "usage" where the run has no embedder. */
export async function useEmbedder(parts: Parts, control: JobControl, run: RunId | null): Promise<UseReport> {
  const { store, clock, inUse } = parts;
  const beganAtMs = clock.now();
  if (run !== null) {
    store.runs.get(run);
    if (!inUse.isWhole(run))
      throw new LikenessError("usage", "That run has no embedder that could be used: it ended before it had one, or its files are gone.");
  }
  const other = run === null ? { weights: null, scale: null } : { weights: inUse.weightsOf(run), scale: inUse.scaleOf(run) };
  const under = partsUnder(parts, other);
  try {
    const projected = await project(parts, under, control, other.weights);
    const lacking = store.contents.lacking(await under.recipes()).length;
    await refreshDerived(under, control, { onChange: () => undefined });
    await matchLibrary(under, control);
    store.runs.setInUse(run);
    await parts.forgetEmbedder();
    return { inUse: run, photos: projected + lacking, decoded: lacking, seconds: (clock.now() - beganAtMs) / 1000 };
  } finally {
    await under.dispose();
  }
}

/** New copy descriptors from the pooled features that scans kept, where the new embedder pools the same; returns how many. */
async function project(
  { store, recipes: present }: Parts,
  under: PartsUnder,
  control: JobControl,
  weights: string | null,
): Promise<number> {
  const [old, recipes] = [await present(), await under.recipes()];
  if (old.embedding === recipes.embedding || old.pooled !== recipes.pooled) return 0;
  const projector = await createProjector(loadRecipe(weights ?? undefined).copy);
  let count = 0;
  try {
    control.phase("preparing", store.photos.count());
    for (const { contents, values, dimensions } of store.pooled.portions(recipes.pooled)) {
      await control.checkpoint();
      const missing = [...contents.keys()].filter(
        (at) => !store.derived.hasEmbedding(contents[at] as (typeof contents)[number], recipes.embedding),
      );
      const rows = new Float32Array(missing.length * dimensions);
      missing.forEach((at, row) => {
        rows.set(values.subarray(at * dimensions, (at + 1) * dimensions), row * dimensions);
      });
      const vectors = await projector.project(rows);
      const width = projector.outputDimensions;
      store.write(() => {
        missing.forEach((at, row) => {
          const content = contents[at];
          const kept = content === undefined ? null : store.derived.embedding(content, old.embedding);
          if (content === undefined || !kept) return;
          const copy = quantise(vectors.subarray(row * width, (row + 1) * width));
          store.derived.putEmbedding(content, recipes.embedding, { copy, scene: kept.scene });
          count += 1;
        });
      });
      control.advance(contents.length);
    }
  } finally {
    await projector.dispose();
  }
  return count;
}
