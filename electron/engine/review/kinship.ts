/** Photos and the matches of their contents come in; what any two of them are to each other, and who matches whom, goes out. */
import type { PhotoId, Relation } from "../../contract.ts";
import type { Candidate, ContentId, Match } from "../photo.ts";

/** One file of the library. */
export interface ReviewPhoto extends Candidate {
  readonly id: PhotoId;
}

export interface Tie {
  readonly relation: Relation;
  readonly probability: number;
}
export interface Relative extends Tie {
  readonly photo: ReviewPhoto;
}

export interface Kinship {
  photo(id: PhotoId): ReviewPhoto | null;
  /** null where they do not match: photos that are only similar do not, nor those whose match is less probable than asked for. */
  between(one: ReviewPhoto, other: ReviewPhoto): Tie | null;
  /** Everything that matches it, the surest first. */
  relativesOf(photo: ReviewPhoto): Relative[];
}

/** `minProbability`: 0..1; below it one photo does not stand for another. */
export function createKinship(photos: readonly ReviewPhoto[], matches: readonly Match[], minProbability: number): Kinship {
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  const filesOf = Map.groupBy(photos, ({ content }) => content);
  const ties = new Map<ContentId, Map<ContentId, Tie>>();
  const note = (from: ContentId, to: ContentId, tie: Tie): void => {
    const known = ties.get(from) ?? new Map<ContentId, Tie>();
    ties.set(from, known.set(to, tie));
  };
  for (const { a, b, relation, probability } of matches) {
    if (relation === "similar" || probability < minProbability) continue;
    note(a, b, { relation, probability });
    note(b, a, { relation, probability });
  }
  const twin: Tie = { relation: "identical", probability: 1 };

  return {
    photo: (id) => byId.get(id) ?? null,
    between: (one, other) => (one.content === other.content ? twin : (ties.get(one.content)?.get(other.content) ?? null)),
    relativesOf(photo) {
      const twins = (filesOf.get(photo.content) ?? []).filter(({ id }) => id !== photo.id).map((other) => ({ photo: other, ...twin }));
      const others = [...(ties.get(photo.content) ?? [])].flatMap(([content, tie]) =>
        (filesOf.get(content) ?? []).map((other) => ({ photo: other, ...tie })),
      );
      return [...twins, ...others.sort((one, other) => other.probability - one.probability || one.photo.id - other.photo.id)];
    },
  };
}
