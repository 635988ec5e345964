/** Files and matches come in; for each file its partners (files with the same or a matching content) go out. */
import { type Relation, relations } from "../../contract.ts";
import type { ContentId, Match } from "../photo.ts";
import type { FolderFile, FolderOptions } from "./compare.ts";

export interface Partner {
  /** Of the file. */
  readonly index: number;
  readonly relation: Relation;
  /** 0..1; 1 for the same bytes. */
  readonly probability: number;
}

/** Relations by which a photo in one folder counts as contained in another. */
const copyRelations: ReadonlySet<Relation> = new Set(relations.filter((relation) => relation !== "same-moment" && relation !== "similar"));

/** The function that lists the partners of a file, itself never among them. */
export function partnersOf(
  files: readonly FolderFile[],
  matches: readonly Match[],
  { minProbability }: FolderOptions,
): (index: number) => readonly Partner[] {
  const filesOf = new Map<ContentId, number[]>();
  for (const [index, { content }] of files.entries()) {
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
    if (match.probability < minProbability || !copyRelations.has(match.relation) || match.a === match.b) continue;
    connect(match.a, match.b, match);
    connect(match.b, match.a, match);
  }

  return (index) => {
    const content = files[index]?.content;
    if (content === undefined) return [];
    const twins = (filesOf.get(content) ?? []).filter((twin) => twin !== index);
    return [
      ...twins.map((twin): Partner => ({ index: twin, relation: "identical", probability: 1 })),
      ...(edges.get(content) ?? []).flatMap(({ other, match: { relation, probability } }) =>
        (filesOf.get(other) ?? []).map((file): Partner => ({ index: file, relation, probability })),
      ),
    ];
  };
}
