/** A database of any older version comes in and leaves with the newest tables, or untouched where a step fails. */
import type { Database } from "better-sqlite3";
import { photos } from "./migrations/0001-photos.ts";
import { derived } from "./migrations/0002-derived.ts";
import { journal } from "./migrations/0003-journal.ts";
import { decisions } from "./migrations/0004-decisions.ts";
import { colours } from "./migrations/0005-colours.ts";
import { people } from "./migrations/0006-people.ts";
import { learning } from "./migrations/0007-learning.ts";
import { madeFolders } from "./migrations/0008-made-folders.ts";

/** The n-th brings a database from version n - 1 to n. Never change one that was released; add another. */
export const migrations: readonly string[] = [photos, derived, journal, decisions, colours, people, learning, madeFolders];

export const newestSchema = migrations.length;

/** Each step is one transaction. */
export function migrate(database: Database, to: number = newestSchema): void {
  const from = Number(database.pragma("user_version", { simple: true }));
  for (let version = from + 1; version <= to; version++) {
    const step = migrations[version - 1] ?? "";
    database.transaction(() => {
      database.exec(step);
      database.pragma(`user_version = ${version}`);
    })();
  }
}
