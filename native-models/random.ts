/** A seed comes in, numbers that repeat go out: the same seed gives the same run. */

/** Each call gives the next number, 0 <= number < 1. */
export type Random = () => number;

/** Several numbers make one seed, so that each step or epoch of a run has numbers of its own. */
export function createRandom(...seeds: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) state = scramble(state ^ (seed >>> 0)) + 0x85ebca6b;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return scramble(state) / 2 ** 32;
  };
}

/** A bijection of the 32-bit numbers that leaves no bit where it was (the finaliser of MurmurHash3, Appleby 2011). */
function scramble(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A whole number, 0 <= number < count. */
export function randomBelow(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** A new array in random order (Fisher and Yates; Durstenfeld 1964). */
export function shuffled<Item>(items: Iterable<Item>, random: Random): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomBelow(random, last + 1);
    const item = order[last] as Item;
    order[last] = order[other] as Item;
    order[other] = item;
  }
  return order;
}
