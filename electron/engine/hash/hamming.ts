/** Two hashes of one length come in; the number of bits in which they differ goes out. */

/** Bits that differ, 0..8 x length. The lengths must be equal. */
export function hammingDistance(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`Hashes of ${a.length} and ${b.length} bytes cannot be compared.`);
  let distance = 0;
  for (let at = 0; at < a.length; at++) {
    let bits = (a[at] as number) ^ (b[at] as number);
    bits -= (bits >> 1) & 0x55;
    bits = (bits & 0x33) + ((bits >> 2) & 0x33);
    distance += (bits + (bits >> 4)) & 0x0f;
  }
  return distance;
}
