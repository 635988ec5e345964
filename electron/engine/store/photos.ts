/** Present files with their facts, for views, grouping and folders: pages, one photo, or all of them. */
import type { FilePath, Page, PhotoDetail, PhotoId, PhotoOrder, PhotoSummary } from "../../contract.ts";
import type { Candidate, ContentId } from "../photo.ts";

/** One present file as grouping and folders see it, with what a summary needs besides. */
export interface StoredPhoto extends Candidate {
  readonly id: PhotoId;
  /** "#rrggbb" */
  readonly meanColour: string;
}

export interface PhotoPageQuery {
  readonly offset: number;
  readonly limit: number;
  readonly order: PhotoOrder;
  /** Only photos below this folder, at any depth. */
  readonly folder?: FilePath | undefined;
}

export interface Photos {
  /** taken: newest first, photos without a time last. path: in byte order. size: largest first. */
  page(query: PhotoPageQuery): Page<PhotoSummary>;
  /** Throws "not-found". */
  detail(id: PhotoId): PhotoDetail;
  /** Throws "not-found". */
  stored(id: PhotoId): StoredPhoto;
  /** Every present file, in path order; with `contents`, only files that hold one of them. */
  all(contents?: Iterable<ContentId>): StoredPhoto[];
  /** Present files. */
  count(): number;
}

/** The part of a photo that views show. */
export function summaryOf({ id, path, sizeBytes, facts, meanColour }: StoredPhoto): PhotoSummary {
  return { id, path, sizeBytes, width: facts.width, height: facts.height, takenAtMs: facts.takenAtMs, meanColour };
}
