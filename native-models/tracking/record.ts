/**
 * Bytes come in, the same bytes as a TFRecord go out: length (uint64), its checksum, the bytes, their checksum, all little-endian.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord
 */
import { maskedCrc32c } from "./crc32c.ts";

const lengthBytes = 8;
const checksumBytes = 4;

export function toRecord(bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(lengthBytes + checksumBytes + bytes.length + checksumBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(bytes.length), true);
  view.setUint32(lengthBytes, maskedCrc32c(record.subarray(0, lengthBytes)), true);
  record.set(bytes, lengthBytes + checksumBytes);
  view.setUint32(record.length - checksumBytes, maskedCrc32c(bytes), true);
  return record;
}

/**
 * A last record that a crash cut short is left out.
 * @throws Error where a checksum is wrong.
 */
export function* readRecords(file: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let start = 0; start + lengthBytes + checksumBytes <= file.length; ) {
    const dataStart = start + lengthBytes + checksumBytes;
    if (view.getUint32(start + lengthBytes, true) !== maskedCrc32c(file.subarray(start, start + lengthBytes)))
      throw new Error(`The length of the record at ${start} is broken.`);
    const end = dataStart + Number(view.getBigUint64(start, true));
    if (end + checksumBytes > file.length) return;
    const bytes = file.subarray(dataStart, end);
    if (view.getUint32(end, true) !== maskedCrc32c(bytes)) throw new Error(`The record at ${start} is broken.`);
    yield bytes;
    start = end + checksumBytes;
  }
}
