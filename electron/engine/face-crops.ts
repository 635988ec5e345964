/** A face's id comes in; the file with its crop goes out, made when it is first asked for. May be deleted at any time. */

import { statSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FaceId } from "../contract/people.ts";
import { type FilePath, LikenessError, type PictureFile } from "../contract.ts";
import type { Parts } from "./parts.ts";
import { systemPath } from "./photo.ts";
import { errorOf } from "./read-photo.ts";

const folderOf = (library: FilePath): string => join(library, "faces");

/** @throws LikenessError "not-found" for a face that is not there, "unreadable" where its photo cannot be read. */
export async function faceCrop({ store, media }: Pick<Parts, "store" | "media">, id: FaceId): Promise<PictureFile> {
  const face = store.faces.find(id);
  const [photo] = face ? store.files.pathsOf(face.content) : [];
  if (!face || photo === undefined) throw new LikenessError("not-found", "That face is not in the library any more.");
  // An id is never given to another face as long as the library keeps faces, so the crop of an id never changes.
  const folder = join(folderOf(store.folder), String(id % 256));
  const path = join(folder, `${id}.webp`);
  if ((statSync(systemPath(path), { throwIfNoEntry: false })?.size ?? 0) > 0) return { path, mediaType: "image/webp" };
  const bytes = await media.around(photo, face.box).catch((error) => {
    throw errorOf(photo, error);
  });
  // Faces may have been switched off meanwhile: no crop is to outlive that.
  if (store.faces.find(id) === null) throw new LikenessError("not-found", "That face is not in the library any more.");
  await mkdir(systemPath(folder), { recursive: true });
  const partial = `${path}.${process.pid}`;
  await writeFile(systemPath(partial), bytes);
  await rename(systemPath(partial), systemPath(path));
  return { path, mediaType: "image/webp" };
}

export async function eraseCrops(library: FilePath): Promise<void> {
  await rm(systemPath(folderOf(library)), { recursive: true, force: true });
}

export async function countCrops(library: FilePath): Promise<number> {
  const entries = await readdir(systemPath(folderOf(library)), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).length;
}
