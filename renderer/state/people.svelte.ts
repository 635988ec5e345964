/** What the person says of people comes in, one after the other; calls of the engine, who is known by name, and what can be taken back go out. */
import type { FaceSettings, PeopleChange, PeopleMethodTypes, PersonSummary } from "../../electron/contract/people.ts";
import { LikenessError } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";

/** Everything that says something, and can be taken back. */
export type SayingName = {
  [M in keyof PeopleMethodTypes]: PeopleMethodTypes[M][1] extends PeopleChange ? M : never;
}[keyof PeopleMethodTypes];

export interface PeopleNews {
  readonly step: "said" | "undone" | "redone" | "nothing" | "failed";
  /** In English, as the engine says it. */
  readonly text: string;
}

export interface PeopleLog {
  /** Grows with everything said or found: read it where a view asks. */
  readonly revision: number;
  /** null until the engine has told. */
  readonly settings: FaceSettings | null;
  /** Everybody with a name, by name. */
  readonly named: readonly PersonSummary[];
  readonly latest: PeopleNews | null;
  /** Settles when the engine has it; null where it failed, which `latest` tells. */
  say<M extends SayingName>(method: M, params: PeopleMethodTypes[M][0]): Promise<PeopleChange | null>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export function createPeopleLog(client: Client): PeopleLog {
  let said = $state(0);
  let latest = $state.raw<PeopleNews | null>(null);
  let settings = $state.raw<FaceSettings | null>(null);
  let named = $state.raw<readonly PersonSummary[]>([]);
  // Each waits for the one before, so that what is taken back was said.
  let tail: Promise<unknown> = Promise.resolve();

  $effect.root(() => {
    $effect(() => client.on("people", () => (said += 1)));
    $effect(() => {
      void [said, client.revision];
      if (client.status === null) return;
      void refresh();
    });
  });

  async function refresh(): Promise<void> {
    try {
      const [now, people] = await Promise.all([
        client.call("faceSettings", {}),
        client.call("people", { minFaces: Number.MAX_SAFE_INTEGER }),
      ]);
      settings = now;
      named = people.filter(({ name }) => name !== null).sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
    } catch (error) {
      if (!(error instanceof LikenessError)) throw error;
    }
  }
  function attempt(step: "said" | "undone" | "redone", work: () => Promise<PeopleChange | null>): Promise<PeopleChange | null> {
    const result = tail.then(async () => {
      try {
        const change = await work();
        latest = change === null ? { step: "nothing", text: "" } : { step, text: change.text };
        said += 1;
        return change;
      } catch (error) {
        if (!(error instanceof LikenessError)) throw error;
        latest = { step: "failed", text: error.message };
        return null;
      }
    });
    tail = result;
    return result;
  }

  return {
    get revision() {
      return said;
    },
    get settings() {
      return settings;
    },
    get named() {
      return named;
    },
    get latest() {
      return latest;
    },
    say: (method, params) => attempt("said", async () => (await client.call(method, params as never)) as PeopleChange),
    async undo() {
      await attempt("undone", () => client.call("undoPeople", {}));
    },
    async redo() {
      await attempt("redone", () => client.call("redoPeople", {}));
    },
  };
}
