/** gitignore patterns come in; what of a folder is to be left alone goes out, together with what nobody means by "my photos". */
import ignore from "ignore";

/** Thumbnails, bins, versions and caches of other programs and systems; in lower case. */
const folders: ReadonlySet<string> = new Set([
  ...[".thumbnails", ".thumbs", ".thumb", ".@__thumb", "@eadir", ".cache", "__macosx", ".appledouble", ".picasa3temp"],
  ...[".trash", ".trashes", ".trashed", ".dtrash", "#recycle", "@recycle", "$recycle.bin", "recycler", "recycled", "lost+found"],
  ...["system volume information", ".spotlight-v100", ".fseventsd", ".temporaryitems", ".documentrevisions-v100", ".mobilebackups"],
  ...[
    ".stversions",
    ".stfolder",
    ".snapshot",
    ".snapshots",
    "#snapshot",
    ".zfs",
    ".tmp.driveupload",
    ".tmp.drivedownload",
    ".@upload_cache",
  ],
  // Where this program keeps what was removed until the person empties it.
  ".likeness-removed",
  ...[".git", ".svn", ".hg", "node_modules"],
]);
/** Per-user bins of removable disks (freedesktop.org trash specification). */
const trashPrefix = ".trash-";
/** Lightroom's and other programs' previews. */
const previewSuffixes = [".lrdata", ".lrcat-data", ".cocatalog", ".cosessiondb"];
/** Packages of Apple's programs: of all that is inside, only these folders are the person's photos. */
const packageSuffixes = [".photoslibrary", ".photolibrary", ".aplibrary", ".migratedphotolibrary"];
const packageOriginals: ReadonlySet<string> = new Set(["originals", "masters", "originals.noindex"]);

export interface Ignored {
  /** `parent` is the folder's name, `path` the way from the scanned folder to the entry, with "/" between. */
  folder(parent: string, name: string, path: string): boolean;
  file(path: string): boolean;
}

/** Patterns are compared in Unicode form C, and without case where the system's file names are: names themselves stay as they are. */
export function createIgnored(patterns: readonly string[]): Ignored {
  const lines = patterns.filter((pattern) => pattern.trim() !== "").map((pattern) => pattern.normalize("NFC"));
  const rules = lines.length > 0 ? ignore({ ignorecase: process.platform === "win32" || process.platform === "darwin" }).add(lines) : null;
  const matches = (path: string) => rules?.ignores(path.normalize("NFC")) ?? false;
  return {
    folder: (parent, name, path) => isForeign(parent.toLowerCase(), name.toLowerCase()) || matches(`${path}/`),
    file: matches,
  };
}

function isForeign(parent: string, name: string): boolean {
  if (folders.has(name) || name.startsWith(trashPrefix)) return true;
  if (previewSuffixes.some((suffix) => name.endsWith(suffix))) return true;
  return packageSuffixes.some((suffix) => parent.endsWith(suffix)) && !packageOriginals.has(name);
}
