/** What happens in a training comes in, and is written down as it happens. */

/** Flat, so that any tool can show it as a table. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface Tracker {
  /** What the run was started with, once, at its beginning. */
  parameters(values: Parameters): void;
  /** One point of each curve. @param name as in "loss/triplet": what stands before the slash groups the curves. */
  scalars(step: number, values: Readonly<Record<string, number>>): void;
  text(step: number, name: string, text: string): void;
  /** Ends the run; nothing may follow. */
  close(status: RunStatus): void;
}

export type RunStatus = "finished" | "failed" | "cancelled";

/** Writes to each, in order. */
export function trackAll(...trackers: readonly Tracker[]): Tracker {
  return {
    parameters(values) {
      for (const tracker of trackers) tracker.parameters(values);
    },
    scalars(step, values) {
      for (const tracker of trackers) tracker.scalars(step, values);
    },
    text(step, name, text) {
      for (const tracker of trackers) tracker.text(step, name, text);
    },
    close(status) {
      for (const tracker of trackers) tracker.close(status);
    },
  };
}
