/** The boundary's part on folders: how alike they are, what only one of them has, what could be done about it, and whether a card is safe at home. */
import type { CleanupPlan, FilePath, MetadataMerging, PhotoId, PhotoSummary, Problem, Reason, Relation } from "../contract.ts";

/**
 * How a photo of one folder lies in another. identical: the same bytes or the same pixels. re-encoded: saved again, or at another size.
 * edited: turned, cropped or changed. same-moment: no copy, but another exposure of its moment; it does not count as contained.
 */
export const overlapKinds = ["identical", "re-encoded", "edited", "same-moment"] as const;
export type OverlapKind = (typeof overlapKinds)[number];
/** Photos, by the strongest way in which each has a partner in the other folder. */
export type OverlapCounts = Readonly<Record<OverlapKind, number>>;

/** Folders count with everything below them; where one lies in the other, the outer one counts without the inner one's photos. */
export interface FolderOverlap {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly photosInA: number;
  readonly photosInB: number;
  readonly bytesInA: number;
  readonly bytesInB: number;
  /** The smaller of the next two: they differ where one folder holds a picture several times. */
  readonly shared: number;
  /** Photos of A that have a copy in B. */
  readonly sharedInA: number;
  readonly sharedInB: number;
  /** Bytes of those photos. */
  readonly sharedBytesInA: number;
  readonly sharedBytesInB: number;
  /** Share of A's photos that have a copy in B, 0..1. */
  readonly aInB: number;
  readonly bInA: number;
  /** The same by bytes, 0..1. */
  readonly aInBByBytes: number;
  readonly bInAByBytes: number;
  /** Pictures in both of pictures in either, 0..1; s / (2 - s) of the share s of all photos of the two that have a copy in the other. */
  readonly jaccard: number;
  /** Of A's photos; all but the same moments add up to sharedInA. */
  readonly kindsInA: OverlapCounts;
  readonly kindsInB: OverlapCounts;
}

// ---------------------------------------------------------------- the map of the library

/** A folder with everything below it. */
export interface FolderPresence {
  readonly path: FilePath;
  readonly photos: number;
  readonly bytes: number;
  /** Photos that have a copy in a folder outside this one. */
  readonly elsewhere: number;
  readonly elsewhereBytes: number;
  /** Photos that have a copy anywhere, in this folder or outside. */
  readonly repeated: number;
  readonly repeatedBytes: number;
}

/** Two folders of the map, by their places in `folders`. */
export interface FolderMapCell {
  readonly a: number;
  readonly b: number;
  readonly shared: number;
  readonly aInB: number;
  readonly bInA: number;
  readonly jaccard: number;
}

export interface FolderMap {
  /** Those of the folded pairs that reach the threshold, ordered so that folders alike stand together (average linkage by Jaccard, leaves turned towards their likes). */
  readonly folders: readonly FolderPresence[];
  /** Any two of them with something in common; a < b. */
  readonly cells: readonly FolderMapCell[];
}

/** One folder of the treemap, at a place after its parent's. */
export interface FolderBranch extends FolderPresence {
  /** Place of the folder above; null for a scanned folder. */
  readonly parent: number | null;
  /** Photos that lie in the folder itself. */
  readonly ownPhotos: number;
  readonly ownBytes: number;
}

// ---------------------------------------------------------------- two folders

export interface FolderPair {
  readonly a: PhotoSummary;
  readonly b: PhotoSummary;
  readonly relation: Relation;
  readonly probability: number;
  /** Which of the two is the better version; null where nothing but name, age or place tells them apart. */
  readonly better: "a" | "b" | null;
  readonly betterReasons: readonly Reason[];
  /** The same picture in the same format: only what the files say of it differs. */
  readonly onlyMetadataDiffers: boolean;
}

/** A folder below A and the one below B that holds most of the same photos, whatever they are called. */
export interface AlignedFolder {
  /** null where the other side has none like it. */
  readonly a: FilePath | null;
  readonly b: FilePath | null;
  /** Photos in the folder itself, not below. */
  readonly photosInA: number;
  readonly photosInB: number;
  /** Pairs between the two. */
  readonly shared: number;
  /** The ways from A and from B to them differ. */
  readonly renamed: boolean;
}

/** Photos in path order. */
export interface FolderComparison {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly aInB: number;
  readonly bInA: number;
  readonly onlyInA: readonly PhotoSummary[];
  readonly onlyInB: readonly PhotoSummary[];
  readonly matched: readonly FolderPair[];
  /** Photos without a copy on the other side that have another exposure of their moment there; they stand in onlyInA or onlyInB too. */
  readonly moments: readonly FolderPair[];
  /** Sums as in the list of folders. */
  readonly overlap: FolderOverlap;
  /** In the order of A's folders, then those that only B has. */
  readonly folders: readonly AlignedFolder[];
}

// ---------------------------------------------------------------- acts

export const folderActs = ["remove", "bring", "merge"] as const;
/**
 * remove: from B goes what A has at least as well. bring: A gets copies of what only B has. merge: both, and A also gets what B has in a better or
 * another version; what was brought goes from B as well. Nothing of A ever goes.
 */
export type FolderAct = (typeof folderActs)[number];

export const copyLayouts = ["relative", "date"] as const;
/** Where a copy comes to lie below the target. relative: on the way that it has below its folder. date: YYYY/YYYY-MM-DD, by when it was taken, else changed. */
export type CopyLayout = (typeof copyLayouts)[number];

