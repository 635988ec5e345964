/** Groups and journal files come in; tables of plain cells go out, with the names of their columns. */
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

/** Text files hold only Unicode: a byte of a name that is none shows as \xNN. */
export function plainText(text: string): string {
  if (text.isWellFormed()) return text;
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (character.isWellFormed()) return character;
    return code >= 0xdc80 && code <= 0xdcff ? `\\x${(code - 0xdc00).toString(16)}` : "\ufffd";
  }).join("");
}
