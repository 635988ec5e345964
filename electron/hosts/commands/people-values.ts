/** Words that name people and faces come in; ids that the engine knows go out, or a complaint that says what to write instead. */
import type { Face, FaceId, PersonId } from "../../contract/people.ts";
import { type Engine, LikenessError } from "../../contract.ts";
import { shownPath, shownShare } from "../words.ts";
import { pathValue } from "./values.ts";

const number = /^#?([1-9]\d{0,14})$/;

/** Somebody's number, as people shows it, or name. */
export function whoValue(word: string): { readonly id: PersonId } | { readonly name: string } {
  const [, digits] = number.exec(word) ?? [];
  return digits === undefined ? { name: word } : { id: Number(digits) as PersonId };
}

export async function personId(engine: Engine, word: string): Promise<PersonId> {
  const who = whoValue(word);
  return "id" in who ? who.id : (await engine.person(who)).id;
}

/** A face's number, as faces shows it, or a photo that shows one face only. */
export async function faceId(engine: Engine, word: string): Promise<FaceId> {
  const [, digits] = number.exec(word) ?? [];
  if (digits !== undefined) return Number(digits) as FaceId;
  const path = pathValue(word);
  const { faces, looked } = await engine.facesOf({ photo: path });
  const [face, ...more] = faces.filter(({ state }) => state !== "ignored");
  if (face && more.length === 0) return face.id;
  const why = !looked
    ? "was not looked at for faces yet: likeness people find"
    : face
      ? `shows ${more.length + 1} faces. Name one by its number: likeness faces ${shownPath(word)}`
      : "shows no face.";
  throw new LikenessError(face ? "usage" : "not-found", `"${path}" ${why}`);
}

export async function faceIds(engine: Engine, words: readonly string[]): Promise<FaceId[]> {
  const ids: FaceId[] = [];
  for (const word of words) ids.push(await faceId(engine, word));
  return ids;
}

/** Columns of one face. */
export function shownFace({ id, box, state, person, name, probability, ignored, eyesOpen, path }: Face): string[] {
  const [x, y, width, height] = box;
  return [
    String(id),
    `${width} x ${height} at ${x}, ${y}`,
    ignored ?? state,
    person === null ? "" : (name ?? `#${person}`),
    person === null ? "" : shownShare(probability),
    eyesOpen ? "" : "eyes shut",
    shownPath(path),
  ];
}
