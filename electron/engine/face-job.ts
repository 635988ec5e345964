/** Photos that were not looked at for faces come in, the newest first; their faces are kept, and what could not be looked at is recorded. */
import type { FilePath, Problem } from "../contract.ts";
import { facePictureSize } from "./faces/face-finder.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { MediaError } from "./media/media-error.ts";
import { namespaces } from "./metadata/xmp-document.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, FoundFace, Pixels, Recipe } from "./photo.ts";
import { problemOf } from "./read-photo.ts";
import type { WaitingContent } from "./store/faces.ts";

export interface FaceJobHooks {
  /** Faces came in since the last call. */
  readonly onFaces: () => void | Promise<void>;
  /** The file's bytes name faces in their XMP. */
  readonly onNames: (content: ContentId) => void;
}

export interface FoundFaces {
  readonly photos: number;
  readonly faces: number;
  readonly failed: readonly Problem[];
  readonly seconds: number;
}

const regionsNamespace = namespaces["mwg-rs"];
/** Photos kept in one transaction, and the longest that one waits for the others. */
const commitPhotos = 32;
const commitAfterMs = 1000;
/** So many photos in a row that the finder itself fails on are no fault of the photos. */
const failuresInARow = 5;

type Looked = { readonly waiting: WaitingContent } & ({ readonly faces: readonly FoundFace[] } | { readonly problem: Problem });

/** @throws LikenessError "unsupported" where the models do not load; whatever the finder throws where it fails on every photo. */
export async function findFaces(parts: Parts, control: JobControl, { onFaces, onNames }: FaceJobHooks): Promise<FoundFaces> {
  const { store, clock } = parts;
  const begunMs = clock.now();
  const finder = await parts.faceModels.finder();
  const waiting = store.faces.waiting(finder.recipe);
  control.phase("finding-faces", waiting.length);
  const failed: Problem[] = [];
  let [photos, faces] = [0, 0];
  let pending: Looked[] = [];
  let since = clock.now();
  let failing: Problem[] = [];

  function flush(): void {
    const looked = pending;
    pending = [];
    since = clock.now();
    if (looked.length > 0) keep(parts, finder.recipe, looked);
  }

  await forEachInFlight(parts.inFlight, waiting, control, async (one) => {
    const pixels = await pixelsOf(parts, one, () => onNames(one.content));
    if (pixels === "changed") return control.advance();
    if ("code" in pixels) {
      failed.push(pixels);
      pending.push({ waiting: one, problem: pixels });
    } else {
      const found = await finder.find(pixels).catch((error) => {
        const problem = seekingFailed(one.path, error);
        failing = [...failing, problem];
        if (failing.length >= failuresInARow) throw error;
        return problem;
      });
      if ("code" in found) {
        failed.push(found);
        pending.push({ waiting: one, problem: found });
      } else {
        failing = [];
        photos += 1;
        faces += found.length;
        pending.push({ waiting: one, faces: found });
      }
    }
    control.advance();
    if (pending.length < commitPhotos && clock.now() - since < commitAfterMs) return;
    flush();
    await onFaces();
  })
    .catch((error) => {
      // Nothing is wrong with photos that a broken finder did not look at.
      const spared = new Set(failing);
      pending = pending.filter((looked) => !("problem" in looked && spared.has(looked.problem)));
      throw error;
    })
    .finally(flush);
  return { photos, faces, failed, seconds: (clock.now() - begunMs) / 1000 };
}

/** "changed" where other bytes lie there now: the next scan reads them. */
async function pixelsOf({ media }: Parts, { path, hash }: WaitingContent, onNames: () => void): Promise<Pixels | Problem | "changed"> {
  try {
    const hasher = createContentHasher();
    const search = createSearch(regionsNamespace);
    const source = await media.open(path, (chunk) => {
      hasher.update(chunk);
      search.update(chunk);
    });
    if (search.isFound()) onNames();
    return Buffer.compare(hasher.digest(), hash) === 0 ? await media.pixelsAt(source, facePictureSize) : "changed";
  } catch (error) {
    if (error instanceof MediaError) return problemOf(path, error);
    throw error;
  }
}

/** Whether a text stands in bytes that come in pieces. */
function createSearch(text: string) {
  const wanted = Buffer.from(text, "latin1");
  let isFound = false;
  let end = Buffer.alloc(0);
  return {
    update(chunk: Uint8Array): void {
      if (isFound) return;
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      isFound = piece.includes(wanted) || Buffer.concat([end, piece.subarray(0, wanted.length)]).includes(wanted);
      end = Buffer.from(piece.subarray(Math.max(0, piece.length - wanted.length)));
    },
    isFound: () => isFound,
  };
}

function seekingFailed(path: FilePath, error: unknown): Problem {
  return { path, code: "damaged", message: `Faces could not be looked for: ${error instanceof Error ? error.message : String(error)}` };
}

function keep({ store }: Parts, recipe: Recipe, looked: readonly Looked[]): void {
  store.write(() => {
    for (const one of looked) {
      if ("faces" in one) store.faces.put(one.waiting.content, recipe, one.faces);
      else store.faces.putFailure(one.waiting.content, recipe, one.problem);
    }
  });
}
