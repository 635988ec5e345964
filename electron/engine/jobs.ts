/** Long work: one queue, progress, pause and cancel. Work comes in as a function of a JobControl; job states go out. */
import { type JobId, type JobKind, type JobOutcome, type JobPhase, type JobState, LikenessError } from "../contract.ts";
import type { Clock } from "./photo.ts";

/** What work sees of its job. */
export interface JobControl {
  readonly signal: AbortSignal;
  /** Waits while paused; throws "cancelled" once cancelled. Call between units of work. */
  checkpoint(): Promise<void>;
  phase(phase: JobPhase, total: number | null): void;
  advance(units?: number): void;
  setTotal(total: number | null): void;
}

export interface Jobs {
  /** Runs work after whatever is under way. */
  run<T>(kind: JobKind, work: (control: JobControl) => Promise<T>): Promise<T>;
  pause(id: JobId): JobState;
  resume(id: JobId): JobState;
  cancel(id: JobId): JobState;
  states(): readonly JobState[];
  /** Cancels everything and waits for it. */
  dispose(): Promise<void>;
}

export interface JobsOptions {
  readonly clock: Clock;
  /** Called at most ten times a second per job, and always for the last state. */
  readonly onChange: (state: JobState) => void;
}

const noticeIntervalMs = 100;
/** Weight of the newest second in the running speed. */
const smoothing = 0.25;

export function createJobs({ clock, onChange }: JobsOptions): Jobs {
  const live = new Map<JobId, Job>();
  let last = 0;
  let tail: Promise<unknown> = Promise.resolve();

  function find(id: JobId): Job {
    const job = live.get(id);
    if (!job) throw new LikenessError("not-found", "That job has already ended.");
    return job;
  }

  return {
    run(kind, work) {
      last += 1;
      const job = createJob(last as JobId, kind, clock, onChange);
      live.set(job.state().id, job);
      onChange(job.state());
      const result = tail.then(() => job.run(work)).finally(() => live.delete(job.state().id));
      tail = result.catch(() => undefined);
      return result;
    },
    pause: (id) => find(id).pause(),
    resume: (id) => find(id).resume(),
    cancel: (id) => find(id).cancel(),
    states: () => [...live.values()].map((job) => job.state()),
    async dispose() {
      for (const job of live.values()) job.cancel();
      await tail;
    },
  };
}

interface Job {
  run<T>(work: (control: JobControl) => Promise<T>): Promise<T>;
  pause(): JobState;
  resume(): JobState;
  cancel(): JobState;
  state(): JobState;
}

function createJob(id: JobId, kind: JobKind, clock: Clock, onChange: (state: JobState) => void): Job {
  const abort = new AbortController();
  let state: JobState = {
    id,
    kind,
    phase: "waiting",
    outcome: "running",
    done: 0,
    total: null,
    perSecond: 0,
    secondsLeft: null,
    message: null,
  };
  let resumed = Promise.withResolvers<void>();
  let noticedAtMs = Number.NEGATIVE_INFINITY;
  let measuredAtMs = clock.now();
  let measuredDone = 0;

  function change(part: Partial<JobState>, always = true): JobState {
    state = { ...state, ...part };
    const now = clock.now();
    if (always || now - noticedAtMs >= noticeIntervalMs) {
      noticedAtMs = now;
      onChange(state);
    }
    return state;
  }

  function speed(done: number): Pick<JobState, "perSecond" | "secondsLeft"> {
    const elapsedSeconds = (clock.now() - measuredAtMs) / 1000;
    let perSecond = state.perSecond;
    if (elapsedSeconds >= 1) {
      const latest = (done - measuredDone) / elapsedSeconds;
      perSecond = perSecond === 0 ? latest : perSecond + smoothing * (latest - perSecond);
      measuredAtMs = clock.now();
      measuredDone = done;
    }
    const left = state.total === null || perSecond === 0 ? null : Math.max(0, state.total - done) / perSecond;
    return { perSecond, secondsLeft: left };
  }

  const control: JobControl = {
    signal: abort.signal,
    async checkpoint() {
      if (state.outcome === "paused" && !abort.signal.aborted) await resumed.promise;
      if (abort.signal.aborted)
        throw new LikenessError("cancelled", "Stopped. What was done so far is kept; the next run goes on from there.");
    },
    phase(phase, total) {
      measuredAtMs = clock.now();
      measuredDone = 0;
      change({ phase, total, done: 0, perSecond: 0, secondsLeft: null });
    },
    advance(units = 1) {
      const done = state.done + units;
      change({ done, ...speed(done) }, false);
    },
    setTotal: (total) => void change({ total }, false),
  };

  function end(outcome: JobOutcome, message: string | null): void {
    change({ phase: "ended", outcome, message, secondsLeft: null });
  }

  return {
    async run(work) {
      try {
        await control.checkpoint();
        const result = await work(control);
        end("done", null);
        return result;
      } catch (error) {
        const cancelled = abort.signal.aborted;
        end(cancelled ? "cancelled" : "failed", error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    pause() {
      if (state.outcome !== "running") return state;
      resumed = Promise.withResolvers<void>();
      return change({ outcome: "paused", perSecond: 0, secondsLeft: null });
    },
    resume() {
      if (state.outcome !== "paused") return state;
      measuredAtMs = clock.now();
      measuredDone = state.done;
      const resumedState = change({ outcome: "running" });
      resumed.resolve();
      return resumedState;
    },
    cancel() {
      abort.abort();
      resumed.resolve();
      return state;
    },
    state: () => state,
  };
}
