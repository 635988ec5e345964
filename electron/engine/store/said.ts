/** What the person says of faces and people goes in, one change at a time, each with the rows as they were; it comes out, and can be taken back. */
import type { FaceIgnorance, PeopleChange, PeopleChangeId, PeopleChangeKind, PersonId } from "../../contract/people.ts";
import type { Connection } from "./connection.ts";
import type { FaceKey } from "./face-keys.ts";
import type { StoredPerson } from "./people.ts";
import { createRowImages, type RowImage, type RowTable } from "./row-images.ts";

export const wordSources = ["said", "group", "file"] as const;
/** said: of this very face. group: it was in a group of which something was said. file: a name stood beside it in a file. */
export type WordSource = (typeof wordSources)[number];

/** Whose face it is, or that it does not count. */
export type FaceWord = (
  | { readonly person: PersonId; readonly ignored: null }
  | { readonly person: null; readonly ignored: FaceIgnorance }
) & {
  readonly source: WordSource;
  /** 0..1: how likely it was before anything was said. */
  readonly probability: number;
};

export interface Words {
  readonly faces: ReadonlyMap<FaceKey, FaceWord>;
  /** Who is not shown by which faces. */
  readonly not: ReadonlyMap<PersonId, ReadonlySet<FaceKey>>;
  /** Pairs of two people, the smaller id first. */
  readonly apart: readonly (readonly [PersonId, PersonId])[];
}

/** What one change may alter; every alteration is kept as an image of the row before and after. */
export interface Edit {
  /** null takes the word back. */
  word(key: FaceKey, word: FaceWord | null): void;
  not(key: FaceKey, person: PersonId, holds: boolean): void;
  apart(one: PersonId, other: PersonId, holds: boolean): void;
  newPerson(name: string | null): PersonId;
  person(person: StoredPerson): void;
}

export interface ChangeNote {
  readonly kind: PeopleChangeKind;
  readonly text: string;
  readonly values: PeopleChange["values"];
  /** Whom to show afterwards. */
  readonly person: PersonId | null;
}

export interface Said {
  words(): Words;
  /** All of it or none. What was taken back before can then be redone no more. */
  change(atMs: number, work: (edit: Edit) => ChangeNote): PeopleChange;
  /** The newest first. */
  changes(): PeopleChange[];
  /** null where there is nothing to take back, or to do again. */
  undo(): PeopleChange | null;
  redo(): PeopleChange | null;
  /** Alters with every change, undo and redo. */
  state(): string;
}

/** Older changes hold and can be taken back no more. */
const changesHeld = 500;

const tables = {
  person: { name: "person", keys: ["id"], columns: ["id", "name", "hidden", "note", "note_of", "cover", "kept"] },
  word: { name: "face_word", keys: ["key"], columns: ["key", "person_id", "ignored", "source", "probability", "said_at_ms"] },
  not: { name: "face_not", keys: ["key", "person_id"], columns: ["key", "person_id"] },
  apart: { name: "people_apart", keys: ["low", "high"], columns: ["low", "high"] },
} as const satisfies Record<string, RowTable>;

type WordRow = [key: string, person: number | null, ignored: string | null, source: string, probability: number];
type ChangeRow = [number, string, string, string, number | null, number, number];

