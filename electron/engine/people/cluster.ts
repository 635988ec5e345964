/** Faces and what the person said of them come in; one cluster a person, and the pairs of clusters worth asking about, go out. */
import { LikenessError } from "../../contract.ts";
import { baseMetric } from "./base-metric.ts";
import { joinByChain } from "./chain.ts";
import { createDotKernel } from "./dot-kernel.ts";
import type { ClusterFace, Clustering, ClusterOptions, Constraints, FaceMetric } from "./faces.ts";
import { createGrowing } from "./growing.ts";
import { project, projectedLength } from "./metric.ts";
import { joinByNearGraph } from "./near-graph.ts";
import { createJudge, logOddsOf } from "./probability.ts";
import { listen } from "./said.ts";
import { seedsOf } from "./seeds.ts";
import { suggest } from "./suggest.ts";
import { tell } from "./tell.ts";

/** Part of the key under which clusterings are kept. */
export const clusterRecipe = "people-1";

/** Two clusters are made one without asking from here on; asked about from there; and for somebody easily mistaken, made one only here. */
export const mergeFrom = 0.8;
export const suggestFrom = 0.15;
export const carefulFrom = 0.98;
/** Every link is looked at up to so many faces: a minute's work. */
const everyLinkUpTo = 30_000;

/**
 * Average linkage over quality-weighted cosines, with what the person said as bounds. The same faces and the same words give the same
 * clusters, in whatever order they come. Faces said to be one person grow as they look, each look by its own mean, and are put together
 * at the end: a child's photos and the grown-up's, both confirmed, each gather their like. Beyond `exactUpTo` faces clusters first grow along nearest neighbours, until they are few enough.
 * @throws LikenessError "usage" for two faces of one key, a vector of another length, numbers that are none, or a quality outside 0..1.
 */
export function clusterFaces(faces: readonly ClusterFace[], constraints: Constraints, options: ClusterOptions = {}): Clustering {
  const { metric = baseMetric(), exactUpTo = everyLinkUpTo, onProgress = () => {} } = options;
  const ordered = inOrder(faces, metric);
  const said = listen(ordered, constraints, logOddsOf(carefulFrom));
  const judge = createJudge(metric.odds, ordered.length);
  const leastLogOdds = logOddsOf(options.mergeFrom ?? mergeFrom);
  const leastLink = judge.leastLink(leastLogOdds);
  const vectors = ordered.map(({ vector }) => project(metric, vector));
  const kernel = createDotKernel(projectedLength(metric));
  const growing = createGrowing(kernel, seedsOf(kernel, ordered, vectors, said.bounds, judge), judge, leastLogOdds);
  for (let [done, joined] = [0, 1]; growing.count > exactUpTo && joined > 0; done = (1 + done) / 2) {
    joined = joinByNearGraph(kernel, growing, { leastLink, onProgress: (part) => onProgress(0.9 * (done + (part * (1 - done)) / 2)) });
  }
  if (growing.count <= exactUpTo) joinByChain(growing, { leastLink, onProgress: (part) => onProgress(0.9 * part) });
  const told = tell(ordered, vectors, growing.all(), said, constraints, judge);
  const suggestions = suggest(kernel, told.looks, { judge, leastLogOdds: logOddsOf(options.suggestFrom ?? suggestFrom) });
  onProgress(1);
  return { clusters: told.clusters, suggestions, contradictions: said.contradictions };
}

function inOrder(faces: readonly ClusterFace[], metric: FaceMetric): readonly ClusterFace[] {
  const ordered = [...faces].sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  ordered.forEach(({ key, vector, quality }, index) => {
    const wrong =
      ordered[index - 1]?.key === key
        ? "comes twice"
        : vector.length !== metric.mean.length
          ? `has ${vector.length} numbers instead of ${metric.mean.length}`
          : !vector.every(Number.isFinite)
            ? "has numbers that are none"
            : !(quality > 0 && quality <= 1)
              ? `has a quality of ${quality}`
              : null;
    if (wrong) throw new LikenessError("usage", `The face ${key} ${wrong}.`);
  });
  return ordered;
}
