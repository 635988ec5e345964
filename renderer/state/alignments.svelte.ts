/** How photos lie on each other: pairs come in, each is asked for once; the alignments known so far go out. */
import type { Alignment, PhotoId } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";

export interface Alignments {
  /** undefined while it is not known, null where the two do not align. */
  of(a: PhotoId | undefined, b: PhotoId | undefined): Alignment | null | undefined;
}

/** Call while a component is being set up. */
export function createAlignments(client: Client, pairs: () => readonly (readonly [a: PhotoId, b: PhotoId])[]): Alignments {
  let known = $state.raw<ReadonlyMap<string, Alignment | null>>(new Map());
  const asked = new Set<string>();
  const keyOf = (a: PhotoId, b: PhotoId): string => `${a} ${b}`;

  $effect(() => {
    for (const [a, b] of pairs()) {
      const key = keyOf(a, b);
      if (asked.has(key)) continue;
      asked.add(key);
      const learn = (alignment: Alignment | null): void => {
        known = new Map(known).set(key, alignment);
      };
      // What cannot be aligned is shown side by side, whatever the cause.
      client.call("alignment", { a, b }).then(learn, () => learn(null));
    }
  });
  return { of: (a, b) => (a === undefined || b === undefined ? null : known.get(keyOf(a, b))) };
}
