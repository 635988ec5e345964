/** One edit of what was said, over the people as they are, comes in; the words that make up every correction go out: bind, refuse, keep. */
import type { PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import type { PeopleView, ViewFace } from "./people-view.ts";
import type { StoredPerson } from "./store/people.ts";
import type { Edit, WordSource } from "./store/said.ts";

export interface Binding {
  /** The last word holds: of two faces in one photo the other is not this person any more. */
  bind(face: ViewFace, person: PersonId, source: WordSource): void;
  /** Never this person. */
  refuse(face: ViewFace, person: PersonId): void;
  /** Takes back whose it is, or that it is ignored. */
  unsay(face: ViewFace): void;
  /** Makes somebody of whom nothing was said stay: all of their faces are bound, but for `except`. */
  keep(person: PersonId, except?: ReadonlySet<ViewFace>): StoredPerson;
  /** Binds every face that the person has now. */
  bindAll(person: PersonId, except?: ReadonlySet<ViewFace>): void;
  /** Alters the person's own row; keeps them. */
  alter(person: PersonId, part: Partial<StoredPerson>): void;
}

export function createBinding(edit: Edit, view: PeopleView): Binding {
  // What this edit has altered so far: the view shows what was before.
  const rows = new Map<PersonId, StoredPerson>();

  function row(person: PersonId): StoredPerson {
    const found = rows.get(person) ?? view.rows.get(person);
    if (!found) throw new LikenessError("not-found", "That person is not in the library any more.");
    return found;
  }

  function unsay({ word }: ViewFace): void {
    if (word) edit.word(word.key, null);
  }

  function bind(face: ViewFace, person: PersonId, source: WordSource): void {
    if (face.word && face.word.key !== face.key) edit.word(face.word.key, null);
    const refusal = face.not.get(person);
    if (refusal !== undefined) edit.not(refusal, person, false);
    edit.word(face.key, { person, ignored: null, source, probability: source === "group" ? face.probability : 1 });
    for (const other of view.facesOf(face.content)) if (other !== face && other.person === person) refuse(other, person);
  }

  function refuse(face: ViewFace, person: PersonId): void {
    if (face.word?.word.person === person) unsay(face);
    edit.not(face.not.get(person) ?? face.key, person, true);
  }

  function bindAll(person: PersonId, except: ReadonlySet<ViewFace> = new Set()): void {
    for (const face of view.people.get(person)?.faces ?? []) {
      if (face.word === null && !except.has(face)) bind(face, person, "group");
    }
  }

  function alter(person: PersonId, part: Partial<StoredPerson>): void {
    const altered = { ...row(person), kept: true, ...part };
    rows.set(person, altered);
    edit.person(altered);
  }

  return {
    bind,
    refuse,
    unsay,
    keep(person, except) {
      if (!row(person).kept) {
        alter(person, {});
        bindAll(person, except);
      }
      return row(person);
    },
    bindAll,
    alter,
  };
}
