/** A photo's pixels come in, the same photo as somebody's program, camera roll or website would hand it on goes out: one edit at a time. */
import sharp, { type Sharp } from "sharp";
import type { Pixels } from "../photo.ts";
import type { Chance } from "./chance.ts";

export interface EditOptions {
  readonly chance: Chance;
  /** 0 hardly changes anything, 1 is usual, 2 is hardly to be recognised. */
  readonly strength: number;
}
export type Edit = (photo: Pixels, options: EditOptions) => Promise<Pixels>;

/** Below this a picture shows nothing any more. */
const leastSide = 16;

export const sharpOf = ({ width, height, data }: Pixels): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

export async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

export const side = (length: number): number => Math.max(leastSide, Math.round(length));
export const colour = ({ below }: Chance) => ({ r: below(256), g: below(256), b: below(256) });
export const level = ({ oneOf, below }: Chance) => {
  const grey = oneOf([0, 255, below(256)]);
  return { r: grey, g: grey, b: grey };
};

/** Keeps a quarter to nine tenths of the area at strength 1. */
const crop: Edit = (photo, { chance, strength }) => {
  const area = chance.between(Math.max(0.12, 1 - 0.75 * strength), Math.max(0.3, 1 - 0.1 * strength));
  // People cut to other shapes too.
  const aspect = chance.between(1 - 0.2 * Math.min(1, strength), 1 + 0.2 * Math.min(1, strength));
  const width = Math.min(photo.width, side(photo.width * Math.sqrt(area * aspect)));
  const height = Math.min(photo.height, side(photo.height * Math.sqrt(area / aspect)));
  const left = chance.below(photo.width - width + 1);
  const top = chance.below(photo.height - height + 1);
  return pixelsOf(sharpOf(photo).extract({ left, top, width, height }));
};

/** Smaller, and squeezed by up to a half either way. */
const resize: Edit = (photo, { chance, strength }) => {
  const scale = chance.between(Math.max(0.1, 1 - 0.8 * strength), Math.max(0.2, 1 - 0.2 * strength));
  const aspect = Math.exp(chance.between(-0.42, 0.42) * strength);
  const width = side(photo.width * scale * Math.sqrt(aspect));
  const height = side((photo.height * scale) / Math.sqrt(aspect));
  return pixelsOf(sharpOf(photo).resize({ width, height, fit: "fill" }));
};

const compress: Edit = async (photo, { chance, strength }) => {
  const quality = Math.round(chance.between(Math.max(4, 92 - 84 * strength), Math.max(8, 98 - 58 * strength)));
  const format = chance.oneOf(["jpeg", "jpeg", "webp"] as const);
  return pixelsOf(sharp(await sharpOf(photo).toFormat(format, { quality }).toBuffer()));
};

const turn: Edit = (photo, { chance, strength }) =>
  pixelsOf(sharpOf(photo).rotate(chance.between(-12, 12) * strength, { background: level(chance) }));

/** Turned and cut, as programs that straighten a horizon do. */
const straighten: Edit = async (photo, { chance, strength }) => {
  const degrees = chance.between(2, 10) * strength * chance.oneOf([-1, 1]);
  const turned = await pixelsOf(sharpOf(photo).rotate(degrees));
  const radians = (Math.abs(degrees) * Math.PI) / 180;
  // Of the rectangle with the photo's own shape that fits into the turned one.
  const [long, short] = [Math.max(photo.width, photo.height), Math.min(photo.width, photo.height)];
  const scale = short / (long * Math.sin(radians) + short * Math.cos(radians));
  const width = Math.min(turned.width, side(photo.width * scale));
  const height = Math.min(turned.height, side(photo.height * scale));
  return pixelsOf(sharpOf(turned).extract({ left: (turned.width - width) >> 1, top: (turned.height - height) >> 1, width, height }));
};

const quarterTurn: Edit = (photo, { chance }) => pixelsOf(sharpOf(photo).rotate(chance.oneOf([90, 270, 90, 270, 180])));
const mirror: Edit = (photo) => pixelsOf(sharpOf(photo).flop());
/** Black and white as cameras and filters make it: by luminance, some with more contrast. */
const grey: Edit = (photo, { chance, strength }) => {
  const gain = 1 + chance.between(0, 0.4) * strength;
  const luminance: [number, number, number] = [0.299, 0.587, 0.114];
  return pixelsOf(
    sharpOf(photo)
      .recomb([luminance, luminance, luminance])
      .linear(gain, 128 * (1 - gain)),
  );
};

const recolour: Edit = (photo, { chance, strength }) =>
  pixelsOf(
    sharpOf(photo).modulate({
      brightness: Math.exp(chance.between(-0.45, 0.4) * strength),
      saturation: Math.max(0, Math.exp(chance.between(-1.5, 0.9) * strength)),
      hue: Math.round(chance.between(-40, 40) * strength),
    }),
  );

const relight: Edit = (photo, { chance, strength }) => {
  const gain = Math.exp(chance.between(-1.2, 0.35) * strength);
  return pixelsOf(sharpOf(photo).linear(gain, chance.between(-20, 40) * strength));
};

const tint: Edit = (photo, { chance, strength }) => {
  const gains = [0, 1, 2].map(() => Math.exp(chance.between(-0.35, 0.35) * strength));
  return pixelsOf(sharpOf(photo).linear(gains, [0, 0, 0]));
};

const blur: Edit = (photo, { chance, strength }) =>
  pixelsOf(sharpOf(photo).blur(0.3 + (chance.between(1, 4.5) * strength * Math.max(photo.width, photo.height)) / 512));

/** Grain of a dark scene: the same for the three colours, or each its own. */
const noise: Edit = async (photo, { chance, strength }) => {
  const sigma = chance.between(4, 22) * strength;
  const shared = chance.next() < 0.5;
  const data = Uint8Array.from(photo.data);
  let state = Math.floor(chance.next() * 2 ** 32) | 1;
  let last = 0;
  for (let at = 0; at < data.length; at += 1) {
    if (!shared || at % 3 === 0) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      // The sum of four bytes is nearly normal, with a deviation of 148.
      last = ((state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24) - 510) / 148;
    }
    data[at] = Math.max(0, Math.min(255, Math.round((data[at] ?? 0) + sigma * last)));
  }
  return { ...photo, data };
};

const sharpen: Edit = (photo, { chance, strength }) => pixelsOf(sharpOf(photo).sharpen({ sigma: 1, m2: chance.between(2, 8) * strength }));

export const plainEdits = {
  crop,
  resize,
  compress,
  turn,
  straighten,
  "quarter-turn": quarterTurn,
  mirror,
  grey,
  recolour,
  relight,
  tint,
  blur,
  noise,
  sharpen,
} as const satisfies Readonly<Record<string, Edit>>;
