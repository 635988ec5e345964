/** Folders come in; every photo below them goes out with a seed of its own, and which are held out. They need not be in the library. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { type FilePath, LikenessError, type Problem } from "../contract.ts";
import type { HeldOutPhoto } from "./held-out.ts";
import type { JobControl } from "./jobs.ts";
import { type ContentId, systemPath } from "./photo.ts";
import { walk } from "./scan/walk.ts";

export interface FolderPhotos {
  /** In path order; contents are numbered from 1, for this list alone. */
  readonly photos: readonly HeldOutPhoto[];
  readonly problems: readonly Problem[];
}

/** Throws "not-found" where there is no photo. */
export async function photosBelow(folders: readonly FilePath[], control: JobControl): Promise<FolderPhotos> {
  control.phase("walking", null);
  const paths: FilePath[] = [];
  const problems: Problem[] = [];
  for await (const batch of walk(folders, { ignorePatterns: [], libraryFolder: "" })) {
    await control.checkpoint();
    paths.push(...batch.files.map(({ path }) => path));
    problems.push(...batch.problems);
    control.advance(batch.files.length);
  }
  if (paths.length === 0)
    throw new LikenessError("not-found", `There is no photo below ${folders.map((folder) => `"${folder}"`).join(", ")}.`);
  const photos = paths.sort().map((path, at) => ({ path, content: (at + 1) as ContentId, seed: hashOf(path).readUInt32LE(8) }));
  return { photos, problems };
}

/** By name, so that the same photos are held out wherever the folder lies. */
export function heldOutBy(rule: "even" | "odd" | number): (photo: { readonly path: FilePath }) => boolean {
  return ({ path }) => {
    const hash = hashOf(path);
    if (typeof rule === "number") return hash.readUInt16LE(2) / 2 ** 16 < rule;
    return ((hash[0] ?? 0) & 1) === (rule === "even" ? 0 : 1);
  };
}

/** SHA-256 of a file's base name. */
function hashOf(path: FilePath): Buffer {
  return createHash("sha256").update(basename(path)).digest();
}

/** Two paths a line below a header, relative to the list's own folder or whole. Throws "not-found" or "usage". */
export async function pairsIn(list: FilePath): Promise<readonly (readonly [FilePath, FilePath])[]> {
  const text = await readFile(systemPath(list), "utf8").catch((cause) => {
    throw new LikenessError("not-found", `The list "${list}" cannot be read.`, { cause });
  });
  const folder = dirname(list);
  const lines = text.split(/\r?\n/).slice(1);
  return lines.flatMap((line, at): (readonly [FilePath, FilePath])[] => {
    if (line.trim() === "") return [];
    const [one, other, ...more] = line.trim().split(",");
    if (!one || !other || more.length > 0) throw new LikenessError("usage", `Line ${at + 2} of "${list}" does not name two files.`);
    return [[resolve(folder, one), resolve(folder, other)]];
  });
}
