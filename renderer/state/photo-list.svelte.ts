/** All photos of the library, read page by page while the first ones already show: a question comes in, a growing list goes out. */
import { untrack } from "svelte";
import { type FilePath, LikenessError, type PhotoOrder, type PhotoSummary } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";
import { readPages } from "./pages.ts";

const laterPage = 2_000;
/** During a scan the list is read again and again: at most this part of the time. */
const readingShare = 0.2;

export interface PhotoQuestion {
  readonly order: PhotoOrder;
  readonly folder?: FilePath;
}

export interface PhotoList {
  /** Those read so far, in order. */
  readonly items: readonly PhotoSummary[];
  readonly total: number;
  readonly waiting: boolean;
  readonly error: LikenessError | null;
}

/**
 * Read again when the question or the library changes; the old list stays until the new one reaches as far. A null question is not asked.
 * Call while a component is being set up.
 */
export function createPhotoList(client: Client, question: () => PhotoQuestion | null): PhotoList {
  let items = $state.raw<readonly PhotoSummary[]>([]);
  let total = $state(0);
  let waiting = $state(true);
  let error = $state.raw<LikenessError | null>(null);
  let session = 0;
  let changed = Promise.withResolvers<void>();

  $effect(() => {
    void client.revision;
    changed.resolve();
    changed = Promise.withResolvers();
  });
  $effect(() => {
    const asked = question();
    session += 1;
    const mine = session;
    if (asked === null) return;
    untrack(() => void follow(asked, () => mine === session));
    return () => {
      session += 1;
    };
  });

  /** A change during the reading does not start it anew: in a large library it would never end. */
  async function follow(asked: PhotoQuestion, isCurrent: () => boolean): Promise<void> {
    for (let again = false; isCurrent(); again = true) {
      const nextChange = changed.promise;
      const startedAtMs = performance.now();
      await readAll(asked, again, isCurrent);
      const tookMs = performance.now() - startedAtMs;
      await Promise.all([nextChange, sleep(tookMs * (1 / readingShare - 1))]);
    }
  }

  async function readAll({ order, folder }: PhotoQuestion, again: boolean, isCurrent: () => boolean): Promise<void> {
    waiting = true;
    try {
      for await (const { read, page, isWhole } of readPages(laterPage, (part) => client.call("photos", { ...part, order, folder }))) {
        if (!isCurrent()) return;
        if (again && !isWhole && read.length < items.length) continue;
        items = [...read];
        total = page.total;
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

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
