/** The scene descriptors of each folder's photos come in; how far two folders are from each other, by what they show, goes out. */
import type { Vectors } from "./vectors.ts";

export interface FolderScenes {
  readonly photos: number;
  /** float64 [dimensions]: mean of the unit descriptors. */
  readonly mean: Float64Array;
  /** float64 [dimensions]: their variance (divided by photos - 1; zeros for a single photo). */
  readonly variance: Float64Array;
}

/** @param rows of `vectors` */
export function folderScenes({ rows: values, dimensions }: Vectors, rows: Iterable<number>): FolderScenes {
  const mean = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  let photos = 0;
  for (const row of rows) {
    photos += 1;
    for (let at = 0; at < dimensions; at += 1) {
      // Welford (1962): the sums stay exact however many photos there are.
      const value = values[row * dimensions + at] as number;
      const step = value - (mean[at] as number);
      mean[at] = (mean[at] as number) + step / photos;
      squares[at] = (squares[at] as number) + step * (value - (mean[at] as number));
    }
  }
  return { photos, mean, variance: squares.map((square) => (photos > 1 ? square / (photos - 1) : 0)) };
}

/** Photos that the usual spread of folders counts for: the spread of two or three photos says little of their scene. */
const priorPhotos = 5;

/**
 * Wasserstein's squared distance between two Gaussians with diagonal covariance (Dowson and Landau, The Fréchet distance between multivariate normal distributions, 1982),
 * with two corrections, without which small folders are far from everything: variances are drawn towards the usual one, and what two means differ by
 * because they are means of few photos is taken off (as in the unbiased estimate of Gretton and others, A kernel two-sample test, 2012). Folders that
 * show the same come out near 0, on either side.
 * @param usual float64 [dimensions]: variance within a usual folder
 */
export function folderDistance(one: FolderScenes, other: FolderScenes, usual: Float64Array): number {
  let distance = 0;
  for (let at = 0; at < usual.length; at += 1) {
    const [varianceOne, varianceOther] = [drawn(one, at, usual), drawn(other, at, usual)];
    distance += ((one.mean[at] as number) - (other.mean[at] as number)) ** 2 - varianceOne / one.photos - varianceOther / other.photos;
    distance += (Math.sqrt(varianceOne) - Math.sqrt(varianceOther)) ** 2;
  }
  return distance;
}

/** Mean variance of the folders that have more than one photo; float64 [dimensions]. */
export function usualVariance(folders: readonly FolderScenes[], dimensions: number): Float64Array {
  const several = folders.filter(({ photos }) => photos > 1);
  const usual = new Float64Array(dimensions);
  for (const { variance } of several) {
    for (let at = 0; at < dimensions; at += 1) usual[at] = (usual[at] as number) + (variance[at] as number) / several.length;
  }
  return usual;
}

function drawn({ photos, variance }: FolderScenes, at: number, usual: Float64Array): number {
  return ((variance[at] as number) * photos + (usual[at] as number) * priorPhotos) / (photos + priorPhotos);
}
