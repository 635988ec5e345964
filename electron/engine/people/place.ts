/** A clustering and its faces come in; where each new face goes, in milliseconds, goes out. */
import { LikenessError } from "../../contract.ts";
import type { ClusterFace, Clustering, ClusterOptions, Constraints, Placement } from "./faces.ts";

export interface Places {
  /** Where one new face goes if nothing else moves: what clustering anew says too, but for faces that bring two clusters together. */
  place(face: ClusterFace): Placement;
}

export function createPlaces(
  faces: readonly ClusterFace[],
  clustering: Clustering,
  constraints: Constraints,
  options: ClusterOptions = {},
): Places {
  void [faces, clustering, constraints, options];
  throw new LikenessError("unsupported", "Not there yet.");
}
