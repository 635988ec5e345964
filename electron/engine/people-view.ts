/** The library's people as they are now, from the last grouping and everything said since; read once, until something changes. */
import type { FaceId, FaceState, PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import { hearWords } from "./face-words.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, Recipe } from "./photo.ts";
import type { FaceKey } from "./store/face-keys.ts";
import type { StoredFace } from "./store/faces.ts";
import type { FaceQuestion, StoredPerson } from "./store/people.ts";
import type { StoredPhoto } from "./store/photos.ts";
import type { FaceWord } from "./store/said.ts";

export interface ViewFace extends StoredFace {
  readonly state: FaceState;
  readonly person: PersonId | null;
  readonly probability: number;
  /** What was said of it, and under which key: another model's box may differ. */
  readonly word: { readonly key: FaceKey; readonly word: FaceWord } | null;
  /** Whom it does not show. */
  readonly not: ReadonlyMap<PersonId, FaceKey>;
}

export interface ViewPerson extends StoredPerson {
  /** At least one, in the order of their photos' contents. */
  readonly faces: readonly ViewFace[];
}

export interface PeopleView {
  readonly faces: readonly ViewFace[];
  /** Everybody with a face. */
  readonly people: ReadonlyMap<PersonId, ViewPerson>;
  /** Also those without a face now. */
  readonly rows: ReadonlyMap<PersonId, StoredPerson>;
  /** Between faces of two different people, or of one and nobody; the surest first; never what was answered already. */
  readonly questions: readonly FaceQuestion[];
  /** @throws LikenessError "not-found". */
  face(id: FaceId): ViewFace;
  person(id: PersonId): ViewPerson;
  facesOf(content: ContentId): readonly ViewFace[];
  /** Present files that hold a content, in path order. */
  photosOf(content: ContentId): readonly StoredPhoto[];
  isApart(one: PersonId, other: PersonId): boolean;
}

export interface PeopleViews {
  get(): PeopleView;
  /** The people changed: the next `get` reads anew. A change of the library is noticed by itself. */
  forget(): void;
}

const nobody: ReadonlyMap<PersonId, FaceKey> = new Map();

export function createPeopleViews({ store, faceModels }: Pick<Parts, "store" | "faceModels">): PeopleViews {
  let latest: { readonly revision: number; readonly view: PeopleView } | null = null;
  return {
    get() {
      const revision = store.revision();
      if (latest?.revision !== revision) latest = { revision, view: makeView({ store }, faceModels.recipe()) };
      return latest.view;
    },
    forget() {
      latest = null;
    },
  };
}

function makeView({ store }: Pick<Parts, "store">, recipe: Recipe | null): PeopleView {
  const found = recipe === null ? [] : store.faces.all(recipe);
  const words = store.said.words();
  const heard = hearWords(found, words);
  const groups = store.people.groups();
  const rows = new Map(store.people.all().map((person) => [person.id, person]));
  const apart = new Set(words.apart.map(([low, high]) => `${low} ${high}`));
  const sizes = sizesOf(groups.values());

  const faces = [...Map.groupBy(found, ({ content }) => content).values()].flatMap((ofPhoto) => {
    const placed = ofPhoto.map((face): ViewFace => {
      const word = heard.words.get(face.id) ?? null;
      const not = heard.not.get(face.id) ?? nobody;
      const group = groups.get(face.id);
      const base = { ...face, word, not };
      if (word?.word.ignored != null) return { ...base, state: "ignored", person: null, probability: 0 };
      if (word?.word.person != null) {
        const { person, source, probability } = word.word;
        return { ...base, state: source === "group" ? "placed" : "confirmed", person, probability: source === "group" ? probability : 1 };
      }
      if (!face.clusterable) return { ...base, state: "unfit", person: null, probability: 0 };
      if (!group || not.has(group.person)) return { ...base, state: "alone", person: null, probability: 0 };
      const isAlone = sizes.get(group.person) === 1 && !rows.get(group.person)?.kept;
      return { ...base, state: isAlone ? "alone" : "placed", person: group.person, probability: group.probability };
    });
    return oneEach(placed);
  });

  const byId = new Map(faces.map((face) => [face.id, face]));
  const byContent = Map.groupBy(faces, ({ content }) => content);
  const photos = Map.groupBy(store.photos.all(byContent.keys()), ({ content }) => content);
  const byPerson = Map.groupBy(faces, ({ person }) => person);
  const people = new Map<PersonId, ViewPerson>();
  for (const [id, row] of rows) {
    const own = byPerson.get(id);
    if (own) people.set(id, { ...row, faces: own });
  }
  const isApart = (one: PersonId, other: PersonId): boolean => apart.has(`${Math.min(one, other)} ${Math.max(one, other)}`);

  return {
    faces,
    people,
    rows,
    questions: store.people.questions().filter(({ one, other }) => isOpen(byId.get(one), byId.get(other), isApart)),
    face(id) {
      const face = byId.get(id);
      if (!face) throw new LikenessError("not-found", "That face is not in the library any more.");
      return face;
    },
    person(id) {
      const person = people.get(id);
      if (!person) throw new LikenessError("not-found", "That person is not in the library any more.");
      return person;
    },
    facesOf: (content) => byContent.get(content) ?? [],
    photosOf: (content) => photos.get(content) ?? [],
    isApart,
  };
}

function sizesOf(groups: Iterable<{ readonly person: PersonId }>): Map<PersonId, number> {
  const sizes = new Map<PersonId, number>();
  for (const { person } of groups) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  return sizes;
}

/** Two faces of one photo are never one person, also where a word came after the grouping: the surer stays. */
function oneEach(faces: readonly ViewFace[]): ViewFace[] {
  const best = new Map<PersonId, ViewFace>();
  const worth = ({ word, probability }: ViewFace): number => (word === null ? probability : 1 + Number(word.word.source !== "group"));
  for (const face of faces) {
    if (face.person === null) continue;
    const other = best.get(face.person);
    if (!other || worth(face) > worth(other)) best.set(face.person, face);
  }
  return faces.map((face) =>
    face.person === null || best.get(face.person) === face ? face : { ...face, state: "alone", person: null, probability: 0 },
  );
}

function isOpen(one: ViewFace | undefined, other: ViewFace | undefined, isApart: PeopleView["isApart"]): boolean {
  if (!one || !other || one.state === "ignored" || other.state === "ignored" || one.content === other.content) return false;
  if (one.person === null && other.person === null) return false;
  if (one.person === other.person) return false;
  const refused = (face: ViewFace, person: PersonId | null): boolean => person !== null && face.not.has(person);
  if (refused(one, other.person) || refused(other, one.person)) return false;
  return one.person === null || other.person === null || !isApart(one.person, other.person);
}
