/** The nouns of a training: what the engine prepares in a folder, and what the trainer reads there. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainSettings } from "./settings.ts";

/** A photo learned from. */
export interface Source {
  /** Rows of the photo itself (first) and of copies of it. */
  readonly rows: readonly number[];
  /** Other sources that are the same picture or moment, with the share of steps in which one takes part as a copy, 0..1. */
  readonly partners: readonly { readonly source: number; readonly share: number }[];
}

/** Held-out photos: what a training is judged by while it goes on. */
export interface Trial {
  /** Rows of unedited photos. */
  readonly gallery: readonly number[];
  readonly queries: readonly { readonly row: number /** Place in the gallery of the photo it is a copy of. */; readonly match: number }[];
  /** Pairs of places in the gallery that may be the same picture: they count neither way. */
  readonly unknown: readonly (readonly [number, number])[];
}

export interface TrainPlan {
  readonly settings: TrainSettings;
  /** A folder of weights to begin from; null: the shipped ones. */
  readonly recipe: string | null;
  readonly rows: number;
  /** Of a row, without the batch. */
  readonly shape: readonly number[];
  readonly sources: readonly Source[];
  /** Pairs of sources that may be the same picture: never used as strangers. */
  readonly unknown: readonly (readonly [number, number])[];
  /** By source, the nearest others by the old embedder, nearest first. */
  readonly neighbours: readonly (readonly number[])[];
  readonly trial: Trial;
  /** Rows that only distillation sees. */
  readonly replay: readonly number[];
  /** For the card of the weights. */
  readonly notes: Readonly<Record<string, unknown>>;
}

export const files = {
  plan: "plan.json",
  /** float16 [rows, …shape] */
  rows: "rows.f16",
  /** float16 [rows, dimensions]: the old embedder's vectors. */
  reference: "reference.f16",
  checkpoint: "checkpoint.safetensors",
  weights: "weights",
  /** A head fitted on the lesson, and what it is worth. */
  start: "start.safetensors",
} as const;

/** Written last: a folder that has it is whole. */
export function writePlan(folder: string, plan: TrainPlan): void {
  writeAtomic(join(folder, files.plan), JSON.stringify(plan));
}

/** @throws Error where there is none. */
export function readPlan(folder: string): TrainPlan {
  return JSON.parse(readFileSync(join(folder, files.plan), "utf8")) as TrainPlan;
}

export function writeAtomic(path: string, data: string | Uint8Array): void {
  writeFileSync(`${path}.part`, data);
  renameSync(`${path}.part`, path);
}
