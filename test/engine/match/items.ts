/** A seed comes in; match items of an invented library go out: strangers in crowds, and copies that differ a little. */
import type { ContentId, MatchItem } from "../../../electron/engine/photo.ts";

export const dimensions = 64;

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export interface Invented {
  readonly vector: Float64Array;
  readonly difference: Uint8Array;
  readonly dct: Uint8Array;
}

const bell = (draw: () => number): number => draw() + draw() + draw() + draw() - 2;

/** A photo near the centre of its crowd. */
export function stranger(draw: () => number, crowd: number): Invented {
  const centre = random(crowd + 17);
  const vector = Float64Array.from({ length: dimensions }, () => bell(centre) + 1.1 * bell(draw));
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => Math.floor(draw() * 256));
  return { vector, difference: bytes(256), dct: bytes(64) };
}

/** Each number moved by `noise`, each bit turned with probability `flips`. */
export function copyOf(from: Invented, draw: () => number, noise: number, flips: number): Invented {
  const turned = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte) => {
      let mask = 0;
      for (let bit = 0; bit < 8; bit += 1) if (draw() < flips) mask |= 1 << bit;
      return byte ^ mask;
    });
  return { vector: from.vector.map((value) => value + noise * bell(draw)), difference: turned(from.difference), dct: turned(from.dct) };
}

export function itemOf(
  content: number,
  { vector, difference, dct }: Invented,
  facts: Partial<MatchItem["facts"]> = {},
  pixels = content,
): MatchItem {
  const length = Math.hypot(...vector);
  const pixelHash = new Uint8Array(32);
  new DataView(pixelHash.buffer).setUint32(0, pixels);
  return {
    content: content as ContentId,
    fingerprint: { pixelHash, differenceHashes: difference, dctHashes: dct },
    copy: Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round((value / length) * 400)))),
    facts: { width: 400, height: 300, format: "jpeg", takenAtMs: null, camera: null, colours: "full", ...facts },
  };
}

/** `strangers` photos in crowds of about twenty; every fifth has a copy. Contents from 1 on; a copy's is its source's plus 10,000. */
export function library(seed: number, strangers: number): { items: MatchItem[]; copies: [number, number][] } {
  const draw = random(seed);
  const items: MatchItem[] = [];
  const copies: [number, number][] = [];
  for (let at = 1; at <= strangers; at += 1) {
    const made = stranger(draw, Math.floor(draw() * (strangers / 20)));
    items.push(itemOf(at, made));
    if (at % 5 !== 0) continue;
    copies.push([at, at + 10_000]);
    items.push(itemOf(at + 10_000, copyOf(made, draw, 0.25, at % 10 === 0 ? 0.04 : 0.4)));
  }
  return { items, copies };
}

export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const draw = random(seed);
  return list
    .map((value) => ({ value, key: draw() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
