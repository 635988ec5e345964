/**
 * Rows of numbers and four queries at a time come in, every dot product of the two goes out.
 * Written as WebAssembly by hand, because JavaScript multiplies one number at a time where the processor takes four: grouping faces is
 * little else than dot products.
 */

/** A table of rows in the kernel's own memory. */
export interface DotTable {
  readonly rows: number;
  /** float32 [stride]: a row, to be read and written in place; what lies past the dimensions stays 0. */
  row(at: number): Float32Array;
  /**
   * float32 [to - from]: the row `query` times every row from `from` up to `to`. A view that the next call overwrites.
   */
  dots(query: number, from: number, to: number): Float32Array;
  /** float32 [4, to - from]: the same for the rows query, query + 1, … query + 3; rows past the end count as 0. */
  dotsOfFour(query: number, from: number, to: number): Float32Array;
}

export interface DotKernel {
  /** Numbers in a row, those past the dimensions included. */
  readonly stride: number;
  /** Zeros everywhere. */
  table(rows: number): DotTable;
}

const pageBytes = 65536;
/** Numbers that one vector register holds, and registers that are summed into beside each other: a sum waits for the one before it. */
const lanes = 4;
const ways = 4;

const [i32, v128, empty] = [0x7f, 0x7b, 0x40];
const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >> 7)]);
const signed = (value: number): number[] => (value < 64 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]);
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const vector = (code: number): number[] => [0xfd, ...unsigned(code)];
const load = (address: number, offset: number): number[] => [...get(address), ...vector(0x00), 4, ...unsigned(offset)];
const [times, plus] = [vector(0xe6), vector(0xe4)];
const lane = (at: number): number[] => [...vector(0x1f), at];
const zero = [...vector(0x0c), ...Array<number>(16).fill(0)];
const [add32, addFloat, atLeast, end] = [0x6a, 0x92, 0x4f, 0x0b];
const step = (local: number, by: number): number[] => [...get(local), 0x41, ...signed(by), add32, ...set(local)];
const storeFloat = [0x38, 2, 0];

/** Parameters: the first query, where rows start and end, where results go, and how far the results of two queries lie apart. */
const [query, row, rowEnd, out, apart, outAt, part, sums] = [0, 1, 2, 3, 4, 5, 6, 7];

/** One query with its sums spread over four registers, or four queries with one each. */
function body(stride: number, queries: 1 | 4): number[] {
  const rowBytes = stride * 4;
  const chunk = (at: number): number[] => {
    const offset = at * lanes * 4;
    const target = (which: number): number => sums + which;
    const add = (which: number, queryOffset: number): number[] => [
      ...[...get(target(which)), ...load(query, queryOffset), ...get(part), ...times, ...plus],
      ...set(target(which)),
    ];
    const products = queries === 1 ? add(at % ways, offset) : [0, 1, 2, 3].flatMap((which) => add(which, which * rowBytes + offset));
    return [...load(row, offset), ...set(part), ...products];
  };
  const total = (which: number): number[] =>
    [0, 1, 2, 3].flatMap((at) => [...get(sums + which), ...lane(at), ...(at > 0 ? [addFloat] : [])]);
  const together = [1, 2, 3].flatMap((which) => [...get(sums), ...get(sums + which), ...plus, ...set(sums)]);
  const results =
    queries === 1
      ? [...together, ...get(out), ...total(0), ...storeFloat]
      : [
          ...[...get(out), ...set(outAt)],
          ...[0, 1, 2, 3].flatMap((which) => [
            ...[...get(outAt), ...total(which), ...storeFloat],
            ...[...get(outAt), ...get(apart), add32, ...set(outAt)],
          ]),
        ];
  const loop = [
    ...[...get(row), ...get(rowEnd), atLeast, 0x0d, 1],
    ...[0, 1, 2, 3].flatMap((which) => [...zero, ...set(sums + which)]),
    ...Array.from({ length: stride / lanes }, (_, at) => chunk(at)).flat(),
    ...results,
    ...[...step(row, rowBytes), ...step(out, 4), 0x0c, 0],
  ];
  return [2, 1, i32, 5, v128, 0x02, empty, 0x03, empty, ...loop, end, end, end];
}

function moduleBytes(stride: number): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const codes = ([1, 4] as const).map((queries) => body(stride, queries)).map((code) => [...unsigned(code.length), ...code]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name("m"), ...name("m"), 2, 0, 1]),
    ...section(3, [2, 0, 0]),
    ...section(7, [2, ...name("one"), 0, 0, ...name("four"), 0, 1]),
    ...section(10, [2, ...codes.flat()]),
  ]);
}

/** What is used of it; the language's own types know it only beside a browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

type Kernel = (query: number, rowStart: number, rowEnd: number, out: number, apart: number) => void;

/** Makes tables of rows of one length, which share the code: the engine's compiler warms to it once. @param dimensions numbers that a row holds */
export function createDotKernel(dimensions: number): DotKernel {
  const stride = Math.ceil(dimensions / (lanes * ways)) * lanes * ways;
  const rowBytes = stride * 4;
  const code = new WebAssembly.Module(moduleBytes(stride));
  return {
    stride,
    table(rows) {
      // Four rows more, so that the last four queries may reach past the end; then room for four lists of results.
      const outStart = (rows + ways) * rowBytes;
      const bytes = outStart + ways * Math.max(1, rows) * 4;
      const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
      const { one, four } = new WebAssembly.Instance(code, { m: { m: memory } }).exports as { one: Kernel; four: Kernel };
      const { buffer } = memory;
      return {
        rows,
        row: (at) => new Float32Array(buffer, at * rowBytes, stride),
        dots(query, from, to) {
          one(query * rowBytes, from * rowBytes, to * rowBytes, outStart, 0);
          return new Float32Array(buffer, outStart, to - from);
        },
        dotsOfFour(query, from, to) {
          four(query * rowBytes, from * rowBytes, to * rowBytes, outStart, (to - from) * 4);
          return new Float32Array(buffer, outStart, ways * (to - from));
        },
      };
    },
  };
}
