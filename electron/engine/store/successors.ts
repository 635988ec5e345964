/** A photo's content before and after it was written anew come in; the library then knows its file by the new one, with all that was found in and said of the old. */

import type { FilePath } from "../../contract.ts";
import { bytesOfPath, type ContentId, type FoundFile, type Match } from "../photo.ts";
import type { Connection } from "./connection.ts";

/** What the two contents are to each other. */
export type SamePixels = Pick<Match, "relation" | "probability" | "reasons">;

export interface Successors {
  /** SHA-256 of what the library knows at a path; null where it knows no present file there. */
  hashAt(path: FilePath): Uint8Array | null;
  /**
   * Both have the same pixels. What was said of the old content stays with it too, for other files with it and for the way back: then what
   * was said of the new one meanwhile takes its place. Returns whether the library knew a file with the old content there.
   */
  carry(from: Uint8Array, to: Uint8Array, file: FoundFile, samePixels: SamePixels): boolean;
}

const facts = "format, width, height, taken_at_ms, camera, lens, latitude, longitude, metadata_fields, mean_colour, sharpness, colours";
/** Found in the pixels alone. */
const derived: readonly (readonly [table: string, columns: string])[] = [
  ["fingerprint", "pixel_hash, difference_hashes, dct_hashes"],
  ["embedding", "copy, scene"],
  ["features", "data"],
  ["pooled", "data"],
  ["face_look", "code, message"],
  [
    "face",
    "box, detector_score, mesh_score, landmarks, roll_degrees, yaw_degrees, pitch_degrees, left_eye, right_eye, mouth, size_pixels, sharpness, quality, clusterable, embedding",
  ],
];

