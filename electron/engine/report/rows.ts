/** Groups, journal files and what folders have in common come in; tables of plain cells go out, with the names of their columns. */
import { type FolderOverlap, overlapKinds } from "../../contract/folders.ts";
import type { Group, JournalFile } from "../../contract.ts";

export type Cell = string | number | null;
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const timeOf = (timeMs: number | null): string | null => (timeMs === null ? null : new Date(timeMs).toISOString());

/** One row a photo; a group's keeper first. Capture times are the camera's own, without a zone. */
export function groupTable(groups: readonly Group[]): Table {
  return {
    columns: [
      ...["group", "kind", "role", "path", "relation", "probability", "size_bytes", "width", "height", "taken_at"],
      ...["protected", "mark", "reasons"],
    ],
    rows: groups.flatMap(({ id, kind, members, keeperReasons }) =>
      members.map((member, index): Cell[] => {
        const { path, relation, probability, sizeBytes, width, height, takenAtMs, mark } = member;
        const reasons = (index === 0 ? keeperReasons : member.reasons).map(({ text }) => text).join("; ");
        const taken = timeOf(takenAtMs)?.slice(0, 19) ?? null;
        return [
          ...[
            id,
            kind,
            index === 0 ? "keeper" : "member",
            path,
            index === 0 ? null : relation,
            probability,
            sizeBytes,
            width,
            height,
            taken,
          ],
          ...[member.protected ? "yes" : "no", mark, reasons],
        ];
      }),
    ),
  };
}

/** One row a file, times in UTC. */
export function journalTable(files: readonly JournalFile[]): Table {
  return {
    columns: [
      "session",
      "entry",
      "state",
      "path",
      "kept",
      "size_bytes",
      "sha256",
      "held_path",
      "restored_path",
      "side_file_of",
      "changed_at",
      "reason",
      "kind",
    ],
    rows: files.map(
      ({ session, id, kind, state, path, kept, sizeBytes, contentHash, heldPath, restoredPath, companionOf, changedAtMs, reason }) => {
        return [
          session,
          id,
          state,
          path,
          kept,
          sizeBytes,
          contentHash,
          heldPath,
          restoredPath,
          companionOf,
          timeOf(changedAtMs),
          reason,
          kind,
        ];
      },
    ),
  };
}

/** One row a pair of folders; shares from 0 to 1. */
export function folderTable(overlaps: readonly FolderOverlap[]): Table {
  const kinds = overlapKinds.map((kind) => kind.replace("-", "_"));
  return {
    columns: [
      ...["folder_a", "folder_b", "photos_a", "photos_b", "bytes_a", "bytes_b", "shared_a", "shared_b", "shared_bytes_a", "shared_bytes_b"],
      ...["a_in_b", "b_in_a", "a_in_b_by_bytes", "b_in_a_by_bytes", "jaccard"],
      ...kinds.map((kind) => `${kind}_a`),
      ...kinds.map((kind) => `${kind}_b`),
    ],
    rows: overlaps.map((pair): Cell[] => [
      ...[pair.a, pair.b, pair.photosInA, pair.photosInB, pair.bytesInA, pair.bytesInB],
      ...[pair.sharedInA, pair.sharedInB, pair.sharedBytesInA, pair.sharedBytesInB],
      ...[pair.aInB, pair.bInA, pair.aInBByBytes, pair.bInAByBytes, pair.jaccard],
      ...overlapKinds.map((kind) => pair.kindsInA[kind]),
      ...overlapKinds.map((kind) => pair.kindsInB[kind]),
    ]),
  };
}

/** Text files hold only Unicode: a byte of a name that is none shows as \xNN. */
export function plainText(text: string): string {
  if (text.isWellFormed()) return text;
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (character.isWellFormed()) return character;
    return code >= 0xdc80 && code <= 0xdcff ? `\\x${(code - 0xdc00).toString(16)}` : "\ufffd";
  }).join("");
}
