/** What the person decided of single files goes in by photo; it comes out as long as the file holds what the person saw. */
import { LikenessError, type Mark, type PhotoId, type PhotoMark } from "../../contract.ts";
import type { Connection } from "./connection.ts";

/** A mark changes no group, so it leaves the revision as it is: views hear of it by itself. A choice is as any other change. */
export interface Marks {
  /** All or none; returns what was before, in the same order. Throws "not-found" for a mark on a photo that is not there. */
  put(marks: readonly PhotoMark[]): PhotoMark[];
  /** Of present files, in path order. */
  all(): { readonly photo: PhotoId; readonly mark: Mark }[];
  /** Returns whether it was chosen before. Throws "not-found". */
  choose(photo: PhotoId, chosen: boolean): boolean;
  /** Present photos chosen to be kept; the larger number is the later choice. */
  chosen(): Map<PhotoId, number>;
}

export function createMarks(connection: Connection): Marks {
  const content = connection.query<[number]>("SELECT content_id FROM file WHERE id = ? AND gone = 0");
  const get = connection.query<[string]>(
    "SELECT mark FROM mark JOIN file ON file.id = file_id WHERE file_id = ? AND mark.content_id = file.content_id",
  );
  const put = connection.query("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)");
  const drop = connection.query("DELETE FROM mark WHERE file_id = ?");
  const present = (table: string): string =>
    `FROM ${table} JOIN file ON file.id = file_id WHERE gone = 0 AND ${table}.content_id = file.content_id`;
  const all = connection.query<[photo: number, mark: string]>(`SELECT file_id, mark ${present("mark")} ORDER BY path`);
  const chosen = connection.query<[photo: number, order: number]>(`SELECT file_id, chosen.id ${present("chosen")}`);
  const isChosen = connection.query<[number]>(`SELECT 1 ${present("chosen")} AND file_id = ?`);
  const choose = connection.query("INSERT OR REPLACE INTO chosen (file_id, content_id) VALUES (?, ?)");
  const dropChoice = connection.query("DELETE FROM chosen WHERE file_id = ?");

  function contentOf(photo: PhotoId): number {
    const row = content.get(photo);
    if (!row) throw new LikenessError("not-found", "That photo is not in the library any more.");
    return row[0];
  }

  return {
    put: (marks) =>
      connection.write(() => {
        const before = marks.map(({ photo }): PhotoMark => ({ photo, mark: (get.get(photo)?.[0] ?? null) as Mark | null }));
        for (const { photo, mark } of marks) {
          if (mark === null) drop.run(photo);
          else put.run(photo, contentOf(photo), mark);
        }
        return before;
      }),
    all: () => all.all().map(([photo, mark]) => ({ photo: photo as PhotoId, mark: mark as Mark })),
    choose: (photo, wanted) =>
      connection.write(() => {
        const seen = contentOf(photo);
        const before = isChosen.get(photo) !== undefined;
        dropChoice.run(photo);
        if (wanted) choose.run(photo, seen);
        connection.touch();
        return before;
      }),
    chosen: () => new Map(chosen.all().map(([photo, order]) => [photo as PhotoId, order])),
  };
}
