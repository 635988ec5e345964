/** Where the photos of a grid stand: their shapes and the width come in, boxes and rows go out. Nothing is cropped. */

export interface GridShape {
  /** In CSS pixels. */
  readonly width: number;
  readonly gap: number;
  /** Height of a row, or side of a square. */
  readonly tileSize: number;
  readonly layout: "rows" | "squares";
}

export interface GridLayout {
  /** float32 [count]: left edge, top edge, width and height of each tile, in CSS pixels. */
  readonly left: Float32Array;
  readonly top: Float32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** Index of the first tile of each row, and after them the count. */
  readonly rowStarts: readonly number[];
  readonly rowTops: readonly number[];
  /** In CSS pixels. */
  readonly totalHeight: number;
}

/** A panorama or a receipt in a row would make it too low or too narrow: beyond these it stands letterboxed in its tile. */
const flattest = 3.2;
const narrowest = 0.4;

/**
 * `aspect(index)` is width / height. A row depends only on those before it, so photos that are added at the end move nothing.
 */
export function layOut(count: number, aspect: (index: number) => number, shape: GridShape): GridLayout {
  const layout = {
    left: new Float32Array(count),
    top: new Float32Array(count),
    width: new Float32Array(count),
    height: new Float32Array(count),
    rowStarts: [] as number[],
    rowTops: [] as number[],
  };
  const rowOf = shape.layout === "rows" ? justifiedRow : squareRow;
  let top = 0;
  let first = 0;
  while (first < count) {
    const { length, height, widths } = rowOf(first, count, aspect, shape);
    layout.rowStarts.push(first);
    layout.rowTops.push(top);
    let left = 0;
    for (let place = 0; place < length; place += 1) {
      const width = widths(place);
      layout.left[first + place] = left;
      layout.top[first + place] = top;
      layout.width[first + place] = width;
      layout.height[first + place] = height;
      left += width + shape.gap;
    }
    first += length;
    top += height + shape.gap;
  }
  layout.rowStarts.push(count);
  return { ...layout, totalHeight: Math.max(0, top - shape.gap) };
}

interface Row {
  readonly length: number;
  readonly height: number;
  widths(place: number): number;
}

function justifiedRow(first: number, count: number, aspect: (index: number) => number, { width, gap, tileSize }: GridShape): Row {
  const aspects: number[] = [];
  let sum = 0;
  for (let index = first; index < count; index += 1) {
    const next = Math.min(flattest, Math.max(narrowest, aspect(index)));
    const room = width - gap * aspects.length;
    // Whichever is nearer to the wished height: the row with this photo or without it.
    if (aspects.length > 0 && (sum + next) * tileSize > room && overfull(sum, next, aspects.length, { width, gap, tileSize })) break;
    aspects.push(next);
    sum += next;
    if (sum * tileSize >= room) break;
  }
  const room = width - gap * (aspects.length - 1);
  const full = sum * tileSize >= room * 0.8 || first + aspects.length < count;
  const height = full ? room / sum : tileSize;
  return { length: aspects.length, height, widths: (place) => (aspects[place] ?? 1) * height };
}

function overfull(
  sum: number,
  next: number,
  length: number,
  { width, gap, tileSize }: Pick<GridShape, "width" | "gap" | "tileSize">,
): boolean {
  const without = (width - gap * (length - 1)) / sum;
  const withNext = (width - gap * length) / (sum + next);
  return without / tileSize < tileSize / withNext;
}

function squareRow(first: number, count: number, _aspect: (index: number) => number, { width, gap, tileSize }: GridShape): Row {
  const columns = Math.max(1, Math.floor((width + gap) / (tileSize + gap)));
  const side = (width - gap * (columns - 1)) / columns;
  return { length: Math.min(columns, count - first), height: side, widths: () => side };
}

/** The tiles whose rows meet [from, to) in CSS pixels: first index, and the one after the last. */
export function tilesBetween({ rowStarts, rowTops }: GridLayout, from: number, to: number): readonly [first: number, end: number] {
  if (rowTops.length === 0) return [0, 0];
  const firstRow = Math.max(0, after(rowTops, from) - 1);
  const endRow = Math.max(firstRow + 1, after(rowTops, to));
  return [rowStarts[firstRow] ?? 0, rowStarts[endRow] ?? 0];
}

/** The tile above or below, the nearest by its middle; the same one at the edge. */
export function tileInNextRow(layout: GridLayout, index: number, step: 1 | -1): number {
  const { rowStarts, rowTops, left, width } = layout;
  const row = after(rowStarts.slice(0, -1), index) - 1 + step;
  if (row < 0 || row >= rowTops.length) return index;
  const middle = (left[index] ?? 0) + (width[index] ?? 0) / 2;
  let best = rowStarts[row] ?? 0;
  const distance = (tile: number): number => Math.abs((left[tile] ?? 0) + (width[tile] ?? 0) / 2 - middle);
  for (let tile = best; tile < (rowStarts[row + 1] ?? 0); tile += 1) if (distance(tile) < distance(best)) best = tile;
  return best;
}

/** How many of the ascending values are at most `value`. */
function after(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The largest box of this shape inside a tile, in the tile's pixels. */
export function letterbox(aspect: number, width: number, height: number): { width: number; height: number } {
  return aspect * height > width ? { width, height: width / aspect } : { width: height * aspect, height };
}
