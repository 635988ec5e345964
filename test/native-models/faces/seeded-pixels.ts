/** A seed and a shape come in, planar RGB as smooth as a photo goes out: sums of a few waves a channel. */
import { createRandom } from "../../../native-models/random.ts";

export type PixelsShape = [batch: number, channels: 3, height: number, width: number];

/** data: uint8, of `shape`. */
export function seededPixels(seed: number, shape: PixelsShape): { data: Uint8Array; shape: PixelsShape } {
  const random = createRandom(seed);
  const [batch, channels, height, width] = shape;
  const data = new Uint8Array(batch * channels * height * width);
  for (let plane = 0; plane < batch * channels; plane += 1) {
    const waves = Array.from({ length: 5 }, () => ({ x: random() / 9, y: random() / 9, start: 6 * random(), high: 24 * random() }));
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        data[(plane * height + y) * width + x] = waves.reduce(
          (sum, wave) => sum + wave.high * Math.sin(wave.x * x + wave.y * y + wave.start),
          128,
        );
  }
  return { data, shape };
}
