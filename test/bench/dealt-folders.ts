/** Photos and a seed come in; 40 nested folders with known overlaps lie on the disk (copied, saved again smaller, cropped, renamed), and the truth goes out. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { createRandom, type Random } from "../fixtures/random.ts";

export interface DealtFile {
  readonly path: string;
  /** Which photo it shows. */
  readonly picture: number;
}

export interface Dealt {
  readonly root: string;
  readonly files: readonly DealtFile[];
  /** Every folder that holds photos, itself or below. */
  readonly folders: readonly string[];
  /** The pairs that say all there is to say, by hand: [a, b] below the root. */
  readonly told: readonly (readonly [string, string])[];
}

type Way = "copied" | "saved again" | "cropped";
const perFolder = 25;
const seasons = ["Spring", "Summer", "Autumn", "Winter"];
const years = ["2018", "2019", "2020"];

/** Sources of which no two are copies or too alike to call: the photos, and objects that no listed pair names. */
export function sourcesOf(data: string, random: Random): string[] {
  const alike = new Set(
    readFileSync(join(data, "objects-alike.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .flatMap((line) => line.trim().split(",")),
  );
  const inFolder = (name: string) =>
    readdirSync(join(data, name))
      .sort()
      .map((file) => `${name}/${file}`);
  const objects = shuffle(
    inFolder("objects").filter((path) => !alike.has(path)),
    random,
  );
  return shuffle([...inFolder("photos"), ...objects.slice(0, 400)], random).map((path) => join(data, path));
}

/**
 * home/Sorted: three years of four seasons. home/Phone backup: all of 2019, saved again under other names in other folders.
 * disk/Old/2018: all of 2018, byte for byte. disk/Old/2020: two of four seasons cropped, two with other photos. disk/Mixed: half of each
 * season of 2018 and as many others. disk/Selection: two of every season, and six more. home/Alone: nobody else's.
 */
export async function dealFolders(root: string, data: string, seed: number): Promise<Dealt> {
  const random = createRandom(seed);
  const sources = sourcesOf(data, random);
  const files: DealtFile[] = [];
  let next = 0;
  const fresh = (count: number): number[] => Array.from({ length: count }, () => next++);

  async function put(folder: string, pictures: readonly number[], way: Way, name: (at: number) => string): Promise<void> {
    for (const [at, picture] of pictures.entries()) {
      const path = join(root, folder, name(at));
      mkdirSync(dirname(path), { recursive: true });
      await make(sources[picture] ?? "", path, way, random);
      files.push({ path, picture });
    }
  }
  const numbered = (prefix: string) => (at: number) => `${prefix}${String(at + 1).padStart(4, "0")}.jpg`;

  const sorted = new Map<string, number[]>();
  for (const year of years)
    for (const season of seasons) {
      const pictures = fresh(perFolder);
      sorted.set(`${year}/${season}`, pictures);
      await put(`home/Sorted/${year}/${season}`, pictures, "copied", numbered("IMG_"));
    }
  const of = (year: string, season: string): number[] => sorted.get(`${year}/${season}`) ?? [];
  for (const [at, season] of seasons.entries()) {
    await put(`home/Phone backup/part ${at + 1}`, of("2019", season), "saved again", numbered("WA"));
    await put(`disk/Old/2018/${at + 1}`, of("2018", season), "copied", numbered("DSC"));
    if (at < 2) await put(`disk/Old/2020/${at + 1}`, of("2020", season), "cropped", numbered("crop "));
    else await put(`disk/Old/2020/${at + 1}`, fresh(perFolder), "copied", numbered("P"));
    await put(`disk/Mixed/${season} mix`, of("2018", season).slice(0, 12), "saved again", numbered("m"));
    await put(`disk/Mixed/${season} mix`, fresh(12), "copied", numbered("n"));
  }
  await put(
    "disk/Selection",
    [...sorted.values()].flatMap((pictures) => pictures.slice(-2)),
    "saved again",
    numbered("best "),
  );
  await put("disk/Selection", fresh(6), "copied", numbered("more "));
  await put("home/Alone", fresh(perFolder), "copied", numbered("x"));
  if (next > sources.length) throw new Error(`${next} photos are needed, ${sources.length} are there.`);

  const folders = new Set<string>();
  for (const { path } of files) for (let at = dirname(path); at.length >= root.length; at = dirname(at)) folders.add(at);
  folders.delete(root);
  return {
    ...{ root, files, folders: [...folders].sort() },
    told: [
      ["disk/Old/2018", "home/Sorted/2018"],
      ["disk/Old/2020/1", "home/Sorted/2020/Spring"],
      ["disk/Old/2020/2", "home/Sorted/2020/Summer"],
      ["home/Phone backup", "home/Sorted/2019"],
      ["disk/Mixed", "home/Sorted/2018"],
      ["disk/Mixed", "disk/Old/2018"],
      ["disk/Selection", "home/Sorted"],
      ["disk/Selection", "home/Phone backup"],
      ["disk/Old", "disk/Selection"],
    ],
  };
}

/** A source that is no JPEG is saved as one at quality 92 even where it is "copied"; all "copied" ones of one source are the same bytes. */
async function make(source: string, path: string, way: Way, random: Random): Promise<void> {
  const picture = sharp(source).rotate();
  if (way === "copied") {
    if (/\.jpe?g$/i.test(source)) copyFileSync(source, path);
    else await picture.jpeg({ quality: 92 }).toFile(path);
    return;
  }
  const { width, height } = await sharp(source).metadata();
  if (way === "saved again") {
    const scale = random.between(0.5, 1);
    await picture
      .resize({ width: Math.round(width * scale) })
      .jpeg({ quality: 60 + random.below(31) })
      .toFile(path);
    return;
  }
  const [left, top] = [Math.round(width * random.between(0.03, 0.12)), Math.round(height * random.between(0.03, 0.12))];
  const [wide, high] = [Math.round(width * random.between(0.75, 0.85)), Math.round(height * random.between(0.75, 0.85))];
  await picture.extract({ left, top, width: wide, height: high }).jpeg({ quality: 85 }).toFile(path);
}

function shuffle<T>(list: readonly T[], random: Random): T[] {
  const shuffled = [...list];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
  }
  return shuffled;
}
