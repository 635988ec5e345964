/** Hashes of two photos come in; in how many bits they differ goes out, also over the eight orientations. */

const bitCount = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** The bytes as 32-bit words; a copy, since hashes may lie at any offset. Not by slice: a Buffer's does not copy. */
export const wordsOf = (bytes: Uint8Array): Uint32Array => new Uint32Array(new Uint8Array(bytes).buffer);

/** Differing bits of `count` words from either offset. */
export function differingBits(a: Uint32Array, startA: number, b: Uint32Array, startB: number, count: number): number {
  let bits = 0;
  for (let word = 0; word < count; word += 1) bits += bitCount((a[startA + word] as number) ^ (b[startB + word] as number));
  return bits;
}

export interface OrientedDistance {
  readonly bits: number;
  /** 0..7; the lowest where several are as near. */
  readonly orientation: number;
}

/** The upright hash of A against the eight of B; `count` words each. */
export function nearestOrientation(
  upright: Uint32Array,
  startA: number,
  eight: Uint32Array,
  startB: number,
  count: number,
): OrientedDistance {
  let best = { bits: Number.POSITIVE_INFINITY, orientation: 0 };
  for (let orientation = 0; orientation < 8; orientation += 1) {
    const bits = differingBits(upright, startA, eight, startB + orientation * count, count);
    if (bits < best.bits) best = { bits, orientation };
  }
  return best;
}
