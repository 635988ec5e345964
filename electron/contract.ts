/**
 * The whole boundary between the engine and whoever shows it: types, methods, events and error codes; imports nothing.
 * Every value here survives JSON. Pictures never travel through it: they have addresses (see PictureVariant).
 */

// ---------------------------------------------------------------- ids and small words

/** One file in the library. Stable while the file stays, also when it is moved or renamed. */
export type PhotoId = number & { readonly brand: "PhotoId" };
export type JobId = number & { readonly brand: "JobId" };
export type GroupId = string & { readonly brand: "GroupId" };

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

export const jobKinds = ["scan", "train"] as const;
export type JobKind = (typeof jobKinds)[number];
export type JobPhase = "waiting" | "walking" | "reading" | "matching" | "training" | "ended";
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

/** thumbnail: WebP at most 320 pixels. view: something every browser shows, at most 2,560 pixels. original: the file's own bytes. */
export const pictureVariants = ["thumbnail", "view", "original"] as const;
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

// ---------------------------------------------------------------- folders

export interface FolderOverlap {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly photosInA: number;
  readonly photosInB: number;
  readonly shared: number;
  /** Share of A's photos that have a copy in B, 0..1. */
  readonly aInB: number;
  readonly bInA: number;
}

export interface FolderPair {
  readonly a: PhotoSummary;
  readonly b: PhotoSummary;
  readonly relation: Relation;
  readonly probability: number;
}

export interface FolderComparison {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly aInB: number;
  readonly bInA: number;
  readonly onlyInA: readonly PhotoSummary[];
  readonly onlyInB: readonly PhotoSummary[];
  readonly matched: readonly FolderPair[];
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
  readonly appearance: "system" | "light" | "dark";
}

export interface EmbedReport {
  readonly rows: number;
  readonly dimensions: number;
  readonly out: FilePath;
  readonly unreadable: readonly Problem[];
}

// ---------------------------------------------------------------- methods and events

/** name → [parameters, result]. */
export interface MethodTypes {
  status: [Record<string, never>, LibraryStatus];
  doctor: [Record<string, never>, DoctorReport];
  settings: [Record<string, never>, Settings];
  changeSettings: [Partial<Settings>, Settings];

  /** Walks the folders, reads what is new or changed, matches. Without folders: those scanned before. */
  scan: [{ folders: readonly FilePath[] }, ScanReport];
  pauseJob: [{ id: JobId }, JobState];
  resumeJob: [{ id: JobId }, JobState];
  /** Ends a job after the photos in flight; what was done stays. */
  cancelJob: [{ id: JobId }, JobState];
  problems: [Record<string, never>, readonly Problem[]];

  photos: [{ offset: number; limit: number; order: PhotoOrder; folder?: FilePath }, Page<PhotoSummary>];
  photo: [{ id: PhotoId }, PhotoDetail];
  /** For hosts, which serve pictures by address; a page cannot call it. */
  picture: [{ id: PhotoId; variant: PictureVariant }, PictureFile];

  groups: [{ kind: GroupKind | "all"; minProbability: number }, readonly Group[]];
  pairs: [{ minProbability: number }, readonly Pair[]];
  /** `photo` may be a photo of the library or any file. */
  similar: [{ photo: PhotoId | FilePath; count: number }, readonly SimilarPhoto[]];
  /** null where the two do not align. */
  alignment: [{ a: PhotoId; b: PhotoId }, Alignment | null];

  folderOverlaps: [Record<string, never>, readonly FolderOverlap[]];
  compareFolders: [{ a: FilePath; b: FilePath }, FolderComparison];

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
  "folderOverlaps",
  "compareFolders",
  "embed",
] as const satisfies readonly MethodName[];
export const hostOnlyMethods: readonly MethodName[] = ["picture", "embed"];

export interface EventTypes {
  /** At most ten a second per job, and always the last. */
  job: JobState;
  /** The library changed: views ask again. */
  library: { readonly revision: number };
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
