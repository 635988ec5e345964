/** Whether the details at the right are open: beside the photos where there is room, floating over them on request where there is not. */
import type { Preferences } from "./preferences.svelte.ts";

export interface InspectorPane {
  readonly open: boolean;
  /** Too narrow a window to stand beside the photos. */
  readonly floating: boolean;
  toggle(): void;
}

const narrow = "(max-width: 1100px)";

/** Call while a component is being set up. */
export function createInspectorPane(preferences: Preferences): InspectorPane {
  const query = window.matchMedia(narrow);
  let floating = $state(query.matches);
  let floatingOpen = $state(false);
  $effect(() => {
    const follow = (): void => {
      floating = query.matches;
      floatingOpen = false;
    };
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  });
  return {
    get open() {
      return floating ? floatingOpen : preferences.inspector;
    },
    get floating() {
      return floating;
    },
    toggle() {
      if (floating) floatingOpen = !floatingOpen;
      else preferences.inspector = !preferences.inspector;
    },
  };
}
