/** The nouns that the stages hand to each other, and the ports through which the engine meets the system. */
import { isUtf8 } from "node:buffer";
import type {
  AffineTransform,
  Alignment,
  FilePath,
  GroupKind,
  JournalId,
  JournalKind,
  JournalState,
  Place,
  PlanNoticeCode,
  Reason,
  Relation,
  Verdict,
} from "../contract.ts";
import type { FacesLook } from "./face.ts";

/** Words of the contract that the stages hand to each other too. */
export type { JournalId, JournalKind, JournalState, PlanNoticeCode } from "../contract.ts";
export type { FaceLandmarks, FacePoint, FacesLook, FoundFace } from "./face.ts";

/** One row of content in the library: a photo's bytes, wherever files with them lie. */
export type ContentId = number & { readonly brand: "ContentId" };
/** Names what made derived data: weights, preprocessing version and parameters, hashed. */
export type Recipe = string & { readonly brand: "Recipe" };

/** A file that the walk met; nothing of it has been opened. */
export interface FoundFile {
  readonly path: FilePath;
  readonly sizeBytes: number;
  /** Nanoseconds since 1970. */
  readonly modifiedAtNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
}

/** Interleaved 8-bit sRGB, upright. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** uint8 [height, width, 3], 0..255 */
  readonly data: Uint8Array;
}

/** full: true colour. grey: no colour in the picture. few: a palette, or fewer than 8 bits a sample. */
export const colourKinds = ["few", "grey", "full"] as const;
export type Colours = (typeof colourKinds)[number];

/** What the file says of its photo. */
export interface PhotoFacts {
  /** "jpeg", "png", "webp", "gif", "tiff", "avif", "bmp", "heic", … */
  readonly format: string;
  /** Upright, of the original, before any shrinking. */
  readonly width: number;
  readonly height: number;
  readonly takenAtMs: number | null;
  readonly camera: string | null;
  readonly lens: string | null;
  readonly place: Place | null;
  readonly colours: Colours;
  /** How many metadata fields the file carries: a keeper with more loses less. */
  readonly metadataFields: number;
}

/** One decode of one photo: every later stage looks at these pixels. */
export interface DecodedPhoto {
  readonly facts: PhotoFacts;
  /** Long side at most 512 (media's workingSize); never enlarged. */
  readonly pixels: Pixels;
  /** WebP, long side at most 320. */
  readonly thumbnail: Uint8Array;
  /** "#rrggbb" */
  readonly meanColour: string;
  /** Variance of the Laplacian of the green channel of `pixels`; larger is sharper. */
  readonly sharpness: number;
}

/** Hashes of one picture. */
export interface Fingerprint {
  /** 32 bytes: SHA-256 of original size and working pixels. Equal for the same picture in other bytes. */
  readonly pixelHash: Uint8Array;
  /**
   * 8 x 32 bytes: difference hash of 256 bits for each of the eight rotations and mirrors. Hash k is that of the picture
   * as shown under EXIF orientation k + 1, so hash 0 is the picture as it stands.
   */
  readonly differenceHashes: Uint8Array;
  /** 8 x 8 bytes: DCT hash of 64 bits for each of the eight, in the same order. */
  readonly dctHashes: Uint8Array;
}

/** Unit vectors kept as int8, each scaled so that its largest number is 127: compare them by cosine, never by bare products. */
export interface Embedding {
  /** int8 [256]: finds copies. */
  readonly copy: Int8Array;
  /** int8 [256]: finds similar scenes. */
  readonly scene: Int8Array;
}

/** What one pass of the embedder gives. */
export interface Embedded extends Embedding {
  /** float32 [dimensions], unit length: the pooled features that the copy descriptor was made of; a newly learned head makes another of them. */
  readonly features: Float32Array;
}

/** Everything that matching needs of one content. */
export interface MatchItem {
  readonly content: ContentId;
  readonly fingerprint: Fingerprint;
  readonly copy: Int8Array;
  readonly facts: Pick<PhotoFacts, "width" | "height" | "format" | "takenAtMs" | "camera" | "colours">;
}

