/** A box on the upright picture comes in; where it lies on the stored one goes out, and back: metadata speaks of the picture as it is stored. */

/** x, y, width, height; 0..1. */
export type ShareBox = readonly [number, number, number, number];

/** EXIF orientation: how the stored picture is to be turned and mirrored to stand upright. 1 where it stands already. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export function orientationOf(value: unknown): Orientation {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** Whether width and height change places. */
export const isSideways = (orientation: Orientation): boolean => orientation >= 5;

/** (u, v) of the upright picture → (x, y) of the stored one; Exif 2.32, 4.6.4, tag 274. */
const toStored: Readonly<Record<Orientation, (u: number, v: number) => readonly [number, number]>> = {
  1: (u, v) => [u, v],
  2: (u, v) => [1 - u, v],
  3: (u, v) => [1 - u, 1 - v],
  4: (u, v) => [u, 1 - v],
  5: (u, v) => [v, u],
  6: (u, v) => [v, 1 - u],
  7: (u, v) => [1 - v, 1 - u],
  8: (u, v) => [1 - v, u],
};
/** The turn that undoes each. */
const inverse: Readonly<Record<Orientation, Orientation>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6 };

export function storedBox(box: ShareBox, orientation: Orientation): ShareBox {
  const [x, y, width, height] = box;
  const [one, other] = [toStored[orientation](x, y), toStored[orientation](x + width, y + height)];
  return [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1])];
}

export function uprightBox(box: ShareBox, orientation: Orientation): ShareBox {
  return storedBox(box, inverse[orientation]);
}
