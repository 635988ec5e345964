/**
 * A whitening comes in, a head that training can start from goes out: what turns pooled features (unit length) into a descriptor.
 * descriptor = unit((x - mean) matrix + relu((x - mean) hidden + bias) output); the second part, which is optional, begins at 0.
 */
import type { Whitening } from "./whitening.ts";

export interface Projection {
  readonly width: number;
  /** float32 [inputDimensions, width] */
  readonly hidden: Float32Array;
  /** float32 [width] */
  readonly bias: Float32Array;
  /** float32 [width, outputDimensions] */
  readonly output: Float32Array;
}

/** A linear head is a whitening, learned or fitted. */
export interface Head {
  readonly whitening: Whitening;
  readonly projection: Projection | null;
}

export interface HeadOptions {
  /** Numbers in a descriptor: the first of the whitening's, which are those that tell most. Default all of them. */
  readonly width?: number;
  /** Hidden numbers of the projection; 0, the default, leaves it out. */
  readonly hidden?: number;
  readonly seed?: number;
}
