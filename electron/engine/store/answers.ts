/** "Same" and "different" for two contents go in by their hashes; the answers come out, also of contents that no file holds any more. */
import { type AnswerId, LikenessError, type Verdict } from "../../contract.ts";
import type { Connection } from "./connection.ts";

/** The two hashes (32 bytes each) in the order of their bytes, whichever way round they were given. */
export interface StoredAnswer {
  readonly id: AnswerId;
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly verdict: Verdict;
  readonly answeredAtMs: number;
}

export interface Answers {
  /** Takes the place of an earlier answer on the same two, under a new id. Throws "usage" for one and the same content. */
  put(one: Uint8Array, other: Uint8Array, verdict: Verdict, atMs: number): StoredAnswer;
  /** Returns what it was. Throws "not-found". */
  revoke(id: AnswerId): StoredAnswer;
  /** The newest first. */
  all(): StoredAnswer[];
}

type AnswerRow = [id: number, low: Uint8Array, high: Uint8Array, verdict: string, answeredAtMs: number];

export function createAnswers(connection: Connection): Answers {
  const columns = "id, low, high, verdict, answered_at_ms";
  const put = connection.query<AnswerRow>(`INSERT OR REPLACE INTO answer (low, high, verdict, answered_at_ms) VALUES (?, ?, ?, ?)
    RETURNING ${columns}`);
  const revoke = connection.query<AnswerRow>(`DELETE FROM answer WHERE id = ? RETURNING ${columns}`);
  const all = connection.query<AnswerRow>(`SELECT ${columns} FROM answer ORDER BY id DESC`);

  return {
    put(one, other, verdict, atMs) {
      const order = Buffer.compare(one, other);
      if (order === 0) throw new LikenessError("usage", "Both files hold the same bytes: there is nothing to tell apart.");
      const [low, high] = order < 0 ? [one, other] : [other, one];
      return connection.write(() => {
        connection.touch();
        const [row] = put.all(low, high, verdict, Math.round(atMs));
        if (!row) throw new Error("The answer was not kept.");
        return answerOf(row);
      });
    },
    revoke: (id) =>
      connection.write(() => {
        connection.touch();
        const [row] = revoke.all(id);
        if (!row) throw new LikenessError("not-found", "There is no such answer. It was revoked, or a later one took its place.");
        return answerOf(row);
      }),
    all: () => all.all().map(answerOf),
  };
}

function answerOf([id, low, high, verdict, answeredAtMs]: AnswerRow): StoredAnswer {
  return { id: id as AnswerId, low, high, verdict: verdict as Verdict, answeredAtMs };
}
