/** HEIC files come in; their pixels go out, decoded on a thread of their own, because the decoder would hold up everything else for a second. */
import { Worker } from "node:worker_threads";
import type { HeicAnswer, HeicRequest } from "./heic-worker.ts";
import { MediaError } from "./media-error.ts";

export interface HeicPixels {
  readonly width: number;
  readonly height: number;
  /** uint8 [height, width, 4], RGBA, upright */
  readonly data: Uint8Array;
}

export interface HeicDecoder {
  /** Throws MediaError "damaged" or "too-large". */
  decode(bytes: Uint8Array, maxPixels: number): Promise<HeicPixels>;
  dispose(): Promise<void>;
}

const longestMs = 60_000;

/** At most `threads` decoders, each started when it is first needed and again after it failed. */
export function createHeicDecoder(threads: number): HeicDecoder {
  const idle: Worker[] = [];
  const live = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];

  async function acquire(): Promise<Worker> {
    const free = idle.pop();
    if (free) return free;
    return live.size < threads ? start() : new Promise((resolve) => waiting.push(resolve));
  }

  function start(): Worker {
    const worker = new Worker(new URL("./heic-worker.ts", import.meta.url), {
      workerData: "heic",
      // The decoder prints its complaints; what matters of them comes back as an answer.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      live.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    live.add(worker);
    return worker;
  }

  function release(worker: Worker, broken: boolean): void {
    if (broken) {
      live.delete(worker);
      void worker.terminate();
    }
    const next = waiting.shift();
    if (next) next(broken ? start() : worker);
    else if (!broken) idle.push(worker);
  }

  return {
    async decode(bytes, maxPixels) {
      const worker = await acquire();
      const reply = await ask(worker, { bytes, maxPixels });
      release(worker, reply === "broken");
      if (reply === "broken") throw new MediaError("damaged", "The HEIC decoder gave up on this file.");
      if (reply.kind === "too-large") throw new MediaError("too-large", `The photo has ${reply.width} x ${reply.height} pixels.`);
      if (reply.kind === "failed") throw new MediaError("damaged", `The HEIC picture cannot be decoded (${reply.message}).`);
      return reply;
    },
    async dispose() {
      await Promise.all([...live].map((worker) => worker.terminate()));
      live.clear();
      idle.length = 0;
    },
  };
}

function ask(worker: Worker, request: HeicRequest): Promise<HeicAnswer | "broken"> {
  const { promise, resolve } = Promise.withResolvers<HeicAnswer | "broken">();
  const timer = setTimeout(() => resolve("broken"), longestMs);
  const broken = () => resolve("broken");
  worker.ref();
  worker.once("message", resolve).once("error", broken).once("exit", broken);
  // Copied on the way: the caller still needs its bytes.
  worker.postMessage(request);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off("message", resolve).off("error", broken).off("exit", broken);
    worker.unref();
  });
}