/** For what may go from B: other versions (cropped, edited) are somebody's work and go only where asked for. */
export const removableRelations: readonly Relation[] = ["identical", "same-pixels", "re-encoded", "rotated"];

export interface FolderActRequest {
  readonly act: FolderAct;
  readonly a: FilePath;
  readonly b: FilePath;
  /** relative where none is given. */
  readonly layout?: CopyLayout;
  /** Only these photos of B; all where none are given. */
  readonly photos?: readonly PhotoId[];
  /** For what goes because A has it: `removableRelations` where none are given. */
  readonly relations?: readonly Relation[];
  /** 0..1, for the same; 0.5 where none is given, and never less. */
  readonly minProbability?: number;
  /** Where none is given, as the settings say. */
  readonly mergeMetadata?: MetadataMerging;
}

/** One file that a plan would copy: a photo, or a side file of one. */
export interface CopyItem {
  readonly from: FilePath;
  /** Free when the plan was made; nothing that comes to stand there is overwritten. */
  readonly to: FilePath;
  readonly bytes: number;
  /** The photo in the library; null for a side file and for what is not in the library. */
  readonly photo: PhotoId | null;
  /** Its own name was taken, so it gets another: both stay. */
  readonly renamed: boolean;
  readonly sideFile: boolean;
  /** The original goes into the holding folder once the copy stands. */
  readonly originalGoes: boolean;
  /** Its name in the journal. */
  readonly group: string;
}

// ---------------------------------------------------------------- is a card safe at home

export type CheckId = string & { readonly brand: "CheckId" };

/**
 * identical: the library has these bytes, on the disk now. better-here: the library has the picture at least as well. better-there: the
 * library has only a poorer version. other-version: the library has the picture, but this is a crop or an edit. new: the library does not have it.
 */
export const checkVerdicts = ["identical", "better-here", "better-there", "other-version", "new"] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

export interface CheckedPhoto {
  readonly path: FilePath;
  readonly sizeBytes: number;
  readonly verdict: CheckVerdict;
  /** What stands for it in the library: a copy, or for a new one perhaps another exposure of its moment. */
  readonly match: { readonly photo: PhotoSummary; readonly relation: Relation; readonly probability: number } | null;
  /** Why one of the two is the better version. */
  readonly reasons: readonly Reason[];
  /** The first file of the folder with the same bytes; null where this is the first. Only the first is copied. */
  readonly sameAs: FilePath | null;
}

export interface CheckCounts {
  /** Photos found so far. */
  readonly photos: number;
  /** identical and better here. */
  readonly safe: number;
  readonly identical: number;
  readonly betterHere: number;
  readonly betterThere: number;
  readonly otherVersions: number;
  readonly new: number;
  readonly unreadable: number;
  /** Not looked at: yet, or because the folder went away. */
  readonly unchecked: number;
}

export const checkEndings = ["complete", "removed"] as const;
/** removed: the folder went away in the middle; what was checked before stands. */
export type CheckEnding = (typeof checkEndings)[number];

/** Nothing is written into the folder, nor into the library. Held by the engine until others have pushed it out. */
export interface ImportCheck extends CheckCounts {
  readonly id: CheckId;
  readonly folder: FilePath;
  readonly ending: CheckEnding;
  /** In path order. */
  readonly items: readonly CheckedPhoto[];
  readonly problems: readonly Problem[];
  readonly seconds: number;
  /** Until everything was settled that size and content hash settle. */
  readonly secondsToIdentical: number;
}

export interface CopyRequest {
  readonly check: CheckId;
  /** A folder, made where there is none. */
  readonly to: FilePath;
  readonly layout?: CopyLayout;
  /** Also photos of which the library has a poorer or another version; true where it is not said. */
  readonly withVersions?: boolean;
}

// ---------------------------------------------------------------- methods and events

/** name → [parameters, result]. */
export interface FolderMethodTypes {
  /** Nested folders are folded into the topmost pair that says the same; most in common first. */
  folderOverlaps: [Record<string, never>, readonly FolderOverlap[]];
  /** Any two folders below scanned ones; "not-found" where the library has no photo below one of them. */
  compareFolders: [{ a: FilePath; b: FilePath }, FolderComparison];
  /** `threshold`: 0..1, what the larger of the two shares must reach. At most `most` folders (500 where it is not said), those with most in common. */
  folderMap: [{ threshold: number; most?: number }, FolderMap];
  /** Every folder that holds a photo or has one below, parents first. */
  folderTree: [Record<string, never>, readonly FolderBranch[]];
  /** Looks at the disk and touches nothing; `act` carries it out. Before a photo goes, the one that stays for it is decoded and matched again. */
  planFolders: [FolderActRequest, CleanupPlan];
  /** Holds any folder against the library (a job, "check"), which it need not be part of; files of the library in this folder do not count. "not-found" where there is no such folder. */
  checkFolder: [{ folder: FilePath }, ImportCheck];
  /** What the check found new, to be copied into a folder and read in. "not-found" for a check that is not held any more. */
  planCopies: [CopyRequest, CleanupPlan];
}
export const folderMethodNames = [
  "folderOverlaps",
  "compareFolders",
  "folderMap",
  "folderTree",
  "planFolders",
  "checkFolder",
  "planCopies",
] as const satisfies readonly (keyof FolderMethodTypes)[];

export interface FolderEventTypes {
  /** While a folder is checked, at most ten a second: what is known so far. */
  check: { readonly folder: FilePath } & CheckCounts;
}
