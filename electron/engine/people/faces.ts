/** The nouns of grouping faces by person: what comes in for each face, what the person has said, what goes out. */

/** One face that takes part. Small, blurred or turned faces are left out by whoever calls. */
export interface ClusterFace {
  /** Names the face for ever, whatever was scanned before or after it: all order here is order by key. */
  readonly key: string;
  /** Two faces of one photo are two people. Equal for the same bytes only: in copies of a photo the same person may show again. */
  readonly photo: string;
  /** float32 [128], as the embedder gives it; any length. */
  readonly vector: Float32Array;
  /** How much the vector is to be trusted, above 0 to 1: weighs it in means and links. */
  readonly quality: number;
}

/** Somebody whom the person has named or otherwise made, with what was said of faces. Binds for ever, over everything that vectors say. */
export interface KnownPerson {
  readonly person: number;
  /** Faces said to be theirs. A face confirmed for two people is taken for the first, and reported. */
  readonly confirmed: readonly string[];
  /** Faces said not to be theirs. */
  readonly rejected: readonly string[];
  /** Easily mistaken (a twin, a child): only what is certain joins them, the rest is offered. */
  readonly careful?: boolean;
}

export interface Constraints {
  readonly people: readonly KnownPerson[];
  /** Pairs of faces said to be one person ("yes" to a suggestion between two that have no name). */
  readonly together: readonly (readonly [string, string])[];
  /** Pairs said to be two people. */
  readonly apart: readonly (readonly [string, string])[];
}

export interface ClusterOptions {
  /** Least probability at which two clusters are merged without asking; the shipped one where none is given. */
  readonly mergeFrom?: number;
  /** Least probability at which two clusters are offered as one person. */
  readonly suggestFrom?: number;
  /** Learned on this library; the shipped one where none is given. */
  readonly metric?: FaceMetric;
  /** Up to so many faces every link is computed, beyond them those of each face's nearest. */
  readonly exactUpTo?: number;
  /** Called between pieces of work with 0..1 of the whole; throws to stop. */
  readonly onProgress?: (done: number) => void;
}

/** Makes of an embedding the vector in which people are compared, as plain data: (embedding - mean), times the matrix, to length 1. */
export interface FaceMetric {
  /** Changes with whatever changes a vector. */
  readonly recipe: string;
  /** float32 [dimensions] */
  readonly mean: Float32Array;
  /** float32 [rows, dimensions]; rows is the length of what comes out. */
  readonly matrix: Float32Array;
  /** Link to log-odds on this metric. */
  readonly odds: LinkOdds;
}

/**
 * Log-odds that two clusters are one person: bias + slope x link + (alone - crowd x ln(faces / 800)) x mean of 1 / size. The last part, never below 0,
 * is what two small clusters are let off: a mean over few pairs scatters more. Among more faces it shrinks.
 */
export interface LinkOdds {
  readonly bias: number;
  readonly slope: number;
  readonly alone: number;
  readonly crowd: number;
}

export interface FaceCluster {
  /** Keys, in their order. */
  readonly faces: readonly string[];
  /** The same keys by what they look like: one list for most, several for somebody who was confirmed in faces that are not alike. */
  readonly looks: readonly (readonly string[])[];
  /** How likely each of `faces` is the same person as the others of its look, 0..1; 1 for a confirmed one and for a face alone. */
  readonly probabilities: readonly number[];
  /** The known person that its confirmed faces name. A known person without faces here has no cluster. */
  readonly person: number | null;
  /** The face that shows the cluster best: near its middle and of good quality. */
  readonly best: string;
}

/** Two clusters that may be one person: to be asked, never merged silently. */
export interface SamePersonSuggestion {
  /** Indexes into the clusters; a < b. */
  readonly a: number;
  readonly b: number;
  /** 0..1, calibrated. */
  readonly probability: number;
  /** The face of each that shows its side best. */
  readonly faceA: string;
  readonly faceB: string;
}

/** What the person said that cannot all be so; the stronger word was taken. */
export interface Contradiction {
  readonly faceA: string;
  readonly faceB: string;
  readonly code: "apart-but-together" | "confirmed-twice" | "rejected-but-confirmed";
}

export interface Clustering {
  /** The largest first, equal ones by their first key. Every face given is in exactly one. */
  readonly clusters: readonly FaceCluster[];
  /** The likeliest first. */
  readonly suggestions: readonly SamePersonSuggestion[];
  readonly contradictions: readonly Contradiction[];
}

/** Where a new face goes, found in milliseconds. */
export interface Placement {
  /** Index into the clusters; null: nobody met so far. */
  readonly cluster: number | null;
  /** That it is the person of that cluster (of the nearest, where none is near enough), 0..1. */
  readonly probability: number;
  /** The cluster that should be asked about, where it is likely and not certain. */
  readonly ask: number | null;
}
