/** The metric learnt from this library's people goes in as bytes, and comes out until it is forgotten. */
import type { Connection } from "./connection.ts";

export interface PeopleMetricRow {
  readonly recipe: string;
  readonly learntAtMs: number;
  readonly data: Uint8Array;
}

export interface StoredPeopleMetric {
  /** null where none was learnt. */
  get(): PeopleMetricRow | null;
  /** null forgets it. */
  put(metric: PeopleMetricRow | null): void;
}

export function createPeopleMetric(connection: Connection): StoredPeopleMetric {
  const get = connection.query<[string, number, Uint8Array]>("SELECT recipe, learnt_at_ms, data FROM people_metric");
  const put = connection.query("INSERT OR REPLACE INTO people_metric VALUES (1, ?, ?, ?)");
  const drop = connection.query("DELETE FROM people_metric");
  return {
    get() {
      const row = get.get();
      return row ? { recipe: row[0], learntAtMs: row[1], data: row[2] } : null;
    },
    put: (metric) =>
      void connection.write(() => (metric === null ? drop.run() : put.run(metric.recipe, Math.round(metric.learntAtMs), metric.data))),
  };
}
