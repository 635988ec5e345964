/** A photo comes in, edited views of it go out, drawn from a seeded chance: what a whitening is taught to overlook. */
import sharp, { type Sharp } from "sharp";
import type { Pixels } from "../electron/engine/photo.ts";

/** Numbers 0..1 that a seed repeats (mulberry32). */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const workingSize = 512;

/** Upright sRGB of at most 512 pixels, as the media stage decodes it. */
export async function decode(input: string | Buffer): Promise<Pixels> {
  const { data, info } = await sharp(input)
    .rotate()
    .resize({ width: workingSize, height: workingSize, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${info.channels} channels where 3 were asked for.`);
  return { width: info.width, height: info.height, data };
}

type Edit = (photo: Pixels, chance: () => number) => Promise<Pixels>;

const load = ({ width, height, data }: Pixels) => sharp(data, { raw: { width, height, channels: 3 } });
const between = (chance: () => number, low: number, high: number): number => low + (high - low) * chance();

async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const crop: Edit = (photo, chance) => {
  const side = Math.sqrt(between(chance, 0.25, 0.9));
  const width = Math.max(8, Math.round(photo.width * side));
  const height = Math.max(8, Math.round(photo.height * side));
  const left = Math.floor(chance() * (photo.width - width + 1));
  const top = Math.floor(chance() * (photo.height - height + 1));
  return pixelsOf(load(photo).extract({ left, top, width, height }));
};

const resize: Edit = (photo, chance) => {
  const scale = between(chance, 0.2, 0.8);
  const aspect = between(chance, 0.65, 1.5);
  const width = Math.max(16, Math.round(photo.width * scale * Math.sqrt(aspect)));
  const height = Math.max(16, Math.round((photo.height * scale) / Math.sqrt(aspect)));
  return pixelsOf(load(photo).resize({ width, height, fit: "fill" }));
};

const compress: Edit = async (photo, chance) => {
  const jpeg = await load(photo)
    .jpeg({ quality: Math.round(between(chance, 8, 40)) })
    .toBuffer();
  return pixelsOf(sharp(jpeg));
};

const turn: Edit = (photo, chance) => {
  const grey = Math.round(chance() * 255);
  return pixelsOf(load(photo).rotate(between(chance, -12, 12), { background: { r: grey, g: grey, b: grey } }));
};

const quarterTurn: Edit = (photo, chance) => pixelsOf(load(photo).rotate(chance() < 0.5 ? 90 : 270));
const mirror: Edit = (photo) => pixelsOf(load(photo).flop());
const grey: Edit = (photo) => pixelsOf(load(photo).modulate({ saturation: 0 }));

const recolour: Edit = (photo, chance) =>
  pixelsOf(
    load(photo).modulate({
      brightness: between(chance, 0.6, 1.5),
      saturation: between(chance, 0.2, 2.5),
      hue: Math.round(between(chance, -40, 40)),
    }),
  );

const relight: Edit = (photo, chance) => {
  const gain = between(chance, 0.3, 1.4);
  return pixelsOf(load(photo).linear(gain, between(chance, -20, 40)));
};

const blur: Edit = (photo, chance) => pixelsOf(load(photo).blur((between(chance, 1, 4.5) * photo.width) / workingSize + 0.3));

const cover: Edit = (photo, chance) => {
  const boxes = Array.from({ length: 1 + Math.floor(chance() * 3) }, () => {
    const width = Math.max(1, Math.round(photo.width * between(chance, 0.2, 0.8)));
    const height = Math.max(1, Math.round(photo.height * between(chance, 0.06, 0.2)));
    const colour = { r: Math.round(chance() * 255), g: Math.round(chance() * 255), b: Math.round(chance() * 255) };
    return {
      input: { create: { width, height, channels: 3 as const, background: colour } },
      left: Math.floor(chance() * (photo.width - width + 1)),
      top: Math.floor(chance() * (photo.height - height + 1)),
    };
  });
  return pixelsOf(load(photo).composite(boxes));
};

const frame: Edit = (photo, chance) => {
  const level = Math.round(chance() * 255);
  const margin = (side: number): number => Math.round(side * between(chance, 0, 0.3));
  return pixelsOf(
    load(photo).extend({
      left: margin(photo.width),
      right: margin(photo.width),
      top: margin(photo.height),
      bottom: margin(photo.height),
      background: { r: level, g: level, b: level },
    }),
  );
};

/** Crops are the hardest and the most frequent among edited copies: they come up three times as often. */
const edits: readonly Edit[] = [crop, crop, crop, resize, compress, turn, quarterTurn, mirror, grey, recolour, relight, blur, cover, frame];

/** One or two edits, one after the other. */
export async function editedView(photo: Pixels, chance: () => number): Promise<Pixels> {
  let view = photo;
  for (let left = chance() < 0.5 ? 1 : 2; left > 0; left -= 1) {
    const edit = edits[Math.floor(chance() * edits.length)];
    if (edit) view = await edit(view, chance);
  }
  return view;
}
