/** Something that folds out of a button comes in; a press outside of both, or the key that closes, ends it, until the returned function is called. */
import type { Keys } from "./keys.ts";

export interface FoldOut {
  readonly keys: Keys;
  /** Read at each press: what is drawn may change. */
  readonly panel: () => Element | undefined;
  readonly toggle: () => Element | undefined;
  /** By the key: the focus is to be led back. */
  readonly onClose: () => void;
  /** By a press elsewhere, which has led the focus away itself. */
  readonly onOutside: () => void;
}

export function holdOpen({ keys, panel, toggle, onClose, onOutside }: FoldOut): () => void {
  const pressed = (event: PointerEvent): void => {
    if (event.target instanceof Node && !panel()?.contains(event.target) && !toggle()?.contains(event.target)) onOutside();
  };
  window.addEventListener("pointerdown", pressed);
  const unbind = keys.bind({ close: onClose });
  return () => {
    window.removeEventListener("pointerdown", pressed);
    unbind();
  };
}
