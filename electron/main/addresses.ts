/** The program's own two schemes: an address comes in; what it means goes out, or null where it means nothing. */
import { join, sep } from "node:path";
import { type PhotoId, type PictureVariant, pictureVariants } from "../contract.ts";

export const windowScheme = "likeness";
export const pictureScheme = "photo";
export const windowAddress = `${windowScheme}://window/index.html`;

/** Pages of ours only: everything else that could send is a stranger. */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${windowScheme}:` && url.host === "window";
}

/** A file of the built window below `folder`. */
export function windowFile(address: string, folder: string): string | null {
  const url = URL.parse(address);
  if (!url || !isOwnPage(address)) return null;
  let path: string;
  try {
    path = join(folder, decodeURIComponent(url.pathname));
  } catch {
    return null;
  }
  return path.startsWith(join(folder, sep)) && !path.includes("\0") ? path : null;
}

/** photo://VARIANT/ID, and nothing more: no path, no query, no user. */
export function pictureOf(address: string): { id: PhotoId; variant: PictureVariant } | null {
  const [, word, digits] = /^photo:\/\/([a-z]+)\/(\d{1,15})$/.exec(address) ?? [];
  const variant = pictureVariants.find((name) => name === word);
  return variant && digits ? { id: Number(digits) as PhotoId, variant } : null;
}
