/** A matrix of folders, how it is scrolled and what is pointed at come in; it is drawn on a canvas: names, cells, blocks, the lines to what is pointed at. */
import { cellSizes, type Matrix, type MatrixPlace, placesBetween } from "./matrix.ts";
import { type Ground, shadeOf } from "./share-colour.ts";

/** In CSS pixels. */
export interface MatrixFrame {
  readonly width: number;
  readonly height: number;
  /** Room for the names left of the rows, and above the columns. */
  readonly labels: number;
  readonly heads: number;
  readonly cell: number;
  /** How far it is scrolled. */
  readonly left: number;
  readonly top: number;
  readonly cursor: MatrixPlace | null;
  readonly hovered: MatrixPlace | null;
}

export interface MatrixStyle {
  readonly ground: Ground;
  readonly font: string;
  readonly colours: Readonly<Record<"ground" | "line" | "text" | "quiet" | "accent" | "empty", string>>;
  percent(share: number): string;
  number(value: number): string;
}

/** What is smaller is drawn so large, or a pair among hundreds of folders would not be seen. */
const leastDrawn = 2.5;
const leastShade = 0.35;
const barWidth = 34;

export function drawMatrix(context: CanvasRenderingContext2D, matrix: Matrix, frame: MatrixFrame, style: MatrixStyle): void {
  const { names } = matrix;
  const { width, height, labels, heads, cell, left, top } = frame;
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  const count = matrix.folders.length;
  const rows = placesBetween(top, top + height - heads, cell, count);
  const columns = placesBetween(left, left + width - labels, cell, count);
  const x = (column: number): number => labels + column * cell - left;
  const y = (row: number): number => heads + row * cell - top;

  context.save();
  context.beginPath();
  context.rect(labels, heads, Math.min(width - labels, count * cell), Math.min(height - heads, count * cell));
  context.clip();
  drawGround(context, matrix, frame, style, rows, columns);
  drawCross(context, frame, style);
  for (let row = rows[0]; row < rows[1]; row += 1)
    for (const one of matrix.rows[row] ?? []) {
      if (one.column < columns[0] - 2 || one.column > columns[1] + 1) continue;
      const gap = cell >= 8 ? 1 : 0;
      const side = Math.max(cell - gap, leastDrawn);
      const shade = shadeOf(side > cell ? Math.max(leastShade, one.share) : one.share, style.ground);
      context.fillStyle = shade.fill;
      context.fillRect(x(one.column) - (side > cell ? (side - cell) / 2 : 0), y(row) - (side > cell ? (side - cell) / 2 : 0), side, side);
      if (cell >= cellSizes.numbered) {
        context.fillStyle = shade.ink;
        context.font = `${cell >= 44 ? 12 : 10}px ${style.font}`;
        context.textAlign = "center";
        context.fillText(style.percent(one.share), x(one.column) + side / 2, y(row) + side / 2 + 0.5);
      } else if (one.share === 1 && cell >= 9) {
        context.fillStyle = shade.ink;
        context.beginPath();
        context.arc(x(one.column) + side / 2, y(row) + side / 2, Math.max(1.5, cell / 9), 0, 2 * Math.PI);
        context.fill();
      }
    }
  drawCursor(context, frame, style);
  context.restore();

  if (cell >= cellSizes.labelled) {
    drawRowNames(context, matrix, names, frame, style, rows);
    if (heads > 20) drawColumnNames(context, names, frame, style, columns);
  } else drawBlocks(context, matrix, names, frame, style);
}

/** Empty cells, just seen; the diagonal, where a folder meets itself. */
function drawGround(
  context: CanvasRenderingContext2D,
  matrix: Matrix,
  { labels, heads, cell, left, top }: MatrixFrame,
  { colours }: MatrixStyle,
  rows: readonly [number, number],
  columns: readonly [number, number],
): void {
  const side = cell * matrix.folders.length;
  context.fillStyle = colours.empty;
  context.fillRect(labels - left, heads - top, side, side);
  if (cell >= 8) {
    context.fillStyle = colours.ground;
    for (let row = rows[0]; row <= rows[1]; row += 1) context.fillRect(labels - left, heads - top + row * cell - 1, side, 1);
    for (let column = columns[0]; column <= columns[1]; column += 1)
      context.fillRect(labels - left + column * cell - 1, heads - top, 1, side);
  }
  context.fillStyle = colours.line;
  const drawn = Math.max(cell - (cell >= 8 ? 1 : 0), 1);
  for (let place = rows[0]; place < rows[1]; place += 1)
    context.fillRect(labels - left + place * cell, heads - top + place * cell, drawn, drawn);
}

/** The row and the column of what is pointed at, below the cells. */
function drawCross(
  context: CanvasRenderingContext2D,
  { labels, heads, cell, left, top, width, height, cursor, hovered }: MatrixFrame,
  { colours }: MatrixStyle,
): void {
  const pointed = hovered ?? cursor;
  if (!pointed) return;
  context.save();
  context.globalAlpha = cell >= 8 ? 0.16 : 0.4;
  context.fillStyle = colours.quiet;
  const thick = cell >= 8 ? cell - 1 : Math.max(1, cell);
  context.fillRect(labels, heads + pointed.row * cell - top, width, thick);
  context.fillRect(labels + pointed.column * cell - left, heads, thick, height);
  context.restore();
}

