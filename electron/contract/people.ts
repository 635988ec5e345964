/** The boundary's part on faces and people: who is seen where, what the person says of it, and what is remembered. */
import type { FilePath, PhotoId, PhotoSummary, Problem, Reason, Receipt } from "../contract.ts";

/** One detected face. Holds until the photo's content changes or another face model looks at it; what is said of a face outlives it. */
export type FaceId = number & { readonly brand: "FaceId" };
/** Somebody with a name, or a group of faces that belong together. One with a name, or of which anything was said, keeps its id for good. */
export type PersonId = number & { readonly brand: "PersonId" };
/** One thing that was said of people; undo and redo go by these. */
export type PeopleChangeId = number & { readonly brand: "PeopleChangeId" };

/** x, y, width, height in upright pixels of the photo. */
export type FaceBox = readonly [number, number, number, number];

export const faceIgnorances = ["not-a-face", "not-cared-about"] as const;
/** Never placed with anybody while this holds. not-cared-about: a face, of somebody who does not matter here. */
export type FaceIgnorance = (typeof faceIgnorances)[number];

export const personNotes = ["child", "relative", "twin", "statue", "poster", "mask", "pet"] as const;
/**
 * What makes somebody harder to know: only what is certain is placed with them, the rest is offered. statue, poster, mask, pet: nobody, so
 * never offered as the same as a person, and left out of what is learnt from.
 */
export type PersonNote = (typeof personNotes)[number];

export const faceStates = [
  "confirmed", // the person said so, or a name beside it in a file did
  "placed", // by likeness
  "alone", // like nobody, or not yet looked at by the clustering
  "unfit", // too small, blurred or turned away to be told from others: kept, never clustered
  "ignored",
] as const;
export type FaceState = (typeof faceStates)[number];

export interface Face {
  readonly id: FaceId;
  /** The first file by path with this content. */
  readonly photo: PhotoId;
  readonly path: FilePath;
  readonly box: FaceBox;
  readonly state: FaceState;
  /** null where it belongs to nobody yet; also a face like no other is somebody, unless it is unfit or ignored. */
  readonly person: PersonId | null;
  readonly name: string | null;
  /** 0..1, calibrated: that it is this person; 1 where the person said so, 0 without a person. */
  readonly probability: number;
  readonly ignored: FaceIgnorance | null;
  /** 0..1: how much its picture can be trusted. */
  readonly quality: number;
  /** 0..1: how much fine structure it has beside what a sharp face of its size has. */
  readonly sharpness: number;
  /** Whether both eyes look open. */
  readonly eyesOpen: boolean;
}

export interface PersonSummary {
  readonly id: PersonId;
  readonly name: string | null;
  /** Its crop is the picture to show: variant "face". */
  readonly cover: FaceId;
  readonly faces: number;
  /** Of them said by the person. */
  readonly confirmed: number;
  /** Faces that may be theirs too, to be asked about. */
  readonly uncertain: number;
  readonly hidden: boolean;
  readonly note: PersonNote | null;
  /** Whose twin or relative, where the note says so and whose is known. */
  readonly noteOf: PersonId | null;
  readonly firstTakenAtMs: number | null;
  readonly lastTakenAtMs: number | null;
}

/** One face of a person and its photo. */
export interface PersonFace extends Face {
  readonly summary: PhotoSummary;
}
export interface PersonDetail extends PersonSummary {
  /** By the time the photos were taken, the oldest first; those without a time last, by path. */
  readonly photos: readonly PersonFace[];
}

/** Every face of one photo, the largest first. */
export interface PhotoFaces {
  readonly photo: PhotoSummary;
  /** false: this photo has not been looked at yet, so that no face means nothing. */
  readonly looked: boolean;
  readonly faces: readonly Face[];
}

/**
 * Something to ask. face: "is this NAME?" → confirmFace or rejectFace. people: "are these two the same?" → mergePeople or keepApart.
 * `shown` is the face to show large; `against` the face that is most like it.
 */
