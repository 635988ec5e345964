/** Faces of named people come in; a metric that tells these people apart better goes out, proved on faces that it did not see, or none. */

import { symmetricEigen } from "../../../native-models/eigen.ts";
import { createPairRanker } from "../../../native-models/evaluation/pair-ranking.ts";
import { areaUnderCurve, trueAcceptsAt } from "../../../native-models/evaluation/roc.ts";
import type { PeopleFigures } from "../../contract/people.ts";

export interface NamedFace {
  readonly person: number;
  /** float32 [dimensions], as the embedder gives it. */
  readonly vector: Float32Array;
}

/** (vector - mean) x matrix, to length 1; the mean is 0 here, since taking it off was measured to hurt. */
export interface LearntMetric {
  readonly mean: Float32Array;
  /** float32 [dimensions, dimensions] */
  readonly matrix: Float32Array;
  /** Share that the people themselves have in it, 0 (the base) .. 1. */
  readonly strength: number;
  /** Cosines of held-out pairs of one person (median) and of two people (the highest hundredth), before and after: what a threshold follows. */
  readonly scale: { readonly before: CosineScale; readonly after: CosineScale };
}
export interface CosineScale {
  readonly samePerson: number;
  readonly strangers: number;
}

export interface MetricLesson {
  readonly people: number;
  readonly faces: number;
  readonly heldOutFaces: number;
  readonly before: PeopleFigures;
  readonly after: PeopleFigures;
  /** null where it was not better. */
  readonly metric: LearntMetric | null;
}

export const leastPeople = 4;
export const leastFacesEach = 3;
export const leastFaces = 16;
/** 0 leaves the base as it is. Beyond the last, people who were not learned from were measured to be told apart worse. */
const strengths = [0, 0.1, 0.2, 0.3] as const;
const folds = 4;
/** A stronger one must gain this on the weaker: less is chance, also since the best of several is taken; a loss on people who were not learned from above that is too dear. */
const leastGain = 0.003;
const mostLoss = 0.01;

/**
 * Faces of people with fewer than three are left out. null where what is left is too little to learn from and prove it.
 * @param threshold cosine from which two faces alone are called one person before
 */
export function learnPersonMetric(named: readonly NamedFace[], threshold: number): MetricLesson | null {
  const counts = new Map<number, number>();
  for (const { person } of named) counts.set(person, (counts.get(person) ?? 0) + 1);
  const faces = named
    .filter(({ person }) => (counts.get(person) ?? 0) >= leastFacesEach)
    .map(({ person, vector }) => ({ person, vector: unit(vector) }));
  const people = [...new Set(faces.map(({ person }) => person))].sort((a, b) => a - b);
  if (people.length < leastPeople || faces.length < leastFaces) return null;

  // Every face is held out once: in turn a quarter of each person's faces, and all faces of a quarter of the people.
  const parts = divide(faces, people);
  const base = together(
    parts.map((part) => trial(part, 0)),
    null,
    threshold,
  );
  const tried = strengths.map((strength) => ({
    strength,
    trial:
      strength === 0
        ? base
        : together(
            parts.map((part) => trial(part, strength)),
            base.scale,
            threshold,
          ),
  }));
  const best = tried.reduce((one, other) => (worth(other.trial.figures) > worth(one.trial.figures) + leastGain ? other : one));
  const { figures, scale } = best.trial;
  const kept = best.strength > 0 && f(figures) >= f(base.figures) && figures.otherPeopleAt001 >= base.figures.otherPeopleAt001 - mostLoss;
  return {
    people: people.length,
    faces: faces.length,
    heldOutFaces: parts.reduce((sum, { asked }) => sum + asked.length, 0),
    before: base.figures,
    after: figures,
    metric: kept
      ? {
          mean: new Float32Array(faces[0]?.vector.length ?? 0),
          matrix: matrixOf(faces, best.strength),
          strength: best.strength,
          scale: { before: base.scale, after: scale },
        }
      : null,
  };
}

interface Part {
  readonly seen: readonly NamedFace[];
  readonly asked: readonly NamedFace[];
}

function divide(faces: readonly NamedFace[], people: readonly number[]): Part[] {
  const turn = new Map<number, number>();
  const fold = faces.map(({ person }) => {
    const place = turn.get(person) ?? 0;
    turn.set(person, place + 1);
    return place % folds;
  });
  const unknown = new Map(people.map((person, at) => [person, at % folds]));
  return Array.from({ length: folds }, (_, out) => {
    const isOut = ({ person }: NamedFace, at: number): boolean => fold[at] === out || unknown.get(person) === out;
    return { seen: faces.filter((face, at) => !isOut(face, at)), asked: faces.filter(isOut) };
  });
}

interface Trial {
  readonly ranked: ReturnType<typeof ranking>;
  readonly others: ReturnType<typeof ranking>;
  /** Cosine distances. */
  readonly same: readonly number[];
  readonly strangers: readonly number[];
}

function trial({ seen, asked }: Part, strength: number): Trial {
  const matrix = matrixOf(seen, strength);
  const project = (faces: readonly NamedFace[]): NamedFace[] =>
    faces.map(({ person, vector }) => ({ person, vector: applied(matrix, vector) }));
  const [known, held] = [project(seen), project(asked)];
  const met = new Set(seen.map(({ person }) => person));
  const [same, strangers, others, otherStrangers] = [[], [], [], []] as [number[], number[], number[], number[]];
  for (const [at, face] of held.entries()) {
    for (const other of [...known, ...held.slice(at + 1)]) {
      const distance = 1 - dot(face.vector, other.vector);
      const one = face.person === other.person;
      (one ? same : strangers).push(distance);
      if (!met.has(face.person) && !met.has(other.person)) (one ? others : otherStrangers).push(distance);
    }
  }
  return { ranked: ranking(same, strangers), others: ranking(others, otherStrangers), same, strangers };
}