function drawCursor(
  context: CanvasRenderingContext2D,
  { labels, heads, cell, left, top, cursor }: MatrixFrame,
  { colours }: MatrixStyle,
): void {
  if (!cursor) return;
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  const side = Math.max(cell - 1, 6);
  const shift = (cell - 1 - side) / 2;
  context.strokeRect(labels + cursor.column * cell - left + shift, heads + cursor.row * cell - top + shift, side, side);
}

/** A name, and how much of the folder exists elsewhere as a small bar. */
function drawRowNames(
  context: CanvasRenderingContext2D,
  matrix: Matrix,
  names: readonly string[],
  { labels, heads, cell, top, cursor, hovered }: MatrixFrame,
  style: MatrixStyle,
  [first, end]: readonly [number, number],
): void {
  const pointed = (hovered ?? cursor)?.row;
  context.save();
  context.beginPath();
  context.rect(0, heads, labels, cell * matrix.folders.length);
  context.clip();
  for (let row = first; row < end; row += 1) {
    const folder = matrix.folders[row];
    if (!folder) continue;
    const middle = heads + row * cell - top + cell / 2;
    const share = folder.photos > 0 ? folder.elsewhere / folder.photos : 0;
    const barHeight = Math.min(6, cell - 6);
    context.fillStyle = style.colours.line;
    context.fillRect(labels - barWidth - 8, middle - barHeight / 2, barWidth, barHeight);
    context.fillStyle = shadeOf(Math.max(0.35, share), style.ground).fill;
    context.fillRect(labels - barWidth - 8, middle - barHeight / 2, barWidth * share, barHeight);
    const isTall = cell >= 36;
    context.textAlign = "right";
    context.font = `${row === pointed ? "600 " : ""}${Math.min(13, Math.max(11, cell - 4))}px ${style.font}`;
    context.fillStyle = row === pointed ? style.colours.text : style.colours.quiet;
    if (isTall) context.fillStyle = style.colours.text;
    const edge = labels - barWidth - 16;
    context.fillText(fitted(context, names[row] ?? "", edge - 8), edge, isTall ? middle - 8 : middle);
    if (!isTall) continue;
    context.font = `11px ${style.font}`;
    context.fillStyle = style.colours.quiet;
    context.fillText(style.number(folder.photos), edge, middle + 9);
  }
  context.restore();
}

function drawColumnNames(
  context: CanvasRenderingContext2D,
  names: readonly string[],
  { labels, heads, cell, left, width, cursor, hovered }: MatrixFrame,
  style: MatrixStyle,
  [first, end]: readonly [number, number],
): void {
  const pointed = (hovered ?? cursor)?.column;
  context.save();
  context.beginPath();
  context.rect(labels - 4, 0, width - labels + 4, heads - 2);
  context.clip();
  context.textAlign = "left";
  // Steeper where they stand close, so that one does not lie on the next.
  const slope = cell < 18 ? Math.PI / 2.6 : Math.PI / 4;
  for (let column = first; column < end; column += 1) {
    context.save();
    context.translate(labels + column * cell - left + cell / 2, heads - 6);
    context.rotate(-slope);
    context.font = `${column === pointed ? "600 " : ""}${Math.min(13, Math.max(11, cell - 4))}px ${style.font}`;
    context.fillStyle = column === pointed ? style.colours.text : style.colours.quiet;
    context.fillText(fitted(context, names[column] ?? "", (heads - 14) / Math.sin(slope)), 0, 0);
    context.restore();
  }
  context.restore();
}

/** Where single names would not be read, what stands together has one: that of its largest folder. */
function drawBlocks(
  context: CanvasRenderingContext2D,
  matrix: Matrix,
  names: readonly string[],
  { labels, heads, cell, top, height, cursor, hovered }: MatrixFrame,
  style: MatrixStyle,
): void {
  const line = 15;
  const pointed = (hovered ?? cursor)?.row ?? -1;
  let free = heads - 4;
  context.textAlign = "right";
  for (const { first, end, largest } of matrix.blocks) {
    const from = heads + first * cell - top;
    const to = heads + end * cell - top;
    if (to < heads || from > height) continue;
    const isPointed = pointed >= first && pointed < end;
    context.strokeStyle = isPointed ? style.colours.text : style.colours.quiet;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(labels - 4, Math.max(heads, from) + 0.5);
    context.lineTo(labels - 8, Math.max(heads, from) + 0.5);
    context.lineTo(labels - 8, Math.max(to - 1, from + 1));
    context.lineTo(labels - 4, Math.max(to - 1, from + 1));
    context.stroke();
    const middle = (Math.max(heads, from) + Math.min(height, to)) / 2;
    if (middle - line / 2 < free || middle + line / 2 > height) continue;
    free = middle + line / 2;
    const others = end - first - 1;
    const more = others > 0 ? ` +${style.number(others)}` : "";
    context.font = `11px ${style.font}`;
    context.fillStyle = style.colours.quiet;
    const moreWidth = context.measureText(more).width;
    context.fillText(more, labels - 14, middle);
    context.font = `${isPointed ? "600 " : ""}11px ${style.font}`;
    context.fillStyle = isPointed ? style.colours.text : style.colours.quiet;
    const name = names[largest] ?? "";
    context.fillText(fitted(context, name, labels - 26 - moreWidth), labels - 14 - moreWidth, middle);
  }
}

/** Cut in the middle, since the end of a folder's name often tells the year. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  for (let kept = text.length - 1; kept > 2; kept -= 1) {
    const cut = `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return "…";
}
