/** A seed comes in; faces of made-up people go out, whose vectors lie around one direction each, as those of real people do. */
import type { ClusterFace, Clustering, Constraints, FaceMetric } from "../../../electron/engine/people/faces.ts";
import { createRandom } from "../../fixtures/random.ts";

export const nothingSaid: Constraints = { people: [], together: [], apart: [] };

export interface Crowd {
  readonly faces: readonly ClusterFace[];
  /** Who each face is. */
  readonly truth: ReadonlyMap<string, number>;
}

export interface CrowdOptions {
  readonly people: number;
  readonly facesEach: number;
  /** Of the noise beside the person's own direction: 0.5 lies close, 1.5 is hardly to be told. */
  readonly spread: number;
  readonly dimensions?: number;
}

export function makeCrowd(seed: number, { people, facesEach, spread, dimensions = 16 }: CrowdOptions): Crowd {
  const random = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const truth = new Map<string, number>();
  const faces: ClusterFace[] = [];
  for (let person = 0; person < people; person += 1) {
    const own = Float32Array.from({ length: dimensions }, normal);
    for (let face = 0; face < facesEach; face += 1) {
      const key = `face-${random.below(1e9)}-${faces.length}`;
      truth.set(key, person);
      const vector = own.map((value) => value + spread * normal());
      faces.push({ key, photo: `photo-${faces.length}`, vector, quality: random.between(0.2, 1) });
    }
  }
  return { faces, truth };
}

/** Cosine itself is compared; a link of `half` is even odds, whatever the sizes. */
export function plainMetric(dimensions = 16, half = 0.6): FaceMetric {
  const matrix = new Float32Array(dimensions * dimensions);
  for (let i = 0; i < dimensions; i += 1) matrix[i * (dimensions + 1)] = 1;
  return { recipe: "plain", mean: new Float32Array(dimensions), matrix, odds: { bias: -20 * half, slope: 20, alone: 0, crowd: 0 } };
}

/** The clusters as sorted lists of sorted keys: equal for equal groupings. */
export const asSets = ({ clusters }: Pick<Clustering, "clusters">): string[][] =>
  clusters.map(({ faces }) => [...faces].sort()).sort((one, other) => ((one[0] ?? "") < (other[0] ?? "") ? -1 : 1));

export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
}
