/** Boxes with scores come in, those that no better one overlaps go out. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
}

/** Non-maximum suppression: the best first, and none that overlaps a better one by more than `most`. */
export function withoutOverlaps<T extends { readonly box: Box }>(found: readonly T[], scoreOf: (item: T) => number, most: number): T[] {
  const kept: T[] = [];
  for (const item of [...found].sort((a, b) => scoreOf(b) - scoreOf(a)))
    if (kept.every((better) => overlap(better.box, item.box) <= most)) kept.push(item);
  return kept;
}

const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);
