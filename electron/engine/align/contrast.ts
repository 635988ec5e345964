/** A grey picture comes in; the same with every neighbourhood brought to one mean and one spread goes out. */

/** ORB sees contrast, not light: every neighbourhood is brought to the same mean and spread, so that dark photos have corners too. */
export function normaliseContrast(grey: Uint8Array, width: number, height: number, radius = 24): Uint8Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  const squares = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    let square = 0;
    for (let x = 0; x < width; x += 1) {
      const value = grey[y * width + x] as number;
      sum += value;
      square += value * value;
      const at = (y + 1) * stride + x + 1;
      sums[at] = (sums[at - stride] as number) + sum;
      squares[at] = (squares[at - stride] as number) + square;
    }
  }
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - radius) * stride;
    const bottom = Math.min(height, y + radius + 1) * stride;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const area = ((bottom - top) / stride) * (right - left);
      const total = (table: Float64Array): number =>
        (table[bottom + right] as number) -
        (table[top + right] as number) -
        (table[bottom + left] as number) +
        (table[top + left] as number);
      const mean = total(sums) / area;
      const deviation = Math.sqrt(Math.max(0, total(squares) / area - mean * mean));
      const value = 128 + (52 * ((grey[y * width + x] as number) - mean)) / (deviation + 3);
      out[y * width + x] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
  return out;
}
