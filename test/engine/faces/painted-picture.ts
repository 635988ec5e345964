/** Made-up pictures whose every pixel is known. */
import type { Pixels } from "../../../electron/engine/photo.ts";

/** uint8 RGB of what `colour` says at the middle of each pixel, 0..255. */
export function paint(width: number, height: number, colour: (x: number, y: number) => readonly [number, number, number]): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set(colour(x + 0.5, y + 0.5).map(Math.round), (y * width + x) * 3);
  return { width, height, data };
}

/** Red grows to the right, green downwards. */
export const ramp = (width: number, height: number): Pixels => paint(width, height, (x, y) => [(255 * x) / width, (255 * y) / height, 90]);