/** B laid on A: the transform that the window shows, and how well the two agree under it. */
export interface AlignmentEvidence extends Alignment {
  /** Features matched before the fit; inliers / matches is the share that the transform explains. */
  readonly matches: number;
  /** Root mean square distance of the inliers after the fit, in pixels of A at its working size. */
  readonly spreadPixels: number;
  /** Median correlation of the textured patches of the overlap, -1..1. */
  readonly correlation: number;
  /** Share of those patches that correlate above 0.8, 0..1: an overlay lowers it less than another exposure does. */
  readonly agreement: number;
  /** Share of those patches that correlate below 0.3, 0..1: something lies over them, or they show something else. */
  readonly covered: number;
  /** Number of textured patches compared. */
  readonly patches: number;
  /** How far the agreeing patches still lie beside their places, median, pixels of A at its small size (long side 192). */
  readonly driftPixels: number;
  /** The same after the best affine motion is taken off: near 0 for a copy, not where the camera or the scene moved. */
  readonly residualDriftPixels: number;
  /** Correlation, agreement and cover at half the size, where blur and noise matter less. */
  readonly coarseCorrelation: number;
  readonly coarseAgreement: number;
  readonly coarseCovered: number;
  /** Quarter turns clockwise (0..3) that bring B nearest to A, after mirroring it left to right where mirrored. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  /** Mean absolute difference of red, green and blue over the overlap, 0..1. */
  readonly colourDifference: number;
  /** Mean lightness of B less that of A, -1..1. */
  readonly lightnessChange: number;
  /** Mean chroma of B less that of A, -1..1: a grey copy of a colourful photo is far below 0. */
  readonly chromaChange: number;
}

/** Two contents that belong together. */
export interface Match {
  readonly a: ContentId;
  readonly b: ContentId;
  readonly relation: Relation;
  /** 0..1, calibrated. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
  /** From B to A where the two were aligned. */
  readonly transform: AffineTransform | null;
  /** B's outline on A, clipped to A; 0..1 of A. */
  readonly cropBox: readonly [number, number, number, number] | null;
}

/** What the person said of two contents. */
export interface AnsweredPair {
  readonly a: ContentId;
  readonly b: ContentId;
  readonly verdict: Verdict;
}

/** What grouping and the choice of a keeper look at: one file. */
export interface Candidate {
  readonly path: FilePath;
  readonly content: ContentId;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly facts: PhotoFacts;
  readonly sharpness: number;
  readonly protected: boolean;
  /** Absent where the photo was not looked at for faces, or shows none that is clear enough. */
  readonly faces?: FacesLook;
}

/** A group before it is dressed for the contract: indexes into the candidates given. */
export interface CandidateGroup {
  readonly kind: GroupKind;
  readonly keeper: number;
  readonly keeperReasons: readonly Reason[];
  readonly members: readonly {
    readonly index: number;
    readonly relation: Relation;
    readonly probability: number;
    readonly reasons: readonly Reason[];
  }[];
}

// ---------------------------------------------------------------- what people say of a photo

/** Besides the picture: what a person, or the camera for them, wrote down of it. */
export interface Description {
  /** 1 to 5, or -1 for rejected; null where it has none. */
  readonly rating: number | null;
  readonly keywords: readonly string[];
  readonly title: string | null;
  readonly description: string | null;
  readonly place: Place | null;
  /** When it was taken, as XMP writes it: "2019-05-03T14:02:11", with a fraction and an offset where they are known. */
  readonly taken: string | null;
}

/** Ports. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

// ---------------------------------------------------------------- removing, undoably

/** What tells one file from whatever may stand at its path later. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  /** Nanoseconds since 1970. */
  readonly modifiedAtNs: bigint;
}

/** A path and the SHA-256 (32 bytes) of what must lie there. */
export interface ContentAt {
  readonly path: FilePath;
  readonly hash: Uint8Array;
}

/** One file that a plan would move into a holding folder. */
export interface PlannedRemoval extends ContentAt {
  readonly identity: FileIdentity;
  /** Undo takes a whole group back by this. */
  readonly group: string;
  /** The photo that stays and stands for this one; checked again right before the move. */
  readonly kept: ContentAt;
  /** The scanned folder that the file lies in: its holding folder is at the top of it, or of the volume mounted inside it. */
  readonly root: FilePath;
  /** Whose side file this is; null for a photo. A side file stays where its photo stays. */
  readonly companionOf: FilePath | null;
}

/** A file that a plan would copy: `path` is where to, `kept` where from; `identity` has the original's size and time, and no number yet. */
export type PlannedCopy = PlannedRemoval;

export interface PlanNotice {
  readonly path: FilePath;
  readonly code: PlanNoticeCode;
  /** In English: what and why. */
  readonly text: string;
}

