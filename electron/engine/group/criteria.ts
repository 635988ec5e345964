/** The person's rules come in; the criteria by which a keeper is chosen go out, in order, each with its words. */
import { sep } from "node:path";
import { type FilePath, type KeeperCriterion, type KeeperRule, keeperCriteria, type Reason } from "../../contract.ts";
import { type Candidate, colourKinds } from "../photo.ts";
import { bitsPerPixel, isLossless, isRaw, originRank } from "./encoding.ts";
import { untidiness } from "./tidiness.ts";

/** What the person has to say on keepers. */
export interface KeeperChoice {
  /** In the person's order. */
  readonly criteria: readonly KeeperRule[];
  /** The first before the next. */
  readonly preferredFolders: readonly FilePath[];
  /** Photos that the person chose to keep, by path; the larger number is the later choice. */
  readonly chosen: ReadonlyMap<FilePath, number>;
}

export const usualChoice: KeeperChoice = {
  criteria: keeperCriteria.map((criterion) => ({ criterion, enabled: true })),
  preferredFolders: [],
  chosen: new Map(),
};

/** A candidate with what only its matches tell of it. */
export interface Contender {
  readonly candidate: Candidate;
  /** Another candidate shows more of the same picture. */
  readonly part: boolean;
  /** Lossless, with the very pixels of a lossy candidate: saved from it. */
  readonly resaved: boolean;
}

export interface Criterion {
  readonly code: string;
  /** Larger is better; equal leaves it to the next criterion. */
  readonly worth: (contender: Contender) => number;
  /** The keeper is the best, or one of the best, of all. */
  readonly best: (contender: Contender, others: number) => string;
  /** The keeper is better than `beaten` of the others in this, but not than all that lost for other reasons. */
  readonly better: (beaten: number) => string;
  readonly values?: (contender: Contender) => Reason["values"];
}

const isBelow = (path: FilePath, folder: FilePath): boolean => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
const dayMs = 86_400_000;
/** Two steps for each doubling: smaller differences decide nothing. */
const halfOctave = (value: number): number => Math.round(2 * Math.log2(Math.max(value, 1e-6)));
const area = ({ candidate }: Contender): number => candidate.facts.width * candidate.facts.height;
const ofOthers = (beaten: number): string => (beaten === 1 ? "one of the others" : `${beaten} of the others`);

const protectedFirst: Criterion = {
  code: "protected",
  worth: ({ candidate }) => (candidate.protected ? 1 : 0),
  best: () => "in a protected folder",
  better: () => "in a protected folder",
};
const format: Criterion = {
  code: "format",
  worth: ({ candidate: { facts } }) => (isRaw(facts) ? colourKinds.length : colourKinds.indexOf(facts.colours)),
  best: ({ candidate: { facts } }) =>
    isRaw(facts) ? "the camera's RAW" : facts.colours === "full" ? "in full colour" : "in all its greys",
  better: (beaten) => `a better format than ${ofOthers(beaten)}`,
  values: ({ candidate }) => ({ format: candidate.facts.format }),
};
const whole: Criterion = {
  code: "whole",
  worth: ({ part }) => (part ? 0 : 1),
  best: () => "shows the whole picture",
  better: () => "shows the whole picture",
};
const pixels: Criterion = {
  code: "pixels",
  worth: area,
  best: ({ candidate: { facts } }) => `most pixels: ${facts.width} × ${facts.height}`,
  better: (beaten) => `more pixels than ${ofOthers(beaten)}`,
  values: ({ candidate: { facts } }) => ({ width: facts.width, height: facts.height }),
};
const origin: Criterion = {
  code: "origin",
  worth: ({ candidate, resaved }) => originRank(candidate, resaved),
  best: ({ candidate }) => (candidate.facts.camera === null ? "lossless" : `as the camera wrote it: ${candidate.facts.camera}`),
  better: (beaten) => `nearer to the camera's file than ${ofOthers(beaten)}`,
  values: ({ candidate }) => ({ camera: candidate.facts.camera ?? "" }),
};
const compression: Criterion = {
  code: "compression",
  worth: ({ candidate }) => halfOctave(bitsPerPixel(candidate)),
  best: ({ candidate }) =>
    isLossless(candidate.facts) ? "lossless" : `least compressed: ${bitsPerPixel(candidate).toFixed(1)} bits a pixel`,
  better: (beaten) => `less compressed than ${ofOthers(beaten)}`,
  values: ({ candidate }) => ({ bitsPerPixel: Math.round(bitsPerPixel(candidate) * 100) / 100 }),
};
const sharpest = (_: Contender, others: number): string => `sharpest of ${others + 1}`;
const sharper = (beaten: number): string => `sharper than ${ofOthers(beaten)}`;
const sharpness: Criterion = {
  code: "sharpness",
  worth: ({ candidate }) => halfOctave(candidate.sharpness),
  best: sharpest,
  better: sharper,
};
const exactSharpness: Criterion = { ...sharpness, worth: ({ candidate }) => candidate.sharpness };
/** A face less blurred by this much looks sharper. */
const sharpnessSteps = 10;
const faces: Criterion = {
  code: "faces",
  worth: ({ candidate: { faces: look } }) =>
    look ? look.eyesOpen + Math.round(look.sharpness * sharpnessSteps) / (sharpnessSteps * 2) : 0,
  best: ({ candidate: { faces: look } }) =>
    look && look.eyesOpen === look.count ? "eyes open, faces sharp" : "most eyes open, faces sharpest",
  better: (beaten) => `more eyes open or sharper faces than ${ofOthers(beaten)}`,
  values: ({ candidate: { faces: look } }) => ({ faces: look?.count ?? 0, eyesOpen: look?.eyesOpen ?? 0 }),
};
const metadata: Criterion = {
  code: "metadata",
  worth: ({ candidate: { facts } }) => knownFacts(facts).length * 1e6 + facts.metadataFields,
  best: ({ candidate: { facts } }) => `most metadata: ${[...knownFacts(facts), `${facts.metadataFields} fields`].join(", ")}`,
  better: (beaten) => `more metadata than ${ofOthers(beaten)}`,
  values: ({ candidate }) => ({ fields: candidate.facts.metadataFields }),
};
const age: Criterion = {
  code: "age",
  worth: ({ candidate }) => -Math.floor(candidate.modifiedAtMs / dayMs),
  best: ({ candidate }) => `oldest file: ${dateOf(candidate.modifiedAtMs)}`,
  better: (beaten) => `older than ${ofOthers(beaten)}`,
  values: ({ candidate }) => ({ modifiedAtMs: candidate.modifiedAtMs }),
};
const tidiness: Criterion = {
  code: "tidiness",
  worth: ({ candidate }) => -untidiness(candidate.path),
  best: () => "tidiest name and folder",
  better: (beaten) => `a tidier name and folder than ${ofOthers(beaten)}`,
};

