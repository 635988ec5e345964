/** A step and one trouble at it come in: death or an error of the disk, before or after; hooks for the ports go out, to which a test adds its own. */
import { type Hook, type Step, systemError } from "./ports.ts";

/** As if by SIGKILL: nothing of the work happens any more. */
class Dead extends Error {}

export interface OneTrouble {
  /** Before a step: throws where the trouble comes then. False where nothing more is to come at it. */
  before(step: Step): boolean;
  readonly after: NonNullable<Hook["after"]>;
  die(): never;
  /** The trouble, one of the test's own, has come. */
  done(): void;
}

/** A disk that refuses to take an empty folder away keeps it: nothing of the person's is in it. */
const isSpared = ({ name }: Step): boolean => ["begin", "change", "removeFolder"].includes(name);

/**
 * @param fault "death before", "death after", "error", "error after" or "full disk"; another is the test's own.
 * @param filling the steps that a full disk refuses, from `at` on.
 */
export function oneTrouble(fault: string, at: number, filling: readonly string[]): OneTrouble {
  let dead = false;
  let done = false;
  const die = (): never => {
    dead = true;
    throw new Dead("as if by SIGKILL");
  };
  const fail = (): never => {
    done = true;
    throw systemError("EIO");
  };
  return {
    die,
    done() {
      done = true;
    },
    before(step) {
      if (dead) throw new Dead("nothing happens any more");
      if (fault === "full disk" && step.number >= at && filling.includes(step.name)) throw systemError("ENOSPC");
      if (step.number !== at || done) return false;
      if (fault === "death before") die();
      if (fault === "error" && !isSpared(step)) fail();
      return true;
    },
    after(step) {
      if (step.number !== at || done) return;
      if (fault === "death after") die();
      if (fault === "error after" && !isSpared(step)) fail();
    },
  };
}

/** Waits for work that may die; whatever else it throws passes through. */
export async function endure(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Dead) && !((error as Error).cause instanceof Dead)) throw error;
  });
}
