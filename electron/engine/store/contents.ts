/** Photos by the hash of their bytes: facts go in once, wherever files with those bytes lie. */
import { LikenessError } from "../../contract.ts";
import { type ContentId, type FoundFile, type PhotoFacts, pathOfBytes, type Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";
import type { Recipes } from "./recipes.ts";

export interface NewContent {
  /** 32 bytes: SHA-256 of the file. */
  readonly hash: Uint8Array;
  readonly sizeBytes: number;
  readonly facts: PhotoFacts;
  /** "#rrggbb" */
  readonly meanColour: string;
  readonly sharpness: number;
}

/** The recipes that a content's derived data must be of. */
export interface DerivedRecipes {
  readonly fingerprint: Recipe;
  readonly embedding: Recipe;
}

export interface LackingContent extends FoundFile {
  readonly content: ContentId;
}

export interface Contents {
  /** null where no file with these bytes was ever read. */
  find(hash: Uint8Array): ContentId | null;
  /** Keeps the facts; those of a known content are replaced. */
  put(content: NewContent): ContentId;
  /** 32 bytes. */
  hashOf(content: ContentId): Uint8Array;
  /** Present contents without a fingerprint or embedding of these recipes, each with one file that holds it, as the last walk met it. */
  lacking(recipes: DerivedRecipes): readonly LackingContent[];
}

type LackingRow = [id: bigint, path: Uint8Array, sizeBytes: bigint, modifiedAtNs: bigint, inode: bigint, device: bigint];

export function createContents(connection: Connection, recipes: Recipes): Contents {
  const find = connection.query<[number]>("SELECT id FROM content WHERE hash = ?");
  const hashOf = connection.query<[Uint8Array]>("SELECT hash FROM content WHERE id = ?");
  const put = connection.query<[number]>(`
    INSERT INTO content (hash, size_bytes, format, width, height, taken_at_ms, camera, lens, latitude, longitude,
      metadata_fields, mean_colour, sharpness, colours)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (hash) DO UPDATE SET format = excluded.format, width = excluded.width, height = excluded.height,
      taken_at_ms = excluded.taken_at_ms, camera = excluded.camera, lens = excluded.lens,
      latitude = excluded.latitude, longitude = excluded.longitude, metadata_fields = excluded.metadata_fields,
      mean_colour = excluded.mean_colour, sharpness = excluded.sharpness, colours = excluded.colours
    RETURNING id`);
  const lacking = connection.bigQuery<LackingRow>(`
    SELECT content.id, min(file.path), file.size_bytes, file.modified_at_ns, file.inode, file.device FROM content JOIN file ON file.content_id = content.id AND file.gone = 0
    WHERE NOT EXISTS (SELECT 1 FROM fingerprint WHERE recipe_id = ? AND content_id = content.id)
       OR NOT EXISTS (SELECT 1 FROM embedding WHERE recipe_id = ? AND content_id = content.id)
    GROUP BY content.id ORDER BY content.id`);

  return {
    find: (hash) => (find.get(hash)?.[0] ?? null) as ContentId | null,
    put: ({ hash, sizeBytes, facts, meanColour, sharpness }) =>
      connection.write(() => {
        connection.touch();
        const takenAtMs = facts.takenAtMs === null ? null : Math.round(facts.takenAtMs);
        const { camera, lens, place } = facts;
        const row = put.get(
          ...[hash, sizeBytes, facts.format, facts.width, facts.height, takenAtMs, camera, lens],
          ...[place?.latitude ?? null, place?.longitude ?? null, facts.metadataFields, meanColour, sharpness, facts.colours],
        );
        return (row?.[0] ?? 0) as ContentId;
      }),
    hashOf(content) {
      const row = hashOf.get(content);
      if (!row) throw new LikenessError("not-found", "That photo is not in the library.");
      return row[0];
    },
    lacking: ({ fingerprint, embedding }) =>
      lacking.all(recipes.idOf(fingerprint), recipes.idOf(embedding)).map(([id, path, sizeBytes, modifiedAtNs, inode, device]) => ({
        content: Number(id) as ContentId,
        path: pathOfBytes(path),
        sizeBytes: Number(sizeBytes),
        modifiedAtNs,
        inode: BigInt.asUintN(64, inode),
        device: BigInt.asUintN(64, device),
      })),
  };
}
