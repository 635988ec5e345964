/** The start of a TIFF-like file comes in; the few numbers that tell a camera's RAW from a picture go out. */

export interface TiffDirectories {
  /** Of the largest image that the directories name. */
  readonly width: number;
  readonly height: number;
  /** Samples of the sensor instead of a picture. */
  readonly raw: boolean;
  readonly dng: boolean;
  readonly make: string;
  /** EXIF orientation 1..8 of the first directory. */
  readonly orientation: number;
}

const tag = {
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  make: 271,
  orientation: 274,
  subDirectories: 330,
  dngVersion: 50706,
  panasonicWidth: 7,
  panasonicHeight: 6,
} as const;
/** CFA and linear RAW (TIFF/EP, DNG 1.7). */
const rawPhotometrics = new Set([32803, 34892]);
/** Nikon, Sony, Pentax, Samsung and Kodak pack their sensors' samples so. */
const rawCompressions = new Set([34713, 32767, 65535, 32770, 65000]);
const entryBytes = 12;
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4 };
const directoriesAtMost = 24;

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where its value lies. */
  readonly at: number;
}

/** null where the bytes do not hold together as a classic TIFF. */
export function readTiffDirectories(bytes: Buffer): TiffDirectories | null {
  const order = bytes.toString("latin1", 0, 2);
  if (bytes.length < 16 || (order !== "II" && order !== "MM")) return null;
  const little = order === "II";
  const u16 = (at: number) => (at + 2 > bytes.length ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > bytes.length ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const value = (entry: Entry, index = 0) => {
    const size = typeBytes[entry.type] ?? 4;
    const at = entry.at + index * size;
    return size === 2 ? u16(at) : size === 1 ? (bytes[at] ?? 0) : u32(at);
  };
  const readEntries = (at: number): Map<number, Entry> => {
    const entries = new Map<number, Entry>();
    for (let index = 0, count = Math.min(u16(at), 512); index < count; index++) {
      const from = at + 2 + index * entryBytes;
      const type = u16(from + 2);
      const length = u32(from + 4);
      const inside = (typeBytes[type] ?? 4) * length <= 4;
      entries.set(u16(from), { type, count: length, at: inside ? from + 8 : u32(from + 8) });
    }
    return entries;
  };

  let found = { width: 0, height: 0, raw: false, dng: false, make: "", orientation: 0 };
  const pending = [u32(4)];
  const seen = new Set<number>();
  while (pending.length > 0 && seen.size < directoriesAtMost) {
    const at = pending.shift() ?? 0;
    if (at < 8 || at + 2 > bytes.length || seen.has(at)) continue;
    seen.add(at);
    const entries = readEntries(at);
    const number = (name: number) => {
      const entry = entries.get(name);
      return entry ? value(entry) : 0;
    };
    const width = number(tag.width) || number(tag.panasonicWidth);
    const height = number(tag.height) || number(tag.panasonicHeight);
    if (width * height > found.width * found.height) found = { ...found, width, height };
    const make = entries.get(tag.make);
    found = {
      ...found,
      raw: found.raw || rawPhotometrics.has(number(tag.photometric)) || rawCompressions.has(number(tag.compression)),
      dng: found.dng || entries.has(tag.dngVersion),
      make:
        found.make ||
        (make
          ? bytes
              .toString("latin1", make.at, make.at + Math.min(make.count, 64))
              .replaceAll("\0", "")
              .trim()
          : ""),
      orientation: seen.size === 1 ? number(tag.orientation) : found.orientation,
    };
    const children = entries.get(tag.subDirectories);
    for (let index = 0; children && index < Math.min(children.count, 8); index++) pending.push(value(children, index));
    pending.push(u32(at + 2 + u16(at) * entryBytes));
  }
  return seen.size === 0 ? null : { ...found, raw: found.raw || found.dng, orientation: found.orientation || 1 };
}
