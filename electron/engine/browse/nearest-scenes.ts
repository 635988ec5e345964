/** One scene descriptor and those of a library come in; the nearest go out, nearest first. */

export interface NearScene {
  /** Index into the descriptors given. */
  readonly index: number;
  /** Cosine distance, 0..2. */
  readonly distance: number;
}

/** Compares with all of them: a hundred thousand take some tens of milliseconds. @param scenes each int8 [dimensions], of any scale; null for none */
export function nearestScenes(query: Int8Array, scenes: readonly (Int8Array | null)[]): NearScene[] {
  const length = Math.sqrt(product(query, query));
  const found: NearScene[] = [];
  scenes.forEach((scene, index) => {
    if (scene === null) return;
    const both = length * Math.sqrt(product(scene, scene));
    found.push({ index, distance: both === 0 ? 1 : Math.max(0, 1 - product(query, scene) / both) });
  });
  return found.sort((one, other) => one.distance - other.distance || one.index - other.index);
}

function product(one: Int8Array, other: Int8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
