/** Requests come in, answers of worker threads go out: the pool behind every stage that computes in JavaScript or WebAssembly. */
import { parentPort, Worker } from "node:worker_threads";
import { LikenessError } from "../contract.ts";

export interface Threads<Request, Answer> {
  /** Given to the idlest thread; the buffers in `transfer` go over without a copy and are empty here afterwards. Rejects "internal" where the work throws or the thread dies, "cancelled" once disposed. */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Rejects what is under way and ends the threads, each after the request it is at: native code that is stopped midway can take the process with it. */
  dispose(): Promise<void>;
}

export interface ThreadsOptions {
  /** The thread's file, which calls `answerAsThread`. */
  readonly file: URL;
  /** At least one. */
  readonly count: number;
  /** workerData of every thread. */
  readonly setup?: unknown;
  /** Who they are, for errors: "The embedder". */
  readonly name: string;
}

interface Letter<T> {
  readonly id: number;
  readonly body: T;
}
type Reply<T> = Letter<T> | { readonly id: number; readonly error: string } | { readonly ready: true };

/** Asks a thread to end after the request under way. */
const theEnd = { end: true } as const;
/** A thread that has not ended by itself after this long is stopped where it is. */
const patienceMs = 10_000;

/** Resolves when every thread is ready. @throws LikenessError where one does not start. */
export async function createThreads<Request, Answer>({ count, ...options }: ThreadsOptions): Promise<Threads<Request, Answer>> {
  const threads = Array.from({ length: Math.max(1, count) }, () => createThread<Request, Answer>(options));
  const dispose = async (): Promise<void> => void (await Promise.all(threads.map((thread) => thread.dispose())));
  try {
    await Promise.all(threads.map((thread) => thread.ready));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    async ask(request, transfer) {
      const idlest = threads.reduce((best, thread) => (thread.waiting() < best.waiting() ? thread : best));
      return idlest.ask(request, transfer);
    },
    dispose,
  };
}

/** On the thread's side: answers every request with what `work` makes of it, one after another. */
export function answerAsThread<Request, Answer>(work: (request: Request) => Answer | Promise<Answer>): void {
  const port = parentPort;
  if (!port) throw new Error("This file runs as a thread only.");
  const reply = (message: Reply<Answer>): void => port.postMessage(message);
  let tail: Promise<void> = Promise.resolve();
  let ended = false;
  port.on("message", (message: Letter<Request> | typeof theEnd) => {
    if ("end" in message) {
      ended = true;
      tail.then(() => port.close());
      return;
    }
    const { id, body } = message;
    tail = tail.then(async () => {
      if (ended) return;
      try {
        reply({ id, body: await work(body) });
      } catch (error) {
        reply({ id, error: error instanceof Error ? error.message : String(error) });
      }
    });
  });
  reply({ ready: true });
}

interface Thread<Request, Answer> {
  readonly ready: Promise<void>;
  waiting(): number;
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  dispose(): Promise<void>;
}

function createThread<Request, Answer>({ file, setup, name }: Omit<ThreadsOptions, "count">): Thread<Request, Answer> {
  const worker = new Worker(file, { workerData: setup });
  const pending = new Map<number, PromiseWithResolvers<Answer>>();
  const ready = Promise.withResolvers<void>();
  let last = 0;
  let failure: Error | null = null;
  let gone = false;
  const exited = Promise.withResolvers<void>();

  /** Idle threads hold no process open; each request does, until its answer. */
  function settle(id: number): PromiseWithResolvers<Answer> | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) worker.unref();
    return entry;
  }
  function fail(error: Error): void {
    failure ??= error;
    ready.reject(failure);
    for (const id of [...pending.keys()]) settle(id)?.reject(failure);
  }

  worker.on("message", (message: Reply<Answer>) => {
    if ("ready" in message) {
      worker.unref();
      ready.resolve();
    } else if ("error" in message) settle(message.id)?.reject(new LikenessError("internal", `${name}: ${message.error}`));
    else settle(message.id)?.resolve(message.body);
  });
  worker.on("error", (error) => fail(new LikenessError("internal", `${name}: a thread ended: ${error.message}`, { cause: error })));
  worker.on("exit", () => {
    gone = true;
    exited.resolve();
    fail(new LikenessError("cancelled", `${name} has ended.`));
  });

  return {
    ready: ready.promise,
    waiting: () => pending.size,
    ask(request, transfer = []) {
      if (failure) return Promise.reject(failure);
      const answer = Promise.withResolvers<Answer>();
      last += 1;
      pending.set(last, answer);
      worker.ref();
      worker.postMessage({ id: last, body: request } satisfies Letter<Request>, [...transfer]);
      return answer.promise;
    },
    async dispose() {
      fail(new LikenessError("cancelled", `${name} has ended.`));
      if (gone) return;
      worker.ref();
      worker.postMessage(theEnd);
      const stop = setTimeout(() => void worker.terminate(), patienceMs);
      await exited.promise;
      clearTimeout(stop);
    },
  };
}
