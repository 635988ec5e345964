/** A thumbnail comes in; the difference hash of 64 bits that most programs use goes out, for the eight orientations: a yardstick. */
import sharp from "sharp";
import { orientations } from "../../electron/engine/hash/orientations.ts";

const [columns, rows] = [9, 8];
const side = columns * rows;

/** uint8 [8, 8] */
export async function smallDifferenceHash(thumbnail: Uint8Array): Promise<Uint8Array> {
  const grey = await sharp(thumbnail).greyscale().resize(side, side, { fit: "fill" }).raw().toBuffer();
  const hashes = new Uint8Array(64);
  for (const [index, { transposed, mirroredX, mirroredY }] of orientations.entries()) {
    const sums = new Float64Array(columns * rows);
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const [left, top] = [mirroredX ? side - 1 - x : x, mirroredY ? side - 1 - y : y];
        const at = Math.floor(y / columns) * columns + Math.floor(x / rows);
        sums[at] = (sums[at] as number) + (grey[transposed ? left * side + top : top * side + left] as number);
      }
    }
    for (let bit = 0; bit < 64; bit += 1) {
      const at = (bit >> 3) * columns + (bit & 7);
      if ((sums[at] as number) < (sums[at + 1] as number))
        hashes[index * 8 + (bit >> 3)] = (hashes[index * 8 + (bit >> 3)] as number) | (0x80 >> (bit & 7));
    }
  }
  return hashes;
}
