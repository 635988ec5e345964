/** The library's faces and what was said of them come in; who is who, as the clustering sees it, is kept. */
import type { FaceId, PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import { type HeardWords, hearWords } from "./face-words.ts";
import type { GroupingAnswer, GroupingRequest } from "./group-faces-worker.ts";
import type { JobControl } from "./jobs.ts";
import type { Parts } from "./parts.ts";
import { clusterFaces, clusterRecipe } from "./people/cluster.ts";
import type { ClusterFace, Clustering, Constraints, FaceMetric, KnownPerson } from "./people/faces.ts";
import type { Recipe } from "./photo.ts";
import type { StoredFace } from "./store/faces.ts";
import type { StoredPerson } from "./store/people.ts";
import { createThreads } from "./threads.ts";

/** Up to so many faces it is a matter of milliseconds, and no thread is started for it. */
const inlineUpTo = 1000;
/** A vector of no worth still says a little. */
const leastQuality = 0.01;
const noticeIntervalMs = 200;

export interface GroupingInput {
  readonly recipe: Recipe;
  readonly faces: readonly ClusterFace[];
  readonly constraints: Constraints;
  readonly metric: FaceMetric | null;
  /** Changes with everything that could change the result: a list in JSON, what was said last. */
  readonly madeOf: string;
  readonly ids: ReadonlyMap<string, FaceId>;
}

export function groupingInput({ store }: Pick<Parts, "store">, recipe: Recipe, metric: FaceMetric | null): GroupingInput {
  const all = store.faces.all(recipe);
  const words = store.said.words();
  const heard = hearWords(all, words);
  const taking = all.filter((face) => face.clusterable && heard.words.get(face.id)?.word.ignored == null);
  const vectors = store.faces.vectors(recipe);
  const faces = taking.flatMap((face): ClusterFace[] => {
    const vector = vectors.get(face.id);
    const quality = Math.min(1, Math.max(leastQuality, face.quality));
    return vector ? [{ key: face.key, photo: String(face.content), vector, quality }] : [];
  });
  const identity = taking.reduce((sum, { id }) => (sum * 31 + id) % 2_147_483_647, taking.length);
  return {
    recipe,
    faces,
    constraints: { people: knownPeople(taking, heard, store.people.all()), together: [], apart: [] },
    metric,
    madeOf: JSON.stringify([recipe, clusterRecipe, metric?.recipe ?? "", taking.length, identity, store.said.state()]),
    ids: new Map(taking.map(({ key, id }) => [key, id])),
  };
}

function knownPeople(faces: readonly StoredFace[], { words, not }: HeardWords, people: readonly StoredPerson[]): KnownPerson[] {
  const confirmed = new Map<PersonId, string[]>();
  const rejected = new Map<PersonId, string[]>();
  const note = (lists: Map<PersonId, string[]>, person: PersonId, key: string): void => {
    const list = lists.get(person);
    if (list) list.push(key);
    else lists.set(person, [key]);
  };
  for (const { id, key } of faces) {
    const person = words.get(id)?.word.person ?? null;
    if (person !== null) note(confirmed, person, key);
    for (const other of not.get(id)?.keys() ?? []) note(rejected, other, key);
  }
  return people
    .filter(({ kept }) => kept)
    .map(({ id, note }) => ({
      person: id,
      confirmed: confirmed.get(id) ?? [],
      rejected: rejected.get(id) ?? [],
      careful: note !== null,
    }));
}

/** On a thread of its own where it takes longer than a moment. */
export async function cluster({ faces, constraints, metric }: GroupingInput, control: JobControl | null): Promise<Clustering> {
  const options = metric === null ? {} : { metric };
  control?.phase("clustering", null);
  if (faces.length <= inlineUpTo) return clusterFaces(faces, constraints, options);
  const thread = await createThreads<GroupingRequest, GroupingAnswer>({
    file: new URL("./group-faces-worker.ts", import.meta.url),
    count: 1,
    name: "The grouping of faces",
  });
  const signals = new Float64Array(new SharedArrayBuffer(16));
  const [first] = faces;
  const dimensions = first?.vector.length ?? 0;
  const vectors = new Float32Array(faces.length * dimensions);
  for (const [row, { vector }] of faces.entries()) vectors.set(vector, row * dimensions);
  const stop = (): void => void signals.fill(1, 1);
  control?.signal.addEventListener("abort", stop);
  // The thread's start took a moment in which it may have been stopped.
  if (control?.signal.aborted) stop();
  control?.setTotal(faces.length);
  let advanced = 0;
  const notices = setInterval(() => {
    const done = Math.floor((signals[0] ?? 0) * faces.length);
    if (done > advanced) control?.advance(done - advanced);
    advanced = Math.max(advanced, done);
  }, noticeIntervalMs);
  try {
    return await thread.ask(
      {
        ...{ keys: faces.map(({ key }) => key), photos: faces.map(({ photo }) => photo), qualities: faces.map(({ quality }) => quality) },
        ...{ vectors, dimensions, constraints, metric, signals },
      },
      [vectors.buffer],
    );
  } catch (error) {
    if (signals[1] === 1) throw new LikenessError("cancelled", "Stopped. The faces that were found are kept; the next run groups them.");
    throw error;
  } finally {
    clearInterval(notices);
    control?.signal.removeEventListener("abort", stop);
    await thread.dispose();
  }
}

/**
 * Somebody without a word keeps the row of whoever had most of the same faces before, so that a view that is open still shows them.
 * Faces that went meanwhile are left out.
 */
export function keepGrouping(
  { store }: Pick<Parts, "store">,
  { clusters, suggestions }: Clustering,
  { ids, madeOf, recipe }: GroupingInput,
): void {
  const before = store.people.groups();
  const present = new Set(store.faces.all(recipe).map(({ id }) => id));
  const kept = new Set(store.people.all().flatMap(({ id, kept }) => (kept ? [id] : [])));
  const taken = new Set<PersonId>();
  const idOf = (key: string): FaceId => {
    const id = ids.get(key);
    if (id === undefined) throw new TypeError(`The clustering names a face that was not given: ${key}.`);
    return id;
  };
  const groups = clusters.map(({ faces, probabilities, looks, person }) => {
    const lookOf = new Map(looks.flatMap((keys, look) => keys.map((key) => [key, look] as const)));
    const members = faces
      .map((key, at) => ({ face: idOf(key), look: lookOf.get(key) ?? 0, probability: probabilities[at] ?? 0 }))
      .filter(({ face }) => present.has(face));
    if (person !== null) return { person: person as PersonId, faces: members };
    const counts = new Map<PersonId, number>();
    for (const { face } of members) {
      const was = before.get(face)?.person;
      if (was !== undefined && !kept.has(was) && !taken.has(was)) counts.set(was, (counts.get(was) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([one, a], [other, b]) => b - a || one - other);
    if (most) taken.add(most[0]);
    return { person: most?.[0] ?? null, faces: members };
  });
  const questions = suggestions
    .map(({ faceA, faceB, probability }) => ({ one: idOf(faceA), other: idOf(faceB), probability }))
    .filter(({ one, other }) => present.has(one) && present.has(other));
  store.people.replaceGroups({ groups, questions, madeOf });
}
