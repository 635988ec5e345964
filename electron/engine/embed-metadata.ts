/** A kept JPEG and what it is to gain come in; the same JPEG with that in its XMP packet goes out as bytes to be written through the journal, or why it cannot be. */
import type { FileSystem } from "./actions/file-system.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { haveSamePixels } from "./media/same-pixels.ts";
import { withXmpPacket, xmpPlace } from "./media/xmp-packet.ts";
import type { PlannedMerge } from "./merge-metadata.ts";
import { lacking } from "./metadata/merge.ts";
import { xmpText } from "./metadata/xmp-document.ts";
import { readXmp } from "./metadata/xmp-read.ts";
import { writeXmp, XmpRefusal } from "./metadata/xmp-write.ts";
import type { Description, PlannedSideFile } from "./photo.ts";

export interface Embedding {
  /** All that the photo says, in whatever form. */
  readonly has: Description;
  readonly gained: Description;
  /** A plan only asks whether it could be done. */
  readonly isPlan: boolean;
}

const longestBytes = 2 ** 28;
const ownersMayWrite = 0o200;
const unreadable = "Its own XMP cannot be read.";

/** A string is a reason, in English, and then nothing is to be embedded. Throws the system's errors. */
export async function embedInto(
  { fileSystem }: { readonly fileSystem: FileSystem },
  { kept, root, group, isProtected }: PlannedMerge,
  { has, gained, isPlan }: Embedding,
): Promise<PlannedSideFile | string> {
  if (isProtected) return "It lies in a protected folder.";
  const facts = fileSystem.stat(kept.path);
  if (facts?.kind !== "file") return "It is not there any more.";
  if (facts.links > 1) return "It has several names (hard links), which would part from each other.";
  if ((facts.mode & ownersMayWrite) === 0) return "It is marked as read-only.";
  if (facts.sizeBytes > longestBytes) return "It is too large.";
  const { bytes, ...replaces } = await readWhole(fileSystem, kept.path);
  if (Buffer.compare(replaces.hash, kept.hash) !== 0) return "It has changed since it was read. Scan again.";
  if (bytes.readUInt16BE(0) !== 0xffd8) return "Only JPEG files can take it up.";
  const place = xmpPlace(bytes);
  if (typeof place === "string") return place;
  const before = place.packet === null ? null : xmpText(place.packet);
  const own = before === null ? null : readXmp(before);
  if (place.packet && !own) return unreadable;
  const isWordGained = gained.keywords.length > 0;
  const keywords = isWordGained ? lacking(own?.keywords ?? [], [...has.keywords, ...gained.keywords]) : [];
  const text = written(before, { ...gained, keywords });
  if (text === null) return unreadable;
  const made = withXmpPacket(bytes, text);
  if (made.refusal !== null) return made.refusal;
  if (!isPlan && !(await haveSamePixels(bytes, made.bytes))) return "Decoded, it would not be the same picture.";
  return { path: kept.path, hash: hashOf(made.bytes), bytes: made.bytes, group, kept, root, replaces };
}

async function readWhole(fileSystem: FileSystem, path: string) {
  const chunks: Buffer[] = [];
  const { device, inode, sizeBytes, modifiedAtNs } = await fileSystem.read(path, (chunk) => chunks.push(Buffer.from(chunk)));
  // Two zeros tell that nothing is there.
  const bytes = Buffer.concat(sizeBytes < 2 ? [Buffer.alloc(2)] : chunks);
  return { bytes, hash: hashOf(...chunks), identity: { device, inode, sizeBytes, modifiedAtNs } };
}

function hashOf(...chunks: readonly Uint8Array[]): Uint8Array {
  const hasher = createContentHasher();
  for (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
}

function written(before: string | null, gained: Description): string | null {
  try {
    return writeXmp(before, gained);
  } catch (error) {
    if (error instanceof XmpRefusal) return null;
    throw error;
  }
}
