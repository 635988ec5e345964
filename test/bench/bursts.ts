/** The folder of bursts comes in; pairs of frames, with how far apart they are in their sequence, go out. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isHeldOut, type Subject } from "./read.ts";

export interface BurstPair {
  readonly a: Subject;
  readonly b: Subject;
  /** Frames from one to the other. */
  readonly gap: number;
  readonly sequence: string;
  /** true: neighbours, one moment. false: two scenes. null: too far apart to be called either. */
  readonly moment: boolean | null;
}

/** Frames of a video stand still for longer than those of a panorama, which moves on by half its width each time. */
const videoMomentGap = 3;
const panoramaMomentGap = 1;
const panoramaStrangerGap = 4;
const gaps = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40];

/** Pairs of which both frames are in the wanted half. */
export function burstPairs(data: string, heldOut: boolean): readonly BurstPair[] {
  const folder = join(data, "burst");
  return readdirSync(folder)
    .sort()
    .flatMap((sequence) => {
      const frames = readdirSync(join(folder, sequence))
        .filter((name) => /\.jpe?g$/i.test(name))
        .sort();
      const video = frames.length > 60;
      return frames.flatMap((name, at) =>
        gaps.flatMap((gap): BurstPair[] => {
          const other = frames[at + gap];
          if (other === undefined || isHeldOut(name) !== heldOut || isHeldOut(other) !== heldOut) return [];
          const moment = gap <= (video ? videoMomentGap : panoramaMomentGap) ? true : !video && gap >= panoramaStrangerGap ? false : null;
          const subject = (file: string): Subject => ({ path: join(folder, sequence, file), edit: null, seed: 0 });
          return [{ a: subject(name), b: subject(other), gap, sequence, moment }];
        }),
      );
    });
}
