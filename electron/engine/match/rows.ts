/** Items come in and get rows; a row's item and its packed hashes go out. */
import type { ContentId, MatchItem } from "../photo.ts";
import { wordsOf } from "./hamming.ts";

/** Words of 32 bits of one difference hash and one DCT hash. */
export const differenceWords = 8;
export const dctWords = 2;

/** An item with its hashes as words, all eight orientations. */
export interface Row {
  readonly item: MatchItem;
  /** uint32 [8, differenceWords] */
  readonly difference: Uint32Array;
  /** uint32 [8, dctWords] */
  readonly dct: Uint32Array;
  readonly pixelKey: string;
}

export const rowOf = (item: MatchItem): Row => ({
  item,
  difference: wordsOf(item.fingerprint.differenceHashes),
  dct: wordsOf(item.fingerprint.dctHashes),
  pixelKey: Buffer.from(item.fingerprint.pixelHash).toString("latin1"),
});

export interface Rows {
  readonly size: number;
  /** Rows lie below this; some may be empty. */
  readonly end: number;
  at(row: number): Row | undefined;
  /** The row of a content. */
  find(content: ContentId): number | undefined;
  /** Puts an item into a new row. */
  add(item: MatchItem): number;
  /** Empties the row of a content, which is returned. */
  delete(content: ContentId): number | undefined;
}

/** Rows are never used twice, so that whatever refers to one cannot come to mean another. */
export function createRows(): Rows {
  const rows: (Row | undefined)[] = [];
  const byContent = new Map<ContentId, number>();
  return {
    get size() {
      return byContent.size;
    },
    get end() {
      return rows.length;
    },
    at: (row) => rows[row],
    find: (content) => byContent.get(content),
    add(item) {
      rows.push(rowOf(item));
      byContent.set(item.content, rows.length - 1);
      return rows.length - 1;
    },
    delete(content) {
      const row = byContent.get(content);
      if (row === undefined) return undefined;
      byContent.delete(content);
      rows[row] = undefined;
      return row;
    },
  };
}
