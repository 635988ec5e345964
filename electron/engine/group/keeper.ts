/** Photos of one group come in; they go out in the order in which they are worth keeping, with the reasons for the first in words. */
import type { Reason } from "../../contract.ts";
import type { Candidate } from "../photo.ts";
import { bitsPerPixel, isLossless, isRaw, originRank } from "./encoding.ts";
import { untidiness } from "./tidiness.ts";

/** A candidate with what only its matches tell of it. */
export interface Contender {
  readonly candidate: Candidate;
  /** Another candidate shows more of the same picture. */
  readonly part: boolean;
  /** Lossless, with the very pixels of a lossy candidate: saved from it. */
  readonly resaved: boolean;
}

interface Criterion {
  readonly code: string;
  /** Larger is better; equal leaves it to the next criterion. */
  readonly worth: (contender: Contender) => number;
  /** The keeper is the best, or one of the best, of all. */
  readonly best: (contender: Contender, others: number) => string;
  /** The keeper is better than `beaten` of the others in this, but not than all that lost for other reasons. */
  readonly better: (beaten: number) => string;
  readonly values?: (contender: Contender) => Reason["values"];
}

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
  worth: ({ candidate }) => (isRaw(candidate.facts) ? 2 : candidate.facts.format === "gif" ? 0 : 1),
  best: ({ candidate }) => (isRaw(candidate.facts) ? "the camera's RAW" : "in full colour"),
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

const byPath: Reason = { code: "path", values: {}, text: "equal in everything, first by path" };

export const copyCriteria: readonly Criterion[] = [
  ...[protectedFirst, format, whole, pixels, origin, compression, sharpness, metadata, age, tidiness],
];
export const momentCriteria: readonly Criterion[] = [protectedFirst, exactSharpness, pixels, compression, metadata, age, tidiness];

export interface Ranking {
  /** Negative where the first is the one to keep; 0 only for one and the same path. */
  readonly compare: (one: Contender, other: Contender) => number;
  /** The criteria by which the keeper was chosen before each of the others, in order. */
  readonly reasons: (keeper: Contender, others: readonly Contender[]) => Reason[];
}

/**
 * Which photo to keep. The first criterion in which two differ decides, so the order is total and does not depend on the group.
 * Of copies:
 *  1. protected: it lies in a protected folder, so it stays anyway.
 *  2. format: RAW before everything else, 256 colours (GIF) last.
 *  3. whole: no other candidate shows more of the picture (see fullness.ts for frames and screenshots).
 *  4. pixels: more before fewer.
 *  5. origin: the camera's own file, then lossless, then lossy; a lossless file saved from a lossy one is no better than it,
 *     and a PNG without camera data is not better than the JPEG that has them.
 *  6. compression: more bits a pixel, as JPEG would need them, in half octaves; lossless counts as a good JPEG.
 *  7. sharpness: in half octaves, since an edit or noise raises it a little.
 *  8. metadata: time, place and camera known, then the number of fields.
 *  9. age: the older file by day of its last change; a copy is made later.
 * 10. tidiness: no sign of a copy, an edit, a messenger or a passing folder in the path.
 * 11. path: in order of its characters, so that the choice is the same each time.
 * Of moments: protected, sharpness (exact), pixels, compression, metadata, age, tidiness, path.
 */
export function rankingBy(criteria: readonly Criterion[]): Ranking {
  // Each worth is computed once and only where the criteria before it tie: most photos are told apart by the first few.
  const known = new Map<Contender, number[]>();
  function worthOf(contender: Contender, at: number): number {
    const worths = known.get(contender) ?? [];
    if (worths.length === 0) known.set(contender, worths);
    for (let next = worths.length; next <= at; next++) worths.push(criteria[next]?.worth(contender) ?? 0);
    return worths[at] ?? 0;
  }

  return {
    compare(one, other) {
      for (const at of criteria.keys()) {
        const difference = worthOf(other, at) - worthOf(one, at);
        if (difference !== 0) return difference;
      }
      const [a, b] = [one.candidate.path, other.candidate.path];
      return a < b ? -1 : a > b ? 1 : 0;
    },
    reasons(keeper, others) {
      const beaten = new Map<number, number>();
      for (const other of others) {
        // A protected part of the picture ranks before the whole of it and yet does not replace it: the whole is kept for being that.
        const at = criteria.findIndex((_, index) => worthOf(keeper, index) > worthOf(other, index));
        beaten.set(at, (beaten.get(at) ?? 0) + 1);
      }
      return [...beaten]
        .sort(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b))
        .map(([at, count]) => {
          const criterion = criteria[at];
          if (!criterion) return byPath;
          const worth = worthOf(keeper, at);
          const best = others.every((other) => worthOf(other, at) <= worth);
          const text = best ? criterion.best(keeper, others.length) : criterion.better(count);
          return { code: criterion.code, values: criterion.values?.(keeper) ?? {}, text };
        });
    },
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
