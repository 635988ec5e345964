/** Job states come in; a bar that redraws itself on a terminal, or plain lines elsewhere, goes out. */
import type { JobState } from "../contract.ts";
import { shownCount, shownDuration, shownRate } from "./words.ts";

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a bar can show: a job's state, or that of work which is none. */
export type ShownWork = Pick<JobState, "phase" | "outcome" | "done" | "total" | "perSecond" | "secondsLeft">;

export interface Progress {
  show(state: ShownWork): void;
  /** Takes the bar off, so that other text can be written. */
  clear(): void;
}

const barWidth = 24;
const lineIntervalMs = 5000;
const eraseLine = "\r\u001b[2K";

export function createProgress(stream: ProgressStream, nowMs: () => number = Date.now): Progress {
  let drawn = false;
  let lastPhase = "";
  let lastLineAtMs = Number.NEGATIVE_INFINITY;

  function clear(): void {
    if (drawn) stream.write(eraseLine);
    drawn = false;
  }

  return {
    clear,
    show(state) {
      if (state.outcome !== "running" && state.outcome !== "paused") return clear();
      if (state.phase === "waiting" || state.phase === "ended") return;
      if (stream.isTTY) {
        stream.write(eraseLine + bar(state, (stream.columns ?? 80) - 1));
        drawn = true;
        return;
      }
      const phase = `${state.phase} ${state.outcome}`;
      if (phase === lastPhase && nowMs() - lastLineAtMs < lineIntervalMs) return;
      lastPhase = phase;
      lastLineAtMs = nowMs();
      stream.write(`${words(state)}\n`);
    },
  };
}

function words({ phase, outcome, done, total, perSecond, secondsLeft }: ShownWork): string {
  const count = total === null ? shownCount(done) : `${shownCount(done)} of ${shownCount(total)}`;
  const parts = [`${phase} ${count}`];
  if (outcome === "paused") parts.push("paused");
  if (perSecond > 0) parts.push(shownRate(perSecond));
  if (secondsLeft !== null) parts.push(`${shownDuration(secondsLeft)} left`);
  return parts.join(", ");
}

function bar(state: ShownWork, columns: number): string {
  const { done, total } = state;
  const text = words(state);
  if (!total || columns < text.length + barWidth + 3) return text.slice(0, columns);
  const filled = Math.round((Math.min(done, total) / total) * barWidth);
  return `[${"#".repeat(filled)}${".".repeat(barWidth - filled)}] ${text}`;
}
