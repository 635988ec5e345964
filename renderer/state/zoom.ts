/** How near a picture is looked at: a view and a gesture come in, the next view goes out, the same for every picture beside it. Pure. */
import type { Point } from "./overlay-geometry.ts";

export interface Zoom {
  /** Screen pixels to a picture pixel; null shows the whole picture. */
  readonly scale: number | null;
  /** What of the frame stands in the middle, 0..1 of width and height. */
  readonly centre: Point;
}

/** Of a pane and the picture in it: CSS pixels and picture pixels. */
export interface Pane {
  readonly width: number;
  readonly height: number;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  /** Screen pixels to a CSS pixel. */
  readonly density: number;
}

export const whole: Zoom = { scale: null, centre: [0.5, 0.5] };
const nearest = 8;

/** At which the whole picture just fits. */
export function fitScale({ width, height, pixelWidth, pixelHeight, density }: Pane): number {
  return density * Math.min(width / Math.max(1, pixelWidth), height / Math.max(1, pixelHeight));
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the picture's frame stands in its pane, in CSS pixels. */
export function place({ scale, centre }: Zoom, pane: Pane): Placed {
  const factor = (scale ?? fitScale(pane)) / pane.density;
  const [width, height] = [pane.pixelWidth * factor, pane.pixelHeight * factor];
  const [x, y] = scale === null ? whole.centre : centre;
  return { left: pane.width / 2 - x * width, top: pane.height / 2 - y * height, width, height };
}

/** Nearer by a factor, with what lies under the point (CSS pixels of the pane) staying there; never smaller than whole. */
export function zoomBy(zoom: Zoom, pane: Pane, factor: number, at: Point = [pane.width / 2, pane.height / 2]): Zoom {
  const fit = fitScale(pane);
  const scale = Math.min(Math.max(nearest, fit), (zoom.scale ?? fit) * factor);
  if (scale <= fit) return whole;
  const before = place(zoom, pane);
  const under: Point = [(at[0] - before.left) / before.width, (at[1] - before.top) / before.height];
  const [width, height] = [(pane.pixelWidth * scale) / pane.density, (pane.pixelHeight * scale) / pane.density];
  return { scale, centre: [clamp(under[0] + (pane.width / 2 - at[0]) / width), clamp(under[1] + (pane.height / 2 - at[1]) / height)] };
}

/** Moves the picture by CSS pixels. */
export function panBy(zoom: Zoom, pane: Pane, x: number, y: number): Zoom {
  if (zoom.scale === null) return zoom;
  const { width, height } = place(zoom, pane);
  return { scale: zoom.scale, centre: [clamp(zoom.centre[0] - x / width), clamp(zoom.centre[1] - y / height)] };
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