function ranking(same: readonly number[], strangers: readonly number[]) {
  const ranker = createPairRanker(Float32Array.from(same));
  for (const distance of strangers) ranker.add(distance);
  return ranker.ranking();
}

const worth = ({ trueAcceptAt001, trueAcceptAt01, area }: PeopleFigures): number => (trueAcceptAt001 + trueAcceptAt01 + area) / 3;

/**
 * Within-class covariance normalisation (Hatch, Kajarekar and Stolcke 2006): what makes faces of one person differ counts for less. The
 * covariance is drawn towards a sphere, as few faces cannot tell all of it: W' = strength x W + (1 - strength) x trace(W) / d x I, and the
 * matrix is W' to the power -1/2, so that strength 0 changes no cosine.
 * @returns float32 [dimensions, dimensions]
 */
function matrixOf(faces: readonly NamedFace[], strength: number): Float32Array {
  const dimensions = faces[0]?.vector.length ?? 0;
  const covariance = withinPeople(faces, dimensions);
  let trace = 0;
  for (let i = 0; i < dimensions; i += 1) trace += covariance[i * (dimensions + 1)] as number;
  for (const [at, value] of covariance.entries()) covariance[at] = value * strength;
  const floor = ((1 - strength) * trace) / dimensions || 1;
  for (let i = 0; i < dimensions; i += 1) covariance[i * (dimensions + 1)] = (covariance[i * (dimensions + 1)] as number) + floor;
  const { values, vectors } = symmetricEigen(covariance, dimensions);
  return Float32Array.from(vectors, (value, at) => value / Math.sqrt((values[Math.floor(at / dimensions)] as number) / floor));
}

/** float64 [dimensions, dimensions]; every face counts the same. */
function withinPeople(faces: readonly NamedFace[], dimensions: number): Float64Array {
  const groups = new Map<number, Float32Array[]>();
  for (const { person, vector } of faces) groups.set(person, [...(groups.get(person) ?? []), vector]);
  const covariance = new Float64Array(dimensions * dimensions);
  let freedom = 0;
  for (const vectors of groups.values()) {
    freedom += vectors.length - 1;
    const centre = Float64Array.from(
      { length: dimensions },
      (_, i) => vectors.reduce((sum, vector) => sum + (vector[i] as number), 0) / vectors.length,
    );
    for (const vector of vectors) {
      const apart = centre.map((value, i) => (vector[i] as number) - value);
      for (let i = 0; i < dimensions; i += 1)
        for (let j = 0; j < dimensions; j += 1)
          covariance[i * dimensions + j] = (covariance[i * dimensions + j] as number) + (apart[i] as number) * (apart[j] as number);
    }
  }
  return freedom === 0 ? covariance : covariance.map((value) => value / freedom);
}

function applied(matrix: Float32Array, vector: Float32Array): Float32Array {
  const dimensions = vector.length;
  return unit(
    Float32Array.from({ length: matrix.length / dimensions }, (_, row) =>
      dot(matrix.subarray(row * dimensions, (row + 1) * dimensions), vector),
    ),
  );
}

/** `before`: the base's scale, null for the base itself. */
function together(trials: readonly Trial[], before: CosineScale | null, threshold: number): { figures: PeopleFigures; scale: CosineScale } {
  const mean = (pick: (trial: Trial) => number): number => trials.reduce((sum, one) => sum + pick(one), 0) / trials.length;
  const scale: CosineScale = {
    samePerson: mean(({ same }) => 1 - median(same)),
    strangers: mean(({ strangers }) => 1 - quantile(strangers, 0.01)),
  };
  const least = before === null ? threshold : corresponding(threshold, before, scale);
  const within = (distances: readonly number[]): number => distances.filter((distance) => 1 - distance >= least).length;
  const right = mean(({ same }) => within(same));
  return {
    figures: {
      precision: right / Math.max(1e-9, right + mean(({ strangers }) => within(strangers))),
      recall: right / mean(({ same }) => same.length),
      trueAcceptAt001: mean(({ ranked }) => trueAcceptsAt(ranked, 0.001)?.trueAcceptRate ?? 0),
      trueAcceptAt01: mean(({ ranked }) => trueAcceptsAt(ranked, 0.01)?.trueAcceptRate ?? 0),
      otherPeopleAt001: mean(({ others }) => trueAcceptsAt(others, 0.001)?.trueAcceptRate ?? 0),
      area: mean(({ ranked }) => areaUnderCurve(ranked)),
    },
    scale,
  };
}

/** The cosine after that means what `cosine` meant before: both scales' anchors laid on each other. */
export function corresponding(cosine: number, before: CosineScale, after: CosineScale): number {
  const share = (cosine - before.strangers) / (before.samePerson - before.strangers);
  return after.strangers + share * (after.samePerson - after.strangers);
}

const f = ({ precision, recall }: PeopleFigures): number => (2 * precision * recall) / Math.max(1e-9, precision + recall);
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
const median = (values: readonly number[]): number => quantile(values, 0.5);

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
