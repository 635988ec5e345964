/**
 * Two lists of 256-bit descriptors come in; for each of the second, its two nearest of the first go out.
 * Written as WebAssembly by hand, because JavaScript has no instruction that counts bits: this is the dearest part of aligning, and
 * five times faster so.
 */

export interface NearestKernel {
  /**
   * int32 [b's count, 3]: index of the nearest in A (the first of several), its differing bits, those of the second nearest (257 where
   * there is none). A view that the next call overwrites. `a` and `b`: uint32 [count, 8].
   */
  nearestTwo(a: Uint32Array, b: Uint32Array): Int32Array;
}

const descriptorBytes = 32;
const resultBytes = 12;
const pageBytes = 65536;

const [i32, i64, empty] = [0x7f, 0x7e, 0x40];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
/** Constants below 64, or 257 in two bytes (signed LEB128). */
const constant = (value: number): number[] => (value < 64 ? [0x41, value] : [0x41, (value & 0x7f) | 0x80, value >> 7]);
const load64 = (offset: number): number[] => [0x29, 3, offset];
const store32 = (offset: number): number[] => [0x36, 2, offset];
const [add32, lessThan, atLeast, add64, xor64, count64, toI32, end] = [0x6a, 0x49, 0x4f, 0x7c, 0x85, 0x7b, 0xa7, 0x0b];
const loop = (body: number[]): number[] => [0x03, empty, ...body, end];
const block = (body: number[]): number[] => [0x02, empty, ...body, end];
const when = (condition: number[], then: number[], otherwise: number[]): number[] => [
  ...condition,
  0x04,
  empty,
  ...then,
  0x05,
  ...otherwise,
  end,
];
const leave = (depth: number): number[] => [0x0d, depth];
const again = [0x0c, 0];

/** Parameters: where A starts and ends, where B starts and ends, where results go. Then locals of i32, then four words of B. */
const [aStart, aEnd, bAt, bEnd, outAt, aAt, bits, nearest, second, index, found, word] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const differing = [0, 1, 2, 3].flatMap((part) => [
  ...get(word + part),
  ...get(aAt),
  ...load64(part * 8),
  xor64,
  count64,
  ...(part > 0 ? [add64] : []),
]);
const step = (local: number, by: number): number[] => [...get(local), ...constant(by), add32, ...set(local)];
const body = block([
  ...loop([
    ...get(bAt),
    ...get(bEnd),
    atLeast,
    ...leave(1),
    ...[0, 1, 2, 3].flatMap((part) => [...get(bAt), ...load64(part * 8), ...set(word + part)]),
    ...[...get(aStart), ...set(aAt), ...constant(257), ...set(nearest), ...constant(257), ...set(second)],
    ...[...constant(0), ...set(index), ...constant(0), ...set(found)],
    ...block(
      loop([
        ...[...get(aAt), ...get(aEnd), atLeast, ...leave(1)],
        ...[...differing, toI32, ...set(bits)],
        ...when(
          [...get(bits), ...get(nearest), lessThan],
          [...get(nearest), ...set(second), ...get(bits), ...set(nearest), ...get(index), ...set(found)],
          when([...get(bits), ...get(second), lessThan], [...get(bits), ...set(second)], []),
        ),
        ...step(aAt, descriptorBytes),
        ...step(index, 1),
        ...again,
      ]),
    ),
    ...[...get(outAt), ...get(found), ...store32(0)],
    ...[...get(outAt), ...get(nearest), ...store32(4)],
    ...[...get(outAt), ...get(second), ...store32(8)],
    ...step(bAt, descriptorBytes),
    ...step(outAt, resultBytes),
    ...again,
  ]),
]);

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]);
const section = (id: number, content: number[]): number[] => [id, ...leb(content.length), ...content];
const name = (text: string): number[] => [text.length, ...Buffer.from(text)];

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const code = [2, 6, i32, 4, i64, ...body, end];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name("m"), ...name("m"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("f"), 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}

/** What is used of it; the language's own types know it only beside a browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

type Kernel = (aStart: number, aEnd: number, bStart: number, bEnd: number, out: number) => void;

export function createNearestKernel(): NearestKernel {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { m: { m: memory } });
  const run = instance.exports.f as Kernel;
  return {
    nearestTwo(a, b) {
      const [bStart, out] = [a.byteLength, a.byteLength + b.byteLength];
      const count = b.length / 8;
      const missing = out + count * resultBytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
      new Uint32Array(memory.buffer, 0, a.length).set(a);
      new Uint32Array(memory.buffer, bStart, b.length).set(b);
      run(0, bStart, bStart, out, out);
      return new Int32Array(memory.buffer, out, count * 3);
    },
  };
}
