/** A recipe's name comes in, its row's number goes out: the tables hold small numbers instead of long names. */
import type { Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";

export interface Recipes {
  /** Makes the row where there is none. */
  idOf(recipe: Recipe): number;
  /** Deletes everything made by other recipes. */
  keepOnly(recipes: readonly Recipe[]): void;
  /** Deletes everything made by these. */
  drop(recipes: readonly Recipe[]): void;
}

const derivedTables = ["fingerprint", "embedding", "pooled", "features", "matched", "match"] as const;

export function createRecipes(connection: Connection): Recipes {
  const find = connection.query<[number]>("SELECT id FROM recipe WHERE name = ?");
  const insert = connection.query("INSERT INTO recipe (name) VALUES (?)");

  // Rows are looked up anew each time: a number remembered here would outlive a transaction that was rolled back.
  const idOf = (recipe: Recipe): number => find.get(recipe)?.[0] ?? insert.run(recipe).insertedId;

  return {
    idOf,
    keepOnly(recipes) {
      connection.write(() => {
        const kept = JSON.stringify(recipes.map(idOf));
        for (const table of derivedTables)
          connection.query(`DELETE FROM ${table} WHERE recipe_id NOT IN (SELECT value FROM json_each(?))`).run(kept);
        connection.query("DELETE FROM recipe WHERE id NOT IN (SELECT value FROM json_each(?))").run(kept);
        connection.touch();
      });
    },
    drop(recipes) {
      connection.write(() => {
        const dropped = JSON.stringify(recipes.map(idOf));
        for (const table of derivedTables)
          connection.query(`DELETE FROM ${table} WHERE recipe_id IN (SELECT value FROM json_each(?))`).run(dropped);
        connection.query("DELETE FROM recipe WHERE id IN (SELECT value FROM json_each(?))").run(dropped);
      });
    },
  };
}
