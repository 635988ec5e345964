/** Photos with partners elsewhere come in, one at a time; what each folder has in each other one is counted, and can be taken back. */
import { firstMomentKind, kindCount } from "./kinds.ts";
import type { FolderTree } from "./tree.ts";

/** Row r says what of folder from(r) lies in folder to(r). Folders count with everything below; of two in each other the outer one counts without the inner. */
export interface Tallies {
  readonly size: number;
  from(row: number): number;
  to(row: number): number;
  /** Photos, by place in overlapKinds. */
  count(row: number, kind: number): number;
  /** Photos that have a copy there. */
  shared(row: number): number;
  /** Bytes of those. */
  sharedBytes(row: number): number;
  /** Of those the ones that lie directly in the one folder, with a copy directly in the other; once for each such folder. */
  direct(row: number): number;
  /** -1 where there is none. */
  find(from: number, to: number): number;
  rowsFrom(folder: number): Iterable<number>;
  /** Writes the rows of wider folders around both, on different sides still, into `found`; returns how many. */
  around(row: number, found: number[]): number;
  /** A photo of `folder` with the best partners that it has in others; sign 1 counts it, -1 takes it back. */
  tally(folder: number, sizeBytes: number, partners: readonly number[], kinds: readonly number[], sign: 1 | -1): void;
}

const firstRoom = 1024;

export function createTallies(tree: FolderTree): Tallies {
  const rows: (Map<number, number> | undefined)[] = [];
  const wider: (Map<number, Int32Array> | undefined)[] = [];
  let size = 0;
  let room = firstRoom;
  let [from, to] = [new Int32Array(room), new Int32Array(room)];
  let counts = new Int32Array(room * kindCount);
  let bytes = new Float64Array(room);
  let direct = new Int32Array(room);
  /** Which photo met the row last, and the best kind that it has there. */
  let [met, best] = [new Int32Array(room), new Uint8Array(room)];
  let photo = 0;

  function grow(): void {
    room *= 2;
    const larger = <T extends Int32Array | Float64Array | Uint8Array>(made: T, old: T): T => {
      made.set(old);
      return made;
    };
    [from, to] = [larger(new Int32Array(room), from), larger(new Int32Array(room), to)];
    counts = larger(new Int32Array(room * kindCount), counts);
    bytes = larger(new Float64Array(room), bytes);
    direct = larger(new Int32Array(room), direct);
    [met, best] = [larger(new Int32Array(room), met), larger(new Uint8Array(room), best)];
  }

  function rowOf(one: number, other: number): number {
    const known = rows[one] ?? new Map<number, number>();
    rows[one] = known;
    const found = known.get(other);
    if (found !== undefined) return found;
    if (size === room) grow();
    const row = size++;
    known.set(other, row);
    from[row] = one;
    to[row] = other;
    return row;
  }

  /** Whether the one folder's photos would count as the other side's. */
  const isSwallowed = (one: number, other: number, ownSide: number, theirSide: number): boolean =>
    (tree.within(one, theirSide) && tree.within(theirSide, ownSide)) || (tree.within(other, ownSide) && tree.within(ownSide, theirSide));

  /** The row itself first. */
  function touching(one: number, other: number): Int32Array {
    const known = wider[one] ?? new Map<number, Int32Array>();
    wider[one] = known;
    const found = known.get(other);
    if (found) return found;
    const made: number[] = [];
    for (const ownSide of tree.chainOf(one))
      for (const theirSide of tree.chainOf(other)) if (!isSwallowed(one, other, ownSide, theirSide)) made.push(rowOf(ownSide, theirSide));
    const list = Int32Array.from(made);
    known.set(other, list);
    return list;
  }

  function add(row: number, kind: number, sizeBytes: number, sign: number): void {
    const at = row * kindCount + kind;
    counts[at] = (counts[at] ?? 0) + sign;
    if (kind < firstMomentKind) bytes[row] = (bytes[row] ?? 0) + sign * sizeBytes;
  }

  const count = (row: number, kind: number): number => counts[row * kindCount + kind] ?? 0;
  return {
    get size() {
      return size;
    },
    from: (row) => from[row] ?? 0,
    to: (row) => to[row] ?? 0,
    count,
    shared(row) {
      let sum = 0;
      for (let kind = 0; kind < firstMomentKind; kind++) sum += count(row, kind);
      return sum;
    },
    sharedBytes: (row) => bytes[row] ?? 0,
    direct: (row) => direct[row] ?? 0,
    find: (one, other) => rows[one]?.get(other) ?? -1,
    rowsFrom: (folder) => rows[folder]?.values() ?? [],
    around(row, found) {
      const [one, other] = [from[row] ?? 0, to[row] ?? 0];
      let number = 0;
      for (const ownSide of tree.chainOf(one)) {
        for (const theirSide of tree.chainOf(other)) {
          if (isSwallowed(one, other, ownSide, theirSide)) continue;
          const wide = rows[ownSide]?.get(theirSide);
          if (wide !== undefined && wide !== row) found[number++] = wide;
        }
      }
      return number;
    },
    tally(folder, sizeBytes, partners, kinds, sign) {
      photo += 1;
      const touched: number[] = [];
      for (const [at, partner] of partners.entries()) {
        const kind = kinds[at] ?? 0;
        const list = touching(folder, partner);
        const own = list[0] ?? 0;
        if (kind < firstMomentKind) direct[own] = (direct[own] ?? 0) + sign;
        for (const row of list) {
          if (met[row] !== photo) {
            met[row] = photo;
            best[row] = kind;
            touched.push(row);
          } else if (kind < (best[row] ?? 0)) best[row] = kind;
        }
      }
      for (const row of touched) add(row, best[row] ?? 0, sizeBytes, sign);
    },
  };
}
