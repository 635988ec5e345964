/** A photo's bytes come in; an edited copy of it, as JPEG bytes, goes out. The same seed makes the same copy. */
import sharp, { type Sharp } from "sharp";

/** What a person, a program or a website does to a copy. */
export const edits = [
  "jpeg-15",
  "quarter-size",
  "aspect-0.7",
  "crop-70",
  "crop-50",
  "crop-30",
  "rotate-8",
  "rotate-90",
  "mirror",
  "grey",
  "strong-colour",
  "dark",
  "blur",
  "text-boxes",
  "screenshot",
] as const;
export type Edit = (typeof edits)[number];

/** Numbers in 0..1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const savedQuality = 85;

export async function editedCopy(bytes: Uint8Array, edit: Edit, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(bytes).rotate().removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const picture = (): Sharp => sharp(data, { raw: { width, height, channels: info.channels as 3 } });
  const draw = random(seed);
  const side = Math.max(width, height);
  switch (edit) {
    case "jpeg-15":
      return picture().jpeg({ quality: 15 }).toBuffer();
    case "quarter-size":
      return saved(picture().resize(Math.max(16, Math.round(width / 4)), Math.max(16, Math.round(height / 4)), { fit: "fill" }));
    case "aspect-0.7":
      return saved(picture().resize(Math.round(width * 0.7), height, { fit: "fill" }));
    case "crop-70":
    case "crop-50":
    case "crop-30": {
      const scale = Math.sqrt(Number(edit.slice(5)) / 100);
      const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
      const [left, top] = [Math.floor(draw() * (width - w + 1)), Math.floor(draw() * (height - h + 1))];
      return saved(picture().extract({ left, top, width: w, height: h }));
    }
    case "rotate-8":
      return saved(picture().rotate(draw() < 0.5 ? 8 : -8, { background: "#ffffff" }));
    case "rotate-90":
      return saved(picture().rotate(draw() < 0.5 ? 90 : 270));
    case "mirror":
      return saved(picture().flop());
    case "grey":
      return saved(picture().greyscale());
    case "strong-colour":
      return saved(
        picture()
          .modulate({ saturation: 1.9, hue: Math.round(draw() * 50 - 25) })
          .linear(1.15, -12),
      );
    case "dark":
      return saved(picture().gamma(1.0).linear(0.35, 0));
    case "blur":
      return saved(picture().blur((4 * side) / 512));
    case "text-boxes":
      return saved(picture().composite([{ input: Buffer.from(textBoxes(width, height, draw)), left: 0, top: 0 }]));
    case "screenshot":
      return screenshot(picture(), width, height, draw);
  }
}

const saved = (picture: Sharp): Promise<Buffer> => picture.jpeg({ quality: savedQuality }).toBuffer();

/** Two captions: one across the top or the bottom, one somewhere. */
function textBoxes(width: number, height: number, draw: () => number): string {
  const size = Math.round(height * 0.09);
  const top = draw() < 0.5 ? 0 : height - size * 1.6;
  const [x, y] = [draw() * width * 0.5, height * (0.25 + draw() * 0.4)];
  const box = (left: number, upper: number, wide: number, words: string, back: string, ink: string): string =>
    `<rect x="${left}" y="${upper}" width="${wide}" height="${size * 1.6}" fill="${back}"/>` +
    `<text x="${left + size * 0.4}" y="${upper + size * 1.15}" font-size="${size}" font-family="sans-serif" fill="${ink}">${words}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    box(0, top, width, "When it is Monday again", "#ffffff", "#000000") +
    box(x, y, width * 0.45, "wait, what", "#000000", "#ffee00") +
    "</svg>"
  );
}

/** The photo as a phone shows it: bars above and below, lines of text, small round buttons. */
async function screenshot(picture: Sharp, width: number, height: number, draw: () => number): Promise<Buffer> {
  const frameWidth = Math.round(width * (1.05 + draw() * 0.1));
  const frameHeight = Math.round(height * (1.5 + draw() * 0.3));
  const left = Math.round((frameWidth - width) / 2);
  const top = Math.round((frameHeight - height) * (0.3 + draw() * 0.3));
  const dark = draw() < 0.5;
  const [back, ink] = dark ? ["#121212", "#e8e8e8"] : ["#fafafa", "#222222"];
  const size = Math.round(frameHeight * 0.03);
  const line = (y: number, share: number): string =>
    `<rect x="${size}" y="${y}" width="${frameWidth * share}" height="${size * 0.7}" rx="${size * 0.3}" fill="${ink}" opacity="0.7"/>`;
  const button = (x: number): string =>
    `<circle cx="${x}" cy="${frameHeight - size * 2}" r="${size}" fill="none" stroke="${ink}" stroke-width="3"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${frameWidth}" height="${frameHeight}"><rect width="100%" height="100%" fill="${back}"/>` +
    `<text x="${size}" y="${size * 1.6}" font-size="${size * 1.2}" font-family="sans-serif" fill="${ink}">12:${10 + Math.floor(draw() * 49)}</text>` +
    line(top + height + size, 0.3 + draw() * 0.4) +
    line(top + height + size * 2.2, 0.2 + draw() * 0.4) +
    [0.2, 0.5, 0.8].map((share) => button(frameWidth * share)).join("") +
    "</svg>";
  const inner = await picture.png().toBuffer();
  return saved(
    sharp(Buffer.from(svg))
      .removeAlpha()
      .composite([{ input: inner, left, top }]),
  );
}
