/** A content's hash and a box come in; the key that names the face for good, whatever finds it again, goes out, and back. */

/** The hash in hex, a space, and "x y width height" in ten thousandths of the upright picture. */
export type FaceKey = string & { readonly brand: "FaceKey" };
/** x, y, width, height; 0..1 of the upright picture. */
export type FaceShare = readonly [number, number, number, number];

const parts = 10_000;

export function boxText(box: FaceShare): string {
  return box.map((share) => Math.round(share * parts)).join(" ");
}

/** @throws TypeError for a text that boxText did not make. */
export function boxOf(text: string): FaceShare {
  const [x, y, width, height] = text.split(" ").map((part) => Number(part) / parts);
  if (x === undefined || y === undefined || width === undefined || !Number.isFinite(height) || height === undefined)
    throw new TypeError(`"${text}" is no box of a face.`);
  return [x, y, width, height];
}

export function faceKey(hash: Uint8Array, box: string | FaceShare): FaceKey {
  return `${Buffer.from(hash).toString("hex")} ${typeof box === "string" ? box : boxText(box)}` as FaceKey;
}

export function partsOfKey(key: FaceKey): { readonly hashHex: string; readonly box: FaceShare } {
  const end = key.indexOf(" ");
  return { hashHex: key.slice(0, end), box: boxOf(key.slice(end + 1)) };
}

/** Intersection over union, 0..1. */
export function overlapOf(one: FaceShare, other: FaceShare): number {
  const width = Math.min(one[0] + one[2], other[0] + other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[1] + one[3], other[1] + other[3]) - Math.max(one[1], other[1]);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (one[2] * one[3] + other[2] * other[3] - both);
}
