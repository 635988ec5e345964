/** What the person looks at in the library, kept while the window is open: which folder and which place. */
import type { BrowseScope, PlaceFilter } from "../../electron/contract/browsing.ts";
import type { FilePath } from "../../electron/contract.ts";

export const arrangements = ["all", "timeline", "likeness", "scenes"] as const;
export type Arrangement = (typeof arrangements)[number];

export interface BrowsingScope {
  /** "" for all. */
  folder: FilePath;
  place: PlaceFilter | null;
  /** As the engine is asked. */
  readonly asked: BrowseScope;
}

export function createBrowsingScope(): BrowsingScope {
  let folder = $state("");
  let place = $state.raw<PlaceFilter | null>(null);
  const asked = $derived<BrowseScope>({ ...(folder === "" ? {} : { folder }), ...(place === null ? {} : { place }) });
  return {
    get folder() {
      return folder;
    },
    set folder(value) {
      folder = value;
    },
    get place() {
      return place;
    },
    set place(value) {
      place = value;
    },
    get asked() {
      return asked;
    },
  };
}
