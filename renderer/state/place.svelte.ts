/** Where the person is: the view and what is open in it, mirrored in the address so that back, forward and reload work. */

/** Those that the rail leads to. */
export const railViews = ["library", "groups", "people", "folders", "learning", "journal", "settings"] as const;
export const viewNames = [...railViews, "more"] as const;
export type ViewName = (typeof viewNames)[number];

export interface Place {
  readonly view: ViewName;
  /** The open group or photo, as its id; of "more", the photos one came by. */
  readonly open: string | null;
  go(view: ViewName, open?: string | null): void;
  /** Like go, without a step in the history. */
  replace(open: string | null): void;
}

export function createPlace(target: Window): Place {
  let current = $state.raw(parse(target.location.hash));
  target.addEventListener("hashchange", () => {
    current = parse(target.location.hash);
  });
  const address = (view: ViewName, open: string | null): string => (open === null ? `#${view}` : `#${view}/${encodeURIComponent(open)}`);
  return {
    get view() {
      return current.view;
    },
    get open() {
      return current.open;
    },
    go(view, open = null) {
      target.location.hash = address(view, open);
      current = { view, open };
    },
    replace(open) {
      target.history.replaceState(null, "", address(current.view, open));
      current = { view: current.view, open };
    },
  };
}

function parse(hash: string): { view: ViewName; open: string | null } {
  const [name, open] = hash.slice(1).split("/");
  const view = viewNames.find((known) => known === name) ?? "library";
  try {
    return { view, open: open ? decodeURIComponent(open) : null };
  } catch {
    return { view, open: null };
  }
}
