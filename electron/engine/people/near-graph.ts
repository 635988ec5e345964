/** Clusters that can grow come in; they are joined as far as a link goes, along the nearest neighbours that each had at the start. */
import { nearestByCells } from "./cells.ts";
import type { ChainOptions } from "./chain.ts";
import type { DotKernel } from "./dot-kernel.ts";
import type { Growing } from "./growing.ts";

/**
 * The chain of chain.ts over a sparse graph: a cluster is held only against clusters that hold a near neighbour of one of its members.
 * Nothing is taken out, since who was not met here may be met in the next round, when clusters are fewer.
 * @returns how many were joined
 */
export function joinByNearGraph(kernel: DotKernel, growing: Growing, { leastLink, onProgress }: ChainOptions): number {
  const start = growing.count;
  const { neighbours, width } = nearestByCells(kernel, growing.table, start, { leastLink, onProgress: (done) => onProgress(0.7 * done) });
  const faces = Int32Array.from({ length: start }, (_, place) => growing.faceAt(place));
  const nodeOf = new Map(Array.from(faces, (face, node) => [face, node]));
  const top = Int32Array.from({ length: start }, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (top[at] !== at) {
      top[at] = top[top[at] as number] as number;
      at = top[at] as number;
    }
    return at;
  };
  // Both ways: being near somebody who has nearer ones counts too.
  const near: number[][] = Array.from({ length: start }, () => []);
  for (let node = 0; node < start; node += 1) {
    for (const other of neighbours.subarray(node * width, (node + 1) * width)) {
      if (other < 0) continue;
      near[node]?.push(other);
      near[other]?.push(node);
    }
  }
  const place = (node: number): number => growing.placeOf(faces[node] as number);

  function nearestOf(node: number, previous: number): number {
    const others = [...new Set((near[node] as number[]).map(find))].filter((other) => other !== node);
    near[node] = others;
    let [best, link] = [-1, leastLink];
    const own = place(node);
    for (const other of others) {
      const value = growing.link(own, place(other));
      if (value < link || (value === link && best !== -1 && (best === previous || (other !== previous && other > best)))) continue;
      if (growing.mayJoin(own, place(other), value)) [best, link] = [other, value];
    }
    return best;
  }

  let joined = 0;
  for (let first = 0; first < start; first += 1) {
    let chain = find(first) === first ? [first] : [];
    while (chain.length > 0) {
      const node = chain.at(-1) as number;
      const previous = chain.at(-2) ?? -1;
      const nearest = nearestOf(node, previous);
      if (nearest === -1) chain.pop();
      else if (nearest === previous) {
        const kept = nodeOf.get(growing.faceAt(growing.join(place(node), place(previous)))) as number;
        const gone = kept === node ? previous : node;
        top[gone] = kept;
        near[kept] = [...(near[kept] as number[]), ...(near[gone] as number[])];
        near[gone] = [];
        chain.length -= 2;
        joined += 1;
        if (chain.length === 0) chain = [kept];
      } else if (chain.includes(nearest)) chain = [node];
      else chain.push(nearest);
    }
    if (first % 256 === 0) onProgress(0.7 + 0.3 * (first / start));
  }
  return joined;
}
