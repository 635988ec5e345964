/** A photo's pixels come in; the photo with something over it or around it goes out: captions, stickers, frames, screenshots, collages. */
import sharp, { type OverlayOptions } from "sharp";
import type { Pixels } from "../photo.ts";
import type { Chance } from "./chance.ts";
import { colour, type Edit, level, pixelsOf, sharpOf, side } from "./view-edits.ts";

const words = [
  "Monday",
  "when it is",
  "summer",
  "2019",
  "wait",
  "what",
  "happy birthday",
  "SALE",
  "me:",
  "nobody:",
  "home",
  "© photo",
] as const;
const hex = ({ r, g, b }: { r: number; g: number; b: number }): string =>
  `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
const svg = (width: number, height: number, parts: readonly string[]): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join("")}</svg>`);

function sentence(chance: Chance, count: number): string {
  return Array.from({ length: count }, () => chance.oneOf(words)).join(" ");
}

/** One to three captions, with a bar behind them or without. */
const text: Edit = (photo, { chance, strength }) => {
  const { width, height } = photo;
  const parts = Array.from({ length: 1 + chance.below(3) }, () => {
    const size = Math.max(6, height * chance.between(0.05, 0.05 + 0.09 * strength));
    const [x, y] = [width * chance.between(0, 0.5), chance.oneOf([0, height - 1.6 * size, height * chance.between(0.1, 0.8)])];
    const bar = chance.next() < 0.6;
    const wide = chance.next() < 0.5;
    const [left, length] = wide ? [0, width] : [x, width * chance.between(0.2, 0.7)];
    const back = bar
      ? `<rect x="${left}" y="${y}" width="${length}" height="${1.6 * size}" fill="${hex(chance.oneOf([level(chance), colour(chance)]))}"/>`
      : "";
    const ink = hex(chance.oneOf([level(chance), level(chance), colour(chance)]));
    return `${back}<text x="${left + 0.4 * size}" y="${y + 1.15 * size}" font-size="${size}" font-family="sans-serif" font-weight="${chance.oneOf(["bold", "normal"])}" fill="${ink}">${sentence(chance, 1 + chance.below(4))}</text>`;
  });
  return pixelsOf(sharpOf(photo).composite([{ input: svg(width, height, parts), left: 0, top: 0 }]));
};

/** One to four flat shapes: emoji, hearts, bars over eyes, watermarks half through. */
const stickers: Edit = (photo, { chance, strength }) => {
  const { width, height } = photo;
  const least = Math.min(width, height);
  const parts = Array.from({ length: 1 + chance.below(4) }, () => {
    const [x, y] = [width * chance.next(), height * chance.next()];
    const size = least * chance.between(0.06, 0.1 + 0.16 * strength);
    const fill = `fill="${hex(colour(chance))}" opacity="${chance.oneOf([1, 1, 0.6])}"`;
    return chance.oneOf([
      `<circle cx="${x}" cy="${y}" r="${size}" ${fill}/><circle cx="${x - 0.35 * size}" cy="${y - 0.2 * size}" r="${0.12 * size}"/><circle cx="${x + 0.35 * size}" cy="${y - 0.2 * size}" r="${0.12 * size}"/>`,
      `<rect x="${x - size}" y="${y - 0.4 * size}" width="${2.4 * size}" height="${0.8 * size}" rx="${0.2 * size}" ${fill}/>`,
      `<path d="M ${x} ${y - size} L ${x + 0.9 * size} ${y + 0.7 * size} L ${x - 0.9 * size} ${y + 0.7 * size} Z" ${fill}/>`,
      `<path d="M ${x} ${y + size} C ${x - 2 * size} ${y - 0.4 * size} ${x - 0.7 * size} ${y - 1.4 * size} ${x} ${y - 0.4 * size} C ${x + 0.7 * size} ${y - 1.4 * size} ${x + 2 * size} ${y - 0.4 * size} ${x} ${y + size} Z" ${fill}/>`,
    ]);
  });
  return pixelsOf(sharpOf(photo).composite([{ input: svg(width, height, parts), left: 0, top: 0 }]));
};

