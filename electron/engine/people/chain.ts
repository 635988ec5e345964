/** Clusters that can grow come in; they are joined as far as a link goes, each link looked at. */
import type { Growing } from "./growing.ts";

export interface ChainOptions {
  /** Nothing below this link can be joined, whatever its size. */
  readonly leastLink: number;
  /** Called now and then with 0..1. */
  readonly onProgress: (done: number) => void;
}

const stepsBetweenProgress = 64;

/**
 * The nearest-neighbour chain (Benzécri 1982; Murtagh 1983): walk from each cluster to its nearest until two are each other's, and join
 * them. Gives what joining the nearest two over and over gives, since no joining brings clusters nearer to a third than one of them was,
 * and bounds only grow. A cluster whose nearest is too far has met everybody it ever will.
 */
export function joinByChain(growing: Growing, { leastLink, onProgress }: ChainOptions): void {
  const start = growing.count;
  let chain: number[] = [];
  let steps = 0;
  while (growing.count > 0) {
    steps += 1;
    if (steps % stepsBetweenProgress === 0) onProgress(1 - growing.count / start);
    if (chain.length === 0) chain.push(growing.faceAt(0));
    const top = chain.at(-1) as number;
    const previous = chain.at(-2) ?? -1;
    const nearest = nearestOf(growing, growing.placeOf(top), previous, leastLink);
    if (nearest === -1) {
      // Of a chain only its first can be so alone.
      growing.settle(growing.placeOf(top));
      chain.pop();
    } else if (nearest === previous) {
      growing.join(growing.placeOf(top), growing.placeOf(previous));
      chain.length -= 2;
    } else if (chain.includes(nearest)) {
      // Rounding made a ring; from its end on, links only rise.
      chain = [top];
    } else chain.push(nearest);
  }
  onProgress(1);
}

/** The first face of the nearest that may join, -1 where none is near enough. Of equally near ones `previous`, else the lowest. */
function nearestOf(growing: Growing, place: number, previous: number, leastLink: number): number {
  const links = growing.table.dots(place, 0, growing.count);
  let [best, link] = [-1, leastLink];
  for (let other = 0; other < links.length; other += 1) {
    const value = links[other] as number;
    if (value < link || other === place) continue;
    const face = growing.faceAt(other);
    if (value === link && best !== -1 && (best === previous || (face !== previous && face > best))) continue;
    if (!growing.mayJoin(place, other, value)) continue;
    [best, link] = [face, value];
  }
  return best;
}
