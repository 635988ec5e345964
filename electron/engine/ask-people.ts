/** Questions about people and their faces come in; answers in the contract's words go out. */
import type { PeopleMethodTypes, PersonId } from "../contract/people.ts";
import { type FilePath, LikenessError, type PhotoId } from "../contract.ts";
import { byTime, createDresser, photoIds } from "./dress-people.ts";
import type { Parts } from "./parts.ts";
import type { PeopleView, PeopleViews } from "./people-view.ts";
import { named } from "./saying.ts";
import { summaryOf } from "./store/photos.ts";

type Asking = "people" | "person" | "facesOf" | "clusteredFaces" | "ignoredFaces" | "photosOfPerson" | "suggestions";
export type PeopleQueries = { readonly [M in Asking]: (params: PeopleMethodTypes[M][0]) => Promise<PeopleMethodTypes[M][1]> };

const usualLimit = 200;

export function createPeopleQueries({ store, faceModels }: Parts, views: PeopleViews): PeopleQueries {
  return {
    async people({ minFaces = 1 }) {
      const view = views.get();
      const dresser = createDresser(view);
      return [...view.people.values()]
        .filter(({ kept, faces }) => kept || faces.length >= minFaces)
        .map(dresser.summary)
        .sort((one, other) => other.faces - one.faces || one.id - other.id);
    },
    async person(who) {
      const view = views.get();
      const person = view.person(idOf(view, who));
      const dresser = createDresser(view);
      const photos = person.faces.flatMap((face) => dresser.personFace(face) ?? []);
      return { ...dresser.summary(person), photos: photos.sort(byTime) };
    },
    async facesOf({ photo }) {
      const stored = store.photos.stored(photoId(photo));
      const view = views.get();
      const dresser = createDresser(view);
      const recipe = faceModels.recipe();
      return {
        photo: summaryOf(stored),
        looked: recipe !== null && store.faces.hasLooked(stored.content, recipe),
        faces: view.facesOf(stored.content).flatMap((face) => dresser.face(face, stored) ?? []),
      };
    },
    async clusteredFaces() {
      const view = views.get();
      const dresser = createDresser(view);
      return [...view.people.values()].flatMap(({ faces }) =>
        faces
          .flatMap((face) => view.photosOf(face.content).flatMap((photo) => dresser.face(face, photo) ?? []))
          .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0)),
      );
    },
    async ignoredFaces() {
      const view = views.get();
      const dresser = createDresser(view);
      const faces = view.faces.filter(({ state }) => state === "ignored").flatMap((face) => dresser.personFace(face) ?? []);
      return faces.sort((one, other) => byTime(other, one));
    },
    async photosOfPerson(who) {
      const view = views.get();
      return photoIds(view, view.person(idOf(view, who)).faces);
    },
    async suggestions({ person = null as PersonId | null, limit = usualLimit }) {
      const view = views.get();
      if (person !== null) view.person(person);
      return createDresser(view).suggestions(person, limit);
    },
  };

  function photoId(photo: PhotoId | FilePath): PhotoId {
    const id = typeof photo === "number" ? photo : store.files.at(photo);
    if (id === null) throw new LikenessError("not-found", `"${photo}" is not in the library. Scan its folder first.`);
    return id;
  }
}

function idOf(view: PeopleView, who: { readonly id: PersonId } | { readonly name: string }): PersonId {
  if ("id" in who) return who.id;
  const id = named(view, who.name);
  if (id === null) throw new LikenessError("not-found", `Nobody in the library is called "${who.name}".`);
  return id;
}
