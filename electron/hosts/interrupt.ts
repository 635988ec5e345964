/** A process's signals come in; one AbortSignal goes out. The first asks to stop, another one ends the process at once. */
import { LikenessError } from "../contract.ts";

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(status: number): void;
}

/** One press of Ctrl-C reaches a process from the terminal and again through npm. */
const samePressMs = 500;

export function createInterrupt(source: SignalSource, nowMs: () => number = Date.now): AbortSignal {
  const stop = new AbortController();
  let askedAtMs = Number.NaN;
  const ask = (): void => {
    if (!stop.signal.aborted) {
      askedAtMs = nowMs();
      stop.abort(new LikenessError("cancelled", "Stopped."));
    } else if (nowMs() - askedAtMs > samePressMs) source.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) source.on(signal, ask);
  return stop.signal;
}
