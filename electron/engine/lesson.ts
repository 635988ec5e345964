/** Photos to learn from come in; copies of them are made, the frozen part of the network reads them, and a training's plan and rows lie in a folder. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createProjector } from "../../native-models/projector.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import type { FilePath, Problem } from "../contract.ts";
import { networkInput } from "./embed/network-input.ts";
import { trialEdits, trialOptions } from "./held-out.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { createFrontEndThreads, type FrontEndThreads } from "./learn/front-end-threads.ts";
import { files, type TrainPlan, writePlan } from "./learn/plan.ts";
import { openRows } from "./learn/row-file.ts";
import { type LessonPhoto, type LessonRequest, planLesson } from "./lesson-plan.ts";
import { MediaError } from "./media/media-error.ts";
import { editPixels, makeView, viewSeed } from "./media/views.ts";
import type { Parts } from "./parts.ts";
import type { Pixels } from "./photo.ts";
import { problemOf } from "./read-photo.ts";

export interface Lesson {
  readonly plan: TrainPlan;
  readonly unreadable: readonly Problem[];
}

/** Long side of the pixels that copies are made of: what a scan works on. */
const workingSize = 512;
export async function prepareLesson(
  parts: Pick<Parts, "media" | "inFlight">,
  request: LessonRequest,
  control: JobControl,
): Promise<Lesson> {
  const { folder, settings, recipe, train, trial, copies, strength } = request;
  mkdirSync(folder, { recursive: true });
  const threads = await createFrontEndThreads({ recipe, mode: settings.mode }, Math.max(1, parts.inFlight - 1));
  const width = threads.shape.reduce((product, size) => product * size, 1);
  const rows = openRows(join(folder, files.rows), width, "new");
  const reference = openRows(join(folder, files.reference), threads.dimensions, "new");
  const unreadable = new Map<FilePath, Problem>();
  const photos = [...train, ...trial];
  const ownRows = 1 + copies;
  const firstRow = (at: number): number =>
    at < train.length ? at * ownRows : train.length * ownRows + (at - train.length) * (1 + trialEdits.length);
  try {
    control.phase("preparing", photos.length);
    await forEachInFlight(parts.inFlight, [...photos.keys()], control, async (at) => {
      const photo = photos[at];
      if (!photo) return;
      try {
        const pixels = await pixelsOf(parts, photo.path);
        let row = firstRow(at);
        for await (const view of at < train.length ? viewsOf(pixels, at) : trialsOf(pixels, photo)) {
          const read = await readWith(threads, view);
          rows.write(row, read.inputs);
          reference.write(row, read.reference);
          row += 1;
        }
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        unreadable.set(photo.path, problemOf(photo.path, error));
      }
      control.advance();
    });
    const firstReplay = firstRow(photos.length);
    if (settings.mode === "head") await keepOld(firstReplay);
    const old = openRows(join(folder, files.reference), threads.dimensions, "read");
    const replay = settings.mode === "head" ? request.replay.map((_, at) => firstReplay + at) : [];
    const { shape, dimensions } = threads;
    const plan = planLesson(request, { shape, old, dimensions, replay, firstRow, isRead: ({ path }) => !unreadable.has(path) });
    old.close();
    writePlan(folder, plan);
    return { plan, unreadable: [...unreadable.values()] };
  } finally {
    rows.close();
    reference.close();
    await threads.dispose();
  }

  /** What was known before and is not learned from now stands in the lesson too. */
  async function keepOld(first: number): Promise<void> {
    if (request.replay.length === 0) return;
    const projector = await createProjector(loadRecipe(recipe ?? undefined).copy);
    for (const [at, features] of request.replay.entries()) {
      rows.write(first + at, features);
      reference.write(first + at, await projector.project(features));
    }
    await projector.dispose();
  }

  async function* viewsOf(pixels: Pixels, at: number): AsyncGenerator<Pixels> {
    yield pixels;
    const photo = train[at];
    for (let view = 1; photo && view <= copies; view += 1) {
      const others = () => besidesOf(at, view);
      yield (await makeView(pixels, { seed: viewSeed(settings.seed, photo.seed, view), strength, others })).pixels;
    }
  }

  /** Two photos of the lesson for a collage; fewer where they cannot be read. */
  async function besidesOf(at: number, view: number): Promise<readonly Pixels[]> {
    const chosen = [1, 2].map(
      (step) => train[(at + step * (1 + (viewSeed(settings.seed, at, view) % Math.max(1, train.length - 1)))) % train.length],
    );
    const read = await Promise.allSettled(chosen.map((photo) => pixelsOf(parts, photo?.path ?? "")));
    return read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  }

  async function* trialsOf(pixels: Pixels, photo: LessonPhoto): AsyncGenerator<Pixels> {
    yield pixels;
    for (const [at, edit] of trialEdits.entries()) yield editPixels(pixels, edit, trialOptions(photo, at));
  }
}

async function pixelsOf({ media }: Pick<Parts, "media">, path: FilePath): Promise<Pixels> {
  return media.pixelsAt(await media.open(path, () => undefined), workingSize);
}

async function readWith(threads: FrontEndThreads, pixels: Pixels) {
  return threads.run(networkInput(pixels, threads.inputSize));
}
