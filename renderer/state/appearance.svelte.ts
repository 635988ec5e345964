/** Light or dark: the setting and the system's wish come in, the page's attribute goes out. */
import type { Settings } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";

export interface Appearance {
  readonly chosen: Settings["appearance"];
  /** What stands now, for what is drawn rather than styled. */
  readonly dark: boolean;
  choose(appearance: Settings["appearance"]): void;
}

/** Call while a component is being set up. */
export function createAppearance(client: Client): Appearance {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let systemDark = $state(system.matches);
  let chosen = $state<Settings["appearance"]>("system");

  $effect(() => {
    const follow = (): void => {
      systemDark = system.matches;
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  });
  $effect(() => {
    void client.revision;
    client.call("settings", {}).then(
      ({ appearance }) => {
        chosen = appearance;
      },
      // Without an answer the system's wish stands.
      () => undefined,
    );
  });
  const dark = $derived(chosen === "system" ? systemDark : chosen === "dark");
  $effect.pre(() => {
    document.documentElement.dataset.appearance = dark ? "dark" : "light";
  });

  return {
    get chosen() {
      return chosen;
    },
    get dark() {
      return dark;
    },
    choose(appearance) {
      chosen = appearance;
      // Where it cannot be kept, it still holds for this window.
      void client.call("changeSettings", { appearance }).catch(() => undefined);
    },
  };
}
