/** What this window remembers between starts: choices go in and come out, kept in the browser's own storage. */

import type { Likeness } from "../../electron/contract/browsing.ts";
import type { Language } from "../../electron/contract/reasons.ts";
import type { PhotoOrder } from "../../electron/contract.ts";
import type { Arrangement } from "./browsing.svelte.ts";
import type { KeyOverrides } from "./keys.ts";

export interface Preferences {
  /** null follows the system. */
  language: Language | null;
  layout: "rows" | "squares";
  /** Height of a row, or side of a square, in CSS pixels. */
  tileSize: number;
  order: PhotoOrder;
  /** Of the library. */
  arrangement: Arrangement;
  /** What "more like this" looks for. */
  likeness: Likeness;
  inspector: boolean;
  /** On the large photo. */
  faceBoxes: boolean;
  /** In CSS pixels. */
  inspectorWidth: number;
  groupListWidth: number;
  keys: KeyOverrides;
}

export const tileSizes = { smallest: 80, largest: 320 } as const;

const defaults: Preferences = {
  language: null,
  layout: "rows",
  tileSize: 168,
  order: "taken",
  arrangement: "all",
  likeness: "scene",
  inspector: true,
  faceBoxes: true,
  inspectorWidth: 280,
  groupListWidth: 248,
  keys: {},
};

const storageKey = "likeness.preferences";

/** A reactive object: assigning to it keeps it. Call while a component is being set up. */
export function createPreferences(storage: Storage): Preferences {
  const preferences = $state<Preferences>({ ...defaults, ...read(storage) });
  $effect(() => {
    const text = JSON.stringify(preferences);
    try {
      storage.setItem(storageKey, text);
    } catch {
      // A full or forbidden storage only means that the next start begins with the defaults.
    }
  });
  return preferences;
}

function read(storage: Storage): Partial<Preferences> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
