/** A folder with a folder or a tar of pictures for each class comes in, every picture at one size with the number of its class goes out. */
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import { extract } from "tar-stream";
import { type FilePath, LikenessError } from "../../contract.ts";

export interface LabelledPictures {
  /** uint8 [count, side, side, 3], RGB */
  readonly pixels: Uint8Array;
  /** int32 [count]: the place of the class in `classes`. */
  readonly labels: Int32Array;
  /** In the order of their names. */
  readonly classes: readonly string[];
  readonly side: number;
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Enough to keep every thread of sharp busy. */
const picturesAtOnce = 64;
const pictureNames = /\.(?:jpe?g|png|webp|bmp|gif)$/i;

/**
 * Pictures of another size are squashed into the square. Within a class they stand in the order of their names.
 * @throws LikenessError "not-found" for a folder without classes, "unreadable" for a picture that cannot be read.
 */
export async function readLabelledPictures(folder: FilePath, side: number): Promise<LabelledPictures> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sources = entries
    .filter((entry) => entry.isDirectory() || extname(entry.name).toLowerCase() === ".tar")
    .map((entry) => ({ path: join(folder, entry.name), read: entry.isDirectory() ? picturesOfFolder : picturesOfTar }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  if (sources.length === 0)
    throw new LikenessError("not-found", `${folder} has no classes: it should hold a folder, or a .tar, of pictures for each class.`);
  const pictures: Uint8Array[] = [];
  const labels: number[] = [];
  for (const [label, source] of sources.entries()) {
    const named = (await source.read(source.path)).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (let start = 0; start < named.length; start += picturesAtOnce) {
      const decoded = await Promise.all(named.slice(start, start + picturesAtOnce).map((picture) => pixelsOf(picture, side)));
      pictures.push(...decoded);
      labels.push(...decoded.map(() => label));
    }
  }
  return {
    pixels: Buffer.concat(pictures),
    labels: Int32Array.from(labels),
    classes: sources.map(({ path }) => basename(path, ".tar")),
    side,
  };
}

async function picturesOfFolder(folder: FilePath): Promise<NamedBytes[]> {
  const names = (await readdir(folder)).filter((name) => pictureNames.test(name));
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

async function picturesOfTar(path: FilePath): Promise<NamedBytes[]> {
  const pictures: NamedBytes[] = [];
  for await (const entry of createReadStream(path).pipe(extract())) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(chunk);
    if (pictureNames.test(entry.header.name)) pictures.push({ name: entry.header.name, bytes: Buffer.concat(chunks) });
  }
  return pictures;
}

async function pixelsOf({ name, bytes }: NamedBytes, side: number): Promise<Uint8Array> {
  try {
    return await sharp(bytes).toColourspace("srgb").removeAlpha().resize(side, side, { fit: "fill" }).raw().toBuffer();
  } catch (error) {
    throw new LikenessError("unreadable", `${name} cannot be read as a picture (${(error as Error).message}).`, { cause: error });
  }
}
