/** The library's rows come in; for each photo, those that the same camera took just before or after it go out. */
import type { Rows } from "./rows.ts";

/** A burst's frames follow within this; slower than that it is a new look at the scene. */
export const momentMs = 4000;
/** Frames to either side that are looked at. */
const reach = 6;

export function momentPartners(rows: Rows): ReadonlyMap<number, readonly number[]> {
  const cameras = new Map<string, { row: number; takenAtMs: number; content: number }[]>();
  for (let row = 0; row < rows.end; row += 1) {
    const item = rows.at(row)?.item;
    if (!item || item.facts.camera === null || item.facts.takenAtMs === null) continue;
    const shots = cameras.get(item.facts.camera);
    const shot = { row, takenAtMs: item.facts.takenAtMs, content: item.content };
    if (shots) shots.push(shot);
    else cameras.set(item.facts.camera, [shot]);
  }
  const partners = new Map<number, number[]>();
  for (const shots of cameras.values()) {
    shots.sort((a, b) => a.takenAtMs - b.takenAtMs || a.content - b.content);
    shots.forEach((shot, at) => {
      const near = shots.slice(Math.max(0, at - reach), at + reach + 1);
      const close = near.filter((other) => other !== shot && Math.abs(other.takenAtMs - shot.takenAtMs) <= momentMs);
      if (close.length > 0)
        partners.set(
          shot.row,
          close.map(({ row }) => row),
        );
    });
  }
  return partners;
}
