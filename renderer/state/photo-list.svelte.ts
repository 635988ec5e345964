/** All photos of the library, read page by page while the first ones already show: a question comes in, a growing list goes out. */
import { type FilePath, LikenessError, type PhotoOrder, type PhotoSummary } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";

const firstPage = 300;
const laterPage = 2_000;

export interface PhotoList {
  /** Those read so far, in order. */
  readonly items: readonly PhotoSummary[];
  readonly total: number;
  readonly waiting: boolean;
  readonly error: LikenessError | null;
}

/** Asks again when the question or the library changes; the old list stays until the new one reaches as far. */
export function createPhotoList(client: Client, question: () => { order: PhotoOrder; folder?: FilePath }): PhotoList {
  let items = $state.raw<readonly PhotoSummary[]>([]);
  let total = $state(0);
  let waiting = $state(true);
  let error = $state.raw<LikenessError | null>(null);
  let asked = "";

  $effect(() => {
    const { order, folder } = question();
    const key = JSON.stringify([order, folder ?? null]);
    void client.revision;
    let current = true;
    void readAll(key, order, folder, () => current);
    return () => {
      current = false;
    };
  });

  async function readAll(key: string, order: PhotoOrder, folder: FilePath | undefined, isCurrent: () => boolean): Promise<void> {
    waiting = true;
    // The same list again, after a change: shown when complete, so that nothing that is on the screen goes away meanwhile.
    const replacing = key === asked;
    asked = key;
    const read: PhotoSummary[] = [];
    try {
      for (;;) {
        const page = await client.call("photos", { offset: read.length, limit: read.length === 0 ? firstPage : laterPage, order, folder });
        if (!isCurrent()) return;
        read.push(...page.items);
        const complete = page.items.length === 0 || read.length >= page.total;
        if (!replacing || complete || read.length >= items.length) {
          items = [...read];
          total = page.total;
        }
        if (complete) break;
      }
      error = null;
    } catch (reason) {
      if (!isCurrent()) return;
      error = reason instanceof LikenessError ? reason : new LikenessError("internal", String(reason));
    }
    waiting = false;
  }

  return {
    get items() {
      return items;
    },
    get total() {
      return total;
    },
    get waiting() {
      return waiting;
    },
    get error() {
      return error;
    },
  };
}