export interface Plan {
  /** Each photo before its side files. */
  readonly removals: readonly PlannedRemoval[];
  /** Made before anything is removed; a removal may rest on a copy. Each photo before its side files. */
  readonly copies: readonly PlannedCopy[];
  /** Asked for and left out, each with its reason. */
  readonly refused: readonly PlanNotice[];
  readonly warnings: readonly PlanNotice[];
  readonly totalBytes: number;
  /** Given back once the holding folder and then the system's trash are emptied: hard links that stay count nothing. */
  readonly freedBytes: number;
}

export interface JournalEntry {
  readonly id: JournalId;
  /** Name of the session, which is also the name of its folder inside each holding folder. */
  readonly session: string;
  readonly kind: JournalKind;
  readonly state: JournalState;
  readonly removal: PlannedRemoval;
  /** Where it is held, or about to be; null before the first attempt. */
  readonly heldPath: FilePath | null;
  /** Where undo puts it; another than the removal's path where that was taken meanwhile. */
  readonly restoredPath: FilePath | null;
  /** Of a copy: the topmost folder that had to be made for it; null where none had. */
  readonly madeFolder: FilePath | null;
  /** Why the last attempt did not succeed, in words; null where it did. */
  readonly reason: string | null;
  readonly changedAtMs: number;
}
export type JournalChange = Partial<Pick<JournalEntry, "heldPath" | "restoredPath" | "madeFolder" | "reason">> & {
  readonly state: JournalState;
  readonly changedAtMs: number;
};

export interface JournalSession {
  readonly name: string;
  readonly beganAtMs: number;
  readonly counts: Readonly<Partial<Record<JournalState, number>>>;
}

/** Synchronous; every change is on the disk itself, not only in the system's memory, when the call returns. */
export interface JournalStore {
  /** All entries as "planned", all or none; a session that is there already grows. */
  begin(session: string, kind: JournalKind, removals: readonly PlannedRemoval[], atMs: number): JournalEntry[];
  change(id: JournalId, change: JournalChange): JournalEntry;
  entry(id: JournalId): JournalEntry | null;
  /** In the order of the plan. */
  ofSession(session: string): JournalEntry[];
  inStates(states: readonly JournalState[]): JournalEntry[];
  /** The newest first. */
  sessions(): JournalSession[];
}

/** A side file that is to be written beside a photo that stays. */
export interface PlannedSideFile extends ContentAt {
  readonly bytes: Uint8Array;
  /** Undo takes a whole group back by this. */
  readonly group: string;
  /** The photo that it belongs to; checked again right before the writing. */
  readonly kept: ContentAt;
  /** The scanned folder that it lies in. */
  readonly root: FilePath;
  /** What lies there now and was read for the new bytes; null where the place must be free. */
  readonly replaces: { readonly hash: Uint8Array; readonly identity: FileIdentity } | null;
}

export interface ActionFailure {
  readonly path: FilePath;
  readonly reason: string;
}
/** What acting, undoing or emptying came to. */
export interface Receipt {
  /** null where the work touched several sessions. */
  readonly session: string | null;
  readonly done: readonly JournalEntry[];
  /** Left as they were, each with its reason; the others went on. */
  readonly failed: readonly ActionFailure[];
  readonly bytes: number;
}

/** The system's trash. Hands over what it can and throws where something stays: the caller looks at the disk and believes only that. */
export interface TrashCan {
  trash(paths: readonly FilePath[]): Promise<void>;
}

/** A path's bytes as the system wants them: lone surrogates U+DC80..U+DCFF are the raw bytes 80..FF (PEP 383). */
export function bytesOfPath(path: FilePath): Buffer {
  if (path.isWellFormed()) return Buffer.from(path);
  const parts: Buffer[] = [];
  for (const character of path) {
    const code = character.charCodeAt(0);
    const raw = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
    parts.push(raw ? Buffer.of(code - 0xdc00) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

/** The inverse of bytesOfPath: bytes that are not UTF-8 become lone surrogates U+DC80..U+DCFF (PEP 383). */
export function pathOfBytes(bytes: Uint8Array): FilePath {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString();
  let path = "";
  for (let at = 0; at < buffer.length; ) {
    let length = 1;
    while (length <= 4 && !isUtf8(buffer.subarray(at, at + length))) length++;
    if (length <= 4 && at + length <= buffer.length) {
      path += buffer.toString("utf8", at, at + length);
      at += length;
    } else {
      path += String.fromCharCode(0xdc00 + (buffer[at] ?? 0));
      at += 1;
    }
  }
  return path;
}

/** What node:fs takes: the string itself where it is Unicode, else its bytes. */
export function systemPath(path: FilePath): string | Buffer {
  return path.isWellFormed() ? path : bytesOfPath(path);
}
