/** One grouping of the library's faces: whole where that is exact and quick, else each new face to whom it is nearest. */

import type { FaceId, PersonId } from "../contract/people.ts";
import { cluster, type GroupingInput, groupingInput, keepGrouping } from "./group-faces.ts";
import type { JobControl } from "./jobs.ts";
import type { Parts } from "./parts.ts";
import type { FaceMetric } from "./people/faces.ts";
import { createPlaces } from "./people/place.ts";
import type { Recipe } from "./photo.ts";

export interface GroupingRun {
  /** True where anything changed. */
  run(control: JobControl | null): Promise<boolean>;
  /** Puts faces that no grouping has seen where they are nearest, in milliseconds each. Nothing where nothing was grouped yet, or far more came than were there. */
  placeNew(): boolean;
  /** Whether grouping anew is a matter of seconds. */
  isSmall(): boolean;
}

/** Grouped anew after every word: under three seconds on a busy core. */
const smallFaces = 6000;
/** Up to so many, a run groups all of them anew; beyond, only where more than this share is new or something was said. */
const exactFaces = 30_000;
const newShare = 0.02;

export function createGroupingRun({ store, faceModels }: Parts, metric: () => FaceMetric | null): GroupingRun {
  const input = (recipe: Recipe): GroupingInput => groupingInput({ store }, recipe, metric());

  function placeNew(): boolean {
    const recipe = faceModels.recipe();
    if (recipe === null || store.people.madeOf() === null) return false;
    const given = input(recipe);
    const groups = store.people.groups();
    const idOf = (key: string): FaceId | undefined => given.ids.get(key);
    const fresh = given.faces.filter(({ key }) => !groups.has(idOf(key) as FaceId));
    if (fresh.length === 0 || fresh.length * 4 > given.faces.length) return false;
    const known = given.faces.filter(({ key }) => groups.has(idOf(key) as FaceId));
    const byPerson = Map.groupBy(known, ({ key }) => groups.get(idOf(key) as FaceId)?.person as PersonId);
    const kept = new Set(given.constraints.people.map(({ person }) => person as PersonId));
    const people = [...byPerson.keys()];
    const clusters = [...byPerson].map(([person, faces]) => ({
      faces: faces.map(({ key }) => key),
      probabilities: faces.map(({ key }) => groups.get(idOf(key) as FaceId)?.probability ?? 0),
      person: kept.has(person) ? person : null,
      looks: [...Map.groupBy(faces, ({ key }) => groups.get(idOf(key) as FaceId)?.look ?? 0).values()].map((look) =>
        look.map(({ key }) => key),
      ),
      best: faces[0]?.key ?? "",
    }));
    const options = given.metric === null ? {} : { metric: given.metric };
    const places = createPlaces(known, { clusters, suggestions: [], contradictions: [] }, given.constraints, options);
    store.write(() => {
      for (const face of fresh) {
        const { cluster: at, probability, ask } = places.place(face);
        const id = idOf(face.key) as FaceId;
        store.people.place(id, at === null ? null : (people[at] ?? null), at === null ? 1 : probability);
        const other = ask === null ? undefined : idOf(clusters[ask]?.best ?? "");
        if (other !== undefined) store.people.ask({ one: id, other, probability });
      }
    });
    return true;
  }

  const saidIn = (madeOf: string): unknown => JSON.parse(madeOf).at(-1);

  return {
    placeNew,
    isSmall() {
      const recipe = faceModels.recipe();
      return recipe !== null && store.faces.count(recipe) <= smallFaces;
    },
    async run(control) {
      const recipe = faceModels.recipe();
      if (recipe === null) return false;
      const given = input(recipe);
      const before = store.people.madeOf();
      if (given.madeOf === before) return false;
      const groups = store.people.groups();
      const fresh = given.faces.reduce((sum, { key }) => sum + Number(!groups.has(given.ids.get(key) as FaceId)), 0);
      const isLittle = before !== null && fresh <= given.faces.length * newShare && saidIn(before) === saidIn(given.madeOf);
      if (given.faces.length > exactFaces && isLittle) return placeNew();
      keepGrouping({ store }, await cluster(given, control), given);
      return true;
    },
  };
}
