/** Faces that the models found go in by content and recipe; they come out with the key that names each for good, and photos that were not looked at yet. */
import type { FaceId } from "../../contract/people.ts";
import type { FilePath, Problem, ProblemCode } from "../../contract.ts";
import { type ContentId, type FacesLook, type FoundFace, pathOfBytes, type Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";
import { boxOf, boxText, type FaceKey, faceKey } from "./face-keys.ts";
import type { Recipes } from "./recipes.ts";

/** Between the lids, over the eye's width: from here on an eye looks open. */
export const openEye = 0.18;

/** A found face without its vector. */
export interface StoredFace {
  readonly id: FaceId;
  readonly content: ContentId;
  readonly key: FaceKey;
  /** x, y, width, height; 0..1 of the upright picture. */
  readonly box: readonly [number, number, number, number];
  readonly quality: number;
  readonly sharpness: number;
  /** [left, right]: about 0.1 shut, 0.3 open. */
  readonly eyeOpenness: readonly [number, number];
  readonly sizePixels: number;
  readonly clusterable: boolean;
}

/** A present content that is to be looked at, with one file that should hold it. */
export interface WaitingContent {
  readonly content: ContentId;
  readonly hash: Uint8Array;
  readonly path: FilePath;
}

export interface Faces {
  /** In place of what was found in the content before under this recipe; no faces is a finding too. */
  put(content: ContentId, recipe: Recipe, faces: readonly FoundFace[]): void;
  putFailure(content: ContentId, recipe: Recipe, problem: Pick<Problem, "code" | "message">): void;
  /** The newest photos first. Those that failed come again only where the failure can pass by itself. */
  waiting(recipe: Recipe): WaitingContent[];
  /** Of all present contents, or of one; by content, the largest first. */
  all(recipe: Recipe, content?: ContentId): StoredFace[];
  find(id: FaceId): StoredFace | null;
  /** float32 [dimensions] by face, of all present contents. Views on few large blocks. */
  vectors(recipe: Recipe): Map<FaceId, Float32Array>;
  /** Of contents with faces clear enough to be told from others. */
  looks(recipe: Recipe): Map<ContentId, FacesLook>;
  /** Of present contents. */
  count(recipe: Recipe): number;
  /** Says that a run has ended: groups choose their keepers by faces too. */
  settled(): void;
  hasLooked(content: ContentId, recipe: Recipe): boolean;
  /** Of present contents, each with the first of its files. */
  problems(recipe: Recipe): Problem[];
  counts(recipe: Recipe): { readonly looked: number; readonly waiting: number; readonly problems: number };
  /** Deletes what other recipes found. */
  keepOnly(recipe: Recipe): void;
}

type FaceRow = [
  id: number,
  content: number,
  hash: Uint8Array,
  box: string,
  quality: number,
  sharpness: number,
  left: number,
  right: number,
  sizePixels: number,
  clusterable: number,
];
const columns = `face.id, content_id, hash, box, quality, face.sharpness, left_eye, right_eye, size_pixels, clusterable`;
const present = "EXISTS (SELECT 1 FROM file WHERE content_id = content.id AND gone = 0)";
/** These can pass without any change of the file. */
const passing = "('vanished', 'permission', 'input-output')";
/** Vectors in one block. */
const blockRows = 4096;

export function createFaces(connection: Connection, recipes: Recipes): Faces {
  const insert = connection.query(`INSERT INTO face (recipe_id, content_id, box, detector_score, mesh_score, landmarks, roll_degrees,
    yaw_degrees, pitch_degrees, left_eye, right_eye, mouth, size_pixels, sharpness, quality, clusterable, embedding)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const drop = connection.query("DELETE FROM face WHERE recipe_id = ? AND content_id = ?");
  const look = connection.query("INSERT OR REPLACE INTO face_look VALUES (?, ?, ?, ?)");
  const hasLooked = connection.query<[number]>("SELECT 1 FROM face_look WHERE recipe_id = ? AND content_id = ?");
  const waiting = connection.query<[number, Uint8Array, Uint8Array]>(`
    SELECT content.id, hash, min(path) FROM content JOIN file ON file.content_id = content.id AND gone = 0
    WHERE NOT EXISTS (SELECT 1 FROM face_look WHERE recipe_id = ? AND content_id = content.id AND (code IS NULL OR code NOT IN ${passing}))
    GROUP BY content.id ORDER BY coalesce(taken_at_ms, max(modified_at_ns) / 1000000) DESC, content.id`);
  const from = `FROM face JOIN content ON content.id = content_id`;
  const order = "ORDER BY content_id, size_pixels DESC, box";
  const all = connection.query<FaceRow>(`SELECT ${columns} ${from} WHERE recipe_id = ? AND ${present} ${order}`);
  const some = connection.query<FaceRow>(`SELECT ${columns} ${from} WHERE recipe_id = ? AND content_id = ? ${order}`);
  const one = connection.query<FaceRow>(`SELECT ${columns} ${from} WHERE face.id = ?`);
  const looks = connection.query<[number, number, number, number]>(
    `SELECT content_id, count(*), sum(min(left_eye, right_eye) >= ${openEye}), avg(sharpness) FROM face
    WHERE recipe_id = ? AND clusterable = 1 GROUP BY content_id`,
  );
  const count = connection.query<[number]>(`SELECT count(*) ${from} WHERE recipe_id = ? AND ${present}`);
  const vectors = connection.query<[number, Uint8Array]>(
    `SELECT face.id, embedding ${from} WHERE recipe_id = ? AND face.id > ? AND ${present} ORDER BY face.id LIMIT ${blockRows}`,
  );
  const problems = connection.query<[Uint8Array, string, string]>(`
    SELECT min(path), code, message FROM face_look JOIN file ON file.content_id = face_look.content_id AND gone = 0
    WHERE recipe_id = ? AND code IS NOT NULL GROUP BY face_look.content_id ORDER BY 1`);
  const counts = connection.query<[looked: number, problems: number, contents: number]>(`
    SELECT count(*) FILTER (WHERE recipe_id IS NOT NULL), count(*) FILTER (WHERE code IS NOT NULL), count(*)
    FROM content LEFT JOIN face_look ON content_id = content.id AND recipe_id = ? WHERE ${present}`);

  return {
    put: (content, recipe, faces) =>
      connection.write(() => {
        const id = recipes.idOf(recipe);
        drop.run(id, content);
        look.run(id, content, null, null);
        for (const [box, face] of distinct(faces)) {
          const { detectorScore, meshScore, landmarks, rollDegrees, yawDegrees, pitchDegrees, eyeOpenness, mouthOpenness } = face;
          insert.run(
            ...[id, content, box, detectorScore, meshScore, JSON.stringify(landmarks), rollDegrees, yawDegrees, pitchDegrees],
            ...[...eyeOpenness, mouthOpenness, face.sizePixels, face.sharpness, face.quality, Number(face.clusterable)],
            new Uint8Array(face.embedding.buffer, face.embedding.byteOffset, face.embedding.byteLength),
          );
        }
      }),
    putFailure: (content, recipe, { code, message }) =>
      connection.write(() => {
        const id = recipes.idOf(recipe);
        drop.run(id, content);
        look.run(id, content, code, message);
      }),
    waiting: (recipe) =>
      waiting.all(recipes.idOf(recipe)).map(([content, hash, path]) => ({ content: content as ContentId, hash, path: pathOfBytes(path) })),
    all: (recipe, content) => {
      const id = recipes.idOf(recipe);
      return (content === undefined ? all.all(id) : some.all(id, content)).map(faceOf);
    },
    find(id) {
      const row = one.get(id);
      return row ? faceOf(row) : null;
    },
    vectors(recipe) {
      const id = recipes.idOf(recipe);
      const found = new Map<FaceId, Float32Array>();
      for (let after = -1; ; ) {
        const rows = vectors.all(id, after);
        const block = new Uint8Array(rows.reduce((sum, [, bytes]) => sum + bytes.length, 0));
        let at = 0;
        for (const [face, bytes] of rows) {
          block.set(bytes, at);
          found.set(face as FaceId, new Float32Array(block.buffer, at, bytes.length / 4));
          at += bytes.length;
          after = face;
        }
        if (rows.length < blockRows) return found;
      }
    },
    looks: (recipe) =>
      new Map(
        looks
          .all(recipes.idOf(recipe))
          .map(([content, faces, eyesOpen, sharpness]) => [content as ContentId, { count: faces, eyesOpen, sharpness }]),
      ),
    count: (recipe) => count.get(recipes.idOf(recipe))?.[0] ?? 0,
    settled: () => connection.write(connection.touch),
    hasLooked: (content, recipe) => hasLooked.get(recipes.idOf(recipe), content) !== undefined,
    problems: (recipe) =>
      problems.all(recipes.idOf(recipe)).map(([path, code, message]) => ({ path: pathOfBytes(path), code: code as ProblemCode, message })),
    counts(recipe) {
      const [looked = 0, failed = 0, contents = 0] = counts.get(recipes.idOf(recipe)) ?? [];
      return { looked, problems: failed, waiting: contents - looked };
    },
    keepOnly: (recipe) =>
      connection.write(() => {
        const id = recipes.idOf(recipe);
        connection.query("DELETE FROM face WHERE recipe_id <> ?").run(id);
        connection.query("DELETE FROM face_look WHERE recipe_id <> ?").run(id);
      }),
  };
}

/** Boxes as they are kept: two that round to the same are one face. */
function distinct(faces: readonly FoundFace[]): Map<string, FoundFace> {
  const found = new Map<string, FoundFace>();
  for (const face of faces) {
    const box = boxText(face.box);
    if (!found.has(box)) found.set(box, face);
  }
  return found;
}

function faceOf([id, content, hash, box, quality, sharpness, left, right, sizePixels, clusterable]: FaceRow): StoredFace {
  return {
    id: id as FaceId,
    content: content as ContentId,
    key: faceKey(hash, box),
    box: boxOf(box),
    ...{ quality, sharpness, eyeOpenness: [left, right], sizePixels },
    clusterable: clusterable === 1,
  };
}
