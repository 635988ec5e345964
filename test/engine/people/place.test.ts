/** New faces beside what is there: placed as clustering anew places them, under the same bounds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterFaces } from "../../../electron/engine/people/cluster.ts";
import type { ClusterFace } from "../../../electron/engine/people/faces.ts";
import { createPlaces } from "../../../electron/engine/people/place.ts";
import { asSets, makeCrowd, nothingSaid, plainMetric, shuffled } from "./people.ts";

const options = { metric: plainMetric() };

test("a new face goes where clustering anew puts it", () => {
  let [same, met] = [0, 0];
  for (let seed = 0; seed < 20; seed += 1) {
    const crowd = shuffled(makeCrowd(seed, { people: 12, facesEach: 8, spread: 0.5 }).faces, seed);
    const [old, fresh] = [crowd.slice(0, 80), crowd.slice(80)];
    const before = clusterFaces(old, nothingSaid, options);
    const places = createPlaces(old, before, nothingSaid, options);
    for (const face of fresh) {
      const placed = places.place(face);
      const anew = clusterFaces([...old, face], nothingSaid, options);
      const company = anew.clusters.find(({ faces }) => faces.includes(face.key))!.faces.filter((key) => key !== face.key);
      const own = placed.cluster === null ? [] : before.clusters[placed.cluster]!.faces;
      met += 1;
      if (company.join() === own.join()) same += 1;
    }
  }
  assert.ok(same / met > 0.95, `${same} of ${met}`);
});

test("scanned in any order, with faces placed on the way and clustered at rest, the end is the same", () => {
  const { faces } = makeCrowd(5, { people: 10, facesEach: 9, spread: 0.7 });
  const ends = [1, 2, 3].map((seed) => {
    const scanned: ClusterFace[] = [];
    let clustering = clusterFaces([], nothingSaid, options);
    for (const [at, face] of shuffled(faces, seed).entries()) {
      createPlaces(scanned, clustering, nothingSaid, options).place(face);
      scanned.push(face);
      if (at % (10 + seed) === 0) clustering = clusterFaces(scanned, nothingSaid, options);
    }
    return asSets(clusterFaces(scanned, nothingSaid, options));
  });
  assert.deepEqual(ends[1], ends[0]);
  assert.deepEqual(ends[2], ends[0]);
});

test("not to somebody in the same photo, nor to whom it was said not to be, nor silently to somebody easily mistaken", () => {
  const { faces } = makeCrowd(7, { people: 1, facesEach: 6, spread: 0.3 });
  const [face, ...old] = faces as [ClusterFace, ...ClusterFace[]];
  const known = { person: 1, confirmed: [old[0]!.key], rejected: [] as string[] };
  const place = (given: Partial<typeof known> & { careful?: boolean }, photo = face.photo) => {
    const said = { ...nothingSaid, people: [{ ...known, ...given }] };
    return createPlaces(old, clusterFaces(old, said, options), said, options).place({ ...face, photo });
  };
  const free = place({});
  assert.equal(free.cluster, 0);
  assert.ok(free.probability > 0.5);
  assert.equal(place({}, old[2]!.photo).cluster, null);
  assert.equal(place({ rejected: [face.key] }).cluster, null);
  const unsure = makeCrowd(7, { people: 1, facesEach: 1, spread: 0 }).faces[0]!;
  const far = { ...unsure, key: "far", photo: "far", vector: unsure.vector.map((value, i) => value + (i % 3 === 0 ? 1.1 : -0.8)) };
  const said = { ...nothingSaid, people: [{ ...known, careful: true }] };
  const careful = createPlaces(old, clusterFaces(old, said, options), said, options).place(far);
  const usual = createPlaces(old, clusterFaces(old, nothingSaid, options), nothingSaid, options).place(far);
  assert.deepEqual([usual.cluster, careful.cluster, careful.ask], [0, null, 0], `${usual.probability}`);
});

test("nobody is there yet", () => {
  const face = makeCrowd(1, { people: 1, facesEach: 1, spread: 0 }).faces[0]!;
  const places = createPlaces([], clusterFaces([], nothingSaid, options), nothingSaid, options);
  assert.deepEqual(places.place(face), { cluster: null, probability: 0, ask: null });
});
