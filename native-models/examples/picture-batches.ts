/** Labelled pictures come in, batches of them go out: as they are, or shifted by some pixels and mirrored at random. */
import { createRandom, type Random, randomBelow } from "../random.ts";
import { balanced } from "../samplers/balanced.ts";
import type { BatchSource } from "../training/batches.ts";
import type { Numbers } from "../training/embedding-model.ts";

export interface PictureSet {
  /** uint8 [count, side, side, 3] */
  readonly pixels: Uint8Array;
  /** int32 [count] */
  readonly labels: Int32Array;
  readonly side: number;
}

export interface PictureBatchOptions {
  readonly classes: number;
  readonly perClass: number;
  readonly seed: number;
  /** Pixels, each way; default 3. The border's pixels fill the gap. */
  readonly largestShift?: number;
}

/** As many of each class, drawn anew at each step. */
export function pictureBatches(set: PictureSet, { classes, perClass, seed, largestShift = 3 }: PictureBatchOptions): BatchSource {
  const sampler = balanced({ labels: set.labels, classesPerBatch: classes, samplesPerClass: perClass, seed });
  return async function* (firstStep) {
    for (let step = firstStep; ; step += 1) {
      const random = createRandom(seed, step);
      const [places = new Int32Array()] = sampler.batches(step);
      const data = new Uint8Array(places.length * picturePixels(set));
      for (const [index, place] of places.entries())
        copyMoved(set, place, data.subarray(index * picturePixels(set)), movement(random, largestShift));
      yield { inputs: { data, shape: [places.length, set.side, set.side, 3] }, labels: places.map((place) => set.labels[place] ?? 0) };
    }
  };
}

/** uint8 [places, side, side, 3], as they are or mirrored. */
export function picturesAt(set: PictureSet, places: ArrayLike<number>, mirrored = false): Numbers {
  const data = new Uint8Array(places.length * picturePixels(set));
  for (let index = 0; index < places.length; index += 1)
    copyMoved(set, places[index] ?? 0, data.subarray(index * picturePixels(set)), { right: 0, down: 0, mirrored });
  return { data, shape: [places.length, set.side, set.side, 3] };
}

interface Movement {
  readonly right: number;
  readonly down: number;
  readonly mirrored: boolean;
}

function movement(random: Random, largest: number): Movement {
  const shift = (): number => randomBelow(random, 2 * largest + 1) - largest;
  return { right: shift(), down: shift(), mirrored: random() < 0.5 };
}

function picturePixels({ side }: PictureSet): number {
  return side * side * 3;
}

function copyMoved(set: PictureSet, place: number, target: Uint8Array, { right, down, mirrored }: Movement): void {
  const { side, pixels } = set;
  const start = place * picturePixels(set);
  const inside = (at: number): number => Math.min(side - 1, Math.max(0, at));
  for (let y = 0; y < side; y += 1) {
    const row = start + inside(y - down) * side * 3;
    for (let x = 0; x < side; x += 1) {
      const column = inside(x - right);
      const from = row + (mirrored ? side - 1 - column : column) * 3;
      const to = (y * side + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) target[to + channel] = pixels[from + channel] ?? 0;
    }
  }
}
