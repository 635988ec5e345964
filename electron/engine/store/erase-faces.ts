/** Everything of faces and people goes out of the database for good; what a look at it finds afterwards comes back as proof. */
import type { FaceErasure } from "../../contract/people.ts";
import type { Connection } from "./connection.ts";

/** What refers to others before what it refers to. */
export const faceTables = [
  ...[
    "face_question",
    "face_group",
    "face_grouping",
    "face_word",
    "face_not",
    "people_apart",
    "people_change",
    "people_metric",
    "side_file_read",
  ],
  ...["face", "face_look", "person"],
] as const;

export type ErasureProof = Omit<FaceErasure["proof"], "cropFiles">;

export function eraseFaces(connection: Connection): ErasureProof {
  const scrubbed = connection.scrub(() => {
    for (const table of faceTables) {
      connection.query(`DELETE FROM ${table}`).run();
      connection.query("DELETE FROM sqlite_sequence WHERE name = ?").run(table);
    }
    // Groups choose their keepers by faces too.
    connection.touch();
  });
  return { rows: rowsOf(connection), ...scrubbed };
}

export function rowsOf(connection: Connection): Record<string, number> {
  return Object.fromEntries(
    faceTables.map((table) => [table, connection.query<[number]>(`SELECT count(*) FROM ${table}`).get()?.[0] ?? 0]),
  );
}
