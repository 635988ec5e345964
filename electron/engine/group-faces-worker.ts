/** A thread: packed faces and what was said of them come in as a message, their clustering goes out. */
import { clusterFaces } from "./people/cluster.ts";
import type { ClusterFace, Clustering, Constraints, FaceMetric } from "./people/faces.ts";
import { answerAsThread } from "./threads.ts";

export interface GroupingRequest {
  readonly keys: readonly string[];
  readonly photos: readonly string[];
  readonly qualities: readonly number[];
  /** float32 [keys, dimensions] */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly constraints: Constraints;
  readonly metric: FaceMetric | null;
  /** Shared: [0] is how much is done, 0..1; the other side sets [1] to 1 to stop it. */
  readonly signals: Float64Array;
}
export type GroupingAnswer = Clustering;

answerAsThread(({ keys, photos, qualities, vectors, dimensions, constraints, metric, signals }: GroupingRequest): GroupingAnswer => {
  const faces = keys.map(
    (key, row): ClusterFace => ({
      key,
      photo: photos[row] ?? "",
      quality: qualities[row] ?? 0,
      vector: vectors.subarray(row * dimensions, (row + 1) * dimensions),
    }),
  );
  return clusterFaces(faces, constraints, {
    ...(metric === null ? {} : { metric }),
    onProgress(done) {
      if (signals[1] === 1) throw new Error("stopped");
      signals[0] = done;
    },
  });
});
