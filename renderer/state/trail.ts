/** The photos that one walked over, from like to like: what stands in the address comes in, ids go out, and back. Pure. */
import type { PhotoId } from "../../electron/contract.ts";

/** What is longer loses its beginning: an address has its limits, and so has patience. */
export const longestTrail = 40;

export function trailOf(open: string | null): readonly PhotoId[] {
  return (open ?? "").split("-").flatMap((word) => (/^[1-9]\d{0,14}$/.test(word) ? [Number(word) as PhotoId] : []));
}

/** A photo that was passed before is gone back to: the trail has no loops. */
export function walked(trail: readonly PhotoId[], to: PhotoId): readonly PhotoId[] {
  const before = trail.indexOf(to);
  return before === -1 ? [...trail, to].slice(-longestTrail) : trail.slice(0, before + 1);
}

export function addressOf(trail: readonly PhotoId[]): string {
  return trail.join("-");
}
