/** What a grouping made of the faces goes in; people, whose faces are whose, and what is to be asked come out. */
import type { FaceId, PersonId, PersonNote } from "../../contract/people.ts";
import type { Connection } from "./connection.ts";
import type { FaceKey } from "./face-keys.ts";

export interface StoredPerson {
  readonly id: PersonId;
  readonly name: string | null;
  readonly hidden: boolean;
  readonly note: PersonNote | null;
  readonly noteOf: PersonId | null;
  /** The face that the person chose to show. */
  readonly cover: FaceKey | null;
  /** Something was said of this person: a grouping leaves the row. */
  readonly kept: boolean;
}

export interface Placed {
  readonly person: PersonId;
  /** Which of the ways that the person looks. */
  readonly look: number;
  /** 0..1 */
  readonly probability: number;
}

/** Two faces that may show one person. */
export interface FaceQuestion {
  readonly one: FaceId;
  readonly other: FaceId;
  readonly probability: number;
}

export interface Grouping {
  readonly groups: readonly {
    /** null for somebody who had no row yet. */
    readonly person: PersonId | null;
    readonly faces: readonly { readonly face: FaceId; readonly look: number; readonly probability: number }[];
  }[];
  readonly questions: readonly FaceQuestion[];
  /** Names faces, words and recipes that it was made of. */
  readonly madeOf: string;
}

export interface People {
  all(): StoredPerson[];
  groups(): Map<FaceId, Placed>;
  questions(): FaceQuestion[];
  /** What the last whole grouping was made of; null where there is none. */
  madeOf(): string | null;
  /** In place of the last one; of people of whom nothing was said only those with faces stay. */
  replaceGroups(grouping: Grouping): void;
  /** One face more, in somebody's group or as somebody new. */
  place(face: FaceId, person: PersonId | null, probability: number): PersonId;
  ask(question: FaceQuestion): void;
}

type PersonRow = [number, string | null, number, string | null, number | null, string | null, number];

export function createPeopleTable(connection: Connection): People {
  const all = connection.query<PersonRow>("SELECT id, name, hidden, note, note_of, cover, kept FROM person ORDER BY id");
  const groups = connection.query<[number, number, number, number]>("SELECT face_id, person_id, look, probability FROM face_group");
  const questions = connection.query<[number, number, number]>(
    "SELECT one, other, probability FROM face_question ORDER BY probability DESC, one, other",
  );
  const madeOf = connection.query<[string]>("SELECT made_of FROM face_grouping");
  const newPerson = connection.query("INSERT INTO person DEFAULT VALUES");
  const place = connection.query("INSERT OR REPLACE INTO face_group VALUES (?, ?, ?, ?)");
  const ask = connection.query("INSERT OR REPLACE INTO face_question VALUES (?, ?, ?)");
  const sweep = connection.query(`DELETE FROM person WHERE kept = 0 AND id NOT IN (SELECT person_id FROM face_group)
    AND id NOT IN (SELECT person_id FROM face_word WHERE person_id IS NOT NULL) AND id NOT IN (SELECT person_id FROM face_not)
    AND id NOT IN (SELECT low FROM people_apart) AND id NOT IN (SELECT high FROM people_apart)`);

  return {
    all: () => all.all().map(personOf),
    groups: () =>
      new Map(groups.all().map(([face, person, look, probability]) => [face as FaceId, { person: person as PersonId, look, probability }])),
    questions: () => questions.all().map(([one, other, probability]) => ({ one: one as FaceId, other: other as FaceId, probability })),
    madeOf: () => madeOf.get()?.[0] ?? null,
    replaceGroups: (grouping) =>
      connection.write(() => {
        connection.query("DELETE FROM face_group").run();
        connection.query("DELETE FROM face_question").run();
        for (const { person, faces } of grouping.groups) {
          const id = person ?? newPerson.run().insertedId;
          for (const { face, look, probability } of faces) place.run(face, id, look, probability);
        }
        for (const { one, other, probability } of grouping.questions) ask.run(one, other, probability);
        connection.query("INSERT OR REPLACE INTO face_grouping VALUES (1, ?)").run(grouping.madeOf);
        sweep.run();
      }),
    place: (face, person, probability) =>
      connection.write(() => {
        const id = person ?? newPerson.run().insertedId;
        place.run(face, id, 0, probability);
        return id as PersonId;
      }),
    ask: ({ one, other, probability }) => void connection.write(() => ask.run(one, other, probability)),
  };
}

function personOf([id, name, hidden, note, noteOf, cover, kept]: PersonRow): StoredPerson {
  return {
    id: id as PersonId,
    name,
    hidden: hidden === 1,
    note: note as PersonNote | null,
    noteOf: noteOf as PersonId | null,
    cover: cover as FaceKey | null,
    kept: kept === 1,
  };
}
