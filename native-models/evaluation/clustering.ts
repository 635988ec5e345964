/** True and found groups come in, how well they agree goes out, by pairs and by members. */

export interface Agreement {
  /** Share of what was put together that belongs together, 0..1. */
  readonly precision: number;
  /** Share of what belongs together that was put together, 0..1. */
  readonly recall: number;
  /** Their harmonic mean, 0..1. */
  readonly f: number;
}

/**
 * Over all pairs of members: Manning, Raghavan and Schütze, Introduction to information retrieval, 2008, section 16.3. Precision is 1 where nothing was put
 * together, recall is 1 where nothing belongs together.
 * @param truth int32 [members]: equal numbers belong together.
 * @param found int32 [members]: equal numbers were put together.
 */
export function pairwiseAgreement(truth: Int32Array, found: Int32Array): Agreement {
  const { cells, truthSizes, foundSizes } = crossTable(truth, found);
  const pairs = (sizes: Iterable<number>): number => [...sizes].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const both = pairs(Array.from(cells.values(), ({ count }) => count));
  const put = pairs(foundSizes.values());
  const belong = pairs(truthSizes.values());
  return agreement(put === 0 ? 1 : both / put, belong === 0 ? 1 : both / belong);
}

/**
 * The mean over the members: Bagga and Baldwin, Entity-based cross-document coreferencing using the vector space model, 1998 (B-CUBED);
 * Amigó, Gonzalo, Artiles and Verdejo, A comparison of extrinsic clustering evaluation metrics, 2009. 1 without members.
 */
export function bCubedAgreement(truth: Int32Array, found: Int32Array): Agreement {
  const { cells, truthSizes, foundSizes } = crossTable(truth, found);
  let precision = 0;
  let recall = 0;
  for (const { truthLabel, foundLabel, count } of cells.values()) {
    precision += count ** 2 / (foundSizes.get(foundLabel) ?? 1);
    recall += count ** 2 / (truthSizes.get(truthLabel) ?? 1);
  }
  return truth.length === 0 ? agreement(1, 1) : agreement(precision / truth.length, recall / truth.length);
}

interface Cell {
  readonly truthLabel: number;
  readonly foundLabel: number;
  readonly count: number;
}

interface CrossTable {
  readonly cells: Map<string, Cell>;
  readonly truthSizes: Map<number, number>;
  readonly foundSizes: Map<number, number>;
}

function crossTable(truth: Int32Array, found: Int32Array): CrossTable {
  if (truth.length !== found.length) throw new RangeError(`${truth.length} true labels and ${found.length} found ones.`);
  const table: CrossTable = { cells: new Map(), truthSizes: new Map(), foundSizes: new Map() };
  for (const [member, truthLabel] of truth.entries()) {
    const foundLabel = found[member] ?? 0;
    const key = `${truthLabel} ${foundLabel}`;
    table.cells.set(key, { truthLabel, foundLabel, count: (table.cells.get(key)?.count ?? 0) + 1 });
    table.truthSizes.set(truthLabel, (table.truthSizes.get(truthLabel) ?? 0) + 1);
    table.foundSizes.set(foundLabel, (table.foundSizes.get(foundLabel) ?? 0) + 1);
  }
  return table;
}

function agreement(precision: number, recall: number): Agreement {
  return { precision, recall, f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
