/** Faces are switched on or off, and what is kept of them is counted; off, every trace is erased, and what is left to be found is told. */
import type { FaceCounts, FaceErasure, FaceSettings, PeopleMetric } from "../contract/people.ts";
import { countCrops, eraseCrops } from "./face-crops.ts";
import type { Parts } from "./parts.ts";

export async function faceSettings(parts: Parts): Promise<FaceSettings> {
  return {
    enabled: parts.store.settings.facesEnabled(),
    unavailable: parts.faceModels.unavailable(),
    metric: metricOf(parts),
    counts: await faceCounts(parts),
  };
}

function metricOf({ store }: Parts): PeopleMetric {
  const learnt = store.peopleMetric.get();
  return learnt ? { kind: "learnt", learntAtMs: learnt.learntAtMs } : { kind: "base", learntAtMs: null };
}

async function faceCounts({ store, faceModels }: Parts): Promise<FaceCounts> {
  const recipe = faceModels.recipe();
  const rows = store.faceRows();
  const looks = recipe === null ? null : store.faces.counts(recipe);
  const rowsOf = (...tables: readonly string[]): number => tables.reduce((sum, table) => sum + (rows[table] ?? 0), 0);
  return {
    photosLooked: looks?.looked ?? rowsOf("face_look"),
    photosWaiting: looks?.waiting ?? 0,
    problems: looks?.problems ?? 0,
    // Every row, also of photos that are not there now and of models that are used no more.
    faces: rowsOf("face"),
    vectors: rowsOf("face"),
    people: rowsOf("person"),
    named: store.people.all().filter(({ name }) => name !== null).length,
    said: rowsOf("face_word", "face_not", "people_apart", "people_change"),
    cropFiles: await countCrops(store.folder),
  };
}

/** For good. */
export async function eraseFaces(parts: Parts): Promise<FaceErasure> {
  const before = await faceCounts(parts);
  await eraseCrops(parts.store.folder);
  const proof = parts.store.eraseFaces();
  // A crop that was being made meanwhile.
  await eraseCrops(parts.store.folder);
  return { before, after: await faceCounts(parts), proof: { ...proof, cropFiles: await countCrops(parts.store.folder) } };
}