const ordered: Readonly<Record<Exclude<KeeperCriterion, "preferred">, Criterion>> = {
  ...{ format, whole, pixels, origin, compression, faces, sharpness, metadata, age, tidiness },
};
/** What tells apart the exposures of one moment, besides faces and sharpness. */
const ofMoments: ReadonlySet<KeeperCriterion> = new Set(["pixels", "compression", "preferred", "metadata", "age", "tidiness"]);

/** Of copies: chosen, protected, then the person's order; faces are the same in all of them. */
export function copyCriteria(choice: KeeperChoice): readonly Criterion[] {
  return [...always(choice), ...inOrder(choice, (criterion) => criterion !== "faces")];
}

/** Of moments: chosen, protected, faces and sharpness (exact) unless switched off, then of the person's order pixels, compression, preferred folders, metadata, age, tidiness. */
export function momentCriteria(choice: KeeperChoice): readonly Criterion[] {
  const isOn = (wanted: KeeperCriterion): boolean => choice.criteria.some(({ criterion, enabled }) => criterion === wanted && enabled);
  const first = [...(isOn("faces") ? [faces] : []), ...(isOn("sharpness") ? [exactSharpness] : [])];
  return [...always(choice), ...first, ...inOrder(choice, (criterion) => ofMoments.has(criterion))];
}

function always({ chosen }: KeeperChoice): Criterion[] {
  const chosenFirst: Criterion = {
    code: "chosen",
    worth: ({ candidate }) => chosen.get(candidate.path) ?? 0,
    best: () => "chosen by you",
    better: () => "chosen by you",
  };
  return [chosenFirst, protectedFirst];
}

function inOrder(choice: KeeperChoice, isWanted: (criterion: KeeperCriterion) => boolean): Criterion[] {
  return choice.criteria
    .filter(({ criterion, enabled }) => enabled && isWanted(criterion))
    .map(({ criterion }) => (criterion === "preferred" ? preferred(choice.preferredFolders) : ordered[criterion]));
}

function preferred(folders: readonly FilePath[]): Criterion {
  const place = ({ candidate }: Contender): number => folders.findIndex((folder) => isBelow(candidate.path, folder));
  return {
    code: "preferred",
    worth: (contender) => (place(contender) < 0 ? 0 : folders.length - place(contender)),
    best: () => "in a preferred folder",
    better: () => "in a preferred folder",
    values: (contender) => ({ folder: folders[place(contender)] ?? "" }),
  };
}

function knownFacts({ takenAtMs, place, camera }: Candidate["facts"]): string[] {
  const all: readonly (readonly [string, unknown])[] = [
    ["time", takenAtMs],
    ["place", place],
    ["camera", camera],
  ];
  return all.filter(([, value]) => value !== null).map(([name]) => name);
}

function dateOf(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString().slice(0, 10);
}
