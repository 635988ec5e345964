/** The boundary's part on browsing: more like this, folders alike, a folder in order, its scenes, the timeline, places, guessed dates. */
import type { FilePath, PhotoId, PhotoSummary, Receipt, Relation } from "../contract.ts";

// ---------------------------------------------------------------- places

/** Found without a network, from the coordinates alone. */
export interface PlaceName {
  /** ISO 3166-1, two letters: "CH". Names of countries are the viewer's to say, in the person's language. */
  readonly country: string;
  /** null where no town is near. */
  readonly city: string | null;
}

/** Only photos with coordinates in this country, and in this town where one is given; null: photos outside every town. */
export interface PlaceFilter {
  readonly country: string;
  readonly city?: string | null;
}

/** Where photos were taken. */
export interface PlaceCount extends PlaceName {
  readonly photos: number;
  /** Degrees, mean of the photos. */
  readonly latitude: number;
  readonly longitude: number;
}

/** What of the library is looked at: all of it where nothing is said. */
export interface BrowseScope {
  /** At any depth below it. "not-found" where the library has no photo there. */
  readonly folder?: FilePath;
  readonly place?: PlaceFilter;
}

// ---------------------------------------------------------------- more like this

/** copy: the same picture in other versions. moment: other exposures of it, and what the same camera took just before and after. scene: what looks like it. */
export const likenesses = ["copy", "moment", "scene"] as const;
export type Likeness = (typeof likenesses)[number];

export interface MorePhoto extends PhotoSummary {
  /** What matching says that it is to the photo asked about; null where it says nothing. */
  readonly relation: Relation | null;
  /** 0..1, of the relation; 0 without one. */
  readonly probability: number;
  /** copy and scene: cosine distance of the copy or scene descriptors, 0..2. moment: seconds between the two; null where either has no time. */
  readonly distance: number | null;
  /** scene: further versions of this photo, which are not listed. */
  readonly folded: number;
}

/** A folder whose photos show what the folder asked about shows. Counts the photos that lie directly in it. */
export interface AlikeFolder {
  readonly folder: FilePath;
  readonly photos: number;
  /** Between the two folders' scene descriptors, by mean and spread; smaller is nearer. */
  readonly distance: number;
  /** Photos of it that are also in the folder asked about. */
  readonly shared: number;
  /** The three that stand nearest to the folder asked about. */
  readonly examples: readonly PhotoSummary[];
}

// ---------------------------------------------------------------- order and scenes

/** likeness: a path on which like stands beside like. taken: by time, photos without one by the time of their copies, else last by path. */
export const browseOrders = ["likeness", "taken", "path"] as const;
export type BrowseOrder = (typeof browseOrders)[number];

export interface OrderedPhotos {
  readonly by: BrowseOrder;
  readonly photos: readonly PhotoSummary[];
  /** Mean cosine distance (0..2) of the scene descriptors of neighbours in this order; 0 for fewer than two photos. */
  readonly meanNeighbourDistance: number;
  /** The same in the order of paths, to compare with. */
  readonly meanNeighbourDistanceByPath: number;
}

/** Photos that show one scene. */
export interface Scene {
  /** The photo nearest to all others of the scene. */
  readonly representative: PhotoSummary;
  /** The representative among them, in an order in which like stands beside like. */
  readonly photos: readonly PhotoSummary[];
  /** The first and the last time among them; null where none has one. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Mean cosine distance (0..2) of its photos to the representative. */
  readonly spread: number;
}

export interface Scenes {
  /** Like stands beside like; splitting a scene puts its parts where it stood. */
  readonly scenes: readonly Scene[];
  readonly photos: number;
  /** The number that the photos themselves suggest: what a scene is, as measured on photos of known subjects. */
  readonly suggestedCount: number;
}

// ---------------------------------------------------------------- timeline

/** One photo, or several that are one moment or copies of one picture, told by the one that is kept. */
export interface TimelinePhoto extends PhotoSummary {
  /** "2019-05-03", as its camera wrote it; null for a photo without a date. */
  readonly day: string | null;
  /** The time is that of a copy; the photo itself has none. */
  readonly guessed: boolean;
  /** Folded under it, by time. */
  readonly others: readonly PhotoSummary[];
}

export interface TimelineMonth {
  /** "2019-05"; null for photos without a date, which come last. */
  readonly month: string | null;
  /** Those that are folded counted too. */
  readonly photos: number;
  /** Index of its first entry in the timeline. */
  readonly at: number;
}

export interface TimelinePage {
  /** Entries of the whole timeline. */
  readonly total: number;
  readonly items: readonly TimelinePhoto[];
  /** Of the whole timeline, in its order: the newest first. */
  readonly months: readonly TimelineMonth[];
}

/** An offer: nothing is written unless the person asks (`writeDates`). */
export interface GuessedDate {
  /** It has no date. */
  readonly photo: PhotoSummary;
  /** Milliseconds since 1970, as the copy's camera wrote it. */
  readonly takenAtMs: number;
  /** The copy that has it. */
  readonly from: PhotoSummary;
  readonly relation: Relation;
  /** 0..1 that it is a copy. */
  readonly probability: number;
}

/** name → [parameters, result]. */
export interface BrowsingMethodTypes {
  /** `photo` may be a photo of the library or any file. Nearest first; never the photo itself. */
  more: [{ photo: PhotoId | FilePath; by: Likeness; count: number }, readonly MorePhoto[]];
  /** Nearest first: folders that lie neither in nor around the one asked about. */
  foldersAlike: [{ folder: FilePath; count: number }, readonly AlikeFolder[]];
  order: [BrowseScope & { by: BrowseOrder }, OrderedPhotos];
  /** As many scenes as `count` says, else as the photos themselves suggest. */
  scenes: [BrowseScope & { count?: number }, Scenes];
  /** The newest first. Bursts and copies are folded unless `fold` is false. */
  timeline: [BrowseScope & { offset: number; limit: number; fold?: boolean }, TimelinePage];
  /** Most photos first. */
  places: [{ folder?: FilePath }, readonly PlaceCount[]];
  /** null where the photo has no coordinates, or lies in no country. */
  placeOf: [{ photo: PhotoId }, PlaceName | null];
  guessedDates: [BrowseScope, readonly GuessedDate[]];
  /**
   * Writes the dates guessed for these photos into XMP side files beside them, through the journal (a job, "clean"): undo takes them away. What has no
   * guess is left out. The library goes on knowing these dates as those of copies: a scan reads no side files.
   */
  writeDates: [{ photos: readonly PhotoId[] }, Receipt];
}
export const browsingMethodNames = [
  "more",
  "foldersAlike",
  "order",
  "scenes",
  "timeline",
  "places",
  "placeOf",
  "guessedDates",
  "writeDates",
] as const satisfies readonly (keyof BrowsingMethodTypes)[];
