/** The timeline of a scope, read page by page while the first ones already show: a question comes in, a growing list with its months goes out. */
import { untrack } from "svelte";
import type { BrowseScope, TimelineMonth, TimelinePhoto } from "../../electron/contract/browsing.ts";
import { LikenessError } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";
import { readPages } from "./pages.ts";

const laterPage = 4_000;

export interface TimelineList {
  readonly items: readonly TimelinePhoto[];
  readonly months: readonly TimelineMonth[];
  readonly waiting: boolean;
  readonly error: LikenessError | null;
}

/** Asked again when the question or the library changes; the old list stays until the new one is whole. A null question is not asked. Call while a component is being set up. */
export function createTimelineList(client: Client, question: () => (BrowseScope & { fold: boolean }) | null): TimelineList {
  let items = $state.raw<readonly TimelinePhoto[]>([]);
  let months = $state.raw<readonly TimelineMonth[]>([]);
  let waiting = $state(true);
  let error = $state.raw<LikenessError | null>(null);

  $effect(() => {
    void client.revision;
    const asked = question();
    let current = true;
    if (asked === null) return;
    untrack(() => void readAll(asked, () => current));
    return () => {
      current = false;
    };
  });

  async function readAll(asked: BrowseScope & { fold: boolean }, isCurrent: () => boolean): Promise<void> {
    waiting = true;
    const isFirst = items.length === 0;
    try {
      for await (const { read, page, isWhole } of readPages(laterPage, (part) => client.call("timeline", { ...asked, ...part }))) {
        if (!isCurrent()) return;
        if (!isFirst && !isWhole) continue;
        items = [...read];
        months = page.months;
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
    get months() {
      return months;
    },
    get waiting() {
      return waiting;
    },
    get error() {
      return error;
    },
  };
}
