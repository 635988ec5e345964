/** The committed weights of the three face networks come in; their ONNX models, and the name of everything they depend on, go out. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readSafetensors } from "../safetensors.ts";
import { blazeFace } from "./blaze-face.ts";
import { faceMesh } from "./face-mesh.ts";
import { faceRecognition } from "./face-recognition.ts";
import { type LayerWeights, layerWeights } from "./layer-weights.ts";
import { buildOnnx } from "./onnx-operations.ts";
import type { Network } from "./operations.ts";

export const faceNetworks = { detector: blazeFace, mesh: faceMesh, embedder: faceRecognition } as const satisfies Record<string, Network>;
export type FaceNetworkName = keyof typeof faceNetworks;

export const weightsFileOf = ({ name }: Network): URL => new URL(`weights/${name}.safetensors`, import.meta.url);

/** @throws Error where the file is missing, SafetensorsError where it is damaged. */
export function loadLayerWeights(network: Network): LayerWeights {
  return layerWeights(readSafetensors(readFileSync(weightsFileOf(network))));
}

/** Each takes "pixels" uint8 [batch, 3, side, side], planar RGB; the detector also other multiples of 32. @throws Error where a file is missing, SafetensorsError where it is damaged. */
export function loadFaceModels(): Record<FaceNetworkName, Uint8Array> {
  const model = (network: Network): Uint8Array => buildOnnx(network, loadLayerWeights(network));
  return { detector: model(blazeFace), mesh: model(faceMesh), embedder: model(faceRecognition) };
}

/** Hex, SHA-256 over all weights. @throws Error where a file is missing. */
export function faceModelsHash(): string {
  const hash = createHash("sha256");
  for (const network of Object.values(faceNetworks)) hash.update(readFileSync(weightsFileOf(network)));
  return hash.digest("hex");
}