export function createSuccessors(connection: Connection): Successors {
  const at = connection.query<[id: number, content: number, hash: Uint8Array]>(
    "SELECT file.id, content_id, hash FROM file JOIN content ON content.id = content_id WHERE path = ? AND gone = 0",
  );
  const find = connection.query<[number]>("SELECT id FROM content WHERE hash = ?");
  const cloneContent = connection.query(
    `INSERT OR IGNORE INTO content (hash, size_bytes, ${facts}) SELECT ?, ?, ${facts} FROM content WHERE id = ?`,
  );
  const clones = derived.map(([table, columns]) =>
    connection.query(
      `INSERT OR IGNORE INTO ${table} (content_id, recipe_id, ${columns}) SELECT ?, recipe_id, ${columns} FROM ${table} WHERE content_id = ?`,
    ),
  );
  const cloneGroups = connection.query(`INSERT OR REPLACE INTO face_group (face_id, person_id, look, probability)
    SELECT new.id, person_id, look, probability FROM face_group JOIN face AS old ON old.id = face_id
    JOIN face AS new ON new.recipe_id = old.recipe_id AND new.box = old.box WHERE new.content_id = ? AND old.content_id = ?`);
  const others = connection.query<[number]>("SELECT count(*) FROM file WHERE content_id = ? AND gone = 0 AND id <> ?");
  const become = connection.query("UPDATE file SET size_bytes = ?, modified_at_ns = ?, inode = ?, device = ?, content_id = ? WHERE id = ?");
  const decisions = ["mark", "chosen"].map((table) =>
    connection.query(`UPDATE ${table} SET content_id = ? WHERE file_id = ? AND content_id = ?`),
  );

  const matchedRecipes = connection.query<[number]>("SELECT recipe_id FROM matched WHERE content_id = ?");
  const mark = connection.query("INSERT OR IGNORE INTO matched (recipe_id, content_id) VALUES (?, ?)");
  const matchColumns = "relation, probability, reasons, transform, crop_box";
  // Whichever of the two a match was given from, the new content is in the old one's place.
  const cloneMatches = connection.query(`
    WITH pair (mine, old) AS (VALUES (?, ?)), given AS (
      SELECT match.*, mine, CASE WHEN low = old THEN high ELSE low END AS other, (low = old) <> flipped AS is_first
      FROM match, pair WHERE low = old OR high = old)
    INSERT OR REPLACE INTO match (recipe_id, low, high, flipped, ${matchColumns})
    SELECT recipe_id, min(mine, other), max(mine, other), CASE WHEN is_first THEN mine > other ELSE mine < other END, ${matchColumns}
    FROM given WHERE other <> mine`);
  const matchBoth = connection.query(`
    INSERT OR IGNORE INTO match (recipe_id, low, high, flipped, relation, probability, reasons) VALUES (?, ?, ?, 0, ?, ?, ?)`);

  /** What comes back from the holding folder finds the photo that it was matched with, and the old content's other files find it too. */
  function carryMatches(from: number, to: number, { relation, probability, reasons }: SamePixels): void {
    const recipes = matchedRecipes.all(from);
    if (recipes.length === 0) return;
    cloneMatches.run(to, from);
    for (const [recipe] of recipes) {
      mark.run(recipe, to);
      matchBoth.run(recipe, Math.min(from, to), Math.max(from, to), relation, probability, JSON.stringify(reasons));
    }
  }

  /** The answer on the two themselves stays. */
  function carryAnswers(from: Uint8Array, to: Uint8Array, replaces: boolean): void {
    if (replaces) connection.query("DELETE FROM answer WHERE ? IN (low, high) AND ? NOT IN (low, high)").run(to, from);
    const said = connection.query<[low: Uint8Array, high: Uint8Array, verdict: string, atMs: number]>(
      "SELECT low, high, verdict, answered_at_ms FROM answer WHERE ? IN (low, high) AND ? NOT IN (low, high) ORDER BY id",
    );
    const put = connection.query("INSERT OR REPLACE INTO answer (low, high, verdict, answered_at_ms) VALUES (?, ?, ?, ?)");
    for (const [low, high, verdict, atMs] of said.all(from, to)) {
      const other = Buffer.compare(low, from) === 0 ? high : low;
      put.run(...(Buffer.compare(other, to) < 0 ? [other, to] : [to, other]), verdict, atMs);
    }
  }

  /** A face's key begins with its content's hash in hex. */
  function carryFaceWords(from: string, to: string, replaces: boolean, isOnly: boolean): void {
    for (const [table, columns] of [
      ["face_word", "person_id, ignored, source, probability, said_at_ms"],
      ["face_not", "person_id"],
    ]) {
      if (replaces) connection.query(`DELETE FROM ${table} WHERE substr(key, 1, 64) = ?`).run(to);
      connection
        .query(
          `INSERT OR REPLACE INTO ${table} (key, ${columns}) SELECT ? || substr(key, 65), ${columns} FROM ${table} WHERE substr(key, 1, 64) = ?`,
        )
        .run(to, from);
    }
    if (!isOnly) return;
    connection.query("UPDATE person SET cover = ? || substr(cover, 65) WHERE substr(cover, 1, 64) = ?").run(to, from);
    // What is taken back or done again from now on is meant of the new one.
    connection.query("UPDATE people_change SET images = replace(images, ?, ?) WHERE instr(images, ?) > 0").run(from, to, from);
  }

  return {
    hashAt: (path) => at.get(bytesOfPath(path))?.[2] ?? null,
    carry: (from, to, file, samePixels) =>
      connection.write(() => {
        const [id, before, hash] = at.get(bytesOfPath(file.path)) ?? [];
        if (id === undefined || before === undefined || !hash || Buffer.compare(hash, from) !== 0 || Buffer.compare(from, to) === 0)
          return false;
        connection.touch();
        cloneContent.run(to, file.sizeBytes, before);
        const after = find.get(to)?.[0] as ContentId;
        for (const clone of clones) clone.run(after, before);
        cloneGroups.run(after, before);
        carryMatches(before, after, samePixels);
        const isOnly = (content: number): boolean => others.get(content, id)?.[0] === 0;
        carryAnswers(from, to, isOnly(after));
        carryFaceWords(Buffer.from(from).toString("hex"), Buffer.from(to).toString("hex"), isOnly(after), isOnly(before));
        for (const decision of decisions) decision.run(after, id, before);
        const [inode, device] = [BigInt.asIntN(64, file.inode), BigInt.asIntN(64, file.device)];
        become.run(file.sizeBytes, file.modifiedAtNs, inode, device, after, id);
        return true;
      }),
  };
}
