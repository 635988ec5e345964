/** A JPEG and an EXIF orientation come in; the same JPEG, saying that it is so oriented, goes out. */

/** APP1 with one directory of one entry (Exif 2.32, 4.5.2 and 4.6.2), put before everything else so that readers meet it first. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(34, 2);
  segment.write("Exif\0\0MM\0*", 4, "latin1");
  segment.writeUInt32BE(8, 14); // the directory's place in the block
  segment.writeUInt16BE(1, 18); // entries
  segment.writeUInt16BE(0x0112, 20);
  segment.writeUInt16BE(3, 22); // unsigned short
  segment.writeUInt32BE(1, 24);
  segment.writeUInt16BE(orientation, 28);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
