/** Faces came, or something was said: what is to be grouped anew is grouped, now or soon, one after another. */
import { createGroupingRun, type GroupingRun } from "./grouping-run.ts";
import type { JobControl } from "./jobs.ts";
import type { Parts } from "./parts.ts";
import type { FaceMetric } from "./people/faces.ts";

export interface Groupings extends Pick<GroupingRun, "placeNew"> {
  /** Groups anew where anything changed since; true where it did. Throws "cancelled". */
  run(control: JobControl | null): Promise<boolean>;
  /** In a moment, unless something more is said meanwhile; never in a library so large that it would be felt. */
  soon(): void;
  /** What `soon` has put off is done when this ends. */
  settle(): Promise<void>;
}

export interface GroupingsOptions {
  readonly metric: () => FaceMetric | null;
  readonly onGrouped: () => void;
}

const quietMs = 400;

export function createGroupings(parts: Parts, { metric, onGrouped }: GroupingsOptions): Groupings {
  const once = createGroupingRun(parts, metric);
  let timer: NodeJS.Timeout | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  /** One after another: a second one would keep what it found before the first. */
  function run(control: JobControl | null): Promise<boolean> {
    const result = tail.then(async () => {
      const changed = await once.run(control);
      if (changed) onGrouped();
      return changed;
    });
    tail = result.catch(() => undefined);
    return result;
  }
  function now(): void {
    timer = null;
    // Nobody waits for it: where it fails, the next run says so.
    if (once.isSmall()) void run(null).catch(() => undefined);
  }

  return {
    placeNew: once.placeNew,
    run,
    soon() {
      if (timer) clearTimeout(timer);
      timer = setTimeout(now, quietMs);
    },
    async settle() {
      if (timer) {
        clearTimeout(timer);
        now();
      }
      await tail;
    },
  };
}