export function createSaid(connection: Connection): Said {
  const rows = createRowImages(connection, Object.values(tables));
  const words = connection.query<WordRow>("SELECT key, person_id, ignored, source, probability FROM face_word");
  const nots = connection.query<[string, number]>("SELECT key, person_id FROM face_not");
  const apart = connection.query<[number, number]>("SELECT low, high FROM people_apart ORDER BY low, high");
  const columns = "id, kind, text, told, person_id, made_at_ms, undone";
  const insert = connection.query<ChangeRow>(
    `INSERT INTO people_change (kind, text, told, person_id, made_at_ms, images) VALUES (?, ?, ?, ?, ?, ?) RETURNING ${columns}`,
  );
  const dropUndone = connection.query("DELETE FROM people_change WHERE undone = 1");
  const dropOld = connection.query(`DELETE FROM people_change WHERE id <= (SELECT max(id) FROM people_change) - ${changesHeld}`);
  const all = connection.query<ChangeRow>(`SELECT ${columns} FROM people_change ORDER BY id DESC`);
  const toUndo = connection.query<[number, string]>("SELECT id, images FROM people_change WHERE undone = 0 ORDER BY id DESC LIMIT 1");
  const toRedo = connection.query<[number, string]>("SELECT id, images FROM people_change WHERE undone = 1 ORDER BY id LIMIT 1");
  const setUndone = connection.query<ChangeRow>(`UPDATE people_change SET undone = ? WHERE id = ? RETURNING ${columns}`);
  const state = connection.query<[string]>(
    "SELECT coalesce(max(id), 0) || ':' || coalesce(sum(undone), 0) || ':' || count(*) FROM people_change",
  );

  function turn(found: [number, string] | undefined, undone: boolean): PeopleChange | null {
    if (!found) return null;
    const [id, text] = found;
    const images: RowImage[] = JSON.parse(text);
    return connection.write(() => {
      if (undone) for (const { table, before, key } of images.toReversed()) rows.restore(table, key, before);
      else for (const { table, after, key } of images) rows.restore(table, key, after);
      const [row] = setUndone.all(Number(undone), id);
      if (!row) throw new Error("The change is not there any more.");
      return changeOf(row);
    });
  }

  return {
    words() {
      const not = new Map<PersonId, Set<FaceKey>>();
      for (const [key, person] of nots.all()) {
        const keys = not.get(person as PersonId) ?? new Set();
        not.set(person as PersonId, keys.add(key as FaceKey));
      }
      return {
        faces: new Map(words.all().map((row) => [row[0] as FaceKey, wordOf(row)])),
        not,
        apart: apart.all().map(([low, high]) => [low as PersonId, high as PersonId] as const),
      };
    },
    change: (atMs, work) =>
      connection.write(() => {
        const images: RowImage[] = [];
        const { kind, text, values, person } = work(createEdit(connection, rows, images, Math.round(atMs)));
        dropUndone.run();
        const [row] = insert.all(kind, text, JSON.stringify(values), person, Math.round(atMs), JSON.stringify(images));
        dropOld.run();
        if (!row) throw new Error("The change was not kept.");
        return changeOf(row);
      }),
    changes: () => all.all().map(changeOf),
    undo: () => turn(toUndo.get(), true),
    redo: () => turn(toRedo.get(), false),
    state: () => state.get()?.[0] ?? "",
  };
}

function createEdit(connection: Connection, rows: ReturnType<typeof createRowImages>, images: RowImage[], atMs: number): Edit {
  const put = (table: RowTable, row: readonly (string | number | null)[]): void => void images.push(...rows.put(table, row));
  const drop = (table: RowTable, key: readonly (string | number)[]): void => void images.push(...rows.drop(table, key));
  const insertPerson = connection.query("INSERT INTO person (kept) VALUES (1)");
  return {
    word(key, word) {
      if (word === null) drop(tables.word, [key]);
      else put(tables.word, [key, word.person, word.ignored, word.source, word.probability, atMs]);
    },
    not: (key, person, holds) => (holds ? put(tables.not, [key, person]) : drop(tables.not, [key, person])),
    apart(one, other, holds) {
      const pair = [Math.min(one, other), Math.max(one, other)];
      if (holds) put(tables.apart, pair);
      else drop(tables.apart, pair);
    },
    newPerson(name) {
      const id = insertPerson.run().insertedId as PersonId;
      const row = [id, name, 0, null, null, null, 1];
      // Undone it stays as a row of which nothing is said, since a grouping may count on it; the next one sweeps it away.
      images.push({ table: tables.person.name, key: [id], before: [id, null, 0, null, null, null, 0], after: row });
      rows.restore(tables.person.name, [id], row);
      return id;
    },
    person: ({ id, name, hidden, note, noteOf, cover, kept }) =>
      put(tables.person, [id, name, Number(hidden), note, noteOf, cover, Number(kept)]),
  };
}

function wordOf([, person, ignored, source, probability]: WordRow): FaceWord {
  const rest = { source: source as WordSource, probability };
  return person === null
    ? { person: null, ignored: ignored as FaceIgnorance, ...rest }
    : { person: person as PersonId, ignored: null, ...rest };
}

function changeOf([id, kind, text, told, person, madeAtMs, undone]: ChangeRow): PeopleChange {
  return {
    id: id as PeopleChangeId,
    kind: kind as PeopleChangeKind,
    text,
    values: JSON.parse(told),
    madeAtMs,
    person: person as PersonId | null,
    undone: undone === 1,
  };
}
