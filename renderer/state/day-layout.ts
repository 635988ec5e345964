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
  /** In CSS pixels, from the corner of the whole. Days of one line have one top and one height. */
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

export interface DayLayout {
  readonly tiles: readonly DayTile[];
  readonly days: readonly Day[];
  readonly totalHeight: number;
}

export const dayHeading = 40;
const betweenLines = 12;
const betweenDays = 28;
/** So that a heading stands on one line. */
const leastDayWidth = 210;

/** `unfolded`: ids of entries whose others are shown behind them. */
export function layOutDays(entries: readonly TimelinePhoto[], unfolded: ReadonlySet<number>, shape: GridShape): DayLayout {
  const tiles: DayTile[] = [];
  const days: Day[] = [];
  let line = { top: 0, height: 0, right: Number.POSITIVE_INFINITY };
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
    const last = tiles.length - first - 1;
    const width = Math.max(leastDayWidth, (layout.left[last] ?? 0) + (layout.width[last] ?? 0));
    const height = dayHeading + layout.totalHeight + betweenLines;
    const isOneRow = layout.rowTops.length === 1;
    const isBeside = isOneRow && height === line.height && line.right + betweenDays + width <= shape.width;
    if (!isBeside) line = { top: line.top + line.height, height, right: -betweenDays };
    const left = line.right + betweenDays;
    days.push({ day, first, layout, left, top: line.top, height });
    // What has several rows takes its line whole.
    line = { ...line, right: isOneRow ? left + width : Number.POSITIVE_INFINITY };
  }
  return { tiles, days, totalHeight: line.top + line.height };
}

function aspectOf(tile: DayTile | undefined): number {
  return tile && tile.photo.height > 0 ? tile.photo.width / tile.photo.height : 1.5;
}

/** The first day of the line that a height from the top falls into. */
export function dayAt(days: readonly Day[], top: number): number {
  let at = Math.max(0, daysUpTo(days, (day) => day.top <= top) - 1);
  while (at > 0 && days[at - 1]?.top === days[at]?.top) at -= 1;
  return at;
}

/** The day that a tile belongs to. */
export function dayOfTile(days: readonly Day[], tile: number): number {
  return Math.max(0, daysUpTo(days, (day) => day.first <= tile) - 1);
}

/** How many days from the first on are such, where no later one is. */
function daysUpTo(days: readonly Day[], isSuch: (day: Day) => boolean): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const day = days[middle];
    if (day && isSuch(day)) low = middle + 1;
    else high = middle;
  }
  return low;
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
    left: (day?.left ?? 0) + (left[at] ?? 0),
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

/** The tile above or below, over the edge of a line too, the nearest by its middle. */
export function tileBeside(layout: DayLayout, index: number, step: 1 | -1): number {
  const { days } = layout;
  const day = days[dayOfTile(days, index)];
  if (!day) return index;
  const next = tileInNextRow(day.layout, index - day.first, step);
  if (next !== index - day.first) return day.first + next;
  const other = step === 1 ? days.find(({ top }) => top > day.top) : days.findLast(({ top }) => top < day.top);
  if (!other) return index;
  const row = days
    .filter(({ top }) => top === other.top)
    .flatMap(({ first, layout: { rowStarts } }) => {
      const [from, to] = step === 1 ? [rowStarts[0] ?? 0, rowStarts[1] ?? 0] : [rowStarts.at(-2) ?? 0, rowStarts.at(-1) ?? 0];
      return Array.from({ length: to - from }, (_, at) => first + from + at);
    });
  const middleOf = (tile: number): number => {
    const { left, width } = placeOfTile(layout, tile);
    return left + width / 2;
  };
  const middle = middleOf(index);
  return row.reduce((best, tile) => (Math.abs(middleOf(tile) - middle) < Math.abs(middleOf(best) - middle) ? tile : best), row[0] ?? index);
}
