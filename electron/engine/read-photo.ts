/** One file comes in; what the library keeps of it goes out, ready to be stored: at most one reading and one decode. */
import { type FilePath, LikenessError, type Problem, type ProblemCode } from "../contract.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { fingerprint } from "./hash/fingerprint.ts";
import type { Source } from "./media/media.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, DecodedPhoto, Embedded, Fingerprint, FoundFile } from "./photo.ts";

export type Reading = KnownReading | NewReading | FailedReading;

/** Bytes that the library knows already. */
export interface KnownReading {
  readonly kind: "known";
  readonly file: FoundFile;
  readonly content: ContentId;
}

export interface NewReading {
  readonly kind: "new";
  readonly file: FoundFile;
  readonly hash: Uint8Array;
  readonly decoded: DecodedPhoto;
  readonly fingerprint: Fingerprint;
  readonly embedding: Embedded;
}

export interface FailedReading {
  readonly kind: "failed";
  readonly file: FoundFile;
  readonly problem: Problem;
}

/** Never throws for what the file does wrong; what goes wrong in the program itself does throw. */
export async function readPhoto(parts: Parts, file: FoundFile): Promise<Reading> {
  try {
    const hasher = createContentHasher();
    const source = await parts.media.open(file.path, hasher.update);
    const hash = hasher.digest();
    const asRead = foundFile(source);
    const content = await knownContent(parts, hash);
    if (content !== null) return { kind: "known", file: asRead, content };
    const described = await describe(parts, source);
    await parts.store.thumbnails.write(hash, described.decoded.thumbnail);
    return { kind: "new", file: asRead, hash, ...described };
  } catch (error) {
    if (error instanceof MediaError) return { kind: "failed", file, problem: problemOf(file.path, error) };
    throw error;
  }
}

export type Description = Pick<NewReading, "decoded" | "fingerprint" | "embedding">;

/** Decodes, hashes and embeds; keeps nothing. Throws MediaError. */
export async function describe({ media, embedder }: Parts, source: Source): Promise<Description> {
  const decoded = await media.decode(source);
  const print = fingerprint(decoded.pixels, decoded.facts.width, decoded.facts.height);
  const [embedding] = await (await embedder()).embed([decoded.pixels]);
  if (!embedding) throw new Error("The embedder gave no vector.");
  return { decoded, fingerprint: print, embedding };
}

export function problemOf(path: FilePath, error: { readonly code: ProblemCode; readonly message: string }): Problem {
  return { path, code: error.code, message: error.message };
}

/** What the contract says of a file that was asked for by itself; anything but a MediaError is thrown on as it is. */
export function errorOf(path: FilePath, error: unknown): LikenessError {
  if (!(error instanceof MediaError)) throw error;
  return new LikenessError(error.code === "vanished" ? "not-found" : "unreadable", `"${path}": ${error.message}`);
}

/** A content counts as known when all that is derived from it is there, under the present recipes. */
async function knownContent({ store, recipes }: Parts, hash: Uint8Array): Promise<ContentId | null> {
  const content = store.contents.find(hash);
  if (content === null) return null;
  const { fingerprint, embedding } = await recipes();
  const { derived, thumbnails } = store;
  const whole = derived.hasFingerprint(content, fingerprint) && derived.hasEmbedding(content, embedding) && thumbnails.find(hash) !== null;
  return whole ? content : null;
}

function foundFile({ path, sizeBytes, modifiedAtNs, inode, device }: Source): FoundFile {
  return { path, sizeBytes, modifiedAtNs, inode, device };
}
