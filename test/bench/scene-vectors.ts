/** Photos by path come in; their scene descriptors go out, as the engine's own stages make them, kept between runs. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbedder } from "../../electron/engine/embed/embedder.ts";
import { createMedia } from "../../electron/engine/media/media.ts";

const inFlight = 4;

export interface SceneVectors {
  /** int8 [paths, dimensions], in the order given. */
  readonly vectors: Int8Array;
  readonly dimensions: number;
}

export async function readSceneVectors(paths: readonly string[]): Promise<SceneVectors> {
  const embedder = await createEmbedder({ threads: 2 });
  const { dimensions } = embedder;
  const key = createHash("sha256")
    .update([embedder.recipes.embedding, ...paths].join("\n"))
    .digest("hex");
  const folder = join(tmpdir(), "likeness-bench");
  const kept = join(folder, `scenes-${key}.bin`);
  if (existsSync(kept)) {
    await embedder.dispose();
    return { vectors: new Int8Array(readFileSync(kept)), dimensions };
  }
  const media = createMedia();
  const vectors = new Int8Array(paths.length * dimensions);
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < paths.length) {
        const at = next;
        next += 1;
        const decoded = await media.decode(await media.open(paths[at] as string, () => {}));
        const [embedding] = await embedder.embed([decoded.pixels]);
        if (embedding) vectors.set(embedding.scene, at * dimensions);
        if (at % 500 === 499) process.stderr.write(`${at + 1} of ${paths.length} read\n`);
      }
    }),
  );
  await Promise.all([media.dispose(), embedder.dispose()]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${kept}.new`, vectors);
  renameSync(`${kept}.new`, kept);
  return { vectors, dimensions };
}
