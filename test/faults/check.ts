/** Folders and the journal's entries come in; every breach of the promise that nothing is lost goes out, in words. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { type JournalEntry, pathOfBytes, systemPath } from "../../electron/engine/photo.ts";
import { sha256, type World } from "./world.ts";

/** What the person did besides: hash by path. */
export type Strangers = ReadonlyMap<string, string>;

export interface CheckOptions {
  readonly strangers?: Strangers;
  /** After settling, nothing is half done and nothing lies about. */
  readonly settled: boolean;
}

/** null where there is nothing, also where a folder of the way is none. */
export function statAt(path: string) {
  try {
    return lstatSync(systemPath(path), { bigint: true });
  } catch {
    return null;
  }
}

export function hashAt(path: string): string | null {
  const stats = statAt(path);
  if (!stats) return null;
  if (stats.isSymbolicLink()) return `link ${readlinkSync(systemPath(path))}`;
  return stats.isFile() ? sha256(readFileSync(systemPath(path))) : "folder";
}

/** How the complaint about a holding folder ends that nothing needs any more. */
export const leftFolder = " was left, empty";

/** Files and links below, by path; and the folders. */
export function filesBelow(folder: string): { files: string[]; folders: string[] } {
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of readdirSync(systemPath(folder), { withFileTypes: true, encoding: "buffer" })) {
    const path = `${folder}/${pathOfBytes(entry.name)}`;
    if (!entry.isDirectory()) files.push(path);
    else {
      const below = filesBelow(path);
      files.push(...below.files);
      folders.push(path, ...below.folders);
    }
  }
  return { files, folders };
}

/** Where the journal says that the file lies: one place, or one of two while a step is under way. null: in the system's trash. */
export function placesOf({ state, heldPath, restoredPath, removal }: JournalEntry): string[] | null {
  const held = heldPath === null ? [] : [heldPath];
  if (state === "moved") return held;
  if (state === "moving") return [removal.path, ...held];
  if (state === "restoring") return [...(restoredPath === null ? [] : [restoredPath]), ...held];
  if (state === "emptied") return null;
  if (state === "emptying") return null;
  return [restoredPath ?? removal.path];
}

export function breaches(world: World, entries: readonly JournalEntry[], { strangers = new Map(), settled }: CheckOptions): string[] {
  const found: string[] = [];
  const accounted = new Set<string>();
  const byPath = new Map(entries.map((entry) => [entry.removal.path, entry]));
  const trashed = new Set(filesBelow(world.trash).files.map(hashAt));
  const show = (path: string) => JSON.stringify(path);

  for (const [path, hash] of strangers) {
    accounted.add(path);
    if (hashAt(path) !== hash) found.push(`${show(path)}, put there by the person, was touched`);
  }
  for (const [path, original] of world.originals) {
    const entry = byPath.get(path);
    if (entry && settled && ["moving", "restoring", "emptying", "planned"].includes(entry.state))
      found.push(`${show(path)} is ${entry.state}`);
    const places = entry ? placesOf(entry) : [path];
    if (places === null) {
      const held = entry?.state === "emptying" && entry.heldPath !== null && hashAt(entry.heldPath) === original.hash;
      if (held) accounted.add(entry.heldPath!);
      else if (!trashed.has(original.hash)) found.push(`${show(path)} is ${entry?.state} and in no trash`);
      continue;
    }
    const there = places.filter((place) => hashAt(place) === original.hash);
    if (there.length === 0)
      found.push(`${show(path)} is ${entry?.state ?? "not in the journal"} and its bytes are not at ${places.map(show).join(" or ")}`);
    for (const place of there) accounted.add(place);
  }
  // The person took the file away while a copy of it was not yet dropped: one more than there was is no loss.
  for (const entry of entries) {
    const places = world.originals.has(entry.removal.path) ? [] : (placesOf(entry) ?? []);
    for (const place of places) if (hashAt(place) === Buffer.from(entry.removal.hash).toString("hex")) accounted.add(place);
  }
  if (!settled) return found;
  for (const root of world.roots)
    for (const path of filesBelow(root).files) if (!accounted.has(path)) found.push(`${show(path)} lies about (${hashAt(path)})`);
  return found;
}

/** After everything was undone: bit for bit, with times and permissions, and no holding folder left. */
export function differences(world: World, entries: readonly JournalEntry[], strangers: Strangers = new Map(), toleranceNs = 0n): string[] {
  const found = breaches(world, entries, { strangers, settled: true });
  const byPath = new Map(entries.map((entry) => [entry.removal.path, entry]));
  for (const [path, { mode, modifiedAtNs }] of world.originals) {
    const entry = byPath.get(path);
    if (entry && !["undone", "failed"].includes(entry.state))
      found.push(`${JSON.stringify(path)} did not come back: ${entry.state}, ${entry.reason}`);
    const stats = statAt(entry?.restoredPath ?? path);
    if (!stats) continue;
    const away = stats.mtimeNs - modifiedAtNs;
    if (Number(stats.mode & 0o7777n) !== mode) found.push(`${JSON.stringify(path)} has other permissions`);
    if (away > toleranceNs || -away > toleranceNs) found.push(`${JSON.stringify(path)} has another time, by ${away} ns`);
    if (
      entry?.restoredPath &&
      entry.restoredPath !== path &&
      hashAt(path) === null &&
      hashAt(path.slice(0, path.lastIndexOf("/"))) === "folder"
    )
      found.push(`${JSON.stringify(path)} lies beside its place, which is free`);
  }
  for (const root of world.roots)
    for (const folder of filesBelow(root).folders)
      if (folder.endsWith("/.likeness-removed") && filesBelow(folder).files.every((path) => !strangers.has(path)))
        found.push(folder + leftFolder);
  return found;
}