/** A border of one colour, or the square that some programs put a photo into. */
const frame: Edit = (photo, { chance, strength }) => {
  const background = chance.oneOf([level(chance), level(chance), colour(chance)]);
  if (chance.next() < 0.4) {
    const size = Math.max(photo.width, photo.height);
    return pixelsOf(sharpOf(photo).resize({ width: size, height: size, fit: "contain", background }));
  }
  const even = chance.next() < 0.5 ? chance.between(0.02, 0.2) * strength : null;
  const margin = (length: number): number => Math.round(length * (even ?? chance.between(0, 0.3) * strength));
  return pixelsOf(
    sharpOf(photo).extend({
      left: margin(photo.width),
      right: margin(photo.width),
      top: margin(photo.height),
      bottom: margin(photo.height),
      background,
    }),
  );
};

/** As a phone shows it: bars, lines of text, buttons, the photo across the whole width or nearly. */
const screenshot: Edit = async (photo, { chance, strength }) => {
  const width = Math.round(photo.width * (1 + chance.between(0, 0.15) * strength));
  const height = Math.round(Math.max(photo.height * 1.1, Math.min(width * 2.2, photo.height * (1 + chance.between(0.1, 1.2) * strength))));
  const [left, top] = [(width - photo.width) >> 1, Math.round((height - photo.height) * chance.between(0.2, 0.8))];
  const dark = chance.next() < 0.5;
  const [back, ink] = dark ? [chance.below(40), "#e8e8e8"] : [215 + chance.below(41), "#222222"];
  const size = Math.max(5, Math.round(height * chance.between(0.015, 0.03)));
  const lines: string[] = [];
  for (const [from, to] of [
    [size, top - size],
    [top + photo.height + size, height - size],
  ] as const)
    for (let y = from; y + size <= to; y += 1.8 * size)
      if (chance.next() < 0.6)
        lines.push(
          chance.next() < 0.5
            ? `<rect x="${size}" y="${y}" width="${width * chance.between(0.2, 0.9)}" height="${0.7 * size}" rx="${0.3 * size}" fill="${ink}" opacity=".7"/>`
            : `<text x="${size}" y="${y + size}" font-size="${1.1 * size}" font-family="sans-serif" fill="${ink}">${sentence(chance, 2 + chance.below(3))}</text>`,
        );
  const button = (share: number): string =>
    `<circle cx="${width * share}" cy="${height - 1.6 * size}" r="${0.9 * size}" fill="none" stroke="${ink}" stroke-width="2"/>`;
  const page = sharp({ create: { width, height, channels: 3, background: { r: back, g: back, b: back } } });
  return pixelsOf(
    page.composite([
      { input: svg(width, height, [...lines, button(0.2), button(0.5), button(0.8)]), left: 0, top: 0 },
      { input: Buffer.from(photo.data), raw: { width: photo.width, height: photo.height, channels: 3 }, left, top },
    ]),
  );
};

export const overlayEdits = { text, stickers, frame, screenshot } as const satisfies Readonly<Record<string, Edit>>;

/** The photo among one to three others on one sheet; never less than two fifths of it. */
export async function collage(photo: Pixels, others: readonly Pixels[], chance: Chance): Promise<Pixels> {
  const gap = chance.below(1 + Math.round(0.03 * photo.width));
  const upright = chance.next() < 0.5;
  const neighbours = others.slice(0, 1 + chance.below(Math.min(2, others.length)));
  const share = chance.between(0.6, 1);
  const length = Math.round((upright ? photo.height : photo.width) * share);
  const across = upright ? photo.width : photo.height;
  const each = side((across - gap * (neighbours.length - 1)) / neighbours.length);
  const first = chance.next() < 0.5;
  const width = upright ? photo.width : photo.width + gap + length;
  const height = upright ? photo.height + gap + length : photo.height;
  const ownAt = first ? 0 : length + gap;
  const restAt = first ? (upright ? photo.height : photo.width) + gap : 0;
  const own: OverlayOptions = {
    input: Buffer.from(photo.data),
    raw: { width: photo.width, height: photo.height, channels: 3 },
    left: upright ? 0 : ownAt,
    top: upright ? ownAt : 0,
  };
  const rest = await Promise.all(
    neighbours.map(async (other, place): Promise<OverlayOptions> => {
      const size = upright ? { width: Math.min(each, width), height: length } : { width: length, height: Math.min(each, height) };
      const along = Math.min(place * (each + gap), across - Math.min(each, across));
      const input = await sharpOf(other)
        .resize({ ...size, fit: "cover" })
        .png({ compressionLevel: 0 })
        .toBuffer();
      return { input, left: upright ? along : restAt, top: upright ? restAt : along };
    }),
  );
  const sheet = sharp({ create: { width, height, channels: 3, background: level(chance) } });
  return pixelsOf(sheet.composite([own, ...rest]));
}
