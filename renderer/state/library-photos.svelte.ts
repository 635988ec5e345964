/** The photos of the library's grid: an arrangement and a scope come in, a growing list goes out, from whichever question answers it. */
import type { BrowseScope } from "../../electron/contract/browsing.ts";
import type { PhotoOrder, PhotoSummary } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";
import type { Arrangement } from "./browsing.svelte.ts";
import { createPhotoList, type PhotoList } from "./photo-list.svelte.ts";
import { createQuery } from "./query.svelte.ts";

export interface LibraryQuestion {
  readonly arrangement: Arrangement;
  readonly order: PhotoOrder;
  readonly scope: BrowseScope;
}

const comparers: Readonly<Record<PhotoOrder, ((one: PhotoSummary, other: PhotoSummary) => number) | null>> = {
  path: null,
  size: (one, other) => other.sizeBytes - one.sizeBytes,
  taken: (one, other) => (other.takenAtMs ?? Number.NEGATIVE_INFINITY) - (one.takenAtMs ?? Number.NEGATIVE_INFINITY) || 0,
};

/** Pages where all photos are asked for; in one answer where likeness orders them or a place narrows them. Call while a component is being set up. */
export function createLibraryPhotos(client: Client, question: () => LibraryQuestion): PhotoList {
  const isPaged = $derived(question().arrangement === "all" && question().scope.place === undefined);
  const pages = createPhotoList(client, () => {
    const { order, scope } = question();
    if (!isPaged) return null;
    return scope.folder === undefined ? { order } : { order, folder: scope.folder };
  });
  const whole = createQuery(() => {
    void client.revision;
    const { arrangement, scope } = question();
    if (isPaged || (arrangement !== "likeness" && arrangement !== "all")) return null;
    return client.call("order", { ...scope, by: arrangement === "likeness" ? "likeness" : "path" });
  });
  const sorted = $derived.by(() => {
    const photos = whole.value?.photos ?? [];
    const compare = question().arrangement === "all" ? comparers[question().order] : null;
    return compare ? photos.toSorted(compare) : photos;
  });
  return {
    get items() {
      return isPaged ? pages.items : sorted;
    },
    get total() {
      return isPaged ? pages.total : sorted.length;
    },
    get waiting() {
      return isPaged ? pages.waiting : whole.waiting;
    },
    get error() {
      return isPaged ? pages.error : whole.error;
    },
  };
}
