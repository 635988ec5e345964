/** What every view and part is handed by the window: set once at the top, read anywhere below. */
import { createContext } from "svelte";
import type { Client } from "../engine.svelte.ts";
import type { Appearance } from "./appearance.svelte.ts";
import type { BrowsingScope } from "./browsing.svelte.ts";
import type { DecisionLog } from "./decisions.svelte.ts";
import type { Drops } from "./drops.ts";
import type { InspectorPane } from "./inspector-pane.svelte.ts";
import type { Keys } from "./keys.ts";
import type { PeopleLog } from "./people.svelte.ts";
import type { Place } from "./place.svelte.ts";
import type { Preferences } from "./preferences.svelte.ts";
import type { Speech } from "./speech.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Tools {
  readonly appearance: Appearance;
  readonly browsing: BrowsingScope;
  readonly client: Client;
  readonly decisions: DecisionLog;
  readonly drops: Drops;
  readonly inspector: InspectorPane;
  readonly keys: Keys;
  readonly people: PeopleLog;
  readonly place: Place;
  readonly preferences: Preferences;
  readonly speech: Speech;
  readonly surroundings: Surroundings;
}

export const [useTools, setTools] = createContext<Tools>();
