/** A seed and a size come in, a made-up picture goes out: soft blobs, bars and grain, another one for each seed. */
import type { Pixels } from "../../../electron/engine/photo.ts";

export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function makePicture(seed: number, width: number, height: number): Pixels {
  const random = createRandom(seed * 7919 + 1);
  const shapes = Array.from({ length: 14 }, () => ({
    x: random(),
    y: random(),
    width: 0.04 + 0.3 * random(),
    height: 0.04 + 0.3 * random(),
    round: random() < 0.5,
    colour: [random() * 255, random() * 255, random() * 255] as const,
  }));
  const sky = [random() * 255, random() * 255, random() * 255] as const;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      let colour: readonly number[] = sky.map((value) => value * (0.5 + 0.5 * v));
      for (const shape of shapes) {
        const [dx, dy] = [(u - shape.x) / shape.width, (v - shape.y) / shape.height];
        if (shape.round ? dx * dx + dy * dy < 1 : Math.abs(dx) < 1 && Math.abs(dy) < 1)
          colour = shape.colour.map((value) => value * (1 - 0.3 * dx));
      }
      for (let channel = 0; channel < 3; channel += 1)
        data[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, (colour[channel] ?? 0) + 12 * (random() - 0.5)));
    }
  return { width, height, data };
}

/** Left and right changed over. */
export function mirror({ width, height, data }: Pixels): Pixels {
  return remap(width, height, (x, y) => (y * width + (width - 1 - x)) * 3, data);
}

/** A quarter turn clockwise. */
export function quarterTurn({ width, height, data }: Pixels): Pixels {
  return remap(height, width, (x, y) => ((height - 1 - x) * width + y) * 3, data);
}

/** Every other pixel. */
export function halve({ width, height, data }: Pixels): Pixels {
  return remap(width >> 1, height >> 1, (x, y) => (2 * y * width + 2 * x) * 3, data);
}

function remap(width: number, height: number, source: (x: number, y: number) => number, data: Uint8Array): Pixels {
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) out.set(data.subarray(source(x, y), source(x, y) + 3), (y * width + x) * 3);
  return { width, height, data: out };
}
