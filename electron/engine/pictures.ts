/** A photo's id and a variant come in; the file that a host serves at the picture's address goes out. */
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Params, PhotoId, PictureFile } from "../contract.ts";
import type { Parts } from "./parts.ts";
import { systemPath } from "./photo.ts";
import { errorOf } from "./read-photo.ts";
import type { StoredPhoto } from "./store/photos.ts";

/** What every browser shows, so that the file itself serves as its view. */
const shownByBrowsers: Readonly<Record<string, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  avif: "image/avif",
  bmp: "image/bmp",
};
/** Above this long side a view is rendered instead: large bitmaps stall a window. */
const viewSize = 2560;

/** Of a photo; crops of faces are made elsewhere. */
export async function findPicture(parts: Parts, { id, variant }: Params<"picture">): Promise<PictureFile> {
  const photo = parts.store.photos.stored(id as PhotoId);
  const original = { path: photo.path, mediaType: shownByBrowsers[photo.facts.format] ?? "application/octet-stream" };
  if (variant === "original") return original;
  if (variant === "thumbnail") return thumbnail(parts, photo);
  const shown = photo.facts.format in shownByBrowsers && Math.max(photo.facts.width, photo.facts.height) <= viewSize;
  return shown ? original : renderedView(parts, photo);
}

async function thumbnail(parts: Parts, photo: StoredPhoto): Promise<PictureFile> {
  const hash = parts.store.contents.hashOf(photo.content);
  const path = parts.store.thumbnails.find(hash) ?? (await makeThumbnail(parts, photo, hash));
  return { path, mediaType: "image/webp" };
}

async function makeThumbnail({ store, media }: Parts, photo: StoredPhoto, hash: Uint8Array): Promise<string> {
  return readable(photo, async () => {
    const source = await media.open(photo.path, () => {});
    return store.thumbnails.write(hash, (await media.decode(source)).thumbnail);
  });
}

/** Kept below the library folder; may be deleted at any time. */
async function renderedView({ store, media }: Parts, photo: StoredPhoto): Promise<PictureFile> {
  const name = Buffer.from(store.contents.hashOf(photo.content)).toString("hex");
  const folder = join(store.folder, "views", name.slice(0, 2));
  const path = join(folder, `${name}.jpg`);
  const made = await stat(systemPath(path)).catch(() => null);
  if (!made?.size) {
    const bytes = await readable(photo, () => media.view(photo.path));
    await mkdir(systemPath(folder), { recursive: true });
    const partial = `${path}.${process.pid}`;
    await writeFile(systemPath(partial), bytes);
    await rename(systemPath(partial), systemPath(path));
  }
  return { path, mediaType: "image/jpeg" };
}

async function readable<T>(photo: StoredPhoto, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorOf(photo.path, error);
  }
}
