/** Faces as they were found, and what was said of faces, come in; which word is about which face goes out. Pure. */
import type { FaceId, PersonId } from "../contract/people.ts";
import { type FaceKey, overlapOf, partsOfKey } from "./store/face-keys.ts";
import type { StoredFace } from "./store/faces.ts";
import type { FaceWord, Words } from "./store/said.ts";

/** Less overlap than this, and the word was about another face, or about one that is not found any more. */
const sameFaceOverlap = 0.4;

export interface HeardWords {
  readonly words: ReadonlyMap<FaceId, { readonly key: FaceKey; readonly word: FaceWord }>;
  /** Whom a face does not show, with the key under which it was said. */
  readonly not: ReadonlyMap<FaceId, ReadonlyMap<PersonId, FaceKey>>;
}

/** A word is about the face of its key, else about the face of its photo that covers its box best: another model may have drawn it otherwise. */
export function hearWords(faces: readonly StoredFace[], { faces: words, not }: Pick<Words, "faces" | "not">): HeardWords {
  const finder = createFinder(faces);
  const heard = new Map<FaceId, { key: FaceKey; word: FaceWord }>();
  for (const [key, word] of words) {
    const face = finder(key);
    if (face && (!heard.has(face.id) || face.key === key)) heard.set(face.id, { key, word });
  }
  const nots = new Map<FaceId, Map<PersonId, FaceKey>>();
  for (const [person, keys] of not) {
    for (const key of keys) {
      const face = finder(key);
      if (face) nots.set(face.id, (nots.get(face.id) ?? new Map<PersonId, FaceKey>()).set(person, key));
    }
  }
  return { words: heard, not: nots };
}

function createFinder(faces: readonly StoredFace[]): (key: FaceKey) => StoredFace | undefined {
  const byKey = new Map(faces.map((face) => [face.key, face]));
  let byPhoto: Map<string, StoredFace[]> | null = null;
  return (key) => {
    const exact = byKey.get(key);
    if (exact) return exact;
    byPhoto ??= Map.groupBy(faces, (face) => partsOfKey(face.key).hashHex);
    const { hashHex, box } = partsOfKey(key);
    return nearestFace(byPhoto.get(hashHex) ?? [], box);
  };
}

/** The one of a photo's faces that lies where the box does. */
export function nearestFace<Face extends Pick<StoredFace, "box">>(faces: readonly Face[], box: StoredFace["box"]): Face | undefined {
  let best: Face | undefined;
  let most = sameFaceOverlap;
  for (const face of faces) {
    const overlap = overlapOf(face.box, box);
    if (overlap >= most) [best, most] = [face, overlap];
  }
  return best;
}
