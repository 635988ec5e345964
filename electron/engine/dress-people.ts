/** The people as they are come in; people, faces and questions in the contract's words go out. */
import type { Face, PersonFace, PersonId, PersonNote, PersonSummary, Suggestion } from "../contract/people.ts";
import type { PhotoId, Reason } from "../contract.ts";
import type { PeopleView, ViewFace, ViewPerson } from "./people-view.ts";
import { openEye } from "./store/faces.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";

export interface Dresser {
  /** null where no file holds it any more; on that photo where one is given. */
  face(face: ViewFace, photo?: StoredPhoto): Face | null;
  personFace(face: ViewFace): PersonFace | null;
  summary(person: ViewPerson): PersonSummary;
  cover(person: ViewPerson): ViewFace;
  suggestions(person: PersonId | null, limit: number): Suggestion[];
}

/** Not people: never the same as one. */
const lifeless: ReadonlySet<PersonNote | null> = new Set<PersonNote | null>(["statue", "poster", "mask", "pet"]);
export const isLifeless = (note: PersonNote | null): boolean => lifeless.has(note);

export function createDresser(view: PeopleView): Dresser {
  const nameOf = (person: PersonId | null): string | null => (person === null ? null : (view.rows.get(person)?.name ?? null));
  const takenAt = (face: ViewFace): number | null => view.photosOf(face.content)[0]?.facts.takenAtMs ?? null;
  let uncertain: ReadonlyMap<PersonId, number> | null = null;

  function dressFace(face: ViewFace, photo = view.photosOf(face.content)[0]): Face | null {
    if (!photo) return null;
    const { width, height } = photo.facts;
    const [x, y, w, h] = face.box;
    const [left, top] = [Math.round(x * width), Math.round(y * height)];
    return {
      id: face.id,
      photo: photo.id,
      path: photo.path,
      box: [left, top, Math.round((x + w) * width) - left, Math.round((y + h) * height) - top],
      ...{ state: face.state, person: face.person, name: nameOf(face.person), probability: face.probability },
      ignored: face.word?.word.ignored ?? null,
      ...{ quality: face.quality, sharpness: face.sharpness, eyesOpen: Math.min(...face.eyeOpenness) >= openEye },
    };
  }

  function personFace(face: ViewFace): PersonFace | null {
    const [photo] = view.photosOf(face.content);
    const dressed = dressFace(face);
    return photo && dressed ? { ...dressed, summary: summaryOf(photo) } : null;
  }

  function uncertainOf(person: PersonId): number {
    if (uncertain === null) {
      const counts = new Map<PersonId, number>();
      for (const { person: asked, other } of allAsked()) {
        counts.set(asked.id, (counts.get(asked.id) ?? 0) + 1);
        if (other) counts.set(other.id, (counts.get(other.id) ?? 0) + 1);
      }
      uncertain = counts;
    }
    return uncertain.get(person) ?? 0;
  }

  function summary(person: ViewPerson): PersonSummary {
    const times = person.faces.flatMap((face) => takenAt(face) ?? []).sort((one, other) => one - other);
    const { id, name, hidden, note, noteOf } = person;
    return {
      ...{ id, name, cover: coverOf(person).id, faces: person.faces.length },
      confirmed: person.faces.filter(({ state }) => state === "confirmed").length,
      uncertain: uncertainOf(id),
      ...{ hidden, note, noteOf, firstTakenAtMs: times[0] ?? null, lastTakenAtMs: times.at(-1) ?? null },
    };
  }

  /** One question for each two people, or face and person, the surest first. */
  function allAsked() {
    const seen = new Set<string>();
    return view.questions.flatMap(({ one, other, probability }) => {
      const [a, b] = [view.face(one), view.face(other)];
      const [personA, personB] = [a, b].map(({ person }) => (person === null ? undefined : view.people.get(person)));
      // Asked of whoever is known better: by name, by word, by faces.
      const first = !personB || (personA && standing(personA) >= standing(personB));
      const [person, face, against, rest] = first ? [personA, b, a, personB] : [personB, a, b, personA];
      if (!person || person.hidden || rest?.hidden || lifeless.has(person.note) !== lifeless.has(rest?.note ?? person.note)) return [];
      const lone = !rest || (!rest.kept && rest.faces.length === 1);
      const key = `${person.id} ${rest ? `person ${rest.id}` : `face ${face.id}`}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ person, other: lone ? null : (rest ?? null), face, against, probability }];
    });
  }

  return {
    face: dressFace,
    personFace,
    summary,
    cover: coverOf,
    suggestions(person, limit) {
      const found: Suggestion[] = [];
      for (const question of allAsked()) {
        if (found.length >= limit) break;
        if (person !== null && question.person.id !== person && question.other?.id !== person) continue;
        const [shown, against] = [personFace(question.face), personFace(question.against)];
        if (!shown || !against) continue;
        const { probability } = question;
        const base = { shown, against, probability, reasons: reasonsOf(question.person, probability) };
        if (question.other === null) found.push({ kind: "face", person: summary(question.person), ...base });
        else found.push({ kind: "people", person: summary(question.person), other: summary(question.other), ...base });
      }
      return found;
    },
  };
}

const standing = ({ name, kept, faces }: ViewPerson): number => Number(name !== null) * 2e9 + Number(kept) * 1e9 + faces.length;

/** As chosen, else the best picture among those that are surest. */
function coverOf({ cover, faces }: ViewPerson): ViewFace {
  const worth = (face: ViewFace): number => face.quality * face.probability + Number(face.word?.word.source === "said") * 0.1;
  const chosen = cover === null ? undefined : faces.find(({ key, word }) => key === cover || word?.key === cover);
  const best = chosen ?? faces.reduce((one, other) => (worth(other) > worth(one) ? other : one));
  return best;
}

function reasonsOf({ note }: ViewPerson, probability: number): Reason[] {
  const percent = Math.round(probability * 100);
  const alike: Reason = { code: "faces-alike", values: { percent }, text: `the faces are alike: ${percent} %` };
  if (note === null) return [alike];
  return [alike, { code: "easily-mistaken", values: { note }, text: `noted as ${note}: nothing is placed without asking` }];
}

/** By time, the oldest first; without a time last, by path. */
export function byTime(one: PersonFace, other: PersonFace): number {
  const [a, b] = [one.summary.takenAtMs, other.summary.takenAtMs];
  if (a !== b) return a === null ? 1 : b === null ? -1 : a - b;
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

export function photoIds(view: PeopleView, faces: readonly ViewFace[]): PhotoId[] {
  return [...new Set(faces.map(({ content }) => content))].flatMap((content) => view.photosOf(content).map(({ id }) => id));
}
