/** The block of which detector and mesh are made: a depthwise and a pointwise convolution, a shortcut around both, an activation. */
import type { Operations } from "./operations.ts";

/**
 * `widenTo`: channels of a block that halves the side, its shortcut shrunk by maxima and filled up with zero channels; null for one
 * that keeps its input's shape.
 */
export function addSeparableBlock<Maps>(
  operations: Operations<Maps>,
  input: Maps,
  name: string,
  widenTo: number | null,
  activate: (sum: Maps) => Maps,
): Maps {
  const spread = operations.depthwise(input, `${name}/depthwise`, { stride: widenTo === null ? 1 : 2 });
  const convolved = operations.convolution(spread, `${name}/pointwise`);
  const shortcut = widenTo === null ? input : operations.extend(operations.maxPool(input, 2, 2), { channels: widenTo });
  return activate(operations.add(convolved, shortcut));
}

/** Runs of blocks, named block00 and on: the first block of every run but the first halves the side. */
export function addRuns<Maps>(
  input: Maps,
  runs: readonly { readonly channels: number; readonly blocks: number }[],
  addBlock: (input: Maps, name: string, widenTo: number | null) => Maps,
): Maps {
  let maps = input;
  let index = 0;
  for (const [run, { channels, blocks }] of runs.entries())
    for (let block = 0; block < blocks; block += 1) {
      maps = addBlock(maps, `block${String(index).padStart(2, "0")}`, run > 0 && block === 0 ? channels : null);
      index += 1;
    }
  return maps;
}
