/** Faces of known people come in; how well the shipped grouping puts them together, by pairs and by members, goes out. */
import { clusterFaces } from "../../electron/engine/people/cluster.ts";
import type { Clustering, ClusterOptions, Constraints } from "../../electron/engine/people/faces.ts";
import { type Agreement, bCubedAgreement, pairwiseAgreement } from "../../native-models/evaluation/clustering.ts";
import { createRandom } from "../../native-models/random.ts";
import type { LabelledFace } from "./face-sets.ts";

export interface GroupFigures {
  readonly pairs: Agreement;
  readonly members: Agreement;
  readonly clustering: Clustering;
}

export const nothingSaid: Constraints = { people: [], together: [], apart: [] };

/** All faces are grouped; scored are those of whom it is known who they are. */
export function groupFigures(faces: readonly LabelledFace[], options: ClusterOptions = {}, said: Constraints = nothingSaid): GroupFigures {
  const clustering = clusterFaces(faces, said, options);
  const found = new Map(clustering.clusters.flatMap((cluster, at) => cluster.faces.map((key) => [key, at])));
  const known = faces.filter(({ person }) => person !== null);
  const people = [...new Set(known.map(({ person }) => person))];
  const truth = Int32Array.from(known, ({ person }) => people.indexOf(person));
  const put = Int32Array.from(known, ({ key }) => found.get(key) ?? -1);
  return { pairs: pairwiseAgreement(truth, put), members: bCubedAgreement(truth, put), clustering };
}

/** Says three faces each of every second person, drawn by the seed. */
export function nameSome(faces: readonly LabelledFace[], seed: number, facesEach = 3): Constraints {
  const random = createRandom(seed);
  const byPerson = new Map<string, string[]>();
  for (const { key, person } of faces) if (person !== null) byPerson.set(person, [...(byPerson.get(person) ?? []), key]);
  const drawn = [...byPerson].map(([, keys]) => ({ keys, turn: random() })).sort((one, other) => one.turn - other.turn);
  const people = drawn.slice(0, Math.ceil(drawn.length / 2)).map(({ keys }, person) => ({
    person,
    confirmed: keys
      .map((key) => ({ key, turn: random() }))
      .sort((one, other) => one.turn - other.turn)
      .slice(0, facesEach)
      .map(({ key }) => key),
    rejected: [],
  }));
  return { ...nothingSaid, people };
}
