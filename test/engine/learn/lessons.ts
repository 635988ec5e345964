/** A made-up lesson in a temporary folder: features of photos as points of the real recipe's width, with copies scattered along a few directions. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { nearestNeighbours } from "../../../electron/engine/learn/neighbours.ts";
import { files, type TrainPlan, writePlan } from "../../../electron/engine/learn/plan.ts";
import { openRows } from "../../../electron/engine/learn/row-file.ts";
import { settingsFor, type TrainSettings } from "../../../electron/engine/learn/settings.ts";
import { applyHead } from "../../../native-models/head.ts";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { createRandom } from "../../fixtures/random.ts";

export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "likeness-lesson-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const copies = 4;
const judged = 20;

export interface LessonOptions {
  /** Other photos, and other edits. */
  readonly seed?: number;
  /** Begun from these weights. */
  readonly recipe?: string;
  readonly replay?: readonly Float32Array[];
}

/**
 * The photos differ in every direction a little; what edits do, they do along the same twelve directions, and more than that: a head that
 * learns these finds copies that the shipped one does not.
 */
export function makeLesson(
  folder: string,
  sources: number,
  part: Partial<TrainSettings> = {},
  { seed = 11, recipe, replay }: LessonOptions = {},
): TrainPlan {
  const { copy: head } = loadRecipe(recipe);
  const width = head.whitening.inputDimensions;
  const random = createRandom(seed);
  const direction = (): Float32Array => Float32Array.from({ length: width }, () => random.between(-1, 1));
  const edits = Array.from({ length: 12 }, direction);
  const count = sources + judged;
  const rows = openRows(join(folder, files.rows), width, "new");
  const reference = openRows(join(folder, files.reference), head.whitening.outputDimensions, "new");
  const put = (row: number, values: Float32Array): void => {
    const length = Math.hypot(...values);
    const unit = values.map((value) => value / length);
    rows.write(row, unit);
    reference.write(row, applyHead(head, unit));
  };
  for (let photo = 0; photo < count; photo += 1) {
    const own = direction().map((value, at) => (head.whitening.mean[at] ?? 0) + 0.012 * value);
    put(photo * (1 + copies), own);
    for (let view = 1; view <= copies; view += 1) {
      const by = edits.map(() => random.between(-0.02, 0.02));
      put(
        photo * (1 + copies) + view,
        own.map(
          (value, at) =>
            value + by.reduce((sum, amount, edit) => sum + amount * (edits[edit]?.[at] ?? 0), 0) + random.between(-0.002, 0.002),
        ),
      );
    }
  }
  const first = (photo: number): number => photo * (1 + copies);
  const all = Array.from({ length: count }, (_, photo) => photo);
  const learned = all.slice(0, sources);
  const settings = { ...settingsFor({ mode: "head", backend: "wasm", sources, headWidth: head.whitening.outputDimensions }), ...part };
  const plan: TrainPlan = {
    settings,
    recipe: recipe ?? null,
    rows: count * (1 + copies) + (replay?.length ?? 0),
    shape: [width],
    sources: learned.map((photo) => ({ rows: Array.from({ length: 1 + copies }, (_, view) => first(photo) + view), partners: [] })),
    unknown: [],
    neighbours: nearestNeighbours(reference.read(learned.map(first)), head.whitening.outputDimensions, 8),
    trial: {
      gallery: [...all.slice(sources), ...learned].map(first),
      queries: all
        .slice(sources)
        .flatMap((photo, match) => Array.from({ length: copies }, (_, view) => ({ row: first(photo) + 1 + view, match }))),
      unknown: [],
    },
    replay: (replay ?? []).map((_, at) => count * (1 + copies) + at),
    notes: { madeBy: "a test" },
  };
  for (const [at, features] of (replay ?? []).entries()) put(count * (1 + copies) + at, features);
  rows.close();
  reference.close();
  writePlan(folder, plan);
  return plan;
}
