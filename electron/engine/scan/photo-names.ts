/** A file's name comes in; whether it is a photo's name goes out. What the file really is, its bytes say later. */

const extensions: ReadonlySet<string> = new Set([
  ...["jpg", "jpeg", "jpe", "jif", "jfif", "pjpeg", "pjp", "mpo", "png", "apng", "webp", "gif", "tif", "tiff", "bmp", "dib"],
  ...["avif", "avifs", "heic", "heics", "heif", "heifs", "hif", "jxl", "jp2", "j2k", "jpf", "jpx"],
  // Cameras' own.
  ...["3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "k25", "kdc", "mef", "mos", "mrw", "nef", "nrw"],
  ...["orf", "ori", "pef", "ptx", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f"],
]);

/** macOS keeps a file's other half under this on foreign disks: "._photo.jpg" is no photo. */
const appleDouble = "._";

export function isPhotoName(name: string): boolean {
  const dot = name.lastIndexOf(".");
  if (dot < 0 || name.length - dot > 6) return false;
  return extensions.has(name.slice(dot + 1).toLowerCase()) && !name.startsWith(appleDouble);
}
