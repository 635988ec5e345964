/**
 * A photo's pixels come in, copies of it as people make them go out, drawn by a seed: what an embedder is taught to see through, and
 * what it is measured with.
 */
import type { Pixels } from "../photo.ts";
import { type Chance, createChance } from "./chance.ts";
import { plainEdits } from "./view-edits.ts";
import { collage, overlayEdits } from "./view-overlays.ts";

export const viewEdits = [
  "crop",
  "resize",
  "compress",
  "turn",
  "straighten",
  "quarter-turn",
  "mirror",
  "grey",
  "recolour",
  "relight",
  "tint",
  "blur",
  "noise",
  "sharpen",
  "text",
  "stickers",
  "frame",
  "screenshot",
  "collage",
] as const;
export type ViewEdit = (typeof viewEdits)[number];

export interface View {
  readonly pixels: Pixels;
  /** In the order in which they were done. */
  readonly edits: readonly ViewEdit[];
}

export interface ViewOptions {
  /** The same seed, photo and strength give the same view. */
  readonly seed: number;
  /** 0 (hardly changed) .. 2 (hardly to be recognised); 1 where none is given. */
  readonly strength?: number;
  /** Asked for what a collage puts beside the photo, only where one is made; without it there are no collages. */
  readonly others?: () => Promise<readonly Pixels[]>;
}

/** How often each comes up, beside the others: crops are the most frequent and the hardest among copies, and screens are photographed a lot. */
const weights: Readonly<Record<ViewEdit, number>> = {
  crop: 4,
  resize: 1.5,
  compress: 1,
  turn: 1,
  straighten: 0.5,
  "quarter-turn": 1,
  mirror: 1,
  grey: 1.5,
  recolour: 1,
  relight: 1,
  tint: 0.5,
  blur: 1,
  noise: 0.5,
  sharpen: 0.25,
  text: 1,
  stickers: 0.75,
  frame: 0.75,
  screenshot: 1.5,
  collage: 0.5,
};
/** Of all views: one edit, two, three. */
const countShares = [0.45, 0.4] as const;

/** One edit by its name. A collage without others is a frame. */
export function editPixels(photo: Pixels, edit: ViewEdit, { seed, strength = 1, others }: ViewOptions): Promise<Pixels> {
  return apply(photo, edit, createChance(seed), strength, others);
}

/** One to three edits, one after the other, the rarer the more. */
export async function makeView(photo: Pixels, { seed, strength = 1, others }: ViewOptions): Promise<View> {
  const chance = createChance(seed);
  const edits = drawEdits(chance, others !== undefined);
  let pixels = photo;
  for (const edit of edits) pixels = await apply(pixels, edit, chance, strength, others);
  return { pixels, edits };
}

async function apply(photo: Pixels, edit: ViewEdit, chance: Chance, strength: number, others: ViewOptions["others"]): Promise<Pixels> {
  if (edit !== "collage") return { ...plainEdits, ...overlayEdits }[edit](photo, { chance, strength });
  const beside = (await others?.()) ?? [];
  return beside.length > 0 ? collage(photo, beside, chance) : overlayEdits.frame(photo, { chance, strength });
}

/** A seed of its own for each view of each photo in each run. */
export function viewSeed(run: number, photo: number, view: number): number {
  let mixed = 0x9e3779b9;
  for (const part of [run, photo, view]) {
    mixed = Math.imul(mixed ^ (part >>> 0) ^ (mixed >>> 15), 0x85ebca6b);
    mixed ^= mixed >>> 13;
  }
  return mixed >>> 0;
}

/** Each edit at most once, in any order: screenshots are cropped, and crops are framed. */
function drawEdits(chance: Chance, collages: boolean): ViewEdit[] {
  const draw = chance.next();
  const count = draw < countShares[0] ? 1 : draw < countShares[0] + countShares[1] ? 2 : 3;
  const left = new Set<ViewEdit>(viewEdits.filter((edit) => collages || edit !== "collage"));
  const drawn: ViewEdit[] = [];
  while (drawn.length < count) {
    const total = [...left].reduce((sum, edit) => sum + weights[edit], 0);
    let at = chance.between(0, total);
    const edit = [...left].find((candidate) => {
      at -= weights[candidate];
      return at < 0;
    });
    if (!edit) continue;
    left.delete(edit);
    drawn.push(edit);
  }
  return drawn;
}
