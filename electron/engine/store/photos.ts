/** Present files with their facts, for views, grouping and folders: pages, one photo, or all of them. */
import { sep } from "node:path";
import {
  type FilePath,
  LikenessError,
  type Page,
  type PhotoDetail,
  type PhotoId,
  type PhotoOrder,
  type PhotoSummary,
} from "../../contract.ts";
import { type Candidate, type Colours, type ContentId, pathOfBytes } from "../photo.ts";
import type { Connection } from "./connection.ts";
import { folderRange } from "./folder-range.ts";

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

type PhotoRow = [
  id: number,
  path: Uint8Array,
  content: number,
  sizeBytes: number,
  modifiedAtMs: number,
  format: string,
  width: number,
  height: number,
  takenAtMs: number | null,
  camera: string | null,
  lens: string | null,
  latitude: number | null,
  longitude: number | null,
  metadataFields: number,
  meanColour: string,
  sharpness: number,
  colours: Colours,
];

const columns = `file.id, file.path, content.id, file.size_bytes, file.modified_at_ns / 1000000, format, width, height, taken_at_ms,
  camera, lens, latitude, longitude, metadata_fields, mean_colour, sharpness, colours`;

/** CROSS JOIN keeps the order of the loops, so that a page walks the index of its order and sorts nothing. */
const pageSources: Record<PhotoOrder, string> = {
  path: "file CROSS JOIN content ON content.id = file.content_id WHERE gone = 0 AND path >= ? AND path < ? ORDER BY path",
  taken: `content CROSS JOIN file ON file.content_id = content.id WHERE gone = 0 AND path >= ? AND path < ?
    ORDER BY taken_at_ms DESC, content.id, file.id`,
  size: `content CROSS JOIN file ON file.content_id = content.id WHERE gone = 0 AND path >= ? AND path < ?
    ORDER BY content.size_bytes DESC, content.id, file.id`,
};

const wholeLibrary = [Buffer.of(), Buffer.of(255, 255)] as const;

export function createPhotos(connection: Connection, protectedFolders: () => readonly FilePath[]): Photos {
  const from = "FROM file JOIN content ON content.id = file.content_id";
  const one = connection.query<PhotoRow>(`SELECT ${columns} ${from} WHERE file.id = ? AND gone = 0`);
  const all = connection.query<PhotoRow>(`SELECT ${columns} ${from} WHERE gone = 0 ORDER BY path`);
  const some = connection.query<PhotoRow>(
    `SELECT ${columns} ${from} WHERE gone = 0 AND content.id IN (SELECT value FROM json_each(?)) ORDER BY path`,
  );
  const hashOf = connection.query<[Uint8Array]>("SELECT hash FROM content WHERE id = ?");
  const count = connection.query<[number]>("SELECT count(*) FROM file WHERE gone = 0 AND path >= ? AND path < ?");

  function stored(id: PhotoId): StoredPhoto {
    const row = one.get(id);
    if (!row) throw new LikenessError("not-found", "That photo is not in the library any more.");
    return photoOf(row, protectionOf(protectedFolders()));
  }

  return {
    page({ offset, limit, order, folder }) {
      const range = folder === undefined ? wholeLibrary : folderRange(folder);
      const rows = connection.query<PhotoRow>(`SELECT ${columns} FROM ${pageSources[order]} LIMIT ? OFFSET ?`).all(...range, limit, offset);
      const isProtected = protectionOf([]);
      return { total: count.get(...range)?.[0] ?? 0, items: rows.map((row) => summaryOf(photoOf(row, isProtected))) };
    },
    stored,
    detail(id) {
      const photo = stored(id);
      const { format, camera, lens, place } = photo.facts;
      const contentHash = Buffer.from(hashOf.get(photo.content)?.[0] ?? []).toString("hex");
      const { modifiedAtMs, sharpness } = photo;
      return { ...summaryOf(photo), format, modifiedAtMs, camera, lens, place, sharpness, contentHash, protected: photo.protected };
    },
    all(contents) {
      const isProtected = protectionOf(protectedFolders());
      const rows = contents === undefined ? all.all() : some.all(JSON.stringify([...contents]));
      return rows.map((row) => photoOf(row, isProtected));
    },
    count: () => count.get(...wholeLibrary)?.[0] ?? 0,
  };
}

function photoOf(row: PhotoRow, isProtected: (path: FilePath) => boolean): StoredPhoto {
  const [id, pathBytes, content, sizeBytes, modifiedAtMs, format, width, height, takenAtMs, camera, lens] = row;
  const [latitude, longitude, metadataFields, meanColour, sharpness, colours] = row.slice(11) as [
    number | null,
    number | null,
    number,
    string,
    number,
    Colours,
  ];
  const path = pathOfBytes(pathBytes);
  const place = latitude === null || longitude === null ? null : { latitude, longitude };
  return {
    id: id as PhotoId,
    path,
    content: content as ContentId,
    sizeBytes,
    modifiedAtMs,
    facts: { format, width, height, takenAtMs, camera, lens, place, colours, metadataFields },
    meanColour,
    sharpness,
    protected: isProtected(path),
  };
}

/** Whether a path lies below one of the folders. */
export function protectionOf(folders: readonly FilePath[]): (path: FilePath) => boolean {
  const prefixes = folders.map((folder) => (folder.endsWith(sep) ? folder : folder + sep));
  return (path) => prefixes.some((prefix) => path.startsWith(prefix));
}
