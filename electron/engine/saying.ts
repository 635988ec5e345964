/** The words of every correction: one telling over the people as they are, the faces and people that it names, and what is noted of it. */
import type { FaceId, PeopleChange, PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import { type Binding, createBinding } from "./bind-faces.ts";
import type { Parts } from "./parts.ts";
import type { PeopleView, PeopleViews, ViewFace } from "./people-view.ts";
import type { ChangeNote, Edit } from "./store/said.ts";

/** One correction under way. */
export interface Telling {
  readonly edit: Edit;
  readonly binding: Binding;
  /** The people as they were before it. */
  readonly view: PeopleView;
}

export interface SayingOptions {
  readonly views: PeopleViews;
  /** Something was said: views ask again, and faces are to be grouped anew. */
  readonly onSaid: () => void;
}

/** Keeps a correction as one change, all of it or none. */
export type Say = (work: (telling: Telling) => ChangeNote) => PeopleChange;

const longestName = 200;

export function createSay({ store, clock }: Pick<Parts, "store" | "clock">, { views, onSaid }: SayingOptions): Say {
  return (work) => {
    const view = views.get();
    const change = store.said.change(clock.now(), (edit) => work({ edit, view, binding: createBinding(edit, view) }));
    views.forget();
    onSaid();
    return change;
  };
}

/** @throws LikenessError "usage" where there are none, "not-found" where one is not there. */
export function chosen(view: PeopleView, ids: readonly FaceId[]): ViewFace[] {
  const faces = [...new Set(ids)].map((id) => view.face(id));
  if (faces.length === 0) throw new LikenessError("usage", "Choose at least one face.");
  return faces;
}

/** @throws LikenessError "usage" where two are in one photo: they are two people. */
export function onePerPhoto(faces: readonly ViewFace[]): readonly ViewFace[] {
  if (new Set(faces.map(({ content }) => content)).size < faces.length)
    throw new LikenessError("usage", "Two of these faces are in one photo, so they are two people.");
  return faces;
}

export function rowOf(view: PeopleView, person: PersonId) {
  const row = view.rows.get(person);
  if (!row) throw new LikenessError("not-found", "That person is not in the library any more.");
  return row;
}

export const facesOf = (view: PeopleView, person: PersonId): readonly ViewFace[] => view.people.get(person)?.faces ?? [];
export const note = (kind: ChangeNote["kind"], text: string, values: ChangeNote["values"], person: PersonId | null): ChangeNote => {
  return { kind, text, values, person };
};
export const counted = (faces: number): string => (faces === 1 ? "one face" : `${faces} faces`);

export function cleanName(name: string): string {
  const clean = name.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
  if (clean === "" || clean.length > longestName) throw new LikenessError("usage", `A name has 1 to ${longestName} characters.`);
  return clean;
}

export const nameKey = (name: string): string => name.normalize("NFC").trim().toLowerCase();

/** Whoever has that name, in whatever case it is written. */
export function named(view: Pick<PeopleView, "rows">, name: string): PersonId | null {
  const key = nameKey(name);
  for (const { id, name: known } of view.rows.values()) if (known !== null && nameKey(known) === key) return id;
  return null;
}
