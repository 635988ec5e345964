/** A folder of pictures by class comes in, a small network learns them from nothing, and how well it tells those held out apart goes out. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ExampleFigures, learnPictures } from "../../native-models/examples/learn-pictures.ts";
import type { ExampleLoss } from "../../native-models/examples/objectives.ts";
import type { PictureSet } from "../../native-models/examples/picture-batches.ts";
import { createRandom, shuffled } from "../../native-models/random.ts";
import { useBackend } from "../../native-models/tensorflow.ts";
import { createEventFile } from "../../native-models/tracking/event-file.ts";
import { createJsonLines } from "../../native-models/tracking/json-lines.ts";
import { trackAll } from "../../native-models/tracking/tracker.ts";
import { type FilePath, LikenessError } from "../contract.ts";
import { readLabelledPictures } from "./media/labelled-pictures.ts";

export { exampleLosses } from "../../native-models/examples/objectives.ts";

export interface ExampleRequest {
  /** With "train" and "test" inside, or with the classes themselves: then a fifth of each is held out, by the seed. */
  readonly folder: FilePath;
  readonly loss: ExampleLoss;
  readonly steps: number;
  readonly seed: number;
  /** For TensorBoard's event file and the same as JSON lines; made where there is none. */
  readonly log?: FilePath;
  readonly onStep?: (step: number, steps: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

export interface ExampleReport extends ExampleFigures {
  readonly loss: ExampleLoss;
  readonly seed: number;
  readonly classes: readonly string[];
  readonly pictures: number;
  readonly testPictures: number;
}

/** Of the pictures, in pixels: those of CIFAR-10. */
const side = 32;
const heldOutShare = 0.2;

/**
 * Computes in this process, which TensorFlow blocks for the length of a step.
 * @throws LikenessError "not-found" or "unreadable" for the pictures, "usage" for one class only, "unsupported" where TensorFlow is not installed.
 */
export async function trainExample(request: ExampleRequest): Promise<ExampleReport> {
  const { folder, loss, steps, seed, log, onStep, signal } = request;
  const { training, test, classes } = await readSets(folder, seed);
  if (classes.length < 2) throw new LikenessError("usage", `${folder} has one class only: there is nothing to tell apart.`);
  await useBackend("tensorflow").catch((error: Error) => {
    throw new LikenessError(
      "unsupported",
      `TensorFlow does not load here (${error.message.split("\n")[0]}). "npm run tensorflow" brings it.`,
    );
  });
  if (log !== undefined) mkdirSync(log, { recursive: true });
  const figures = await learnPictures({
    training,
    test,
    loss,
    steps,
    seed,
    ...(log !== undefined && { tracker: trackAll(createEventFile(log), createJsonLines(join(log, "log.jsonl"))) }),
    ...(signal && { signal }),
    onStep: ({ step, steps: all, loss: value }) => onStep?.(step, all, value),
  });
  return { ...figures, loss, seed, classes, pictures: training.labels.length, testPictures: test.labels.length };
}

async function readSets(folder: FilePath, seed: number): Promise<{ training: PictureSet; test: PictureSet; classes: readonly string[] }> {
  if (!existsSync(join(folder, "train"))) {
    const { classes, ...all } = await readLabelledPictures(folder, side);
    return { ...divided(all, seed), classes };
  }
  const training = await readLabelledPictures(join(folder, "train"), side);
  const test = await readLabelledPictures(join(folder, "test"), side);
  if (training.classes.join("\n") !== test.classes.join("\n"))
    throw new LikenessError("usage", `"train" and "test" in ${folder} do not have the same classes.`);
  return { training, test, classes: training.classes };
}

function divided(all: PictureSet, seed: number): { training: PictureSet; test: PictureSet } {
  const order = shuffled(all.labels.keys(), createRandom(seed));
  const held = Math.max(1, Math.round(order.length * heldOutShare));
  return { training: part(all, order.slice(held)), test: part(all, order.slice(0, held)) };
}

function part({ pixels, labels, side: size }: PictureSet, places: readonly number[]): PictureSet {
  const length = size * size * 3;
  const chosen = new Uint8Array(places.length * length);
  for (const [index, place] of places.entries()) chosen.set(pixels.subarray(place * length, (place + 1) * length), index * length);
  return { pixels: chosen, labels: Int32Array.from(places, (place) => labels[place] ?? 0), side: size };
}
