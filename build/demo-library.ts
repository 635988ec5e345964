/** A folder and a number of pictures come in; painted photos, copies of some of them and bursts lie in it; the truth goes out. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import sharp, { type Sharp } from "sharp";
import type { FilePath, Relation } from "../electron/contract.ts";
import { paintPicture } from "../test/fixtures/pictures.ts";

export interface DemoCopy {
  readonly original: FilePath;
  readonly copy: FilePath;
  readonly relation: Relation;
}

export interface DemoLibrary {
  /** What is to be scanned. */
  readonly folder: FilePath;
  /** Path → number of the painting that it shows. */
  readonly paintings: ReadonlyMap<FilePath, number>;
  readonly copies: readonly DemoCopy[];
}

/** One way to make a copy: where it goes, what it is, and how it is changed. */
interface Recipe {
  readonly relation: Relation;
  readonly folder: string;
  readonly name: (name: string) => string;
  readonly change: (picture: Sharp, size: Size) => Sharp;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

const size: Size = { width: 960, height: 720 };
const folders = ["2019 Mountains", "2021 By the sea", "2023 At home", "Phone"];
const cameras = [
  ["NIKON CORPORATION", "NIKON D750"],
  ["Apple", "iPhone 14"],
  ["FUJIFILM", "X-T4"],
] as const;
const seedOfFirst = 5000;
const framesOfBurst = 3;
const secondsBetweenFrames = 0.4;
const firstShotMs = Date.UTC(2019, 5, 1, 9, 0, 0);

const textBox = ({ width, height }: Size): Buffer =>
  Buffer.from(`<svg width="${width}" height="${height}"><rect x="8%" y="78%" width="46%" height="14%" fill="#f4e04d"/>
    <text x="11%" y="88%" font-size="${height / 14}" font-family="sans-serif" fill="#1a1a1a">Holidays</text></svg>`);

const part = ({ width, height }: Size, share: number, x: number, y: number) => {
  const side = Math.sqrt(share);
  const cut = { width: Math.round(width * side), height: Math.round(height * side) };
  return { ...cut, left: Math.round((width - cut.width) * x), top: Math.round((height - cut.height) * y) };
};

/** null copies the bytes. */
const recipes: readonly (Recipe | null)[] = [
  null,
  { relation: "re-encoded", folder: "Sent", name: (name) => `${name} sent.jpg`, change: (picture) => picture.jpeg({ quality: 35 }) },
  { relation: "re-encoded", folder: "Web", name: (name) => `${name} small.webp`, change: (picture) => picture.resize(400).webp() },
  { relation: "same-pixels", folder: "Archive", name: (name) => `${name}.png`, change: (picture) => picture.png() },
  { relation: "rotated", folder: "Scans", name: (name) => `${name} turned.jpg`, change: (picture) => picture.rotate(90).jpeg() },
  { relation: "rotated", folder: "Scans", name: (name) => `${name} mirrored.jpg`, change: (picture) => picture.flop().jpeg() },
  {
    relation: "cropped",
    folder: "Edited",
    name: (name) => `${name} cut.jpg`,
    change: (picture, whole) => picture.extract(part(whole, 0.6, 0.3, 0.6)).jpeg({ quality: 88 }),
  },
  {
    relation: "cropped",
    folder: "Edited",
    name: (name) => `${name} detail.jpg`,
    change: (picture, whole) => picture.extract(part(whole, 0.4, 0.7, 0.4)).jpeg({ quality: 88 }),
  },
  {
    relation: "edited",
    folder: "Edited",
    name: (name) => `${name} grey.jpg`,
    change: (picture) => picture.greyscale().linear(1.2, -15).jpeg(),
  },
  {
    relation: "edited",
    folder: "Edited",
    name: (name) => `${name} warm.jpg`,
    change: (picture) => picture.modulate({ saturation: 1.7, brightness: 1.12, hue: 12 }).jpeg({ quality: 90 }),
  },
  {
    relation: "edited",
    folder: "Edited",
    name: (name) => `${name} card.jpg`,
    change: (picture, whole) => picture.composite([{ input: textBox(whole) }]).jpeg({ quality: 90 }),
  },
];
/** After each run of recipes one photo stays single and one becomes a burst. */
const cycle = recipes.length + 2;

/** Made once: a folder that holds the same pictures already is taken as it is. */
export async function makeDemoLibrary(root: string, pictures: number): Promise<DemoLibrary> {
  const folder = join(root, "photos");
  const truthFile = join(root, `truth-${pictures}.json`);
  const known = await readFile(truthFile, "utf8").then(JSON.parse, () => null);
  if (known) return { folder, paintings: new Map(known.paintings), copies: known.copies };

  const paintings = new Map<FilePath, number>();
  const copies: DemoCopy[] = [];
  for (let number = 0; number < pictures; number += 1) {
    const made = await makePicture(folder, number);
    for (const path of [made.original, ...made.copies.map(({ copy }) => copy)]) paintings.set(path, number);
    copies.push(...made.copies);
  }
  await writeFile(truthFile, JSON.stringify({ paintings: [...paintings], copies }));
  return { folder, paintings, copies };
}

async function makePicture(folder: string, number: number): Promise<{ original: FilePath; copies: DemoCopy[] }> {
  const name = `IMG_${String(number + 1).padStart(4, "0")}`;
  const original = join(folder, folders[number % folders.length] ?? "", `${name}.jpg`);
  await saveFrame(original, number, 0);
  const place = number % cycle;
  if (place === cycle - 2) return { original, copies: [] };
  if (place === cycle - 1) return { original, copies: await makeBurst(original, number) };

  const recipe = recipes[place] ?? null;
  const copy = join(folder, recipe ? join(recipe.folder, recipe.name(name)) : join("Backup", relative(folder, original)));
  await mkdir(dirname(copy), { recursive: true });
  if (recipe) await recipe.change(sharp(original), size).toFile(copy);
  else await copyFile(original, copy);
  return { original, copies: [{ original, copy, relation: recipe?.relation ?? "identical" }] };
}

async function makeBurst(original: FilePath, number: number): Promise<DemoCopy[]> {
  const copies: DemoCopy[] = [];
  for (let frame = 1; frame <= framesOfBurst; frame += 1) {
    const copy = original.replace(/\.jpg$/, `-${frame}.jpg`);
    await saveFrame(copy, number, frame);
    copies.push({ original, copy, relation: "same-moment" });
  }
  return copies;
}

async function saveFrame(path: FilePath, number: number, frame: number): Promise<void> {
  const { data, width, height } = paintPicture(seedOfFirst + number, size.width, size.height, frame);
  await mkdir(dirname(path), { recursive: true });
  const exposure = 1 + 0.04 * (frame % 2);
  let picture = sharp(data, { raw: { width, height, channels: 3 } })
    .linear(exposure, 0)
    .jpeg({ quality: 92 });
  // Every fourth photo says nothing of its time, as those from the web do; a burst always does.
  if (number % 4 !== 3 || number % cycle === cycle - 1) picture = picture.withExif(exifOf(number, frame));
  await picture.toFile(path);
}

/** One photo an hour; frames of a burst a fraction of a second apart. */
function exifOf(number: number, frame: number) {
  const [make, model] = cameras[number % cameras.length] ?? cameras[0];
  const taken = new Date(firstShotMs + number * 3_600_000 + frame * secondsBetweenFrames * 1000);
  const [day, time] = taken.toISOString().split(/[T.]/) as [string, string];
  return {
    IFD0: { Make: make, Model: model },
    IFD2: {
      DateTimeOriginal: `${day.replaceAll("-", ":")} ${time}`,
      SubSecTimeOriginal: String(taken.getUTCMilliseconds()).padStart(3, "0"),
    },
  };
}
