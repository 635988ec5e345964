/** An ICC profile comes in; whether it is sRGB, or how to bring its pixels to sRGB, goes out (ICC.1:2022, matrix/TRC profiles). */

/** How pixels tagged with this profile become sRGB: they are already; by this function, in place; or only by a full colour engine. */
export type ColourPath = "srgb" | "engine" | ((data: Uint8Array) => void);

const curveSteps = 4095;

export function colourPath(profile: Buffer | undefined): ColourPath {
  if (!profile || profile.length < 132) return "srgb";
  try {
    if (profile.toString("latin1", 16, 20) !== "RGB ") return "engine";
    const tags = readTags(profile);
    const description = tags.get("desc");
    if (description && isStandard(description)) return "srgb";
    if (tags.has("A2B0")) return "engine";
    return matrixConverter(tags);
  } catch {
    return "engine";
  }
}

/** tag → its bytes. */
function readTags(profile: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>();
  const count = Math.min(profile.readUInt32BE(128), 100);
  for (let index = 0; index < count; index++) {
    const at = 132 + 12 * index;
    const start = profile.readUInt32BE(at + 4);
    tags.set(profile.toString("latin1", at, at + 4), profile.subarray(start, start + profile.readUInt32BE(at + 8)));
  }
  return tags;
}

/** "sRGB IEC61966-2.1" and its kin, as ASCII (version 2) or UTF-16 (version 4). */
function isStandard(description: Buffer): boolean {
  const words = description.toString("latin1", 0, 400).replaceAll("\0", "");
  return /srgb|IEC ?61966-2[.-]1/i.test(words) && !/linear|adobe|scrgb/i.test(words);
}

function matrixConverter(tags: Map<string, Buffer>): ColourPath {
  const columns = ["rXYZ", "gXYZ", "bXYZ"].map((name) => xyz(tags.get(name)));
  const curves = ["rTRC", "gTRC", "bTRC"].map((name) => curve(tags.get(name)));
  const [red, green, blue] = columns;
  const [redCurve, greenCurve, blueCurve] = curves;
  if (!red || !green || !blue || !redCurve || !greenCurve || !blueCurve) return "engine";
  const m = fromConnection.map((row) =>
    [red, green, blue].map((column) => row.reduce((sum, weight, at) => sum + weight * (column[at] ?? 0), 0)),
  );
  const [[a, b, c], [d, e, f], [g, h, i]] = m as unknown as [Three, Three, Three];
  const encoded = encodingTable();
  return (data) => {
    for (let at = 0; at < data.length; at += 3) {
      const r = redCurve[data[at] as number] as number;
      const s = greenCurve[data[at + 1] as number] as number;
      const t = blueCurve[data[at + 2] as number] as number;
      data[at] = encoded[step(a * r + b * s + c * t)] as number;
      data[at + 1] = encoded[step(d * r + e * s + f * t)] as number;
      data[at + 2] = encoded[step(g * r + h * s + i * t)] as number;
    }
  };
}

type Three = readonly [number, number, number];

/** From the profile connection space (XYZ under D50) to linear sRGB: the inverse of sRGB's own columns as its profile has them. */
const fromConnection: readonly Three[] = [
  [3.1341359569958707, -1.6173863321612538, -0.4906619460083532],
  [-0.978795502912089, 1.916254567259524, 0.03344273116131949],
  [0.07195537988411677, -0.2289768264158322, 1.405386058324125],
];

function step(linear: number): number {
  return linear <= 0 ? 0 : linear >= 1 ? curveSteps : (linear * curveSteps + 0.5) | 0;
}

/** Linear 0..1 in steps → sRGB 0..255 (IEC 61966-2-1). */
function encodingTable(): Uint8Array {
  return Uint8Array.from({ length: curveSteps + 1 }, (_, index) => {
    const linear = index / curveSteps;
    return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  });
}

function fixed(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) / 65536;
}

function xyz(tag: Buffer | undefined): Three | null {
  return tag && tag.toString("latin1", 0, 4) === "XYZ " ? [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)] : null;
}

/** float64 [256]: stored value → linear 0..1. */
function curve(tag: Buffer | undefined): Float64Array | null {
  const kind = tag?.toString("latin1", 0, 4);
  if (tag && kind === "curv") return sampledCurve(tag);
  if (tag && kind === "para") return parametricCurve(tag);
  return null;
}

function sampledCurve(tag: Buffer): Float64Array {
  const count = tag.readUInt32BE(8);
  const gamma = count === 1 ? tag.readUInt16BE(12) / 256 : 1;
  return Float64Array.from({ length: 256 }, (_, value) => {
    if (count < 2) return (value / 255) ** gamma;
    const position = (value / 255) * (count - 1);
    const below = Math.min(Math.floor(position), count - 2);
    const low = tag.readUInt16BE(12 + 2 * below);
    const high = tag.readUInt16BE(14 + 2 * below);
    return (low + (high - low) * (position - below)) / 65535;
  });
}

/** parametricCurveType, functions 0 to 4. */
function parametricCurve(tag: Buffer): Float64Array | null {
  const kind = tag.readUInt16BE(8);
  const count = [1, 3, 4, 5, 7][kind];
  if (count === undefined) return null;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, index) => fixed(tag, 12 + 4 * index));
  const power = (x: number) => Math.max(0, a * x + b) ** g;
  return Float64Array.from({ length: 256 }, (_, value) => {
    const x = value / 255;
    if (kind === 0) return x ** g;
    if (kind === 1) return x >= -b / a ? power(x) : 0;
    if (kind === 2) return x >= -b / a ? power(x) + c : c;
    if (kind === 3) return x >= d ? power(x) : c * x;
    return x >= d ? power(x) + e : c * x + f;
  });
}
