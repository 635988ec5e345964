/** What the stages compute from a content (fingerprint, embedding, local features), keyed by content and recipe. */
import type { Colours, ContentId, Embedding, Fingerprint, MatchItem, Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";
import type { DerivedRecipes } from "./contents.ts";
import type { Recipes } from "./recipes.ts";

export interface Derived {
  hasFingerprint(content: ContentId, recipe: Recipe): boolean;
  hasEmbedding(content: ContentId, recipe: Recipe): boolean;
  putFingerprint(content: ContentId, recipe: Recipe, fingerprint: Fingerprint): void;
  putEmbedding(content: ContentId, recipe: Recipe, embedding: Embedding): void;
  fingerprint(content: ContentId, recipe: Recipe): Fingerprint | null;
  embedding(content: ContentId, recipe: Recipe): Embedding | null;
  /** Everything that matching needs of all present contents, in content order. Vectors are views on few large blocks. */
  matchItems(recipes: DerivedRecipes): MatchItem[];
  /** The scene descriptors of all present contents, in content order. */
  scenes(recipe: Recipe): { readonly content: ContentId; readonly scene: Int8Array }[];
  putFeatures(content: ContentId, recipe: Recipe, data: Uint8Array): void;
  features(content: ContentId, recipe: Recipe): Uint8Array | null;
  /** Deletes derived data and matches of all recipes but these. */
  keepOnly(recipes: readonly Recipe[]): void;
  /** Deletes derived data and matches of these recipes. */
  drop(recipes: readonly Recipe[]): void;
}

/** Rows read at a time: the small buffers that SQLite hands out are copied together and dropped. */
const portion = 2000;

type FingerprintRow = [pixelHash: Uint8Array, differenceHashes: Uint8Array, dctHashes: Uint8Array];
type EmbeddingRow = [copy: Uint8Array, scene: Uint8Array];
type ItemRow = [number, ...FingerprintRow, Uint8Array, number, number, string, number | null, string | null, Colours];

export function createDerived(connection: Connection, recipes: Recipes): Derived {
  const present = "EXISTS (SELECT 1 FROM file WHERE content_id = content.id AND gone = 0)";
  const whole = connection.query<FingerprintRow>(
    "SELECT pixel_hash, difference_hashes, dct_hashes FROM fingerprint WHERE recipe_id = ? AND content_id = ?",
  );
  const vectors = connection.query<EmbeddingRow>("SELECT copy, scene FROM embedding WHERE recipe_id = ? AND content_id = ?");
  const items = connection.query<ItemRow>(`
    SELECT content.id, pixel_hash, difference_hashes, dct_hashes, copy, width, height, format, taken_at_ms, camera, colours
    FROM fingerprint CROSS JOIN content ON content.id = fingerprint.content_id
    CROSS JOIN embedding ON embedding.recipe_id = ? AND embedding.content_id = content.id
    WHERE fingerprint.recipe_id = ? AND fingerprint.content_id > ? AND ${present} ORDER BY fingerprint.content_id LIMIT ${portion}`);
  const scenes = connection.query<[number, Uint8Array]>(`
    SELECT content.id, scene FROM embedding CROSS JOIN content ON content.id = embedding.content_id
    WHERE recipe_id = ? AND content_id > ? AND ${present} ORDER BY content_id LIMIT ${portion}`);
  const features = connection.query<[Uint8Array]>("SELECT data FROM features WHERE recipe_id = ? AND content_id = ?");
  const putFingerprint = connection.query("INSERT OR REPLACE INTO fingerprint VALUES (?, ?, ?, ?, ?)");
  const putEmbedding = connection.query("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?)");
  const putFeatures = connection.query("INSERT OR REPLACE INTO features VALUES (?, ?, ?)");
  const has = (table: "fingerprint" | "embedding", content: ContentId, recipe: Recipe): boolean =>
    connection.query(`SELECT 1 FROM ${table} WHERE recipe_id = ? AND content_id = ?`).get(recipes.idOf(recipe), content) !== undefined;

  return {
    hasFingerprint: (content, recipe) => has("fingerprint", content, recipe),
    hasEmbedding: (content, recipe) => has("embedding", content, recipe),
    putFingerprint: (content, recipe, { pixelHash, differenceHashes, dctHashes }) =>
      void connection.write(() => putFingerprint.run(content, recipes.idOf(recipe), pixelHash, differenceHashes, dctHashes)),
    putEmbedding: (content, recipe, { copy, scene }) =>
      void connection.write(() => putEmbedding.run(content, recipes.idOf(recipe), copy, scene)),
    fingerprint(content, recipe) {
      const row = whole.get(recipes.idOf(recipe), content);
      return row ? { pixelHash: row[0], differenceHashes: row[1], dctHashes: row[2] } : null;
    },
    embedding(content, recipe) {
      const row = vectors.get(recipes.idOf(recipe), content);
      return row ? { copy: signed(row[0]), scene: signed(row[1]) } : null;
    },
    matchItems({ fingerprint, embedding }) {
      const ids = [recipes.idOf(embedding), recipes.idOf(fingerprint)];
      const keep = createKeeper();
      return inPortions(
        (after) => items.all(...ids, after),
        ([content, pixelHash, differenceHashes, dctHashes, copy, width, height, format, takenAtMs, camera, colours]) => ({
          content: content as ContentId,
          fingerprint: { pixelHash: keep(pixelHash), differenceHashes: keep(differenceHashes), dctHashes: keep(dctHashes) },
          copy: signed(keep(copy)),
          facts: { width, height, format, takenAtMs, camera, colours },
        }),
      );
    },
    scenes(recipe) {
      const id = recipes.idOf(recipe);
      const keep = createKeeper();
      return inPortions(
        (after) => scenes.all(id, after),
        ([content, scene]) => ({ content: content as ContentId, scene: signed(keep(scene)) }),
      );
    },
    putFeatures: (content, recipe, data) => void connection.write(() => putFeatures.run(content, recipes.idOf(recipe), data)),
    features: (content, recipe) => features.get(recipes.idOf(recipe), content)?.[0] ?? null,
    keepOnly: recipes.keepOnly,
    drop: recipes.drop,
  };
}

/** Reads rows that begin with a growing id, some at a time. */
function inPortions<Row extends readonly [number, ...unknown[]], Item>(next: (after: number) => Row[], itemOf: (row: Row) => Item): Item[] {
  const result: Item[] = [];
  let after = -1;
  for (;;) {
    const rows = next(after);
    for (const row of rows) result.push(itemOf(row));
    after = rows.at(-1)?.[0] ?? after;
    if (rows.length < portion) return result;
  }
}

/** Copies bytes into large blocks and returns views: a hundred thousand buffers of their own would cost more than what they hold. */
function createKeeper(): (bytes: Uint8Array) => Uint8Array {
  let block = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes.length > block.length) {
      block = new Uint8Array(Math.max(4 << 20, bytes.length));
      used = 0;
    }
    const view = block.subarray(used, used + bytes.length);
    view.set(bytes);
    used += bytes.length;
    return view;
  };
}

const signed = (bytes: Uint8Array): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
