/** The entries of a timeline come in; where each day's heading and tiles stand goes out. Pure. */
import type { TimelinePhoto } from "../../electron/contract/browsing.ts";
import type { PhotoSummary } from "../../electron/contract.ts";
import { type GridLayout, type GridShape, layOut, tileInNextRow, tilesBetween } from "./justify.ts";

/** One picture of the timeline: an entry, or one that was folded under it and is shown for now. */
export interface DayTile {
  readonly photo: PhotoSummary;
  readonly entry: TimelinePhoto;
}

export interface Day {
  /** "2019-05-03"; null for photos without a date. */
  readonly day: string | null;
  /** Index of its first tile among all. */
  readonly first: number;
  readonly layout: GridLayout;
  /** In CSS pixels, from the top of the whole. */
  readonly top: number;
  readonly height: number;
}

export interface DayLayout {
  readonly tiles: readonly DayTile[];
  readonly days: readonly Day[];
  readonly totalHeight: number;
}

export const dayHeading = 40;
const betweenDays = 12;

/** `unfolded`: ids of entries whose others are shown behind them. */
export function layOutDays(entries: readonly TimelinePhoto[], unfolded: ReadonlySet<number>, shape: GridShape): DayLayout {
  const tiles: DayTile[] = [];
  const days: Day[] = [];
  let top = 0;
  for (let from = 0; from < entries.length; ) {
    const day = entries[from]?.day ?? null;
    const first = tiles.length;
    for (; from < entries.length && (entries[from]?.day ?? null) === day; from += 1) {
      const entry = entries[from];
      if (!entry) break;
      tiles.push({ photo: entry, entry });
      if (unfolded.has(entry.id)) tiles.push(...entry.others.map((photo) => ({ photo, entry })));
    }
    const layout = layOut(tiles.length - first, (index) => aspectOf(tiles[first + index]), shape);
    const height = dayHeading + layout.totalHeight + betweenDays;
    days.push({ day, first, layout, top, height });
    top += height;
  }
  return { tiles, days, totalHeight: top };
}

function aspectOf(tile: DayTile | undefined): number {
  return tile && tile.photo.height > 0 ? tile.photo.width / tile.photo.height : 1.5;
}

/** The day that a height from the top falls into; -1 where there is none. */
export function dayAt(days: readonly Day[], top: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle]?.top ?? 0) <= top) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The day that a tile belongs to. */
export function dayOfTile(days: readonly Day[], tile: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle]?.first ?? 0) <= tile) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

export interface PlacedTile {
  /** Among all tiles. */
  readonly index: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function placeOfTile({ days }: DayLayout, index: number): PlacedTile {
  const day = days[dayOfTile(days, index)];
  const at = index - (day?.first ?? 0);
  const { left, top, width, height } = day?.layout ?? { left: [], top: [], width: [], height: [] };
  return {
    index,
    left: left[at] ?? 0,
    top: (day?.top ?? 0) + dayHeading + (top[at] ?? 0),
    width: width[at] ?? 0,
    height: height[at] ?? 0,
  };
}

/** What meets [from, to) in CSS pixels. */
export function daysBetween({ days }: DayLayout, from: number, to: number): { days: readonly Day[]; tiles: readonly number[] } {
  const shown: Day[] = [];
  const tiles: number[] = [];
  for (let at = dayAt(days, from); at < days.length; at += 1) {
    const day = days[at];
    if (!day || day.top >= to) break;
    shown.push(day);
    const [first, end] = tilesBetween(day.layout, from - day.top - dayHeading, to - day.top - dayHeading);
    for (let tile = first; tile < end; tile += 1) tiles.push(day.first + tile);
  }
  return { days: shown, tiles };
}

/** The tile above or below, over the edge of a day too. */
export function tileBeside({ days }: DayLayout, index: number, step: 1 | -1): number {
  const at = dayOfTile(days, index);
  const day = days[at];
  if (!day) return index;
  const next = tileInNextRow(day.layout, index - day.first, step);
  if (next !== index - day.first) return day.first + next;
  const other = days[at + step];
  if (!other) return index;
  return step === 1 ? other.first : day.first - 1;
}
