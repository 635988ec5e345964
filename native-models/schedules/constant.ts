/** A value comes in, a schedule that keeps it goes out. */
import type { Schedule } from "./schedule.ts";

export function constant(value = 1): Schedule {
  return () => value;
}
