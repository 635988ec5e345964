/** The first bytes of a file come in; what they are goes out, whatever the file is called. */

/** "sharp" reads it; "bitmap", "heic" and "raw" have readers here; "known" cannot be read; "foreign" is no photo. */
export type Reader = "sharp" | "bitmap" | "heic" | "raw" | "known" | "foreign";

export interface Sniffed {
  readonly reader: Reader;
  /** "jpeg", "png", …; for "foreign" what it is in words. */
  readonly format: string;
}

/** Bytes of the file's start that a decision may need. */
export const headBytes = 65536;

interface Magic {
  readonly at: number;
  /** Latin-1. */
  readonly text: string;
  readonly sniffed: Sniffed;
}

const magic = (text: string, reader: Reader, format: string, at = 0): Magic => ({ at, text, sniffed: { reader, format } });

const magics: readonly Magic[] = [
  magic("\xff\xd8", "sharp", "jpeg"),
  magic("\x89PNG\r\n\x1a\n", "sharp", "png"),
  magic("GIF87a", "sharp", "gif"),
  magic("GIF89a", "sharp", "gif"),
  magic("WEBP", "sharp", "webp", 8),
  // CR2, RW2 and ORF are TIFF but for their marks; other RAW kinds are told from TIFF by their directories (raw.ts).
  magic("CR\x02", "raw", "cr2", 8),
  magic("IIU\x00", "raw", "rw2"),
  magic("IIRO", "raw", "orf"),
  magic("IIRS", "raw", "orf"),
  magic("MMOR", "raw", "orf"),
  magic("FUJIFILMCCD-RAW", "raw", "raf"),
  magic("HEAPCCDR", "raw", "crw", 6),
  magic("\x00MRM", "raw", "mrw"),
  magic("FOVb", "raw", "x3f"),
  magic("II*\x00", "sharp", "tiff"),
  magic("MM\x00*", "sharp", "tiff"),
  magic("II+\x00", "sharp", "tiff"),
  magic("MM\x00+", "sharp", "tiff"),
  magic("BM", "bitmap", "bmp"),
  magic("\xff\x0a", "known", "jxl"),
  magic("\x00\x00\x00\x0cJXL \r\n\x87\n", "known", "jxl"),
  magic("\x00\x00\x00\x0cjP  ", "known", "jpeg2000"),
  magic("\xff\x4f\xff\x51", "known", "jpeg2000"),
  magic("8BPS", "known", "psd"),
  magic("II\xbc\x01", "known", "jpeg-xr"),
  magic("\x00\x00\x01\x00", "known", "ico"),
  magic("\x0a\x05\x01", "known", "pcx"),
  magic("v/1\x01", "known", "openexr"),
  magic("#?RADIANCE", "known", "radiance"),
  magic("%!PS", "known", "eps"),
  magic("\xc5\xd0\xd3\xc6", "known", "eps"),
  magic("gimp xcf", "known", "xcf"),
  magic("%PDF", "foreign", "a PDF document"),
  magic("PK\x03\x04", "foreign", "a ZIP archive"),
  magic("RIFF", "foreign", "a sound or film"),
  magic("\x1aE\xdf\xa3", "foreign", "a film"),
  magic("ID3", "foreign", "a sound"),
];

/** Brands of an ISO base media file (ISO/IEC 14496-12) and what they hold. */
const brands: Readonly<Record<string, Sniffed>> = {
  avif: { reader: "sharp", format: "avif" },
  avis: { reader: "sharp", format: "avif" },
  heic: { reader: "heic", format: "heic" },
  heix: { reader: "heic", format: "heic" },
  heim: { reader: "heic", format: "heic" },
  heis: { reader: "heic", format: "heic" },
  hevc: { reader: "heic", format: "heic" },
  hevx: { reader: "heic", format: "heic" },
  "crx ": { reader: "raw", format: "cr3" },
};

export function sniff(head: Buffer): Sniffed {
  for (const { at, text, sniffed } of magics) {
    if (head.length >= at + text.length && head.toString("latin1", at, at + text.length) === text) return sniffed;
  }
  if (head.toString("latin1", 4, 8) === "ftyp") return sniffBrands(head);
  const start = head.toString("utf8", 0, Math.min(head.length, 1024)).trimStart().toLowerCase();
  if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.includes("<svg"))) return { reader: "known", format: "svg" };
  if (start.startsWith("<!doctype") || start.startsWith("<html")) return { reader: "foreign", format: "a web page" };
  return { reader: "foreign", format: "of an unknown kind" };
}

function sniffBrands(head: Buffer): Sniffed {
  const end = Math.min(head.readUInt32BE(0), head.length, 256);
  let general = false;
  // The major brand, then (past its version) the compatible ones: "mif1" alone says only that it is a HEIF of some kind.
  for (const at of [8, ...Array.from({ length: Math.max(0, Math.floor((end - 16) / 4)) }, (_, index) => 16 + 4 * index)]) {
    const brand = head.toString("latin1", at, at + 4);
    const found = brands[brand];
    if (found) return found;
    general ||= brand === "mif1" || brand === "msf1";
  }
  return general ? { reader: "heic", format: "heif" } : { reader: "foreign", format: "a film" };
}
