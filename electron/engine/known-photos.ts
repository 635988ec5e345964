/** The library and a folder held against it come in; which photos of the library are really there, outside that folder, goes out. */
import type { FilePath, PhotoSummary } from "../contract.ts";
import { isBelow } from "./folders/paths.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, FoundFile } from "./photo.ts";
import type { Snapshot } from "./snapshot.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";

export interface KnownPhotos {
  hasSize(file: Pick<FoundFile, "sizeBytes">): boolean;
  /** A photo with these bytes; null where there is none. */
  identical(hash: Uint8Array): PhotoSummary | null;
  /** The photos with this content. */
  holding(content: ContentId): readonly StoredPhoto[];
}

/** A photo is there where its file has the size and time that the library read; asked once for each. */
export function createKnownPhotos(
  { store, fileSystem }: Pick<Parts, "store" | "fileSystem">,
  { photos }: Snapshot,
  folder: FilePath,
): KnownPhotos {
  const outside = photos.filter(({ path }) => !isBelow(path, folder));
  const sizes = new Set(outside.map(({ sizeBytes }) => sizeBytes));
  const byContent = Map.groupBy(outside, ({ content }) => content);
  const there = new Map<StoredPhoto, boolean>();

  function isThere(photo: StoredPhoto): boolean {
    const known = there.get(photo);
    if (known !== undefined) return known;
    const is = looksThere(photo);
    there.set(photo, is);
    return is;
  }
  function looksThere({ id, path }: StoredPhoto): boolean {
    try {
      const { sizeBytes, modifiedAtNs } = store.files.stamp(id);
      const facts = fileSystem.stat(path);
      return facts?.kind === "file" && facts.sizeBytes === sizeBytes && facts.modifiedAtNs === modifiedAtNs;
    } catch {
      return false;
    }
  }
  const holding = (content: ContentId): readonly StoredPhoto[] => (byContent.get(content) ?? []).filter(isThere);

  return {
    hasSize: ({ sizeBytes }) => sizes.has(sizeBytes),
    identical(hash) {
      const content = store.contents.find(hash);
      const photo = content === null ? undefined : holding(content)[0];
      return photo ? summaryOf(photo) : null;
    },
    holding,
  };
}
