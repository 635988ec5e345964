/** The pooled features of a content, by recipe: float16 bytes go in at a scan, float32 rows come out when a head is trained or changed. */
/// <reference lib="esnext.float16" />
import type { ContentId, Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";
import type { Recipes } from "./recipes.ts";

export interface PooledFeatures {
  readonly contents: readonly ContentId[];
  /** float32 [contents, dimensions] */
  readonly values: Float32Array;
  readonly dimensions: number;
}

export interface Pooled {
  /** @param features float32 [dimensions] */
  put(content: ContentId, recipe: Recipe, features: Float32Array): void;
  get(content: ContentId, recipe: Recipe): Float32Array | null;
  /** Of present contents, in content order, some thousands at a time. */
  portions(recipe: Recipe): Generator<PooledFeatures>;
  /** Present contents without features of this recipe. */
  lacking(recipe: Recipe): ContentId[];
}

const portion = 2000;

export function createPooled(connection: Connection, recipes: Recipes): Pooled {
  const present = "EXISTS (SELECT 1 FROM file WHERE content_id = content.id AND gone = 0)";
  const put = connection.query("INSERT OR REPLACE INTO pooled (content_id, recipe_id, data) VALUES (?, ?, ?)");
  const one = connection.query<[Uint8Array]>("SELECT data FROM pooled WHERE recipe_id = ? AND content_id = ?");
  const many = connection.query<[number, Uint8Array]>(`
    SELECT content.id, data FROM pooled CROSS JOIN content ON content.id = pooled.content_id
    WHERE recipe_id = ? AND content_id > ? AND ${present} ORDER BY content_id LIMIT ${portion}`);
  const lacking = connection.query<[number]>(`
    SELECT id FROM content WHERE ${present}
    AND NOT EXISTS (SELECT 1 FROM pooled WHERE recipe_id = ? AND content_id = content.id) ORDER BY id`);

  return {
    put: (content, recipe, features) => void connection.write(() => put.run(content, recipes.idOf(recipe), bytesOf(features))),
    get(content, recipe) {
      const data = one.get(recipes.idOf(recipe), content)?.[0];
      return data ? numbersOf(data) : null;
    },
    *portions(recipe) {
      const id = recipes.idOf(recipe);
      for (let after = -1; ; ) {
        const rows = many.all(id, after);
        const last = rows.at(-1);
        if (!last) return;
        after = last[0];
        const dimensions = last[1].byteLength / 2;
        const values = new Float32Array(rows.length * dimensions);
        rows.forEach(([, data], at) => {
          values.set(numbersOf(data), at * dimensions);
        });
        yield { contents: rows.map(([content]) => content as ContentId), values, dimensions };
        if (rows.length < portion) return;
      }
    },
    lacking: (recipe) => lacking.all(recipes.idOf(recipe)).map(([id]) => id as ContentId),
  };
}

function bytesOf(features: Float32Array): Uint8Array {
  return new Uint8Array(Float16Array.from(features).buffer);
}

/** SQLite's buffers begin anywhere: float16 wants an even place. */
function numbersOf(data: Uint8Array): Float32Array {
  return Float32Array.from(new Float16Array(Uint8Array.from(data).buffer));
}
