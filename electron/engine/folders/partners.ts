/** Files and matches come in; for each file its partners (files with the same or a matching content) go out. */
import type { Relation } from "../../contract.ts";
import type { ContentId, Match } from "../photo.ts";
import type { FolderFile, FolderOptions } from "./compare.ts";
import { firstMomentKind, kindPlace } from "./kinds.ts";

export interface Partner {
  /** Of the file. */
  readonly index: number;
  readonly relation: Relation;
  /** 0..1; 1 for the same bytes. */
  readonly probability: number;
  /** null for the same bytes. */
  readonly match: Match | null;
}

/** copies: what makes a photo in one folder count as contained in another. moments: other exposures. */
export type PartnerKind = "copies" | "moments";

const isOf = (kind: PartnerKind, relation: Relation): boolean => {
  const place = kindPlace(relation);
  return kind === "moments" ? place === firstMomentKind : place >= 0 && place < firstMomentKind;
};

/** The function that lists the partners of a file among `places` of the files, itself never among them. */
export function partnersOf(
  files: readonly FolderFile[],
  matches: readonly Match[],
  { minProbability }: FolderOptions,
  kind: PartnerKind = "copies",
  places: Iterable<number> = files.keys(),
): (index: number) => readonly Partner[] {
  const filesOf = new Map<ContentId, number[]>();
  for (const index of places) {
    const content = files[index]?.content;
    if (content === undefined) continue;
    const known = filesOf.get(content);
    if (known) known.push(index);
    else filesOf.set(content, [index]);
  }
  const edges = new Map<ContentId, { readonly other: ContentId; readonly match: Match }[]>();
  const connect = (from: ContentId, other: ContentId, match: Match): void => {
    const known = edges.get(from);
    if (known) known.push({ other, match });
    else edges.set(from, [{ other, match }]);
  };
  for (const match of matches) {
    if (match.probability < minProbability || match.a === match.b || !isOf(kind, match.relation)) continue;
    if (!filesOf.has(match.a) || !filesOf.has(match.b)) continue;
    connect(match.a, match.b, match);
    connect(match.b, match.a, match);
  }

  return (index) => {
    const content = files[index]?.content;
    if (content === undefined) return [];
    const twins = kind === "moments" ? [] : (filesOf.get(content) ?? []).filter((twin) => twin !== index);
    return [
      ...twins.map((twin): Partner => ({ index: twin, relation: "identical", probability: 1, match: null })),
      ...(edges.get(content) ?? []).flatMap(({ other, match }) =>
        (filesOf.get(other) ?? []).map(
          (file): Partner => ({ index: file, relation: match.relation, probability: match.probability, match }),
        ),
      ),
    ];
  };
}
