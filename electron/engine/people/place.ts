/** A clustering and its faces come in; where each new face goes, in milliseconds, goes out. */
import { baseMetric } from "./base-metric.ts";
import { carefulFrom, mergeFrom, suggestFrom } from "./cluster.ts";
import { createDotKernel } from "./dot-kernel.ts";
import type { ClusterFace, Clustering, ClusterOptions, Constraints, Placement } from "./faces.ts";
import { project, projectedLength } from "./metric.ts";
import { createJudge, logOddsOf, probabilityOf } from "./probability.ts";
import { weightedMean } from "./tell.ts";

export interface Places {
  /**
   * Where one new face goes as long as nothing else moves. Clustering anew says the same, but where the face, or others that came with
   * it, brings two clusters together or two strangers to each other: so whoever placed faces clusters anew when the scan rests, and what
   * is kept does not depend on the order.
   */
  place(face: ClusterFace): Placement;
}

export function createPlaces(
  faces: readonly ClusterFace[],
  { clusters }: Clustering,
  { people }: Pick<Constraints, "people">,
  options: ClusterOptions = {},
): Places {
  const { metric = baseMetric() } = options;
  const judge = createJudge(metric.odds, faces.length);
  const leastLogOdds = logOddsOf(options.mergeFrom ?? mergeFrom);
  const askLogOdds = logOddsOf(options.suggestFrom ?? suggestFrom);
  const kernel = createDotKernel(projectedLength(metric));
  const looks = clusters.flatMap((cluster, at) => cluster.looks.map((keys) => ({ cluster: at, keys })));
  const table = kernel.table(looks.length + 1);
  const own = looks.length;
  const byKey = new Map(faces.map((face) => [face.key, face]));
  const rejecters = new Map(people.map(({ person, rejected }) => [person, new Set(rejected)]));
  const careful = new Set(people.filter((known) => known.careful).map(({ person }) => person));
  const photos = clusters.map((cluster) => new Set(cluster.faces.map((key) => byKey.get(key)?.photo)));
  looks.forEach(({ keys }, at) => {
    const members = keys.flatMap((key) => byKey.get(key) ?? []);
    table.row(at).set(weightedMean(members.map(({ vector, quality }) => ({ vector: project(metric, vector), weight: quality }))).mean);
  });

  return {
    place(face) {
      table.row(own).set(project(metric, face.vector));
      const links = table.dots(own, 0, own);
      let [best, logOdds] = [-1, Number.NEGATIVE_INFINITY];
      links.forEach((value, place) => {
        const look = looks[place];
        if (!look) return;
        const likely = judge.logOdds(value, 1, look.keys.length);
        if (likely <= logOdds || photos[look.cluster]?.has(face.photo)) return;
        if (rejecters.get(clusters[look.cluster]?.person ?? -1)?.has(face.key)) return;
        [best, logOdds] = [look.cluster, likely];
      });
      if (best === -1) return { cluster: null, probability: 0, ask: null };
      const least = careful.has(clusters[best]?.person ?? -1) ? logOddsOf(carefulFrom) : leastLogOdds;
      const joins = logOdds >= least;
      return { cluster: joins ? best : null, probability: probabilityOf(logOdds), ask: !joins && logOdds >= askLogOdds ? best : null };
    },
  };
}
