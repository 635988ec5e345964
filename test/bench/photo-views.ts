/** Photos' files come in, the network's inputs of each photo and of edited views of it go out, one photo after the other. */
import { networkInput } from "../../electron/engine/embed/network-input.ts";
import { createMedia } from "../../electron/engine/media/media.ts";
import { makeView, viewSeed } from "../../electron/engine/media/views.ts";

export interface PhotoViewsOptions {
  /** Edited views of each. */
  readonly views: number;
  /** Pixels a side. */
  readonly inputSize: number;
  readonly seed: number;
}

/** uint8 [1 + views, 3, inputSize, inputSize]: the photo itself first. */
export async function* photoViews(files: readonly string[], { views, inputSize, seed }: PhotoViewsOptions): AsyncGenerator<Uint8Array> {
  const media = createMedia();
  for (const [place, file] of files.entries()) {
    const { pixels } = await media.decode(await media.open(file, () => {}));
    const inputs = [networkInput(pixels, inputSize)];
    for (let view = 1; view <= views; view += 1) {
      const made = await makeView(pixels, { seed: viewSeed(seed, place, view) });
      inputs.push(networkInput(made.pixels, inputSize));
    }
    yield Buffer.concat(inputs);
  }
}
