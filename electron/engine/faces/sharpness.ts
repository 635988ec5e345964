/**
 * A crop of a face comes in, how much fine structure it has goes out: what a blur takes away of the differences between neighbours,
 * after Crete et al. 2007 (The blur effect, equations 1 to 5). A sharp picture loses most of them, a blurred one has none to lose.
 */

/** Pixels that the blur takes the mean of, in one direction. */
const blurLength = 9;

/** `grey`: float32 [size, size]. Returns 0..1; the lesser of the two directions, so that a moved camera counts as blur. 0 for a flat crop. */
export function fineStructure(grey: Float32Array, size: number): number {
  return Math.min(lostShare(grey, size, 1, size), lostShare(grey, size, size, 1));
}

/** Along lines whose pixels lie `step` apart; the lines themselves lie `across` apart. */
function lostShare(grey: Float32Array, size: number, step: number, across: number): number {
  const reach = blurLength >> 1;
  let [all, lost] = [0, 0];
  for (let line = 0; line < size; line += 1) {
    const start = line * across;
    const at = (index: number): number => grey[start + Math.min(size - 1, Math.max(0, index)) * step] as number;
    for (let index = 1; index < size; index += 1) {
      const difference = Math.abs(at(index) - at(index - 1));
      // Two means over neighbouring windows differ by what enters and what leaves.
      const blurred = Math.abs(at(index + reach) - at(index - 1 - reach)) / blurLength;
      all += difference;
      lost += Math.max(0, difference - blurred);
    }
  }
  return all > 0 ? lost / all : 0;
}
