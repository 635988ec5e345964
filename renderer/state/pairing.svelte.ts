/** Two photos that need not be in one group: the first is held, the second is whatever is chosen then; what they are to each other goes into the log of decisions. */
import type { PhotoId, PhotoSummary, Verdict } from "../../electron/contract.ts";
import { answerPairs, type DecidingClient } from "./deciding.ts";
import type { DecisionLog } from "./decisions.svelte.ts";
import { createQuery } from "./query.svelte.ts";
import { nameOf } from "./speech.ts";

export interface Pairing {
  /** null where none is held. */
  readonly held: PhotoSummary | null;
  hold(photo: PhotoSummary | null): void;
  /** What the person said of these two; null where nothing. Of copies with the same bytes only the first by path is known. */
  said(a: PhotoId, b: PhotoId): Verdict | null;
  /** Undoable, as every decision. */
  say(a: PhotoSummary, b: PhotoSummary, verdict: Verdict): void;
}

/** Call while a component is being set up. */
export function createPairing(client: DecidingClient & { readonly revision: number }, decisions: DecisionLog): Pairing {
  let held = $state.raw<PhotoSummary | null>(null);
  const answers = createQuery(() => {
    void client.revision;
    return client.call("answers", {});
  });
  const verdicts = $derived(
    new Map((answers.value ?? []).flatMap(({ a, b, verdict }) => (a.photo && b.photo ? [[keyOf(a.photo, b.photo), verdict]] : []))),
  );
  return {
    get held() {
      return held;
    },
    hold(photo) {
      held = photo;
    },
    said: (a, b) => verdicts.get(keyOf(a, b)) ?? null,
    say(a, b, verdict) {
      const values = { a: nameOf(a.path), b: nameOf(b.path) };
      void decisions.take(answerPairs(client, { key: `decided.pair.${verdict}`, values }, [[a.id, b.id]], verdict));
    },
  };
}

const keyOf = (a: PhotoId, b: PhotoId): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
