/** Contents come in; their local features, or how one lies on the other, go out. Features are made once from the thumbnail and kept. */
import { readFile } from "node:fs/promises";
import type { Parts } from "./parts.ts";
import { type AlignmentEvidence, type ContentId, systemPath } from "./photo.ts";

/** null where the thumbnail is missing. Asked for twice at once, they are made once. */
export async function createFeatures(parts: Parts): Promise<(content: ContentId) => Promise<Uint8Array | null>> {
  const { store, media } = parts;
  const { features: recipe } = await parts.recipes();
  const underWay = new Map<ContentId, Promise<Uint8Array | null>>();

  async function make(content: ContentId): Promise<Uint8Array | null> {
    const thumbnail = store.thumbnails.find(store.contents.hashOf(content));
    if (thumbnail === null) return null;
    const pixels = await media.pixels(await readFile(systemPath(thumbnail)));
    const made = await (await parts.aligner()).features(pixels);
    store.derived.putFeatures(content, recipe, made);
    return made;
  }

  return async (content) => {
    const kept = store.derived.features(content, recipe);
    if (kept) return kept;
    const making = underWay.get(content) ?? make(content).finally(() => underWay.delete(content));
    underWay.set(content, making);
    return making;
  };
}

/** Lays B on A; null where they do not agree. */
export async function createAlign(parts: Parts): Promise<(a: ContentId, b: ContentId) => Promise<AlignmentEvidence | null>> {
  const features = await createFeatures(parts);
  return async (a, b) => {
    const [featuresA, featuresB] = await Promise.all([features(a), features(b)]);
    return featuresA && featuresB ? (await parts.aligner()).align(featuresA, featuresB) : null;
  };
}