export type Suggestion = (
  | { readonly kind: "face"; readonly person: PersonSummary }
  | { readonly kind: "people"; readonly person: PersonSummary; readonly other: PersonSummary }
) & {
  readonly shown: PersonFace;
  readonly against: PersonFace;
  /** 0..1, calibrated. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
};

export const peopleChangeKinds = [
  "name",
  "merge",
  "apart",
  "split",
  "move",
  "confirm",
  "reject",
  "ignore",
  "cover",
  "hide",
  "note",
  "read", // names found in files by a scan
] as const;
export type PeopleChangeKind = (typeof peopleChangeKinds)[number];

/** What was said, as a record that can be taken back. */
export interface PeopleChange {
  readonly id: PeopleChangeId;
  readonly kind: PeopleChangeKind;
  /** In English: "Named 12 faces Anna." */
  readonly text: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly madeAtMs: number;
  /** Whom to show afterwards: of a merge the one that stays, of a split the new one. */
  readonly person: PersonId | null;
  readonly undone: boolean;
}

export interface FaceCounts {
  /** Photos that were looked at, and that are yet to be. */
  readonly photosLooked: number;
  readonly photosWaiting: number;
  /** Photos whose faces could not be sought. */
  readonly problems: number;
  readonly faces: number;
  readonly vectors: number;
  readonly people: number;
  readonly named: number;
  /** Names, confirmations, rejections and whatever else was said, with what can be undone of it. */
  readonly said: number;
  /** Crops of faces below the library's folder. */
  readonly cropFiles: number;
}

export interface PeopleMetric {
  /** As shipped, or learnt from this library's people. */
  readonly kind: "base" | "learnt";
  readonly learntAtMs: number | null;
}

export interface FaceSettings {
  /** Off: nothing is looked for, and nothing of faces is in the library. */
  readonly enabled: boolean;
  /** null where the models load; why not, and what to do, elsewhere. */
  readonly unavailable: string | null;
  readonly metric: PeopleMetric;
  readonly counts: FaceCounts;
}

/** What was erased, and what a look at the database and the folder finds afterwards. */
export interface FaceErasure {
  readonly before: FaceCounts;
  /** Counted anew after the erasing: all 0. */
  readonly after: FaceCounts;
  /** Bytes of the database overwritten or given back, and its log emptied. */
  readonly proof: {
    /** Tables that hold anything of faces, each with its rows: all 0. */
    readonly rows: Readonly<Record<string, number>>;
    /** PRAGMA secure_delete was on, so that freed pages were overwritten with zeros. */
    readonly secureDelete: boolean;
    /** Pages of the database that hold nothing: 0 after VACUUM. */
    readonly freePages: number;
    /** Bytes in the write-ahead log: 0 after its checkpoint. */
    readonly logBytes: number;
    readonly cropFiles: number;
  };
}

export interface FacesReport {
  /** Photos looked at in this run. */
  readonly photos: number;
  readonly faces: number;
  readonly people: number;
  /** Recorded, shown among the problems, tried again when the file changes. */
  readonly failed: readonly Problem[];
  readonly seconds: number;
  readonly millisecondsPerPhoto: number;
  readonly clusteringSeconds: number;
}

/** Over pairs with at least one face that was not learned from, 0..1. */
export interface PeopleFigures {
  /** Of the pairs that are told to be one person, and of those that are, where two faces alone are put together. */
  readonly precision: number;
  readonly recall: number;
  /** Share of the pairs of one person that are told to be one where one pair of strangers in a thousand is too; in a hundred. */
  readonly trueAcceptAt001: number;
  readonly trueAcceptAt01: number;
  /** The first again, where neither of the two was of a person that was learned from. */
  readonly otherPeopleAt001: number;
  /** That a pair of one person is nearer than a pair of strangers. */
  readonly area: number;
}

export interface PeopleLearning {
  readonly people: number;
  readonly faces: number;
  readonly heldOutFaces: number;
  readonly before: PeopleFigures;
  readonly after: PeopleFigures;
  /** Only where it was better on faces that it had not seen. */
  readonly kept: boolean;
  /** In English: what was found, and why it was kept or not. */
  readonly text: string;
  readonly seconds: number;
}

/** Names and boxes to be written into XMP side files; nothing has been touched yet. */
export interface RegionPlan {
  /** By photo: the side file, whether one is there already, and whom it will name. */
  readonly items: readonly {
    readonly path: FilePath;
    readonly target: FilePath;
    readonly replaces: boolean;
    readonly names: readonly string[];
  }[];
  /** Says the same already. */
  readonly unchanged: number;
  readonly refused: readonly { readonly path: FilePath; readonly reason: string }[];
}

/** Where a face goes: to somebody known, to whoever has that name (made where nobody has), or to somebody new without a name. */
export type FaceTarget = { readonly person: PersonId } | { readonly name: string } | "new";

/** name → [parameters, result]. Errors: "not-found" for a face, person or photo that is not there, "usage" for what has no meaning. */
export interface PeopleMethodTypes {
  /** By faces, the most first. Of those without a name only who has at least so many faces (1 where none is given). */
  people: [{ minFaces?: number }, readonly PersonSummary[]];
  person: [{ id: PersonId } | { name: string }, PersonDetail];
  facesOf: [{ photo: PhotoId | FilePath }, PhotoFaces];
  /** Every face that belongs to somebody, once for each file that shows it; by person, then by path. */
  clusteredFaces: [Record<string, never>, readonly Face[]];
  /** Faces that were called ignored, newest photos first. */
  ignoredFaces: [Record<string, never>, readonly PersonFace[]];
  /** Every file that shows this person, also with the same bytes. For filtering groups and folders. */
  photosOfPerson: [{ id: PersonId } | { name: string }, readonly PhotoId[]];
  /** The surest first; of one person where one is given. At most `limit` (200 where none is given). */
  suggestions: [{ person?: PersonId; limit?: number }, readonly Suggestion[]];

  /** null takes the name off. A name that somebody else has makes the two one. Binds every face that the person has now. */
  namePerson: [{ person: PersonId; name: string | null }, PeopleChange];
  /** `from` become `into`, whose name stays, else the first name among `from`. Of two in one photo only one can stay: the surer. */
  mergePeople: [{ into: PersonId; from: readonly PersonId[] }, PeopleChange];
  /** Never offered nor placed as one person again. */
  keepApart: [{ a: PersonId; b: PersonId }, PeopleChange];
  /**
   * The marked faces become somebody else. With `similar`, those of the others that nobody confirmed and that are nearer to the marked
   * than to the rest go with them.
   */
  splitPerson: [{ person: PersonId; faces: readonly FaceId[]; similar: boolean }, PeopleChange];
  /** Says whose faces these are. The last word holds: whoever was it in the same photo is it no more. */
  moveFaces: [{ faces: readonly FaceId[]; to: FaceTarget }, PeopleChange];
  confirmFaces: [{ faces: readonly FaceId[]; person: PersonId }, PeopleChange];
  /** Never this person again, also where they are merged or grouped anew. */
  rejectFaces: [{ faces: readonly FaceId[]; person: PersonId }, PeopleChange];
  /** null takes it back. */
  ignoreFaces: [{ faces: readonly FaceId[]; ignored: FaceIgnorance | null }, PeopleChange];
  chooseCover: [{ person: PersonId; face: FaceId }, PeopleChange];
  hidePerson: [{ person: PersonId; hidden: boolean }, PeopleChange];
  /** `of`: whose twin or relative. */
  noteOnPerson: [{ person: PersonId; note: PersonNote | null; of?: PersonId }, PeopleChange];
  /** The newest first, also those taken back that can still be redone. */
  peopleChanges: [Record<string, never>, readonly PeopleChange[]];
  /** null where there is nothing to take back. */
  undoPeople: [Record<string, never>, PeopleChange | null];
  redoPeople: [Record<string, never>, PeopleChange | null];

  /** Looks for faces in photos that were not looked at, newest first, and groups them (a job, "faces"). "unsupported" while faces are off. */
  findFaces: [Record<string, never>, FacesReport];
  faceSettings: [Record<string, never>, FaceSettings];
  /** Off erases everything of faces and people, for good: ask the person first. On only lets the next findFaces look. */
  switchFaces: [{ enabled: boolean }, { readonly settings: FaceSettings; readonly erasure: FaceErasure | null }];

  /** Trains on what the person said (a job, "train"), proves it on held-out faces, and keeps it where it is better. "usage" with too few names. */
  learnPeople: [Record<string, never>, PeopleLearning];
  /** Back to the metric as shipped. */
  forgetPeopleMetric: [Record<string, never>, FaceSettings];

  /** Which XMP side files would be written for the named and not hidden: MWG face regions. Of one folder or person where given. */
  planRegions: [{ folder?: FilePath; person?: PersonId }, RegionPlan];
  /** Writes them through the journal (a job, "clean"): `undo` takes them away again. */
  writeRegions: [{ folder?: FilePath; person?: PersonId }, Receipt];
}
export const peopleMethodNames = [
  "people",
  "person",
  "facesOf",
  "clusteredFaces",
  "ignoredFaces",
  "photosOfPerson",
  "suggestions",
  "namePerson",
  "mergePeople",
  "keepApart",
  "splitPerson",
  "moveFaces",
  "confirmFaces",
  "rejectFaces",
  "ignoreFaces",
  "chooseCover",
  "hidePerson",
  "noteOnPerson",
  "peopleChanges",
  "undoPeople",
  "redoPeople",
  "findFaces",
  "faceSettings",
  "switchFaces",
  "learnPeople",
  "forgetPeopleMetric",
  "planRegions",
  "writeRegions",
] as const satisfies readonly (keyof PeopleMethodTypes)[];

export interface PeopleEventTypes {
  /** Faces were found, grouped anew, or something was said of them: views of people ask again. Photos and groups did not change. */
  people: { readonly revision: number };
}
