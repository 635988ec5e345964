/**
 * Fields of a Protocol Buffers message come in, its bytes go out: as much of the wire format as ONNX needs
 * (https://protobuf.dev/programming-guides/encoding).
 */

const wireVarint = 0;
const wireBytes = 2;
const wireFixed32 = 5;

/** One message under construction. Fields appear in the order in which they are added. */
export interface Message {
  /** int32, int64 and enum: whole numbers up to 2^53, negative ones as 64-bit two's complement. */
  integer(field: number, value: number): Message;
  /** float */
  float(field: number, value: number): Message;
  /** string as UTF-8, bytes as they are, or a message inside this one. */
  bytes(field: number, value: string | Uint8Array | Message): Message;
  /** repeated int64, packed */
  integers(field: number, values: readonly number[]): Message;
  encode(): Uint8Array;
}

export function createMessage(): Message {
  const parts: Uint8Array[] = [];
  const tag = (field: number, wire: number): void => void parts.push(varint(field * 8 + wire));
  const message: Message = {
    integer(field, value) {
      tag(field, wireVarint);
      parts.push(varint(value));
      return message;
    },
    float(field, value) {
      tag(field, wireFixed32);
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, value, true);
      parts.push(bytes);
      return message;
    },
    bytes(field, value) {
      const bytes = typeof value === "string" ? Buffer.from(value) : value instanceof Uint8Array ? value : value.encode();
      tag(field, wireBytes);
      parts.push(varint(bytes.byteLength), bytes);
      return message;
    },
    integers: (field, values) => message.bytes(field, Buffer.concat(values.map(varint))),
    encode: () => Buffer.concat(parts),
  };
  return message;
}

function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number that protobuf can carry here.`);
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}
