/** The bytes of a protobuf message come in, its fields go out: a reader of the wire format that knows no schema. */

export type Field = number | Uint8Array;

/** Values by field number, in order: varints as numbers, 64 and 32 bits as the double or float they hold, the rest as bytes. */
export function readMessage(bytes: Uint8Array): Map<number, Field[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at]!;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  const fixed = (bytesWide: number): number => {
    at += bytesWide;
    return at - bytesWide;
  };
  const read: Record<number, () => Field> = {
    0: varint,
    1: () => view.getFloat64(fixed(8), true),
    2: () => {
      const length = varint();
      at += length;
      return bytes.subarray(at - length, at);
    },
    5: () => view.getFloat32(fixed(4), true),
  };
  while (at < bytes.length) {
    const tag = varint();
    const value = read[tag & 7]!();
    fields.set(tag >>> 3, [...(fields.get(tag >>> 3) ?? []), value]);
  }
  assertEnd(at, bytes.length);
  return fields;
}

/** Follows field numbers down, the first of each. */
export function fieldAt(bytes: Uint8Array, ...path: readonly number[]): Field | undefined {
  let current: Field | undefined = bytes;
  for (const number of path) current = current instanceof Uint8Array ? readMessage(current).get(number)?.[0] : undefined;
  return current;
}

export const textOf = (field: Field | undefined): string => Buffer.from(field as Uint8Array).toString();

function assertEnd(at: number, length: number): void {
  if (at !== length) throw new Error(`The message ends at ${length}, its last field at ${at}.`);
}
