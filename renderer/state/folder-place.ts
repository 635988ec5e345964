/** What is open among the folders, as the address has it, comes in; the same as a value goes out, and back. */
import type { FilePath } from "../../electron/contract.ts";

export const folderPages = ["map", "sizes", "lists", "check"] as const;
export type FolderPage = (typeof folderPages)[number];

export type FolderPlace =
  | { readonly page: FolderPage }
  /** Two folders side by side. */
  | { readonly page: "pair"; readonly a: FilePath; readonly b: FilePath };

export function folderPlaceOf(open: string | null): FolderPlace {
  const page = folderPages.find((known) => known === open);
  if (page !== undefined || open === null) return { page: page ?? "map" };
  try {
    const pair: unknown = JSON.parse(open);
    if (Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "string") return { page: "pair", a: pair[0], b: pair[1] };
  } catch {
    // An address that somebody shortened.
  }
  return { page: "map" };
}

export function addressOf(place: FolderPlace): string {
  return place.page === "pair" ? JSON.stringify([place.a, place.b]) : place.page;
}
