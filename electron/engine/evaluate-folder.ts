/** A folder comes in; how well copies of its photos are found by the embedder in use, and by the shipped one, goes out. */
import type { EvaluationReport, LearningMethodTypes } from "../contract/learning.ts";
import { photosBelow } from "./folder-photos.ts";
import { editFigures } from "./held-out.ts";
import type { JobControl } from "./jobs.ts";
import { judgeFolder } from "./judge-folder.ts";
import { viewSeed } from "./media/views.ts";
import type { Parts } from "./parts.ts";
import { partsUnder } from "./parts-under.ts";

/** Photos that copies are made of, and photos that are searched among. */
const most = { edited: 120, gallery: 4000 } as const;

export async function evaluateFolder(
  parts: Parts,
  control: JobControl,
  { folder, seed = 1 }: LearningMethodTypes["evaluateFolder"][0],
): Promise<EvaluationReport> {
  const { photos, problems } = await photosBelow([folder], control);
  const drawn = [...photos].sort((a, b) => viewSeed(seed, a.seed, 0) - viewSeed(seed, b.seed, 0) || a.content - b.content);
  const gallery = drawn.slice(0, most.gallery);
  const task = { gallery, heldOut: drawn.slice(0, most.edited), unknown: new Set<string>() };
  const used = await judgeFolder(parts, control, { ...task, similarity: parts.inUse.similarity() });
  const report = { photos: gallery.length - used.unreadable.length, queries: used.queries.length, figures: used.figures };
  const unreadable = [...problems, ...used.unreadable];
  if (parts.inUse.run() === null) return { ...report, shipped: used.figures, edits: editFigures(used.queries, used, used), unreadable };
  const under = partsUnder(parts, { weights: null, scale: null });
  try {
    const shipped = await judgeFolder(under, control, { ...task, similarity: (cosine) => cosine });
    return { ...report, shipped: shipped.figures, edits: editFigures(used.queries, shipped, used), unreadable };
  } finally {
    await under.dispose();
  }
}
