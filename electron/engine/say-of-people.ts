/** What the person says of whole people comes in: names, who is one and who is not, covers, notes; and every correction can be taken back. */
import { type PeopleChange, type PeopleMethodTypes, personNotes } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import { mergePeople } from "./merge-people.ts";
import type { Parts } from "./parts.ts";
import { cleanName, counted, createSay, facesOf, named, note, rowOf, type SayingOptions } from "./saying.ts";

type Saying = "namePerson" | "mergePeople" | "keepApart" | "chooseCover" | "hidePerson" | "noteOnPerson";
type Turning = "undoPeople" | "redoPeople" | "peopleChanges";
export type SayingsOfPeople = {
  readonly [M in Saying | Turning]: (params: PeopleMethodTypes[M][0]) => Promise<PeopleMethodTypes[M][1]>;
};

export function createSayingsOfPeople(parts: Parts, options: SayingOptions): SayingsOfPeople {
  const { store } = parts;
  const say = createSay(parts, options);
  function turned(change: PeopleChange | null): PeopleChange | null {
    if (change) {
      options.views.forget();
      options.onSaid();
    }
    return change;
  }

  return {
    namePerson: async ({ person, name }) =>
      say((telling) => {
        const { view, binding } = telling;
        rowOf(view, person);
        if (name === null) {
          binding.alter(person, { name: null });
          return note("name", "Took the name off.", { faces: facesOf(view, person).length }, person);
        }
        const given = cleanName(name);
        const namesake = named(view, given);
        if (namesake !== null && namesake !== person) {
          const faces = facesOf(view, person).length;
          mergePeople(telling, store.said, namesake, [person]);
          return note("name", `${counted(faces)} joined ${given}.`, { name: given, faces }, namesake);
        }
        binding.alter(person, { name: given });
        binding.bindAll(person);
        const faces = facesOf(view, person).length;
        return note("name", `Named ${counted(faces)} ${given}.`, { name: given, faces }, person);
      }),

    mergePeople: async ({ into, from }) =>
      say((telling) => {
        if (from.length === 0) throw new LikenessError("usage", "Name at least one who is to be merged.");
        const people = [into, ...from].map((id) => rowOf(telling.view, id));
        mergePeople(telling, store.said, into, from);
        const name = people.map((one) => one.name).find((one) => one !== null) ?? "";
        return note("merge", `Merged ${people.length} people${name ? ` into ${name}` : ""}.`, { name, people: people.length }, into);
      }),

    keepApart: async ({ a, b }) =>
      say(({ edit, binding }) => {
        if (a === b) throw new LikenessError("usage", "Somebody cannot be kept apart from themselves.");
        for (const one of [a, b]) binding.keep(one);
        edit.apart(a, b, true);
        return note("apart", "Two people, never one.", {}, a);
      }),

    chooseCover: async ({ person, face }) =>
      say(({ view, binding }) => {
        const shown = view.face(face);
        if (shown.person !== person) throw new LikenessError("usage", "The cover is to be one of the person's own faces.");
        binding.keep(person);
        binding.alter(person, { cover: shown.key });
        return note("cover", "Chose another cover.", {}, person);
      }),

    hidePerson: async ({ person, hidden }) =>
      say(({ binding }) => {
        const { name } = binding.keep(person);
        binding.alter(person, { hidden });
        return note("hide", `${hidden ? "Hid" : "Showed"} ${name ?? "somebody"}.`, { name: name ?? "", hidden: Number(hidden) }, person);
      }),

    noteOnPerson: async ({ person, note: said, of }) =>
      say(({ view, binding }) => {
        if (said !== null && !personNotes.includes(said)) throw new LikenessError("usage", `A note is one of: ${personNotes.join(", ")}.`);
        if (of !== undefined) rowOf(view, of);
        if (of === person) throw new LikenessError("usage", "Nobody is their own twin or relative.");
        binding.keep(person);
        if (of !== undefined) binding.keep(of);
        binding.alter(person, { note: said, noteOf: said === null ? null : (of ?? null) });
        return note("note", said === null ? "Took the note off." : `Noted: ${said}.`, { note: said ?? "" }, person);
      }),

    peopleChanges: async () => store.said.changes(),
    undoPeople: async () => turned(store.said.undo()),
    redoPeople: async () => turned(store.said.redo()),
  };
}
