/** Faces of known people come in; the joinings that average linkage would make of them, right and wrong ones, and the odds fitted to them, go out. */
import type { LinkOdds } from "../electron/engine/people/faces.ts";

export interface KnownFace {
  readonly person: string;
  readonly quality: number;
  /** float32 [dimensions], unit length, as people are compared. */
  readonly vector: Float32Array;
}

/** One step of average linkage. */
export interface Merge {
  /** Mean cosine of the two clusters. */
  readonly link: number;
  /** Mean of 1 / size of the two. */
  readonly smallness: number;
  /** Faces that were clustered. */
  readonly faces: number;
  readonly right: boolean;
}

/** A cluster that is mostly of one person still says something; one that is mixed does not. */
const pureFrom = 0.8;

/** Every step from the most alike down to `leastLink`, wrong ones made too: what the threshold will have to tell apart. */
export function mergesOf(faces: readonly KnownFace[], leastLink: number): Merge[] {
  const count = faces.length;
  const links = faces.map((one, a) =>
    Float64Array.from(faces, (other, b) => (a === b ? Number.NEGATIVE_INFINITY : dot(one.vector, other.vector))),
  );
  const linkOf = (a: number, b: number): number => links[a]?.[b] as number;
  const weights = faces.map(({ quality }) => quality);
  const members = faces.map(({ person }) => [person]);
  const alive = faces.map(() => true);
  const nearest = (a: number): { other: number; link: number } => {
    const best = { other: -1, link: leastLink };
    for (let b = 0; b < count; b += 1)
      if (alive[b] && b !== a && linkOf(a, b) >= best.link) Object.assign(best, { other: b, link: linkOf(a, b) });
    return best;
  };
  const near = faces.map((_, a) => nearest(a));
  const merges: Merge[] = [];
  for (;;) {
    let a = -1;
    for (let i = 0; i < count; i += 1)
      if (alive[i] && (near[i]?.other ?? -1) >= 0 && (a < 0 || (near[i]?.link ?? 0) > (near[a]?.link ?? 0))) a = i;
    const { other: b, link } = near[a] ?? { other: -1, link: 0 };
    if (b < 0) return merges;
    const [one, other] = [members[a] as string[], members[b] as string[]];
    const [who, whom] = [most(one), most(other)];
    if (who.share > pureFrom && whom.share > pureFrom)
      merges.push({ link, smallness: (1 / one.length + 1 / other.length) / 2, faces: count, right: who.person === whom.person });
    const [mine, theirs] = [weights[a] as number, weights[b] as number];
    for (let i = 0; i < count; i += 1) {
      if (!alive[i] || i === a || i === b) continue;
      const mean = (mine * linkOf(a, i) + theirs * linkOf(b, i)) / (mine + theirs);
      (links[a] as Float64Array)[i] = mean;
      (links[i] as Float64Array)[a] = mean;
    }
    weights[a] = mine + theirs;
    one.push(...other);
    alive[b] = false;
    near[a] = nearest(a);
    for (let i = 0; i < count; i += 1) if (alive[i] && i !== a && [a, b].includes(near[i]?.other ?? -1)) near[i] = nearest(i);
  }
}

function most(people: readonly string[]): { person: string; share: number } {
  const counts = new Map<string, number>();
  for (const person of people) counts.set(person, (counts.get(person) ?? 0) + 1);
  const [person, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0]);
  return { person, share: count / people.length };
}

/** As in probability.ts. */
const [fewestFaces, usualFaces] = [100, 800];
/** Twice the strangers make it twice as likely that one of them looks alike by chance: not fitted, since the sets tell too little of it. */
const crowd = 1;
const inputsOf = ({ link, smallness }: Merge): number[] => [1, link, smallness];
const givenOdds = ({ smallness, faces }: Merge): number => -crowd * smallness * Math.log(Math.max(fewestFaces, faces) / usualFaces);
/** Against the inputs' own spread: enough to keep numbers finite where right and wrong part cleanly. */
const ridge = 1e-4;

/** Logistic regression by Newton's method; the odds of probability.ts. */
export function fitOdds(merges: readonly Merge[]): LinkOdds {
  const rows = merges.map(inputsOf);
  const width = 3;
  const given = merges.map(givenOdds);
  const means = [...Array(width).keys()].map((i) => (i === 0 ? 0 : rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length));
  const spreads = means.map((mean, i) =>
    i === 0 ? 1 : Math.sqrt(rows.reduce((sum, row) => sum + ((row[i] as number) - mean) ** 2, 0) / rows.length) || 1,
  );
  const scaled = rows.map((row) => row.map((value, i) => (value - (means[i] as number)) / (spreads[i] as number)));
  let weights = means.map(() => 0);
  for (let round = 0; round < 40; round += 1) {
    const system = means.map((_, i) => [
      ...means.map((_, j) => (i === j && i > 0 ? ridge * rows.length : 0)),
      i > 0 ? -ridge * rows.length * (weights[i] as number) : 0,
    ]);
    scaled.forEach((row, at) => {
      const odds = row.reduce((sum, value, i) => sum + value * (weights[i] as number), given[at] as number);
      const probability = 1 / (1 + Math.exp(-odds));
      row.forEach((value, i) => {
        const equation = system[i] as number[];
        row.forEach((other, j) => {
          equation[j] = (equation[j] as number) + probability * (1 - probability) * value * other;
        });
        equation[width] = (equation[width] as number) + ((merges[at]?.right ? 1 : 0) - probability) * value;
      });
    });
    const step = solve(system);
    weights = weights.map((weight, i) => weight + (step[i] as number));
  }
  const [first = 0, ...others] = weights.map((weight, i) => weight / (spreads[i] as number));
  const [slope = 0, alone = 0] = others;
  return { bias: first - others.reduce((sum, weight, i) => sum + weight * (means[i + 1] as number), 0), slope, alone, crowd };
}

/** Gauss and Jordan, with pivots. Rows of the matrix, each with its right side behind. */
function solve(system: number[][]): number[] {
  system.forEach((_, i) => {
    const pivot = system.reduce(
      (best, row, at) => (at >= i && Math.abs(row[i] as number) > Math.abs(system[best]?.[i] as number) ? at : best),
      i,
    );
    [system[i], system[pivot]] = [system[pivot] as number[], system[i] as number[]];
    const own = system[i] as number[];
    system.forEach((row, at) => {
      if (at === i) return;
      const factor = (row[i] as number) / (own[i] as number);
      row.forEach((value, j) => {
        row[j] = value - factor * (own[j] as number);
      });
    });
  });
  return system.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
