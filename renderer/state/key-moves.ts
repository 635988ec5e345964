/** A key press and what keys do come in; the one that was pressed is done, and the page does not scroll for it. */

/** By `event.key`. */
export type KeyMoves = Readonly<Record<string, () => void>>;

export function withModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

export function runMove(event: KeyboardEvent, moves: KeyMoves): void {
  const run = moves[event.key];
  if (!run) return;
  event.preventDefault();
  run();
}
