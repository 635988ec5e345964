/** Items and work come in; the work is done on some items at a time, and stops at the first failure. */
import type { JobControl } from "./jobs.ts";

/** Runs work on every item, `width` at a time. The first failure, a cancel too, stops the rest after what is in flight. */
export async function forEachInFlight<T>(
  width: number,
  items: readonly T[],
  control: JobControl,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const run = async (): Promise<void> => {
    try {
      while (!failed && next < items.length) {
        await control.checkpoint();
        const item = items[next++];
        if (item !== undefined) await work(item);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const runs = await Promise.allSettled(Array.from({ length: width }, run));
  const failure = runs.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}
