/** People who are one come in; everything that was said of the others holds of the first. */
import type { PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import type { ViewFace } from "./people-view.ts";
import type { Telling } from "./saying.ts";
import type { Said } from "./store/said.ts";

/** What `into` has by now: it grows with each merge. */
type There = Map<ViewFace["content"], ViewFace>;

/**
 * Of two faces in one photo only one can be the person: the one that was said, else the surer; the other is refused.
 * @throws LikenessError "usage" for somebody and themselves.
 */
export function mergePeople(telling: Telling, said: Pick<Said, "words">, into: PersonId, from: readonly PersonId[]): void {
  telling.binding.keep(into);
  telling.binding.bindAll(into);
  const there: There = new Map((telling.view.people.get(into)?.faces ?? []).map((face) => [face.content, face]));
  for (const one of from) {
    if (one === into) throw new LikenessError("usage", "Somebody cannot be merged with themselves.");
    mergeOne(telling, said, into, one, there);
  }
}

function mergeOne({ edit, binding, view }: Telling, said: Pick<Said, "words">, into: PersonId, from: PersonId, there: There): void {
  const kept = binding.keep(into);
  const given = view.rows.get(from);
  // As the merges before this one have left them.
  const words = said.words();
  for (const face of view.people.get(from)?.faces ?? []) {
    const other = there.get(face.content);
    const source = face.word?.word.source ?? "group";
    if (other && worth(other) >= worth(face)) {
      binding.unsay(face);
      binding.refuse(face, into);
    } else if (!face.not.has(into) || source !== "group") {
      binding.bind(face, into, source);
      if (other) binding.refuse(other, into);
      there.set(face.content, face);
    } else binding.unsay(face);
  }
  // Words on photos that are not there now, or on faces that this model does not find, go along.
  const seen = new Set((view.people.get(from)?.faces ?? []).map(({ word }) => word?.key));
  for (const [key, word] of words.faces) if (word.person === from && !seen.has(key)) edit.word(key, { ...word, person: into });
  const mine = new Set((view.people.get(into)?.faces ?? []).map(({ key }) => key));
  for (const key of words.not.get(from) ?? []) {
    edit.not(key, from, false);
    if (!mine.has(key)) edit.not(key, into, true);
  }
  for (const [low, high] of words.apart) {
    if (low !== from && high !== from) continue;
    edit.apart(low, high, false);
    const other = low === from ? high : low;
    if (other !== into) edit.apart(into, other, true);
  }
  if (!given) return;
  const { name, note, noteOf, cover } = kept;
  binding.alter(into, {
    name: name ?? given.name,
    note: note ?? given.note,
    noteOf: noteOf ?? (given.noteOf === into ? null : given.noteOf),
    cover: cover ?? given.cover,
  });
  edit.person({ id: from, name: null, hidden: false, note: null, noteOf: null, cover: null, kept: false });
}

const worth = ({ word, probability }: ViewFace): number => (word === null ? probability : 1 + Number(word.word.source !== "group"));
