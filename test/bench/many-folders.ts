/** A seed comes in; 100,000 photos in 2,000 folders of a made-up library, with matches of known overlaps or of none, go out. Nothing lies on the disk. */
import type { FolderFile } from "../../electron/engine/folders/compare.ts";
import type { ContentId, Match } from "../../electron/engine/photo.ts";
import { createRandom } from "../fixtures/random.ts";

export interface MadeLibrary {
  readonly roots: readonly string[];
  readonly files: FolderFile[];
  readonly matches: Match[];
}

const relations = ["re-encoded", "edited", "rotated", "same-moment"] as const;
const plain = { probability: 0.9, reasons: [], transform: null, cropBox: null } as const;

/**
 * known: each folder has copies of six tenths of a folder some places before it, in another branch. random: every photo matches one that is
 * drawn from the whole library, so that each two folders may have something in common: the worst there is.
 */
export function makeLibrary(kind: "known" | "random", photos: number, folders: number, seed: number): MadeLibrary {
  const random = createRandom(seed);
  const roots = ["/one", "/two", "/three", "/four"];
  const pathOf = (folder: number): string => `${roots[folder % 4]}/year ${(folder >> 2) % 20}/month ${(folder >> 3) % 12}/day ${folder}`;
  const each = Math.floor(photos / folders);
  const files = Array.from({ length: photos }, (_, at): FolderFile => {
    const folder = Math.min(folders - 1, Math.floor(at / each));
    return { path: `${pathOf(folder)}/IMG_${at}.jpg`, content: (at + 1) as ContentId, sizeBytes: 500_000 + random.below(5_000_000) };
  });
  const matches: Match[] = [];
  for (let at = 0; at < photos; at++) {
    const folder = Math.floor(at / each);
    const other = kind === "random" ? random.below(photos) : at - each * (1 + (folder % 3) * 7);
    if (other < 0 || other === at || (kind === "known" && at % each >= each * 0.6)) continue;
    matches.push({ a: (other + 1) as ContentId, b: (at + 1) as ContentId, relation: random.pick(relations), ...plain });
  }
  return { roots, files, matches };
}

/** Some photos move to a new folder, some go, some come with a match each: what a rescan finds. */
export function changeLibrary({ roots, files, matches }: MadeLibrary, count: number, seed: number): MadeLibrary {
  const random = createRandom(seed);
  const changed = new Set(Array.from({ length: count }, () => random.below(files.length)));
  const kept = files.flatMap((file, at): FolderFile[] => {
    if (!changed.has(at)) return [file];
    return at % 2 ? [] : [{ ...file, path: `${roots[0]}/new/${at}.jpg` }];
  });
  const first = files.length + 1;
  const come = Array.from(
    { length: count },
    (_, at): FolderFile => ({ path: `${roots[1]}/come/${at}.jpg`, content: (first + at) as ContentId, sizeBytes: 1_000_000 }),
  );
  const theirs = come.map(
    ({ content }): Match => ({ a: (1 + random.below(files.length)) as ContentId, b: content, relation: "re-encoded", ...plain }),
  );
  return { roots, files: [...kept, ...come], matches: [...matches, ...theirs] };
}
