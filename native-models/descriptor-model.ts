/** The committed weights come in, the ONNX model of the program's descriptors and the name of everything it depends on go out. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { efficientNetLite } from "./architectures/efficientnet-lite.ts";
import { buildDescriptorModel, type DescriptorModel } from "./onnx/efficientnet-lite.ts";
import { readSafetensors, type Safetensors } from "./safetensors.ts";
import { readWhitening } from "./whitening.ts";

/** Chosen by cost and figures: see README.md beside this file. */
export const descriptorSettings = {
  variant: "efficientnet-lite0",
  inputSize: 192,
  copyBlock: "block11",
  dimensions: 256,
} as const;

export const weightsFile = new URL("weights/efficientnet-lite0.safetensors", import.meta.url);
export const whiteningFile = new URL("weights/whitening.safetensors", import.meta.url);

export interface LoadedDescriptorModel {
  /** An ONNX model: "pixels" uint8 [batch, 3, inputSize, inputSize] → "copy", "scene" float32 [batch, 256], unit length. */
  readonly onnx: Uint8Array;
  readonly inputSize: number;
  readonly dimensions: number;
  /** Hex, SHA-256 over weights, whitening and settings. */
  readonly hash: string;
}

/** @throws Error where a file is missing, SafetensorsError where it is damaged. */
export function loadDescriptorModel(): LoadedDescriptorModel {
  const weights = readFileSync(weightsFile);
  const whitening = readFileSync(whiteningFile);
  const file = readSafetensors(whitening);
  const onnx = buildDescriptorModel({
    ...describe(readSafetensors(weights)),
    whitening: { copy: readWhitening(file, "copy"), scene: readWhitening(file, "scene") },
  });
  const { inputSize, dimensions } = descriptorSettings;
  return { onnx, inputSize, dimensions, hash: hashOf(weights, whitening) };
}

/** The hash alone, without building the model: whoever only looks at what is kept needs no more. @throws Error where a file is missing. */
export function descriptorHash(): string {
  return hashOf(readFileSync(weightsFile), readFileSync(whiteningFile));
}

function hashOf(weights: Uint8Array, whitening: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify(descriptorSettings)).update(weights).update(whitening).digest("hex");
}

/** The same network without whitening: its outputs are what a whitening is fitted on. */
export function loadPooledModel(): DescriptorModel {
  return { ...describe(readSafetensors(readFileSync(weightsFile))), whitening: null };
}

function describe(weights: Safetensors): Omit<DescriptorModel, "whitening"> {
  const { variant, inputSize, copyBlock } = descriptorSettings;
  return { architecture: efficientNetLite(variant), weights, inputSize, copyBlock };
}
