/** Photos, by path or as edited copies, come in; what the engine's own stages make of them goes out, kept between runs. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type Aligner, alignmentRecipe, createAligner } from "../../electron/engine/align/aligner.ts";
import { createEmbedder } from "../../electron/engine/embed/embedder.ts";
import { fingerprint, fingerprintRecipe } from "../../electron/engine/hash/fingerprint.ts";
import { createMedia } from "../../electron/engine/media/media.ts";
import type { AlignmentEvidence, ContentId, MatchItem, PhotoFacts } from "../../electron/engine/photo.ts";
import { type Edit, editedCopy } from "./edits.ts";

/** A photo, or an edit of it. */
export interface Subject {
  readonly path: string;
  readonly edit: Edit | null;
  readonly seed: number;
}

export interface ReadPhoto {
  readonly subject: Subject;
  readonly item: MatchItem;
  readonly thumbnail: Uint8Array;
}

export interface Reader {
  /** In the order given; contents are numbered from `firstContent` on. */
  read(subjects: readonly Subject[], firstContent: number, label: string): Promise<readonly ReadPhoto[]>;
  align(a: ReadPhoto, b: ReadPhoto): Promise<AlignmentEvidence | null>;
  /** How a cosine of these weights reads on the scale that matching was fitted on. */
  readonly similarity: (cosine: number) => number;
  dispose(): Promise<void>;
}

type Kept = Pick<MatchItem, "fingerprint" | "copy"> & { readonly facts: PhotoFacts; readonly thumbnail: Uint8Array };

/** Raise it with every change of the edits. */
const editsVersion = 1;
const inFlight = 4;

/** Half of the photos, by name: constants are fitted on the one, scored on the other. */
export const isHeldOut = (path: string): boolean => ((createHash("sha256").update(basename(path)).digest()[0] ?? 0) & 1) === 0;

/** @param weights a folder of learned weights, with scale.json where a library made it; the shipped ones where none is given. */
export async function createReader(weights?: string): Promise<Reader> {
  const media = createMedia();
  const embedder = await createEmbedder({ threads: 2, ...(weights === undefined ? {} : { weights }) });
  const scalePath = join(weights ?? "", "scale.json");
  const scale = weights !== undefined && existsSync(scalePath) ? JSON.parse(readFileSync(scalePath, "utf8")) : { gain: 1, offset: 0 };
  const aligner = await createAligner();
  const folder = join(tmpdir(), "likeness-bench");
  mkdirSync(folder, { recursive: true });
  const recipe = `${fingerprintRecipe} ${embedder.recipes.embedding} ${editsVersion}`;

  async function readFresh({ path, edit, seed }: Subject, place: string): Promise<Kept> {
    const file = edit ? `${place}.jpg` : path;
    if (edit) writeFileSync(file, await editedCopy(readFileSync(path), edit, seed));
    try {
      const decoded = await media.decode(await media.open(file, () => {}));
      const [embedding] = await embedder.embed([decoded.pixels]);
      if (!embedding) throw new Error(`No descriptor for ${path}.`);
      const hashes = fingerprint(decoded.pixels, decoded.facts.width, decoded.facts.height);
      return { fingerprint: hashes, copy: embedding.copy, facts: decoded.facts, thumbnail: decoded.thumbnail };
    } finally {
      if (edit) rmSync(file, { force: true });
    }
  }

  async function readOne(subject: Subject, content: number): Promise<ReadPhoto> {
    const key = createHash("sha256")
      .update(JSON.stringify([recipe, subject]))
      .digest("hex");
    const place = join(folder, key);
    const kept = existsSync(place) ? (deserialize(readFileSync(place)) as Kept) : await readFresh(subject, place);
    if (!existsSync(place)) write(place, serialize(kept));
    const { thumbnail, ...item } = kept;
    return { subject, item: { ...item, content: content as ContentId }, thumbnail };
  }

  return {
    similarity: (cosine) => scale.gain * cosine + scale.offset,
    async read(subjects, firstContent, label) {
      const made: ReadPhoto[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        for (let at = next; at < subjects.length; at = next) {
          next += 1;
          made[at] = await readOne(subjects[at] as Subject, firstContent + at);
          if (next % 500 === 0) console.error(`${label}: ${next} of ${subjects.length}`);
        }
      };
      await Promise.all(Array.from({ length: inFlight }, work));
      return made;
    },
    async align(a, b) {
      return aligner.align(await featuresOf(a), await featuresOf(b));
    },
    async dispose() {
      aligner.dispose();
      await embedder.dispose();
    },
  };

  /** From the thumbnail, as the engine makes them. */
  async function featuresOf({ thumbnail }: ReadPhoto): Promise<Uint8Array> {
    const place = join(folder, createHash("sha256").update(alignmentRecipe).update(thumbnail).digest("hex"));
    if (existsSync(place)) return readFileSync(place);
    const made = (aligner as Aligner).features(await media.pixels(thumbnail));
    write(place, made);
    return made;
  }
}

/** Whole or not at all: another run may read beside this one. */
function write(place: string, bytes: Uint8Array): void {
  writeFileSync(`${place}.${process.pid}`, bytes);
  renameSync(`${place}.${process.pid}`, place);
}
