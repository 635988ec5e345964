/** Rows to be put or dropped come in; the same rows as they were before and are after go out, so that it can be taken back. */
import type { Connection } from "./connection.ts";

export interface RowTable {
  readonly name: string;
  /** Its primary key. */
  readonly keys: readonly string[];
  /** All of them, the key's first. */
  readonly columns: readonly string[];
}

export type RowValue = string | number | null;

/** null where there is no row. Survives JSON. */
export interface RowImage {
  readonly table: string;
  readonly key: readonly (string | number)[];
  readonly before: readonly RowValue[] | null;
  readonly after: readonly RowValue[] | null;
}

export interface RowImages {
  /** None where the row is so already. */
  put(table: RowTable, row: readonly RowValue[]): RowImage[];
  drop(table: RowTable, key: readonly (string | number)[]): RowImage[];
  /** Makes the row as the image says. */
  restore(table: string, key: readonly (string | number)[], row: readonly RowValue[] | null): void;
}

export function createRowImages(connection: Connection, tables: readonly RowTable[]): RowImages {
  const statements = new Map(tables.map((table) => [table.name, statementsOf(connection, table)]));

  function of(name: string) {
    const found = statements.get(name);
    if (!found) throw new TypeError(`No images are kept of "${name}".`);
    return found;
  }
  function restore(table: string, key: readonly (string | number)[], row: readonly RowValue[] | null): void {
    if (row === null) of(table).drop.run(...key);
    else of(table).put.run(...row);
  }
  function alter(table: RowTable, key: readonly (string | number)[], after: readonly RowValue[] | null): RowImage[] {
    const before = of(table.name).get.get(...key) ?? null;
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    restore(table.name, key, after);
    return [{ table: table.name, key, before, after }];
  }

  return {
    put: (table, row) => alter(table, row.slice(0, table.keys.length) as (string | number)[], row),
    drop: (table, key) => alter(table, key, null),
    restore,
  };
}

function statementsOf(connection: Connection, { name, keys, columns }: RowTable) {
  const where = keys.map((key) => `${key} = ?`).join(" AND ");
  const values = columns.slice(keys.length).map((column) => `${column} = excluded.${column}`);
  // Not REPLACE, which deletes the row that others refer to.
  const conflict = values.length > 0 ? `UPDATE SET ${values.join(", ")}` : "NOTHING";
  return {
    get: connection.query<RowValue[]>(`SELECT ${columns.join(", ")} FROM ${name} WHERE ${where}`),
    put: connection.query(
      `INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")}) ON CONFLICT (${keys.join(", ")}) DO ${conflict}`,
    ),
    drop: connection.query(`DELETE FROM ${name} WHERE ${where}`),
  };
}
