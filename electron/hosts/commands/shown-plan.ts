/** A plan or a receipt comes in; the words that a terminal shows of it go out. */
import type { CleanupNotice, CleanupPlan, Receipt } from "../../contract.ts";
import { counted, shownPath, shownShare, shownSize, table } from "../words.ts";

export function shownPlan(plan: CleanupPlan): string {
  const { items, folders, refused, warnings, merges, copies, copiedBytes, files, totalBytes, freedBytes } = plan;
  const rows = items.flatMap(({ path, kept, relation, probability, bytes, sideFiles }) => [
    [shownShare(probability), relation, shownSize(bytes), shownPath(path)],
    ...sideFiles.map((side) => ["", "side file", "", shownPath(side)]),
    ["", "kept", "", shownPath(kept)],
  ]);
  const places = folders.map(({ folder, files: count, bytes }) => [counted(count, "file"), shownSize(bytes), shownPath(folder)]);
  return [
    ...shownCopies(copies),
    ...(rows.length > 0 ? ["Would go:", table(rows, "  "), "", "From:", table(places, "  "), ""] : []),
    ...shownMerges(merges),
    ...section("Mind:", warnings),
    ...section("Stays:", refused),
    ...(copies.length > 0 ? [`${counted(copies.length, "file")} would be copied, ${shownSize(copiedBytes)}`] : []),
    `${counted(items.length + copies.filter(({ originalGoes, sideFile }) => originalGoes && !sideFile).length, "photo")}, ${counted(files, "file")}, ${shownSize(totalBytes)}; ${shownSize(freedBytes)} come free once the holding folder and the trash are emptied`,
  ].join("\n");
}

function shownCopies(copies: CleanupPlan["copies"]): string[] {
  if (copies.length === 0) return [];
  const rows = copies.map(({ from, to, bytes, originalGoes, sideFile, renamed }) => [
    shownSize(bytes),
    sideFile ? "side file" : renamed ? "under another name" : "",
    shownPath(from),
    `-> ${shownPath(to)}`,
    originalGoes ? "its original goes" : "",
  ]);
  return ["Would be copied:", table(rows, "  "), ""];
}

function shownMerges(merges: CleanupPlan["merges"]): string[] {
  if (merges.length === 0) return [];
  const rows = merges.flatMap(({ kept, target, replaces, fields, obstacle, notEmbedded }) => [
    [
      obstacle !== null ? "not written" : target === kept ? "into the photo" : replaces ? "new version" : "new",
      shownPath(target),
      obstacle ?? notEmbedded ?? "",
    ],
    ...fields.map(({ field, value, from }) => [`  ${field}`, shownPath(value), `from ${shownPath(from)}`]),
  ]);
  return ["Metadata to be written:", table(rows, "  "), ""];
}

export function shownReceipt({ session, done, written, copied, failed, bytes, text }: Receipt): string {
  const named = session === null ? "" : ` (session ${session})`;
  return [
    ...done.map(
      ({ path, restoredPath }) =>
        `  ${shownPath(path)}${restoredPath === null || restoredPath === path ? "" : ` -> ${shownPath(restoredPath)}`}`,
    ),
    ...copied.map(
      ({ state, path, kept }) =>
        `  ${shownPath(path)} (${state === "written" ? `copied from ${shownPath(kept)}` : "copy taken away again"})`,
    ),
    ...written.map(
      ({ state, path, kept }) =>
        `  ${shownPath(path)} (${path === kept ? "metadata" : "side file"} ${state === "written" ? "written" : "taken away again"})`,
    ),
    ...(failed.length > 0
      ? [
          "Left as they were:",
          table(
            failed.map(({ path, reason }) => [shownPath(path), reason]),
            "  ",
          ),
        ]
      : []),
    `${counted(done.length, "file")}, ${shownSize(bytes)}${named}. ${text}`,
  ].join("\n");
}

function section(title: string, notices: readonly CleanupNotice[]): string[] {
  if (notices.length === 0) return [];
  return [
    title,
    table(
      notices.map(({ path, code, text }) => [code, shownPath(path), text]),
      "  ",
    ),
    "",
  ];
}
