/** Words of the command line come in; checked values go out, or commander's own complaint (exit status 2). */
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import type { FilePath } from "../../contract.ts";

export function probabilityValue(word: string): number {
  const value = Number(word);
  if (word.trim() === "" || !(value >= 0 && value <= 1)) throw new InvalidArgumentError("It is a number from 0 to 1.");
  return value;
}

export function wholeNumberValue(least: number, most: number): (word: string) => number {
  return (word) => {
    const value = Number(word);
    if (!/^\d+$/.test(word) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** The engine may run elsewhere: it gets whole paths. */
export function pathValue(word: string): FilePath {
  return resolve(word);
}

export function pathValues(word: string, previous: readonly FilePath[] | undefined): readonly FilePath[] {
  return [...(previous ?? []), pathValue(word)];
}
