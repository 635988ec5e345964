/** A share comes in; the colour that stands for it in maps goes out, and the colour of words on it. One hue, from the ground up: more is more. */

export interface Shade {
  /** As CSS and canvas take it. */
  readonly fill: string;
  /** Reaches 4.5:1 on the fill. */
  readonly ink: string;
}

interface Ramp {
  /** OKLCH: lightness 0..1, chroma, hue in degrees. */
  readonly none: readonly [number, number, number];
  readonly all: readonly [number, number, number];
}

const ramps = {
  light: { none: [0.945, 0.012, 250], all: [0.44, 0.16, 258] },
  dark: { none: [0.255, 0.012, 250], all: [0.76, 0.13, 240] },
} as const satisfies Record<string, Ramp>;
export type Ground = keyof typeof ramps;

/** At this lightness black and white stand out equally, a little over 4.5:1: the luminance of a grey is the cube of its lightness. */
const inkTurn = 0.565;

/** `share`: 0..1. */
export function shadeOf(share: number, ground: Ground): Shade {
  const { none, all } = ramps[ground];
  // The eye tells the first tenths apart better than the last: they get less of the way.
  const part = Math.min(1, Math.max(0, share)) ** 0.85;
  const [lightness = 0, chroma = 0, hue = 0] = none.map((from, at) => from + ((all[at] ?? from) - from) * part);
  return {
    fill: `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${hue.toFixed(1)})`,
    ink: lightness > inkTurn ? "#000000" : "#ffffff",
  };
}
