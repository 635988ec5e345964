/** Faces and what the person said come in; what bounds each face, and what contradicts itself, go out. */
import { type Bound, freeBound } from "./bounds.ts";
import type { ClusterFace, Constraints, Contradiction } from "./faces.ts";

export interface Said {
  /** One a face; faces that were said to be one person share theirs. */
  readonly bounds: readonly Bound[];
  /** Index into the people for each confirmed face; -1. */
  readonly confirmed: Int32Array;
  readonly contradictions: readonly Contradiction[];
}

/** What was confirmed is stronger than what was said of pairs, and both are stronger than that two faces share a photo. */
export function listen(faces: readonly ClusterFace[], constraints: Constraints, carefulLogOdds: number): Said {
  const at = new Map(faces.map(({ key }, index) => [key, index]));
  const known = (keys: readonly string[]): number[] => keys.flatMap((key) => at.get(key) ?? []).sort((a, b) => a - b);
  const keyOf = (index: number): string => faces[index]?.key ?? "";
  const first = Int32Array.from(faces, (_, index) => index);
  const confirmed = new Int32Array(faces.length).fill(-1);
  const contradictions: Contradiction[] = [];
  const note = (code: Contradiction["code"], a: number, b: number): void => {
    contradictions.push({ code, faceA: keyOf(a), faceB: keyOf(b) });
  };
  const find = (index: number): number => {
    let top = index;
    while (first[top] !== top) top = first[top] as number;
    return top;
  };
  const unite = (a: number, b: number): void => {
    const [one, other] = [find(a), find(b)];
    first[Math.max(one, other)] = Math.min(one, other);
  };

  constraints.people.forEach(({ confirmed: theirs }, person) => {
    const own = known(theirs);
    const taken = own.filter((face) => confirmed[face] !== -1);
    for (const face of taken) note("confirmed-twice", face, face);
    const kept = own.filter((face) => confirmed[face] === -1);
    for (const face of kept) {
      confirmed[face] = person;
      unite(kept[0] as number, face);
    }
  });

  const bounds: Bound[] = faces.map(freeBound);
  const boundOf = (index: number): Bound => bounds[find(index)] as Bound;
  faces.forEach((_, index) => {
    if (confirmed[index] !== -1) boundOf(index).person = confirmed[index] as number;
  });
  // The strongest words are in; a pair said to be one joins only what they leave free.
  let words = 0;
  const call = (index: number, word: number): void => {
    const bound = boundOf(index);
    bound.names = (bound.names ?? new Set()).add(word);
  };
  const refuse = (index: number, word: number): void => {
    const bound = boundOf(index);
    bound.foes = (bound.foes ?? new Set()).add(word);
  };
  const pairs = (list: readonly (readonly [string, string])[]): [number, number][] =>
    list
      .map((pair) => known(pair))
      .filter((pair): pair is [number, number] => pair.length === 2)
      .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  for (const [a, b] of pairs(constraints.together)) {
    const [one, other] = [boundOf(a), boundOf(b)];
    if (one.person >= 0 && other.person >= 0 && one.person !== other.person) {
      note("apart-but-together", a, b);
      continue;
    }
    const person = Math.max(one.person, other.person);
    unite(a, b);
    boundOf(a).person = person;
  }

  for (const [a, b] of pairs(constraints.apart)) {
    if (find(a) === find(b)) note("apart-but-together", a, b);
    else {
      call(a, words);
      refuse(b, words);
      words += 1;
    }
  }
  constraints.people.forEach(({ confirmed: theirs, rejected, careful }, person) => {
    const refused = known(rejected);
    const own = known(theirs).filter((face) => confirmed[face] === person);
    if (careful && own.length > 0) boundOf(own[0] as number).leastLogOdds = carefulLogOdds;
    if (refused.length === 0 || own.length === 0) return;
    call(own[0] as number, words);
    for (const face of refused) {
      if (boundOf(face).person === person) note("rejected-but-confirmed", face, own[0] as number);
      else refuse(face, words);
    }
    words += 1;
  });
  for (const together of byPhoto(faces).values()) {
    const starts = new Set(together.map(find));
    if (starts.size < 2) continue;
    for (const start of starts) {
      call(start, words);
      refuse(start, words);
    }
    words += 1;
  }
  return {
    bounds: faces.map((_, index) => boundOf(index)),
    confirmed,
    contradictions,
  };
}

function byPhoto(faces: readonly ClusterFace[]): Map<string, number[]> {
  const photos = new Map<string, number[]>();
  faces.forEach(({ photo }, index) => {
    const list = photos.get(photo);
    if (list) list.push(index);
    else photos.set(photo, [index]);
  });
  return photos;
}
