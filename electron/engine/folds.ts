/** The library comes in; photos that are shown as one go out: copies of one picture, and in a timeline the exposures of one moment. */
import type { FilePath, Group } from "../contract.ts";
import type { Snapshot } from "./snapshot.ts";

const foldProbability = 0.5;

/** Indexes into the library's photos, the kept one first. Chains are no harm here: nothing is decided by what is folded. */
export function foldsOf(snapshot: Snapshot): number[][] {
  // What a moment keeps stands before what its copies' groups keep.
  const groups = [...snapshot.groups("moments", foldProbability), ...snapshot.groups("copies", foldProbability)];
  const { order, top } = united(snapshot, groups);
  return [...Map.groupBy(order, top).values()];
}

/** Names by a photo's index the fold of copies that it is in: the index itself where it has none. */
export function foldsOfCopies(snapshot: Snapshot): (index: number) => number {
  return united(snapshot, snapshot.groups("copies", foldProbability)).top;
}

function united({ photos }: Snapshot, groups: readonly Group[]): { order: ReadonlySet<number>; top: (index: number) => number } {
  const indexOf = new Map<FilePath, number>(photos.map(({ path }, index) => [path, index]));
  const owner = new Map<number, number>();
  const top = (index: number): number => {
    let at = index;
    for (let above = owner.get(at); above !== undefined; above = owner.get(at)) at = above;
    return at;
  };
  const order = new Set<number>();
  for (const { members } of groups) {
    const indexes = members.flatMap(({ path }) => indexOf.get(path) ?? []);
    for (const index of indexes) {
      order.add(index);
      const [one, other] = [top(indexes[0] as number), top(index)];
      if (one !== other) owner.set(other, one);
    }
  }
  return { order, top };
}
