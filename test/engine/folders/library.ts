/** Files and matches for folder tests, as "path" → content. */
import type { FolderFile } from "../../../electron/engine/folders/compare.ts";
import type { ContentId, Match } from "../../../electron/engine/photo.ts";

export const filesOf = (contents: Readonly<Record<string, number>>): FolderFile[] =>
  Object.entries(contents).map(([path, content]) => ({ path, content: content as ContentId, sizeBytes: 1000 + content }));

export function match(a: number, b: number, part: Partial<Match> = {}): Match {
  const base = { relation: "re-encoded", probability: 0.9, reasons: [], transform: null, cropBox: null } as const;
  return { a: a as ContentId, b: b as ContentId, ...base, ...part };
}

/** `count` files below a folder, their contents numbered from `first`. */
export const filesBelow = (folder: string, first: number, count: number): FolderFile[] =>
  Array.from({ length: count }, (_, index) => ({
    path: `${folder}/${first + index}.jpg`,
    content: (first + index) as ContentId,
    sizeBytes: 1000,
  }));
