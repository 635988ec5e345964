/** Faces and what the person said of them come in; one cluster a person, and the pairs of clusters worth asking about, go out. */
import { LikenessError } from "../../contract.ts";
import type { ClusterFace, Clustering, ClusterOptions, Constraints } from "./faces.ts";

/** Part of the key under which clusterings are kept. */
export const clusterRecipe = "people-1";

/**
 * Average linkage over quality-weighted cosines, with what the person said as bounds. The same faces and the same words give the same
 * clusters, in whatever order they come.
 * @throws LikenessError "usage" for two faces of one key, vectors of different lengths, or a quality outside 0..1.
 */
export function clusterFaces(faces: readonly ClusterFace[], constraints: Constraints, options: ClusterOptions = {}): Clustering {
  void [faces, constraints, options];
  throw new LikenessError("unsupported", "Not there yet.");
}
