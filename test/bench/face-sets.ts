/** A folder of photos with a list of who is on each comes in; every face found on them, with who it is where it is known, goes out. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFaceFinder, facePictureSize } from "../../electron/engine/faces/face-finder.ts";
import { createMedia } from "../../electron/engine/media/media.ts";
import type { ClusterFace } from "../../electron/engine/people/faces.ts";

export interface LabelledFace extends ClusterFace {
  /** Who the photo is said to show, on its main face; null on others, who may be anybody. */
  readonly person: string | null;
}

export interface FaceSet {
  readonly name: string;
  readonly photos: number;
  /** Photos without any face that can be told from others. */
  readonly missed: number;
  /** Every box that was found, on how many photos, those too small or blurred to be told included. */
  readonly boxes: number;
  readonly photosWithBoxes: number;
  readonly faces: readonly LabelledFace[];
  /** Of finding and embedding, decoding left out; 0 from a cache. */
  readonly millisecondsPerPhoto: number;
}

export interface FaceSetOptions {
  readonly data: string;
  readonly threads?: number;
  /** A folder in which what was found is kept for the next run. */
  readonly cache?: string | undefined;
}

interface Counts {
  readonly photos: number;
  readonly boxes: number;
  readonly photosWithBoxes: number;
}
interface Kept extends Counts {
  readonly faces: readonly (Omit<LabelledFace, "vector"> & { readonly vector: readonly number[] })[];
}

/** `name`: "faces-grey" reads faces-grey.csv (path,person) and the photos that it names. */
export async function readFaceSet(name: string, { data, threads = 2, cache }: FaceSetOptions): Promise<FaceSet> {
  const kept = cache ? join(cache, `${name}.json`) : null;
  if (kept && existsSync(kept)) {
    const { faces, ...counts } = JSON.parse(readFileSync(kept, "utf8")) as Kept;
    return finished(
      name,
      counts,
      faces.map((face) => ({ ...face, vector: Float32Array.from(face.vector) })),
      0,
    );
  }
  const lines = readFileSync(join(data, `${name}.csv`), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const [media, finder] = [createMedia(), await createFaceFinder({ threads })];
  const faces: LabelledFace[] = [];
  const counts = { photos: lines.length, boxes: 0, photosWithBoxes: 0 };
  let milliseconds = 0;
  for (const line of lines) {
    const [path = "", person = ""] = line.split(",");
    const source = await media.open(join(data, path), () => {});
    const pixels = await media.pixelsAt(source, facePictureSize);
    const before = performance.now();
    const boxes = await finder.find(pixels);
    milliseconds += performance.now() - before;
    counts.boxes += boxes.length;
    if (boxes.length > 0) counts.photosWithBoxes += 1;
    const found = boxes.filter(({ clusterable }) => clusterable);
    const offMiddle = ({ box }: (typeof found)[number]): number =>
      Math.hypot(box[0] + box[2] / 2 - 0.5, box[1] + box[3] / 2 - 0.5) - box[2];
    const main = found.reduce<(typeof found)[number] | null>(
      (best, face) => (best && offMiddle(best) <= offMiddle(face) ? best : face),
      null,
    );
    found.forEach((face, at) => {
      const quality = Math.max(0.01, face.quality);
      faces.push({ key: `${path}#${at}`, photo: path, person: face === main ? person : null, quality, vector: face.embedding });
    });
  }
  await finder.dispose();
  await media.dispose();
  if (kept) {
    const plain = faces.map((face) => ({ ...face, vector: [...face.vector] }));
    writeFileSync(kept, JSON.stringify({ ...counts, faces: plain } satisfies Kept));
  }
  return finished(name, counts, faces, milliseconds / lines.length);
}

function finished(name: string, counts: Counts, faces: readonly LabelledFace[], millisecondsPerPhoto: number): FaceSet {
  const met = new Set(faces.flatMap(({ person, photo }) => (person === null ? [] : [photo]))).size;
  return { name, ...counts, missed: counts.photos - met, faces, millisecondsPerPhoto };
}

/** The main faces alone, with who they are. */
export const labelled = ({ faces }: Pick<FaceSet, "faces">): (LabelledFace & { readonly person: string })[] =>
  faces.flatMap((face) => (face.person === null ? [] : [{ ...face, person: face.person }]));
