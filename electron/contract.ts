/**
 * The whole boundary between the engine and whoever shows it: types, methods, events and error codes; imports nothing but its own
 * parts in contract/, one a subject, each with its types and its methods. Every value here survives JSON. Pictures never travel through it: they have addresses (see PictureVariant).
 */
import { type BrowsingMethodTypes, browsingMethodNames } from "./contract/browsing.ts";
import { type CopyItem, type FolderEventTypes, type FolderMethodTypes, folderMethodNames } from "./contract/folders.ts";
import { type LearningEventTypes, type LearningMethodTypes, learningHostOnlyMethods, learningMethodNames } from "./contract/learning.ts";
import { type FaceId, type PeopleEventTypes, type PeopleMethodTypes, peopleMethodNames } from "./contract/people.ts";
import type { Language } from "./contract/reasons.ts";

// ---------------------------------------------------------------- ids and small words

/** One file in the library. Stable while the file stays, also when it is moved or renamed. */
export type PhotoId = number & { readonly brand: "PhotoId" };
export type JobId = number & { readonly brand: "JobId" };
export type GroupId = string & { readonly brand: "GroupId" };
export type AnswerId = number & { readonly brand: "AnswerId" };
export type PlanId = string & { readonly brand: "PlanId" };
export type JournalId = number & { readonly brand: "JournalId" };

/**
 * A path as the system has it. Bytes that are not UTF-8 stand as lone surrogates U+DC80..U+DCFF (PEP 383),
 * so that a name of any bytes survives JSON and comes back exactly.
 */
export type FilePath = string;

/** What two photos are to each other, the strongest first. */
export const relations = [
  "identical", // the same bytes
  "same-pixels", // other bytes (metadata, container), the same picture
  "re-encoded", // saved again, or at another size
  "rotated", // by a quarter turn, or mirrored
  "cropped",
  "edited",
  "same-moment", // a burst: another exposure of the same scene
  "similar",
] as const;
export type Relation = (typeof relations)[number];

export const groupKinds = ["copies", "moments"] as const;
/** copies: one photo in several versions. moments: several exposures of one moment. */
export type GroupKind = (typeof groupKinds)[number];

/** A reason the program can say: a code with its values for translation, and the words in English. */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly text: string;
}

// ---------------------------------------------------------------- errors

export const errorCodes = [
  "usage", // the caller asked for something that has no meaning
  "not-found", // no such photo, folder, file
  "unreadable", // a file that cannot be read as a photo
  "library-locked", // another process has this library open
  "library-newer", // made by a newer version of the program
  "library-damaged",
  "busy", // a job of the same kind is under way
  "cancelled",
  "unsupported", // not on this computer
  "disconnected", // the engine went away
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The only error that crosses the boundary. The message says what, why and what to do. */
export class LikenessError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LikenessError";
    this.code = code;
  }
}

