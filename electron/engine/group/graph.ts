/** Candidates (files) and matches (of contents) come in; for each file the files that match it directly go out. */
import type { FilePath, Relation } from "../../contract.ts";
import type { Candidate, ContentId, Match } from "../photo.ts";
import type { Contender } from "./criteria.ts";
import { isLossless } from "./encoding.ts";
import { partOf } from "./fullness.ts";

export interface Neighbour {
  /** Of the candidate. */
  readonly index: number;
  /** null: the same bytes. */
  readonly match: Match | null;
}

export interface Graph {
  /** Every candidate with at least one neighbour, by its index. */
  readonly contenders: ReadonlyMap<number, Contender>;
  /** Those that may go if this one is kept: a photo that shows more of the picture is not among them, unless the person chose this one. */
  neighboursOf(index: number): readonly Neighbour[];
}

interface Edge {
  readonly other: ContentId;
  readonly match: Match;
  /** The content from which the edge starts shows only a part of what the other shows. */
  readonly part: boolean;
}

export interface GraphOptions {
  readonly relations: ReadonlySet<Relation>;
  readonly minProbability: number;
  /** Candidates that take no part. */
  readonly without?: ReadonlySet<number>;
  readonly chosen?: ReadonlyMap<FilePath, number>;
}

export function createGraph(candidates: readonly Candidate[], matches: readonly Match[], options: GraphOptions): Graph {
  const { relations, minProbability, without = new Set(), chosen = new Map() } = options;
  const filesOf = new Map<ContentId, number[]>();
  for (const [index, { content }] of candidates.entries()) {
    if (without.has(index)) continue;
    const files = filesOf.get(content);
    if (files) files.push(index);
    else filesOf.set(content, [index]);
  }
  const fileOf = (content: ContentId): Candidate | undefined => candidates[filesOf.get(content)?.[0] ?? -1];

  const edges = new Map<ContentId, Map<ContentId, Edge>>();
  function connect(from: ContentId, edge: Edge): void {
    const known = edges.get(from) ?? new Map<ContentId, Edge>();
    edges.set(from, known);
    if ((known.get(edge.other)?.match.probability ?? -1) < edge.match.probability) known.set(edge.other, edge);
  }
  for (const match of matches) {
    if (match.probability < minProbability || !relations.has(match.relation) || match.a === match.b) continue;
    const [a, b] = [fileOf(match.a), fileOf(match.b)];
    if (!a || !b) continue;
    const part = partOf(match, a, b);
    connect(match.a, { other: match.b, match, part: part === "a" });
    connect(match.b, { other: match.a, match, part: part === "b" });
  }

  const contenders = new Map<number, Contender>();
  for (const [content, files] of filesOf) {
    const own = [...(edges.get(content)?.values() ?? [])];
    const first = fileOf(content);
    if (!first || (own.length === 0 && (files.length < 2 || !relations.has("identical")))) continue;
    const part = own.some((edge) => edge.part);
    const lossy = ({ other }: Edge): boolean => {
      const file = fileOf(other);
      return file !== undefined && !isLossless(file.facts);
    };
    const resaved = isLossless(first.facts) && own.some((edge) => edge.match.relation === "same-pixels" && lossy(edge));
    for (const index of files) {
      const candidate = candidates[index];
      if (candidate) contenders.set(index, { candidate, part, resaved });
    }
  }

  return {
    contenders,
    neighboursOf(index) {
      const candidate = candidates[index];
      if (!candidate) return [];
      const { content, path } = candidate;
      const twins = relations.has("identical") ? (filesOf.get(content) ?? []).filter((file) => file !== index) : [];
      const matched = [...(edges.get(content)?.values() ?? [])].filter((edge) => !edge.part || chosen.has(path));
      return [
        ...twins.map((file) => ({ index: file, match: null })),
        ...matched.flatMap(({ other, match }) => (filesOf.get(other) ?? []).map((file) => ({ index: file, match }))),
      ];
    },
  };
}
