/** Matches of contents go in by recipe, best first they come out; only those of files that are present. */
import type { ContentId, Match, Recipe } from "../photo.ts";
import type { Connection } from "./connection.ts";
import type { Recipes } from "./recipes.ts";

export interface Matches {
  /** Present contents that were not yet matched under this recipe. */
  unmatched(recipe: Recipe): readonly ContentId[];
  /**
   * Replaces every match of these contents and marks them as matched. Each match has at least one of `contents` in it.
   * A pair comes back in the order (a, b) in which it was given, once, whichever way round it is given again.
   */
  replace(recipe: Recipe, contents: readonly ContentId[], matches: readonly Match[]): void;
  /** Of at least this probability, best first. */
  above(recipe: Recipe, minProbability: number): Match[];
  /** Of one content, best first. */
  of(recipe: Recipe, content: ContentId): Match[];
  between(recipe: Recipe, one: ContentId, other: ContentId): Match | null;
}

type MatchRow = [
  low: number,
  high: number,
  flipped: number,
  relation: string,
  probability: number,
  reasons: string,
  transform: string | null,
  cropBox: string | null,
];

export function createMatches(connection: Connection, recipes: Recipes): Matches {
  const columns = "low, high, flipped, relation, probability, reasons, transform, crop_box";
  const present = (side: "low" | "high"): string => `EXISTS (SELECT 1 FROM file WHERE content_id = ${side} AND gone = 0)`;
  const bothPresent = `${present("low")} AND ${present("high")}`;
  const bestFirst = "ORDER BY probability DESC, low, high";

  const unmatched = connection.query<[number]>(`
    SELECT id FROM content WHERE EXISTS (SELECT 1 FROM file WHERE content_id = content.id AND gone = 0)
    AND NOT EXISTS (SELECT 1 FROM matched WHERE recipe_id = ? AND content_id = content.id) ORDER BY id`);
  const forgetLow = connection.query("DELETE FROM match WHERE recipe_id = ? AND low = ?");
  const forgetHigh = connection.query("DELETE FROM match WHERE recipe_id = ? AND high = ?");
  const mark = connection.query("INSERT OR IGNORE INTO matched VALUES (?, ?)");
  const insert = connection.query(`INSERT OR REPLACE INTO match (recipe_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const above = connection.query<MatchRow>(`
    SELECT ${columns} FROM match WHERE recipe_id = ? AND probability >= ? AND ${bothPresent} ${bestFirst}`);
  const of = connection.query<MatchRow>(`
    SELECT ${columns} FROM match WHERE recipe_id = ? AND low = ? AND ${bothPresent}
    UNION ALL SELECT ${columns} FROM match WHERE recipe_id = ? AND high = ? AND ${bothPresent} ${bestFirst}`);
  const between = connection.query<MatchRow>(`SELECT ${columns} FROM match WHERE recipe_id = ? AND low = ? AND high = ?`);

  return {
    unmatched: (recipe) => unmatched.all(recipes.idOf(recipe)).map(([id]) => id as ContentId),
    replace(recipe, contents, matches) {
      connection.write(() => {
        const id = recipes.idOf(recipe);
        for (const content of contents) {
          forgetLow.run(id, content);
          forgetHigh.run(id, content);
          mark.run(id, content);
        }
        for (const match of matches) insert.run(id, ...rowOf(match));
        connection.touch();
      });
    },
    above: (recipe, minProbability) => above.all(recipes.idOf(recipe), minProbability).map(matchOf),
    of(recipe, content) {
      const id = recipes.idOf(recipe);
      return of.all(id, content, id, content).map(matchOf);
    },
    between(recipe, one, other) {
      const row = between.get(recipes.idOf(recipe), Math.min(one, other), Math.max(one, other));
      return row ? matchOf(row) : null;
    },
  };
}

function rowOf({ a, b, relation, probability, reasons, transform, cropBox }: Match): MatchRow {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  return [Math.min(a, b), Math.max(a, b), a > b ? 1 : 0, relation, probability, JSON.stringify(reasons), json(transform), json(cropBox)];
}

function matchOf([low, high, flipped, relation, probability, reasons, transform, cropBox]: MatchRow): Match {
  const [a, b] = flipped ? [high, low] : [low, high];
  return {
    a: a as ContentId,
    b: b as ContentId,
    relation: relation as Match["relation"],
    probability,
    reasons: JSON.parse(reasons),
    transform: transform === null ? null : JSON.parse(transform),
    cropBox: cropBox === null ? null : JSON.parse(cropBox),
  };
}