export const problemCodes = [
  "vanished", // gone between the walk and the reading
  "permission",
  "empty", // zero bytes
  "not-a-photo", // a photo's name on something else
  "unsupported-format",
  "damaged", // truncated or broken
  "too-large", // over the cap on pixels or bytes
  "input-output", // the disk failed
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A file or folder that could not be read; recorded, shown, and tried again when it changes. */
export interface Problem {
  readonly path: FilePath;
  readonly code: ProblemCode;
  readonly message: string;
}

// ---------------------------------------------------------------- jobs

export const jobKinds = ["scan", "faces", "check", "train", "clean", "undo", "empty"] as const;
export type JobKind = (typeof jobKinds)[number];
export type JobPhase =
  | "waiting"
  | "walking"
  | "reading"
  | "matching"
  | "finding-faces"
  | "clustering"
  | "checking" // a folder against the library
  | "copying" // new files into a folder
  | "preparing" // views and features to learn from
  | "training"
  | "evaluating"
  | "moving" // into the holding folder
  | "restoring"
  | "emptying" // into the system's trash
  | "ended";
export type JobOutcome = "running" | "paused" | "done" | "cancelled" | "failed";

export interface JobState {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly phase: JobPhase;
  readonly outcome: JobOutcome;
  /** Units of the phase (photos while reading). */
  readonly done: number;
  /** null while it is not known yet. */
  readonly total: number | null;
  readonly perSecond: number;
  readonly secondsLeft: number | null;
  /** The error's words when it failed. */
  readonly message: string | null;
}

// ---------------------------------------------------------------- photos

export interface Place {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
}

export interface PhotoSummary {
  readonly id: PhotoId;
  readonly path: FilePath;
  readonly sizeBytes: number;
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  /** Milliseconds since 1970, from EXIF; null where the photo does not say. */
  readonly takenAtMs: number | null;
  /** The picture's mean colour, "#rrggbb": what a tile shows before its thumbnail comes. */
  readonly meanColour: string;
}

export interface PhotoDetail extends PhotoSummary {
  readonly format: string;
  readonly modifiedAtMs: number;
  readonly camera: string | null;
  readonly lens: string | null;
  readonly place: Place | null;
  /** Variance of the Laplacian on the working size; larger is sharper. */
  readonly sharpness: number;
  /** Hex, SHA-256 of the bytes. */
  readonly contentHash: string;
  readonly protected: boolean;
}

export const photoOrders = ["taken", "path", "size"] as const;
export type PhotoOrder = (typeof photoOrders)[number];

export interface Page<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/**
 * thumbnail: WebP at most 320 pixels. view: something every browser shows, at most 2,560 pixels. original: the file's own bytes.
 * face: a square around one face, WebP at most 320 pixels; its id is the face's.
 */
export const pictureVariants = ["thumbnail", "view", "original", "face"] as const;
export type PictureVariant = (typeof pictureVariants)[number];

/** Where a host finds the bytes that it serves at a picture's address. Never for a page. */
export interface PictureFile {
  readonly path: FilePath;
  readonly mediaType: string;
}

// ---------------------------------------------------------------- matches and groups

export interface Pair {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly relation: Relation;
  /** 0..1, calibrated. */
  readonly probability: number;
}

export interface GroupMember extends PhotoSummary {
  /** What this photo is to the keeper. */
  readonly relation: Relation | "keeper";
  /** 0..1 that it is so; 1 for the keeper. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
  readonly protected: boolean;
  /** What the person decided of it; null where nothing. */
  readonly mark: Mark | null;
}

export interface Group {
  readonly id: GroupId;
  readonly kind: GroupKind;
  readonly keeper: FilePath;
  readonly keeperReasons: readonly Reason[];
  /** The keeper first, then by probability. Every member matches the keeper itself. */
  readonly members: readonly GroupMember[];
  /** Bytes of the members that may go: neither the keeper nor in a protected folder. */
  readonly reclaimableBytes: number;
}

export interface SimilarPhoto extends PhotoSummary {
  readonly relation: Relation;
  readonly probability: number;
  /** Cosine distance of the copy descriptors, 0..2; smaller is nearer. */
  readonly distance: number;
}

/** A point (x, y) of B lands on A at (m[0] x + m[1] y + m[2], m[3] x + m[4] y + m[5]); both in 0..1 of width and height. */
export type AffineTransform = readonly [number, number, number, number, number, number];

export interface Alignment {
  readonly inliers: number;
  readonly mirrored: boolean;
  /** From B to A. */
  readonly transform: AffineTransform;
  /** B's outline on A, clipped to A: [x, y, width, height] in 0..1 of A. */
  readonly cropBox: readonly [number, number, number, number];
  /** Share of A's area that B shows, 0..1. */
  readonly coverage: number;
}

// ---------------------------------------------------------------- decisions

export const verdicts = ["same", "different"] as const;
/** same: one picture, whatever the program thinks. different: never together again. */
export type Verdict = (typeof verdicts)[number];

/** One of the two that an answer is about: the content stays known where no file holds it any more. */
export interface AnsweredPhoto {
  /** Hex, SHA-256 of the bytes. */
  readonly contentHash: string;
  /** The first file by path that holds this content; null where the library has none. */
  readonly path: FilePath | null;
  readonly photo: PhotoId | null;
}

/** Kept by content, so it survives moves, renames and new scans. A later answer on the same two takes the place of an earlier one. */
export interface Answer {
  readonly id: AnswerId;
  readonly a: AnsweredPhoto;
  readonly b: AnsweredPhoto;
  readonly verdict: Verdict;
  readonly answeredAtMs: number;
}

export const marks = ["keep", "remove", "later"] as const;
/** What the person decided of one file. Survives moves; falls when the file's content changes. */
export type Mark = (typeof marks)[number];

/** null takes the mark off. */
export interface PhotoMark {
  readonly photo: PhotoId;
  readonly mark: Mark | null;
}

/**
 * What a keeper is chosen by, in the order that holds where the person set none. Before all of them stand, always: chosen by the person,
 * then in a protected folder; after them the path.
 */
export const keeperCriteria = [
  "format", // camera data (RAW) before everything else, 256 colours last
  "whole", // shows the whole picture, not a part
  "pixels", // more pixels
  "origin", // the camera's own file, then lossless, then lossy
  "compression", // less compressed
  "faces", // of moments: eyes open, faces sharp
  "sharpness",
  "preferred", // in a preferred folder, the first of them first
  "metadata", // more of it
  "age", // the older file
  "tidiness", // no sign of a copy in name and folder
] as const;
export type KeeperCriterion = (typeof keeperCriteria)[number];
export interface KeeperRule {
  readonly criterion: KeeperCriterion;
  readonly enabled: boolean;
}

export interface KeeperRules {
  readonly keeperCriteria: readonly KeeperRule[];
  readonly preferredFolders: readonly FilePath[];
  readonly protectedFolders: readonly FilePath[];
}

/** What other rules would alter: a group that would keep another photo. */
export interface KeeperChange {
  /** As the group would be called under the rules tried. */
  readonly group: GroupId;
  readonly kind: GroupKind;
  readonly from: FilePath;
  readonly to: FilePath;
  /** Why the one would be kept. */
  readonly reasons: readonly Reason[];
}

// ---------------------------------------------------------------- cleaning up, undoably

export const planNoticeCodes = [
  // The file is left out of the plan:
  "protected",
  "vanished",
  "not-a-file", // a link, folder or device stands there now
  "changed", // since the library read it: scan again
  "unreadable",
  "read-only-folder",
  "kept-gone",
  "kept-changed",
  "kept-is-going", // what should stand for it is to be removed as well
  "same-file-as-kept", // two paths to one file
  // The file goes, and the person should know:
  "last-copy", // the kept photo is another version: no file with exactly these bytes stays
  "kept-on-other-volume",
  "hard-link", // other names of the same bytes stay: nothing is freed
  "shared-blocks", // other files hold some of its blocks too (reflinks): those come free only with the last of them
  "shared-blocks-possible", // this file system can share blocks between copies; how many, this computer does not say
  "network-volume", // what was moved is safe from a crash of this computer only as far as the server keeps its word
  "side-file-without-copy", // goes with its photo, and beside the kept photo there is no such side file
  // A side file stays:
  "side-file-stays", // another photo that stays uses it, or, for a RAW, no copy of it stays
] as const;
export type PlanNoticeCode = (typeof planNoticeCodes)[number];

export const cleanupNoticeCodes = [
  ...planNoticeCodes,
  // Left out of the plan:
  "no-match", // it does not match the photo that should stay for it, or nothing that stays matches it
  "all-removed", // every photo of its group, or that matches it, is to be removed as well
  "not-certain", // only by a rule with onlyCertain: something that the kept photo lacks would go with it
  // Left out of a plan on two folders:
  "better-version", // what would stay for it is not as good
  "other-version", // a crop or an edit is somebody's work
  // Not copied:
  "target-read-only",
  // Copied, and the person should know:
  "too-little-space", // on the volume that it is to be copied to
] as const;
export type CleanupNoticeCode = (typeof cleanupNoticeCodes)[number];

export interface CleanupNotice {
  readonly path: FilePath;
  readonly code: CleanupNoticeCode;
  /** In English: what and why (contract/sentences.ts says it in other languages, as everything that the engine says in sentences). */
  readonly text: string;
}

export interface CleanupRule {
  readonly kinds: readonly GroupKind[];
  readonly relations: readonly Relation[];
  /** 0..1: the member's probability, and that at which the groups are made. */
  readonly minProbability: number;
  /** Only photos below this folder go. */
  readonly folder?: FilePath;
  /**
   * Leaves out whatever somebody could miss. Not the same bytes: it goes only as JPEG, PNG or BMP, for a photo of the same format (a JPEG
   * for any of the three) that has at least its pixels, bytes, metadata fields, and each of time, place and camera that it has.
   * Whatever it is: not where its photo is kept on another volume, nor where a side file would go that the kept photo lacks.
   */
  readonly onlyCertain?: boolean;
}

/** The relations and the probability at which nearly everybody would call it certain; to be used with `onlyCertain`. */
export const certainRule: CleanupRule = {
  kinds: ["copies"],
  relations: ["identical", "same-pixels", "re-encoded"],
  minProbability: 0.99,
  onlyCertain: true,
};

/**
 * removals: as the person says; each must match the photo kept for it, with probability 0.5 or more, or be called the same.
 * marked: every photo marked "remove", for the best photo that stays and matches it so; of a group marked whole nothing goes.
 * rule: of every group the members that fit, but none in a protected folder and none marked "keep" or "later".
 */
export type CleanupRequest = (
  | { readonly removals: readonly { readonly photo: PhotoId; readonly kept: PhotoId }[] }
  | { readonly marked: true }
  | { readonly rule: CleanupRule }
) & {
  /** Where none is given, as the settings say. */
  readonly mergeMetadata?: MetadataMerging;
};

export const metadataMergings = ["no", "sidecar", "embedded"] as const;
/**
 * What becomes of metadata that the photos that go have and the kept one lacks. sidecar: written into an XMP file beside the kept one.
 * embedded: into the kept one itself where it is a JPEG that can take it up, else beside it; no pixel changes, and undo brings the very file back.
 */
export type MetadataMerging = (typeof metadataMergings)[number];

export const metadataFields = ["rating", "keyword", "title", "description", "place", "taken"] as const;
export type MetadataField = (typeof metadataFields)[number];

/** One thing that a kept photo gains; keywords one by one. */
export interface MergedField {
  readonly field: MetadataField;
  /** As a person reads it: "4", "Zürich", "47.36667, 8.55", "2019-05-03T14:02:11+02:00". */
  readonly value: string;
  /** The photo that goes and has it. */
  readonly from: FilePath;
}

/** What one kept photo would gain. */
export interface MetadataMerge {
  readonly kept: FilePath;
  /** What is to hold it: an XMP side file, or the kept photo itself. */
  readonly target: FilePath;
  /** Whether one is there: it then goes into the holding folder, and what it says stands in the new one. The photo itself always is. */
  readonly replaces: boolean;
  readonly fields: readonly MergedField[];
  /** In English: why it cannot be written, so that nothing of it will be; null where it can. */
  readonly obstacle: string | null;
  /** In English: why it goes into a side file, where it was to go into the photo itself. */
  readonly notEmbedded?: string;
}

/** One photo that would go. */
export interface CleanupItem {
  readonly photo: PhotoId;
  readonly path: FilePath;
  readonly kept: FilePath;
  readonly keptPhoto: PhotoId;
  /** What it is to the kept photo, and how probably. */
  readonly relation: Relation;
  readonly probability: number;
  /** Its name in the journal; undo takes the whole of it back. */
  readonly group: string;
  /** These go with it. */
  readonly sideFiles: readonly FilePath[];
  /** With its side files. */
  readonly bytes: number;
}

/** Nothing has been touched yet. Held by the engine until it is acted on or others have pushed it out: then plan again. */
export interface CleanupPlan {
  readonly id: PlanId;
  readonly items: readonly CleanupItem[];
  /** Asked for and left out, each with its reason. */
  readonly refused: readonly CleanupNotice[];
  readonly warnings: readonly CleanupNotice[];
  /** Side files that would be written, by kept photo; none where nothing is to be merged. Read again after the moving: what stays gives nothing. */
  readonly merges: readonly MetadataMerge[];
  /** Files that would be copied, before anything goes; none where a plan only removes. */
  readonly copies: readonly CopyItem[];
  /** Of the copies. */
  readonly copiedBytes: number;
  /** By the folder that the files lie in, most bytes first. */
  readonly folders: readonly { readonly folder: FilePath; readonly files: number; readonly bytes: number }[];
  /** Photos and side files. */
  readonly files: number;
  readonly totalBytes: number;
  /** Given back once the holding folder and then the system's trash are emptied: hard links that stay count nothing. */
  readonly freedBytes: number;
}

/**
 * planned → moving → moved → restoring → undone, or moved → emptying → emptied. In "planned", "failed" and "undone" the file lies in
 * its folder, in "moved" in the holding folder, after "emptied" in the system's trash. "lost": somebody took the file from where it lay.
 * A side file or a copy that the program writes: planned → writing → written → withdrawing → undone. Only in "written" it is there.
 */
export const journalStates = [
  "planned",
  "moving",
  "moved",
  "restoring",
  "undone",
  "emptying",
  "emptied",
  "failed",
  "lost",
  "writing",
  "written",
  "withdrawing",
] as const;
export type JournalState = (typeof journalStates)[number];

export const journalKinds = ["remove", "write-sidecar", "copy"] as const;
/** remove: a file went into the holding folder. write-sidecar: a side file was written beside a kept photo. copy: `path` became a copy of `kept`. */
export type JournalKind = (typeof journalKinds)[number];

/** One file of one session. */
export interface JournalFile {
  readonly id: JournalId;
  readonly session: string;
  readonly group: string;
  readonly kind: JournalKind;
  readonly state: JournalState;
  readonly path: FilePath;
  readonly kept: FilePath;
  /** The photo whose side file this is; null for a photo. */
  readonly companionOf: FilePath | null;
  readonly sizeBytes: number;
  /** Hex, SHA-256 of the bytes. */
  readonly contentHash: string;
  /** Where it is held; null before the first attempt. */
  readonly heldPath: FilePath | null;
  /** Where undo put it; another than `path` where that was taken meanwhile. */
  readonly restoredPath: FilePath | null;
  /** Why the last attempt did not succeed; null where it did. */
  readonly reason: string | null;
  readonly changedAtMs: number;
}

export interface JournalSummary {
  readonly session: string;
  readonly beganAtMs: number;
  readonly files: number;
  readonly counts: Readonly<Partial<Record<JournalState, number>>>;
  /** In the holding folders now: what undo can bring back. */
  readonly heldFiles: number;
  readonly heldBytes: number;
}

/** A session, one group of it, or single files (a photo brings its side files). */
export type UndoRequest = { readonly session: string; readonly group?: string } | { readonly entries: readonly JournalId[] };

/** What acting, undoing or emptying came to. */
export interface Receipt {
  /** null where the work touched several sessions. */
  readonly session: string | null;
  readonly done: readonly JournalFile[];
  /** Side files with merged metadata that were written, or by undo taken away again. */
  readonly written: readonly JournalFile[];
  /** Copies that were made, or by undo taken away again. */
  readonly copied: readonly JournalFile[];
  /** Left as they were, each with its reason; the others went on. */
  readonly failed: readonly { readonly path: FilePath; readonly reason: string }[];
  readonly bytes: number;
  /** Whether `undo` can bring back what was done: not after emptying, where only the system's trash can. */
  readonly undoable: boolean;
  /** One sentence for the person: where the files are now, and how they come back. */
  readonly text: string;
}

export const reportFormats = ["csv", "json", "html"] as const;
export type ReportFormat = (typeof reportFormats)[number];
/** html: one page without anything outside it, made for printing. */
export interface Report {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

// ---------------------------------------------------------------- reports and settings

export interface ScanReport {
  readonly found: number;
  readonly new: number;
  readonly changed: number;
  readonly moved: number;
  /** In the library before, in none of the folders now. */
  readonly gone: number;
  readonly unchanged: number;
  readonly unreadable: readonly Problem[];
  readonly seconds: number;
  /** Photos read and unchanged, a second, over the whole scan. */
  readonly photosPerSecond: number;
  /** Seconds by stage: walk, read (decode, hash, embed), match. */
  readonly stageSeconds: Readonly<Record<string, number>>;
}

export interface LibraryStatus {
  readonly folder: FilePath;
  readonly photos: number;
  readonly problems: number;
  readonly roots: readonly FilePath[];
  /** Grows with every change that a view must show. */
  readonly revision: number;
  readonly jobs: readonly JobState[];
}

export interface BackendReport {
  readonly name: string;
  readonly purpose: "inference" | "training";
  readonly available: boolean;
  /** Version and device where it loads; why it does not, and what to do, elsewhere. */
  readonly detail: string;
}

export interface DoctorReport {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** name → version of the libraries that matter. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly backends: readonly BackendReport[];
  readonly formats: readonly string[];
  readonly database: { readonly path: FilePath; readonly sizeBytes: number; readonly schema: number; readonly photos: number };
  readonly recipe: string;
}

export interface Settings {
  /** gitignore patterns, on paths below a scanned folder. */
  readonly ignorePatterns: readonly string[];
  /** A photo below one of these is never offered for removal. */
  readonly protectedFolders: readonly FilePath[];
  /** Where a photo is rather kept, the first before the next; counts where "preferred" stands among the criteria. */
  readonly preferredFolders: readonly FilePath[];
  /** Every criterion once, in the person's order. Of moments, faces and sharpness come first and the criteria of copies alone do not count. */
  readonly keeperCriteria: readonly KeeperRule[];
  readonly appearance: "system" | "light" | "dark";
  /** Undoable as the cleaning up itself. */
  readonly mergeMetadata: MetadataMerging;
}

export interface EmbedReport {
  readonly rows: number;
  readonly dimensions: number;
  readonly out: FilePath;
  readonly unreadable: readonly Problem[];
}

// ---------------------------------------------------------------- methods and events

/** name → [parameters, result]. */
export interface MethodTypes extends BrowsingMethodTypes, FolderMethodTypes, PeopleMethodTypes, LearningMethodTypes {
  status: [Record<string, never>, LibraryStatus];
  doctor: [Record<string, never>, DoctorReport];
  settings: [Record<string, never>, Settings];
  changeSettings: [Partial<Settings>, Settings];

  /**
   * Walks the folders, reads what is new or changed, matches. Without folders: those scanned before. With `faces`, looking for faces follows
   * as a job of its own that this does not wait for, unless faces are switched off.
   */
  scan: [{ folders: readonly FilePath[]; faces?: boolean }, ScanReport];
  pauseJob: [{ id: JobId }, JobState];
  resumeJob: [{ id: JobId }, JobState];
  /** Ends a job after the photos in flight; what was done stays. */
  cancelJob: [{ id: JobId }, JobState];
  problems: [Record<string, never>, readonly Problem[]];

  photos: [{ offset: number; limit: number; order: PhotoOrder; folder?: FilePath }, Page<PhotoSummary>];
  photo: [{ id: PhotoId }, PhotoDetail];
  /** For hosts, which serve pictures by address; a page cannot call it. */
  picture: [{ id: PhotoId | FaceId; variant: PictureVariant }, PictureFile];

  groups: [{ kind: GroupKind | "all"; minProbability: number }, readonly Group[]];
  pairs: [{ minProbability: number }, readonly Pair[]];
  /** `photo` may be a photo of the library or any file. */
  similar: [{ photo: PhotoId | FilePath; count: number }, readonly SimilarPhoto[]];
  /** null where the two do not align. */
  alignment: [{ a: PhotoId; b: PhotoId }, Alignment | null];

  /** Takes effect on groups and pairs at once. "usage" for two files with the same bytes, "not-found" for what is not in the library. */
  answer: [{ a: PhotoId | FilePath; b: PhotoId | FilePath; verdict: Verdict }, Answer];
  /** The newest first. */
  answers: [Record<string, never>, readonly Answer[]];
  /** "not-found" where there is no such answer. */
  revokeAnswer: [{ id: AnswerId }, Answer];
  /** All or none. Gives what was before: calling it again with that takes it back. Comes as the event "marks", not as "library". */
  mark: [{ marks: readonly PhotoMark[] }, { readonly before: readonly PhotoMark[] }];
  /** Every photo that has one, in path order. */
  marks: [Record<string, never>, readonly PhotoMark[]];
  /** Makes it the keeper of its groups, before every criterion; of several in one group the last one chosen. */
  chooseKeeper: [{ photo: PhotoId; chosen: boolean }, { readonly before: boolean }];
  /** What these rules would alter against the present ones, in groups from this probability on (0.5 where none is given). */
  previewKeepers: [KeeperRules & { readonly minProbability?: number }, readonly KeeperChange[]];

  /** Looks at the disk and touches nothing. */
  planCleanup: [CleanupRequest, CleanupPlan];
  /** Moves the plan's files into holding folders (a job, "clean"). "not-found" for a plan that is not held any more. When cancelled, what was moved stays moved. */
  act: [{ plan: PlanId }, Receipt];
  /** Brings files back where they were (a job, "undo"); a place that is taken meanwhile is never overwritten. */
  undo: [UndoRequest, Receipt];
  /** The newest first. */
  journal: [Record<string, never>, readonly JournalSummary[]];
  /** In the order of the plan. "not-found" where there is no such session. */
  journalEntries: [{ session: string }, readonly JournalFile[]];
  /**
   * Hands what is held, of one session or of all, to the system's trash (a job, "empty"). Undo ends there: ask the person first.
   * What could be the last of its photo stays held. "unsupported" where the host has no trash.
   */
  emptyHolding: [{ session?: string }, Receipt];
  /** `minProbability` is for groups: 0.5 where none is given; `language` for pages, the others are for programs: English where none is given. */
  report: [{ what: "groups" | "journal" | "folders"; format: ReportFormat; minProbability?: number; language?: Language }, Report];

  /** Descriptors of any files, one row a file, as safetensors: "copy" float32 [rows, dimensions]. For terminals. */
  embed: [{ files: readonly FilePath[]; out: FilePath }, EmbedReport];
}
export type MethodName = keyof MethodTypes;
export type Params<M extends MethodName> = MethodTypes[M][0];
export type Result<M extends MethodName> = MethodTypes[M][1];

/** Who may call what: a page is not handed paths to serve or files to write. */
export const methodNames = [
  "status",
  "doctor",
  "settings",
  "changeSettings",
  "scan",
  "pauseJob",
  "resumeJob",
  "cancelJob",
  "problems",
  "photos",
  "photo",
  "picture",
  "groups",
  "pairs",
  "similar",
  "alignment",
  "answer",
  "answers",
  "revokeAnswer",
  "mark",
  "marks",
  "chooseKeeper",
  "previewKeepers",
  "planCleanup",
  "act",
  "undo",
  "journal",
  "journalEntries",
  "emptyHolding",
  "report",
  "embed",
  ...browsingMethodNames,
  ...folderMethodNames,
  ...peopleMethodNames,
  ...learningMethodNames,
] as const satisfies readonly MethodName[];
export const hostOnlyMethods: readonly MethodName[] = ["picture", "embed", ...learningHostOnlyMethods];

export interface EventTypes extends FolderEventTypes, LearningEventTypes, PeopleEventTypes {
  /** At most ten a second per job, and always the last. */
  job: JobState;
  /** The library changed: views ask again. */
  library: { readonly revision: number };
  /** These marks changed; groups and revision did not. */
  marks: { readonly marks: readonly PhotoMark[] };
}
export type EventName = keyof EventTypes;

export type EngineMethods = { readonly [M in MethodName]: (params: Params<M>) => Promise<Result<M>> };
export interface Engine extends EngineMethods {
  /** Returns what ends the listening. */
  on<E extends EventName>(event: E, listener: (value: EventTypes[E]) => void): () => void;
  /** Cancels jobs, waits for what is in flight, closes the library. */
  close(): Promise<void>;
}

// ---------------------------------------------------------------- between a window and its host

/** What a window asks of its host instead of the engine, over the same pipe. "unsupported" where the host cannot. */
export interface HostMethodTypes {
  /** The system's dialog for folders; empty when the person closes it without choosing. */
  chooseFolders: [Record<string, never>, readonly FilePath[]];
}
export type HostMethodName = keyof HostMethodTypes;
export const hostMethodNames = ["chooseFolders"] as const satisfies readonly HostMethodName[];
export type HostMethods = { readonly [M in HostMethodName]: (params: HostMethodTypes[M][0]) => Promise<HostMethodTypes[M][1]> };

/** The data of the message event that hands the window its port (event.ports[0]). */
export const portMessage = "likeness-port";
/** The data.kind of the message event that tells the window which folders were dropped on it: { kind, folders: FilePath[] }. */
export const dropMessage = "likeness-drop";

// ---------------------------------------------------------------- between an engine's process and the program that started it

/** Set to "1" in the environment of an engine's process whose parent answers TrashAsked; without it the process finds the trash itself. */
export const parentTrashVariable = "LIKENESS_PARENT_TRASH";
/** On the channel beside the calls, from the engine: put these into the system's trash. */
export interface TrashAsked {
  readonly trash: number;
  readonly paths: readonly FilePath[];
}
/** The answer to the question of that number; failure: why something stays, null where all went. */
export interface TrashTold {
  readonly trashed: number;
  readonly failure: string | null;
}
