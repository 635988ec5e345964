/** Groups and pairs found and the known truth come in; how much was found, named and wrong, by relation, goes out. */
import { type FilePath, type Group, type Pair, type Relation, relations } from "../electron/contract.ts";
import type { DemoLibrary } from "./demo-library.ts";

export interface RelationScore {
  readonly relation: Relation;
  /** Copies made. */
  readonly made: number;
  /** Of those, how many share a group with their original. */
  readonly found: number;
  /** Of those, how many the engine calls by this relation to their original. */
  readonly named: number;
  /** Members of groups said to be this to their keeper. */
  readonly said: number;
  /** Of those, how many show the same painting as their keeper. */
  readonly right: number;
}

export function scoreDemo({ paintings, copies }: DemoLibrary, groups: readonly Group[], pairs: readonly Pair[]): RelationScore[] {
  const together = new Set<string>();
  for (const { members } of groups) {
    for (const a of members) for (const b of members) together.add(pairKey(a.path, b.path));
  }
  const names = new Map(pairs.map(({ a, b, relation }) => [pairKey(a, b), relation]));
  const claims = groups.flatMap(({ keeper, members }) =>
    members.flatMap(({ path, relation }) => (path === keeper ? [] : [{ keeper, path, relation }])),
  );
  return relations.map((relation) => {
    const made = copies.filter((copy) => copy.relation === relation);
    const found = made.filter(({ original, copy }) => together.has(pairKey(original, copy)));
    const said = claims.filter((claim) => claim.relation === relation);
    return {
      relation,
      made: made.length,
      found: found.length,
      named: found.filter(({ original, copy }) => names.get(pairKey(original, copy)) === relation).length,
      said: said.length,
      right: said.filter(({ keeper, path }) => paintings.get(keeper) !== undefined && paintings.get(keeper) === paintings.get(path)).length,
    };
  });
}

function pairKey(a: FilePath, b: FilePath): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}
