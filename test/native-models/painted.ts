/** Seeded pictures with structure: waves, edges and a little noise, so that no channel of a network stays silent. */
import { createRandom } from "./random.ts";

/** uint8 [count, 3, size, size], planar RGB. */
export function paintedPictures({
  count,
  size,
  seed,
}: {
  readonly count: number;
  readonly size: number;
  readonly seed: number;
}): Uint8Array {
  const random = createRandom(seed);
  const area = size * size;
  const pixels = new Uint8Array(count * 3 * area);
  for (let plane = 0; plane < 3 * count; plane += 1) {
    const [across, down, phase, edge] = [random(), random(), 6 * random(), Math.floor(size * random())];
    for (let place = 0; place < area; place += 1) {
      const [x, y] = [place % size, Math.floor(place / size)];
      const wave = Math.sin(0.4 * across * x + 0.4 * down * y + phase);
      pixels[plane * area + place] = 110 + 70 * wave + (x > edge ? 40 : -20) + 20 * random();
    }
  }
  return pixels;
}
