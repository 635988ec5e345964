/** Faces and the photo they are on come in; where their boxes and names stand over it, and who a typed name may mean, go out. */
import type { Face, FaceBox, PersonSummary } from "../../electron/contract/people.ts";

export interface BoxPlace {
  /** Shares of the photo in percent. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** A name below a face at the bottom would leave the photo. */
  readonly nameAbove: boolean;
}

/** @param box x, y, width, height in pixels of the photo */
export function placeOfBox([x, y, width, height]: FaceBox, photo: { readonly width: number; readonly height: number }): BoxPlace {
  const [across, down] = [100 / Math.max(1, photo.width), 100 / Math.max(1, photo.height)];
  const left = Math.min(100, Math.max(0, x * across));
  const top = Math.min(100, Math.max(0, y * down));
  return {
    left,
    top,
    width: Math.min(100 - left, width * across - Math.min(0, left - x * across)),
    height: Math.min(100 - top, height * down),
    nameAbove: (y + height) * down > 90,
  };
}

/** From left to right, so that stepping through them follows the eye. */
export const inReadingOrder = (faces: readonly Face[]): readonly Face[] => [...faces].sort((a, b) => a.box[0] - b.box[0] || a.id - b.id);

const folded = (text: string): string => text.trim().normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Whose name begins with what was typed, then whose name has a word that does, then who has it anywhere; each by how many faces they have. */
export function completions(typed: string, named: readonly PersonSummary[], most = 6): readonly PersonSummary[] {
  const wanted = folded(typed);
  if (wanted === "") return [];
  const rankOf = (name: string): number => {
    const own = folded(name);
    if (own.startsWith(wanted)) return 0;
    if (own.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
    return own.includes(wanted) ? 2 : 3;
  };
  return named
    .map((person) => ({ person, rank: rankOf(person.name ?? "") }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || b.person.faces - a.person.faces || a.person.id - b.person.id)
    .slice(0, most)
    .map(({ person }) => person);
}
