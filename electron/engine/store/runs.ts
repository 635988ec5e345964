/** Training runs go in as they begin and go on; the newest first they come out, with their curves. */
import type { AdaptationMode, CurvePoint, RunId, RunKind, RunOutcome } from "../../contract/learning.ts";
import { LikenessError } from "../../contract.ts";
import type { Connection } from "./connection.ts";

/** `Data` is what the engine keeps of a run: plain JSON. */
export interface StoredRun<Data> {
  readonly id: RunId;
  readonly kind: RunKind;
  readonly mode: AdaptationMode;
  readonly outcome: RunOutcome;
  readonly beganAtMs: number;
  readonly data: Data;
}

export interface Runs {
  begin<Data>(run: Omit<StoredRun<Data>, "id">): StoredRun<Data>;
  change<Data>(id: RunId, outcome: RunOutcome, data: Data): void;
  /** Throws "not-found". */
  get<Data>(id: RunId): StoredRun<Data>;
  /** The newest first. */
  all<Data>(): StoredRun<Data>[];
  /** A point takes the place of an earlier one of the same curve and step. What is no number leaves a gap. */
  addPoints(id: RunId, points: readonly CurvePoint[]): void;
  /** By curve, then step; of longer curves every n-th point and the last, `most` a curve at the most. */
  points(id: RunId, most: number): CurvePoint[];
  /** With its curves. Throws "usage" for the one in use. */
  delete(id: RunId): void;
  /** null: the shipped embedder. */
  inUse(): RunId | null;
  setInUse(id: RunId | null): void;
}

type RunRow = [id: number, kind: string, mode: string, outcome: string, beganAtMs: number, data: string];
type PointRow = [curve: string, step: number, value: number, atMs: number];

export function createRuns(connection: Connection): Runs {
  const columns = "id, kind, mode, outcome, began_at_ms, data";
  const insert = connection.query("INSERT INTO run (kind, mode, outcome, began_at_ms, data) VALUES (?, ?, ?, ?, ?)");
  const update = connection.query("UPDATE run SET outcome = ?, data = ? WHERE id = ?");
  const one = connection.query<RunRow>(`SELECT ${columns} FROM run WHERE id = ?`);
  const all = connection.query<RunRow>(`SELECT ${columns} FROM run ORDER BY id DESC`);
  const remove = connection.query("DELETE FROM run WHERE id = ?");
  const addPoint = connection.query("INSERT OR REPLACE INTO run_point VALUES (?, ?, ?, ?, ?)");
  const points = connection.query<PointRow>(
    "SELECT curve, step, value, at_ms FROM run_point WHERE run_id = ? AND value IS NOT NULL ORDER BY curve, step",
  );
  const inUse = connection.query<[number]>("SELECT run_id FROM run_in_use");
  const use = connection.query("INSERT OR REPLACE INTO run_in_use VALUES (1, ?)");
  const useNone = connection.query("DELETE FROM run_in_use");
  const idInUse = (): RunId | null => (inUse.get()?.[0] ?? null) as RunId | null;

  function get<Data>(id: RunId): StoredRun<Data> {
    const row = one.get(id);
    if (!row) throw new LikenessError("not-found", "There is no such training run.");
    return runOf(row);
  }

  return {
    begin: ({ kind, mode, outcome, beganAtMs, data }) =>
      connection.write(() => {
        const { insertedId } = insert.run(kind, mode, outcome, Math.round(beganAtMs), JSON.stringify(data));
        return get(insertedId as RunId);
      }),
    change(id, outcome, data) {
      connection.write(() => void update.run(outcome, JSON.stringify(data), id));
    },
    get,
    all: () => all.all().map((row) => runOf(row)),
    addPoints(id, added) {
      connection.write(() => {
        for (const { curve, step, value, atMs } of added)
          addPoint.run(id, curve, step, Number.isFinite(value) ? value : null, Math.round(atMs));
      });
    },
    points(id, most) {
      const curves = Map.groupBy(points.all(id), ([curve]) => curve);
      return [...curves.values()]
        .flatMap((rows) => thinned(rows, most))
        .map(([curve, step, value, atMs]) => ({ curve, step, value, atMs }));
    },
    delete(id) {
      connection.write(() => {
        get(id);
        if (idInUse() === id)
          throw new LikenessError("usage", "That run's embedder is in use. Go back to another one first, then it can be taken away.");
        remove.run(id);
      });
    },
    inUse: idInUse,
    setInUse(id) {
      connection.write(() => {
        connection.touch();
        if (id === null) useNone.run();
        else use.run(get(id).id);
      });
    },
  };
}

/** Every n-th and the last. */
function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const every = Math.ceil((items.length - 1) / (most - 1));
  return items.filter((_, at) => at % every === 0 || at === items.length - 1);
}

function runOf<Data>([id, kind, mode, outcome, beganAtMs, data]: RunRow): StoredRun<Data> {
  return {
    id: id as RunId,
    kind: kind as RunKind,
    mode: mode as AdaptationMode,
    outcome: outcome as RunOutcome,
    beganAtMs,
    data: JSON.parse(data) as Data,
  };
}
