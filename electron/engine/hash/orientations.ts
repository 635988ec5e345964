/** The eight rotations and mirrors of a picture, numbered as EXIF does; every hash of eight comes in this order. */

export interface Orientation {
  /** EXIF tag 0x0112, 1..8; its index here is one less. */
  readonly exif: number;
  /** The transform swaps x and y first … */
  readonly transposed: boolean;
  /** … then mirrors left and right … */
  readonly mirroredX: boolean;
  /** … and top and bottom. */
  readonly mirroredY: boolean;
}

/** What a viewer does to the stored picture to show it (Exif 2.32, tag Orientation). 6 turns it a quarter clockwise. */
export const orientations: readonly Orientation[] = [
  { exif: 1, transposed: false, mirroredX: false, mirroredY: false },
  { exif: 2, transposed: false, mirroredX: true, mirroredY: false },
  { exif: 3, transposed: false, mirroredX: true, mirroredY: true },
  { exif: 4, transposed: false, mirroredX: false, mirroredY: true },
  { exif: 5, transposed: true, mirroredX: false, mirroredY: false },
  { exif: 6, transposed: true, mirroredX: true, mirroredY: false },
  { exif: 7, transposed: true, mirroredX: true, mirroredY: true },
  { exif: 8, transposed: true, mirroredX: false, mirroredY: true },
];
