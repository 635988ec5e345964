/** The names in a photo's folder come in; the files that belong to it go out, each with the photos that share it. Pure. */
import { extname } from "node:path";

export type SideFileKind = "metadata" | "live-video" | "raw";

export interface SideFile {
  readonly name: string;
  readonly kind: SideFileKind;
  /** Every photo in the folder that uses it, the one asked for among them; a RAW does not count itself. */
  readonly owners: readonly string[];
}

/** By the stem: edits, Apple's adjustments, a camera's thumbnail of a RAW or video. */
const metadataExtensions: ReadonlySet<string> = new Set([".xmp", ".aae", ".thm"]);
const liveVideoExtensions: ReadonlySet<string> = new Set([".mov"]);
const rawExtensions: ReadonlySet<string> = new Set([
  ...[".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".kdc", ".mef", ".mos", ".mrw", ".nef"],
  ...[".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"],
]);

export const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length);
const endingOf = (name: string): string => extname(name).toLowerCase();

/** "a.jpg.xmp" is a.jpg's alone; "a.xmp", "a.aae", "a.thm", "a.mov" belong to every photo named "a"; so does the RAW "a.nef" of a pair. */
export function sideFilesOf(photo: string, names: readonly string[], isPhotoName: (name: string) => boolean): SideFile[] {
  const stem = stemOf(photo);
  const sharing = names.filter((name) => stemOf(name) === stem && isPhotoName(name));
  const found: SideFile[] = [];
  for (const name of names) {
    if (name === photo) continue;
    const ending = endingOf(name);
    if (ending === ".xmp" && stemOf(name) === photo) found.push({ name, kind: "metadata", owners: [photo] });
    else if (stemOf(name) !== stem) continue;
    else if (metadataExtensions.has(ending)) found.push({ name, kind: "metadata", owners: sharing });
    else if (liveVideoExtensions.has(ending)) found.push({ name, kind: "live-video", owners: sharing });
    else if (rawExtensions.has(ending) && !rawExtensions.has(endingOf(photo)))
      found.push({ name, kind: "raw", owners: sharing.filter((owner) => !rawExtensions.has(endingOf(owner))) });
  }
  return found;
}

/** What the side file would be called beside another photo. */
export function counterpart(sideFile: string, photo: string, other: string): string {
  return stemOf(sideFile) === photo ? other + extname(sideFile) : stemOf(other) + extname(sideFile);
}
