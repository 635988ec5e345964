/** Relations come in; the way in which they make one folder's photo lie in another goes out, as a place in overlapKinds. */
import { type OverlapKind, overlapKinds } from "../../contract/folders.ts";
import type { Relation } from "../../contract.ts";

const kindOf: Readonly<Record<Relation, OverlapKind | null>> = {
  identical: "identical",
  "same-pixels": "identical",
  "re-encoded": "re-encoded",
  rotated: "edited",
  cropped: "edited",
  edited: "edited",
  "same-moment": "same-moment",
  similar: null,
};

/** Kinds before this place are copies; from it on a photo does not count as contained. */
export const firstMomentKind = overlapKinds.indexOf("same-moment");
export const kindCount = overlapKinds.length;

const places = Object.fromEntries(
  Object.entries(kindOf).map(([relation, kind]) => [relation, kind === null ? -1 : overlapKinds.indexOf(kind)]),
) as Readonly<Record<Relation, number>>;

/** -1 where the relation says nothing of folders. */
export function kindPlace(relation: Relation): number {
  return places[relation];
}
