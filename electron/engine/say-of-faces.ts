/** What the person says of single faces comes in: whose they are, whose not, that they do not count. */
import { type FaceTarget, faceIgnorances, type PeopleMethodTypes, type PersonId } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import type { Parts } from "./parts.ts";
import type { FaceMetric } from "./people/faces.ts";
import { goesAlong } from "./people/split.ts";
import type { ViewFace } from "./people-view.ts";
import { chosen, cleanName, counted, createSay, named, note, onePerPhoto, type SayingOptions, type Telling } from "./saying.ts";

type Saying = "splitPerson" | "moveFaces" | "confirmFaces" | "rejectFaces" | "ignoreFaces";
export type SayingsOfFaces = { readonly [M in Saying]: (params: PeopleMethodTypes[M][0]) => Promise<PeopleMethodTypes[M][1]> };

export interface SayingsOfFacesOptions extends SayingOptions {
  /** null for the shipped one. */
  readonly metric: () => FaceMetric | null;
}

export function createSayingsOfFaces(parts: Parts, options: SayingsOfFacesOptions): SayingsOfFaces {
  const { store, faceModels } = parts;
  const say = createSay(parts, options);

  return {
    splitPerson: async ({ person, faces, similar }) =>
      say(({ edit, binding, view }) => {
        const all = view.person(person).faces;
        const marked = new Set(chosen(view, faces));
        if ([...marked].some((face) => face.person !== person))
          throw new LikenessError("usage", "Not all of these faces are this person's.");
        if (marked.size === all.length) throw new LikenessError("usage", "Every face is marked: there is nobody to split them from.");
        const going = similar ? new Set([...marked, ...alike(all, marked)]) : marked;
        binding.keep(person, going);
        binding.bindAll(person, going);
        const other = edit.newPerson(null);
        for (const face of going) {
          binding.refuse(face, person);
          binding.bind(face, other, marked.has(face) ? "said" : "group");
        }
        edit.apart(person, other, true);
        return note("split", `${counted(going.size)} became somebody else.`, { faces: going.size }, other);
      }),

    moveFaces: async ({ faces, to }) =>
      say((telling) => {
        const moved = onePerPhoto(chosen(telling.view, faces));
        const target = targetOf(telling, to);
        for (const face of moved) {
          // Of somebody of whom nothing was said there is nothing to remember: the next grouping finds others.
          const isKnown = face.person !== null && telling.view.rows.get(face.person)?.kept;
          if (isKnown && face.person !== null && face.person !== target.person) telling.binding.refuse(face, face.person);
          telling.binding.bind(face, target.person, "said");
        }
        const name = target.name ?? "";
        return note("move", `Moved ${counted(moved.length)}${name ? ` to ${name}` : ""}.`, { name, faces: moved.length }, target.person);
      }),

    confirmFaces: async ({ faces, person }) =>
      say((telling) => {
        const confirmed = onePerPhoto(chosen(telling.view, faces));
        const name = telling.binding.keep(person).name ?? "";
        for (const face of confirmed) telling.binding.bind(face, person, "said");
        return note(
          "confirm",
          `Confirmed ${counted(confirmed.length)}${name ? ` as ${name}` : ""}.`,
          { name, faces: confirmed.length },
          person,
        );
      }),

    rejectFaces: async ({ faces, person }) =>
      say(({ view, binding }) => {
        const rejected = chosen(view, faces);
        const name = binding.keep(person, new Set(rejected)).name ?? "";
        for (const face of rejected) binding.refuse(face, person);
        const text = `${counted(rejected.length)} ${rejected.length === 1 ? "is" : "are"} not ${name || "this person"}.`;
        return note("reject", text, { name, faces: rejected.length }, person);
      }),

    ignoreFaces: async ({ faces, ignored }) =>
      say(({ edit, view, binding }) => {
        if (ignored !== null && !faceIgnorances.includes(ignored))
          throw new LikenessError("usage", `A face is ignored as one of: ${faceIgnorances.join(", ")}.`);
        const those = chosen(view, faces);
        for (const face of those) {
          if (ignored === null) {
            if (face.state === "ignored") binding.unsay(face);
          } else {
            binding.unsay(face);
            edit.word(face.key, { person: null, ignored, source: "said", probability: 1 });
          }
        }
        const text = ignored === null ? `${counted(those.length)} counted again.` : `Ignored ${counted(those.length)}.`;
        return note("ignore", text, { faces: those.length, ignored: ignored ?? "" }, null);
      }),
  };

  /** Those of the others that nobody confirmed and that are nearer to the marked. */
  function alike(all: readonly ViewFace[], marked: ReadonlySet<ViewFace>): ViewFace[] {
    const recipe = faceModels.recipe();
    if (recipe === null) return [];
    const vectors = store.faces.vectors(recipe);
    const of = (faces: readonly ViewFace[]) => faces.flatMap((face) => vectors.get(face.id) ?? []);
    const staying = all.filter((face) => !marked.has(face) && face.state === "confirmed");
    const others = all.filter((face) => !marked.has(face) && face.state !== "confirmed" && vectors.has(face.id));
    const goes = goesAlong({ marked: of([...marked]), staying: of(staying), others: of(others) }, options.metric() ?? undefined);
    return others.filter((_, at) => goes[at]);
  }
}

function targetOf({ view, binding, edit }: Telling, to: FaceTarget): { readonly person: PersonId; readonly name: string | null } {
  if (to === "new") return { person: edit.newPerson(null), name: null };
  if ("person" in to) return { person: to.person, name: binding.keep(to.person).name };
  const name = cleanName(to.name);
  const known = named(view, name);
  if (known === null) return { person: edit.newPerson(name), name };
  return { person: known, name: binding.keep(known).name };
}
