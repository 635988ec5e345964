/** A seed comes in; a picture with edges, texture and colour goes out, and what edits make of it. */
import type { AffineTransform } from "../../../electron/contract.ts";
import { apply, invert } from "../../../electron/engine/align/geometry.ts";
import type { Pixels } from "../../../electron/engine/photo.ts";

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Overlapping discs and boxes on a gradient. */
export function scene(seed: number, width = 360, height = 270): Pixels {
  const draw = random(seed * 7919 + 1);
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 1) data[at] = 60 + ((at / 3) % width) / 4 + (at % 3) * 10;
  for (let shape = 0; shape < 90; shape += 1) {
    const [x, y, size] = [draw() * width, draw() * height, 5 + draw() * 38];
    const colour = [draw() * 255, draw() * 255, draw() * 255];
    const round = draw() < 0.5;
    const stretch = 0.5 + draw();
    for (let row = Math.max(0, Math.floor(y - size)); row < Math.min(height, y + size); row += 1) {
      for (let column = Math.max(0, Math.floor(x - size)); column < Math.min(width, x + size); column += 1) {
        const [u, v] = [column - x, (row - y) * stretch];
        if (round ? u * u + v * v > size * size * 0.6 : Math.abs(u) + Math.abs(v) * 0.4 > size * 0.8) continue;
        colour.forEach((value, channel) => {
          data[(row * width + column) * 3 + channel] = value;
        });
      }
    }
  }
  return { width, height, data };
}

/** The picture under a transform from its pixels to those of the result, bilinear; `background` outside. */
export function warped(from: Pixels, width: number, height: number, transform: AffineTransform, background = 255): Pixels {
  const inverse = invert(transform);
  if (!inverse) throw new Error("not invertible");
  const data = new Uint8Array(width * height * 3).fill(background);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = apply(inverse, [x + 0.5, y + 0.5]).map((value) => value - 0.5) as [number, number];
      if (u < 0 || v < 0 || u > from.width - 1 || v > from.height - 1) continue;
      const [left, top] = [Math.min(from.width - 2, Math.floor(u)), Math.min(from.height - 2, Math.floor(v))];
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (row: number, column: number): number => from.data[(row * from.width + column) * 3 + channel] as number;
        const upper = at(top, left) * (1 - (u - left)) + at(top, left + 1) * (u - left);
        const lower = at(top + 1, left) * (1 - (u - left)) + at(top + 1, left + 1) * (u - left);
        data[(y * width + x) * 3 + channel] = Math.round(upper * (1 - (v - top)) + lower * (v - top));
      }
    }
  }
  return { width, height, data };
}

export const crop = (from: Pixels, left: number, top: number, width: number, height: number): Pixels =>
  warped(from, width, height, [1, 0, -left, 0, 1, -top]);

export const recoloured = (from: Pixels, change: (value: number, channel: number) => number): Pixels => ({
  ...from,
  data: from.data.map((value, at) => Math.max(0, Math.min(255, Math.round(change(value, at % 3))))),
});
