/** A seed comes in, numbers that repeat with it go out. */

export interface Chance {
  /** 0 <= number < 1 */
  next(): number;
  /** low <= number < high */
  between(low: number, high: number): number;
  /** 0 <= whole number < count */
  below(count: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** mulberry32 (Ettinger 2017): 32 bits of state are plenty for what a picture needs. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below,
    oneOf: (items) => items[below(items.length)] ?? items[0],
  };
}
