/** The photos that go come in; the side files that go with them, and why others stay, go out. */
import { basename, dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { PlanNotice, PlannedRemoval } from "../photo.ts";
import type { FileFacts, FileSystem } from "./file-system.ts";
import { joined } from "./holding-place.ts";
import { type Accepted, notice, type PlanOptions } from "./plan.ts";
import { reasonOf } from "./refusal.ts";
import { counterpart, type SideFile, sideFilesOf } from "./side-files.ts";

export interface PlannedSideFiles {
  /** By the photo's path. */
  readonly removals: ReadonlyMap<FilePath, readonly PlannedRemoval[]>;
  /** By the side file's path. */
  readonly facts: ReadonlyMap<FilePath, FileFacts>;
  readonly notices: readonly PlanNotice[];
}

/** Apple writes it into the video of a Live Photo, and into no other video of a camera. */
const liveMark = Buffer.from("com.apple.quicktime.content.identifier");

const whyRawStays = "It stays: it is the RAW of a photo that goes, and no copy of it lies beside the kept photo.";
const whyKeptStays = "It stays: it was chosen to be kept.";
const whySharedStays = "It stays: another photo that stays uses it.";
const whyVideoStays = "It stays: the video bears the photo's name but does not say that it is part of a Live Photo.";

/** A side file goes when every photo that uses it goes; a RAW, a photo itself, only where a file with its bytes lies beside the kept photo. */
export async function planSideFiles(
  accepted: readonly Accepted[],
  going: ReadonlySet<FilePath>,
  { fileSystem, createHasher, isPhotoName }: PlanOptions,
): Promise<PlannedSideFiles> {
  const removals = new Map<FilePath, PlannedRemoval[]>();
  const facts = new Map<FilePath, FileFacts>();
  const notices = new Map<FilePath, PlanNotice>();
  const kept = new Set(accepted.map(({ request }) => request.kept.path));
  const names = listings(fileSystem);
  const read = (path: FilePath) => readSideFile(path, fileSystem, createHasher);

  async function consider({ request }: Accepted, side: SideFile): Promise<void> {
    const folder = dirname(request.path);
    const path = joined(folder, side.name);
    if (going.has(path) || facts.has(path)) return;
    const isStaying = side.owners.some((owner) => !going.has(joined(folder, owner)) && !facts.has(joined(folder, owner)));
    if (kept.has(path)) return void notices.set(path, notice(path, "side-file-stays", whyKeptStays));
    if (isStaying) return void notices.set(path, notice(path, "side-file-stays", whySharedStays));
    const seen = await read(path);
    if (seen === null) return void notices.set(path, notice(path, "unreadable", "It stays: it cannot be read."));
    if (side.kind === "live-video" && !seen.isLive) return void notices.set(path, notice(path, "side-file-stays", whyVideoStays));
    const other = await findCounterpart(request.path, path, request.kept.path);
    const hasCopy = other !== null && other.seen !== null && Buffer.compare(other.seen.hash, seen.hash) === 0;
    if (side.kind === "raw" && !hasCopy) return void notices.set(path, notice(path, "side-file-stays", whyRawStays));
    if (!hasCopy) notices.set(path, notice(path, "side-file-without-copy"));
    facts.set(path, seen.facts);
    const { device, inode, sizeBytes, modifiedAtNs } = seen.facts;
    // A copied RAW stands on its own copy; everything else goes because its photo does.
    const stands = side.kind === "raw" && other !== null ? { path: other.path, hash: seen.hash } : request.kept;
    const identity = { device, inode, sizeBytes, modifiedAtNs };
    const { group, root } = request;
    removals.set(request.path, [
      ...(removals.get(request.path) ?? []),
      { path, hash: seen.hash, identity, group, kept: stands, root, companionOf: request.path },
    ]);
  }

  async function findCounterpart(photo: FilePath, side: FilePath, keptPath: FilePath) {
    const folder = dirname(keptPath);
    const wanted = counterpart(basename(side), basename(photo), basename(keptPath)).toLowerCase();
    const name = names(folder).find((one) => one.toLowerCase() === wanted);
    if (name === undefined) return null;
    const path = joined(folder, name);
    if (path === side || going.has(path)) return null;
    return { path, seen: await read(path) };
  }

  for (const one of accepted) {
    const photo = basename(one.request.path);
    const sides = sideFilesOf(photo, names(dirname(one.request.path)), isPhotoName);
    // The RAW first: whether it goes decides on the side files that it shares.
    for (const side of sides.toSorted((a, b) => Number(b.kind === "raw") - Number(a.kind === "raw"))) await consider(one, side);
  }
  for (const path of facts.keys()) if (notices.get(path)?.code === "side-file-stays") notices.delete(path);
  return { removals, facts, notices: [...notices.values()] };
}

export function listings(fileSystem: FileSystem): (folder: FilePath) => readonly string[] {
  const known = new Map<FilePath, readonly string[]>();
  return (folder) => {
    const before = known.get(folder);
    if (before) return before;
    let names: readonly string[] = [];
    try {
      names = fileSystem.names(folder);
    } catch (error) {
      if (reasonOf(error) === null) throw error;
    }
    known.set(folder, names);
    return names;
  };
}

/** null where it cannot be read or is no file. */
export async function readSideFile(path: FilePath, fileSystem: FileSystem, createHasher: PlanOptions["createHasher"]) {
  const hasher = createHasher();
  let isLive = false;
  let tail = Buffer.alloc(0);
  try {
    const facts = await fileSystem.read(path, (chunk) => {
      hasher.update(chunk);
      const joint = Buffer.concat([tail, chunk.subarray(0, liveMark.length)]);
      isLive ||= joint.includes(liveMark) || Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).includes(liveMark);
      tail = Buffer.from(chunk.subarray(-liveMark.length));
    });
    return { facts, hash: hasher.digest(), isLive };
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return null;
  }
}
