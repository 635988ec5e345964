/** A way to spawn the engine comes in; a running engine goes out, started again at most five times after it broke. */
import { type Engine, LikenessError } from "../contract.ts";
import { connect, type Pipe } from "../wire.ts";

export interface EngineChild {
  readonly pipe: Pipe;
  /** Resolves once it answers; fails with the engine's own error where the library cannot be opened. */
  readonly ready: Promise<void>;
  /** Resolves with words on how it ended. */
  readonly ended: Promise<string>;
  kill(): void;
}

export interface SupervisorOptions {
  readonly spawn: () => EngineChild;
  /** A new engine answers; windows get new pipes. */
  readonly onUp: (engine: Engine) => void;
  /** It ended; another start follows unless given up. */
  readonly onDown: () => void;
  /** No engine, and none will come without retry(). */
  readonly onGivenUp: (error: LikenessError) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Supervisor {
  /** The engine that answers now, or the next one. Fails once given up. */
  engine(): Promise<Engine>;
  /** Starts anew after having given up. */
  retry(): void;
  /** Lets the engine finish what is in hand; kills it when that takes too long. */
  close(): Promise<void>;
}

export const mostRestarts = 5;
const firstWaitMs = 250;
const closeLimitMs = 5000;

export function createSupervisor({ spawn, onUp, onDown, onGivenUp, wait }: SupervisorOptions): Supervisor {
  let child: EngineChild | null = null;
  let closing = false;
  let current = newPromise();

  async function keepRunning(): Promise<void> {
    for (let restarts = 0; restarts <= mostRestarts && !closing; restarts += 1) {
      if (restarts > 0) await wait(firstWaitMs * 2 ** (restarts - 1));
      if (closing) return;
      const how = await runOnce();
      if (how instanceof LikenessError) return giveUp(how);
      if (restarts === mostRestarts) giveUp(new LikenessError("disconnected", `The engine stopped ${restarts + 1} times (${how}).`));
    }
  }

  /** Words on how it ended, or the error that another start would meet again. */
  async function runOnce(): Promise<string | LikenessError> {
    const started = spawn();
    child = started;
    try {
      await Promise.race([started.ready, started.ended.then((how) => Promise.reject(new Error(how)))]);
    } catch (error) {
      if (error instanceof LikenessError) return error;
      return error instanceof Error ? error.message : String(error);
    }
    const engine = connect(started.pipe);
    current.resolve(engine);
    onUp(engine);
    const how = await started.ended;
    if (!closing) current = newPromise();
    onDown();
    return how;
  }

  function giveUp(error: LikenessError): void {
    if (closing) return;
    current.reject(error);
    onGivenUp(error);
  }

  void keepRunning();
  return {
    engine: () => current.promise,
    retry() {
      current = newPromise();
      void keepRunning();
    },
    async close() {
      closing = true;
      current = newPromise();
      current.reject(new LikenessError("disconnected", "Likeness is closing."));
      const last = child;
      if (!last) return;
      last.pipe.close();
      await Promise.race([last.ended, wait(closeLimitMs).then(() => last.kill())]);
    },
  };
}

/** Nobody may be waiting when it fails; that is no error. */
function newPromise(): PromiseWithResolvers<Engine> {
  const promise = Promise.withResolvers<Engine>();
  promise.promise.catch(() => undefined);
  return promise;
}
