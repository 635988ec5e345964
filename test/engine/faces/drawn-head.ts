/** Numbers of a made-up head come in, a painted portrait goes out: soft shading, enough of a face for the networks and nobody's. */
import type { Pixels } from "../../../electron/engine/photo.ts";
import { paint } from "./painted-picture.ts";

export interface Head {
  /** Middle of the face and half its height, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Clockwise. */
  readonly turnedDegrees?: number;
}

type Colour = readonly [number, number, number];
const mix = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
/** 1 within an ellipse, 0 outside, `soft` of its size in between. */
function spot(x: number, y: number, middleX: number, middleY: number, width: number, height: number, soft: number): number {
  const distance = Math.hypot((x - middleX) / width, (y - middleY) / height);
  return Math.min(1, Math.max(0, (1 + soft - distance) / (2 * soft)));
}

export function paintHeads(width: number, height: number, heads: readonly Head[]): Pixels {
  return paint(width, height, (px, py) => {
    let colour: Colour = [120 + (40 * px) / width, 130 + (30 * py) / height, 140];
    for (const { x, y, reach, turnedDegrees = 0 } of heads) {
      const angle = (turnedDegrees * Math.PI) / 180;
      const [dx, dy] = [(px - x) / reach, (py - y) / reach];
      colour = headColour(colour, dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle));
    }
    return colour;
  });
}

/** x and y of the face, 1 is half its height. */
function headColour(ground: Colour, x: number, y: number): Colour {
  if (Math.abs(x) > 2 || y < -2 || y > 3) return ground;
  const skin: Colour = mix([226, 178, 150], [150, 100, 78], Math.min(1, 0.9 * Math.abs(x) ** 2 + 0.25 * Math.max(0, y) ** 2));
  const hair: Colour = [48, 34, 28];
  const side = Math.abs(x);
  let colour = ground;
  colour = mix(colour, [60, 70, 110], spot(x, y, 0, 2.3, 1.6, 1.1, 0.03));
  colour = mix(colour, mix(skin, [110, 74, 58], 0.5), spot(x, y, 0, 1.0, 0.42, 0.6, 0.06));
  colour = mix(colour, hair, spot(x, y, 0, -0.25, 0.92, 1.02, 0.05));
  colour = mix(colour, skin, spot(x, y, 0, 0.05, 0.74, 0.98, 0.04));
  colour = mix(colour, hair, spot(x, y, 0, -0.98, 0.8, 0.36, 0.12));
  colour = mix(colour, [140, 92, 74], 0.55 * spot(side, y, 0.32, -0.2, 0.24, 0.16, 0.6));
  colour = mix(colour, hair, 0.85 * spot(side, y, 0.33, -0.36 - 0.05 * Math.cos(5 * (side - 0.33)), 0.2, 0.035, 0.5));
  colour = mix(colour, [238, 232, 226], spot(side, y, 0.32, -0.18, 0.135, 0.06, 0.15));
  colour = mix(colour, [66, 44, 30], spot(side, y, 0.32, -0.18, 0.06, 0.065, 0.15));
  colour = mix(colour, [12, 10, 10], spot(side, y, 0.32, -0.18, 0.028, 0.03, 0.2));
  colour = mix(colour, [40, 28, 24], 0.8 * spot(side, y, 0.32, -0.235, 0.15, 0.02, 0.5));
  colour = mix(colour, [160, 108, 86], 0.5 * spot(side, y, 0.1, 0.08, 0.05, 0.25, 0.9));
  colour = mix(colour, [245, 205, 180], 0.5 * spot(x, y, 0, 0.05, 0.05, 0.25, 0.9));
  colour = mix(colour, [120, 74, 60], 0.8 * spot(side, y, 0.08, 0.27, 0.055, 0.03, 0.5));
  colour = mix(colour, [170, 80, 76], 0.9 * spot(x, y, 0, 0.52, 0.27, 0.085, 0.25));
  colour = mix(colour, [96, 40, 38], 0.9 * spot(x, y, 0, 0.515, 0.25, 0.014, 0.5));
  return mix(colour, [150, 104, 84], 0.4 * spot(x, y, 0, 0.68, 0.18, 0.04, 0.9));
}
