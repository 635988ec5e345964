/** Paths of Node and of the engine's file come in; the engine runs as a child process, seen through its channel. */
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { errorCodes, LikenessError, parentTrashVariable } from "../contract.ts";
import type { Pipe } from "../wire.ts";
import type { EngineChild } from "./supervisor.ts";
import { answerTrash } from "./trash.ts";

export interface EnginePaths {
  /** A Node 24 binary. */
  readonly node: string;
  readonly file: string;
}

/** `trashItem` puts one file into the system's trash; without it the engine finds the trash itself. */
export function spawnEngine({ node, file }: EnginePaths, trashItem: ((path: string) => Promise<void>) | null = null): EngineChild {
  const child = spawn(node, [file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // The pool is sized before the engine's first line runs; decoding and inference live on it.
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism() + 2)),
      [parentTrashVariable]: trashItem ? "1" : "0",
    },
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  child.on("message", (message) => {
    const news = startNews(message);
    if (news instanceof LikenessError) ready.reject(news);
    else if (news) ready.resolve();
  });
  if (trashItem)
    child.on("message", async (message) => {
      const told = await answerTrash(message, trashItem);
      if (told && child.connected) child.send(told);
    });
  child.on("error", (error) => ended.resolve(error.message));
  child.on("exit", (code, signal) => ended.resolve(signal ?? `exit status ${code}`));
  return { pipe: childPipe(child, ended.promise), ready: ready.promise, ended: ended.promise, kill: () => void child.kill("SIGKILL") };
}

/** What a message says of the start: true for ready, the error where it failed, null where it speaks of something else. */
export function startNews(message: unknown): true | LikenessError | null {
  if (typeof message !== "object" || message === null) return null;
  if ("ready" in message) return true;
  if (!("failed" in message)) return null;
  const { code, message: text } = Object(message.failed) as { code?: unknown; message?: unknown };
  return new LikenessError(errorCodes.find((known) => known === code) ?? "internal", String(text));
}

function childPipe(child: ChildProcess, ended: Promise<string>): Pipe {
  return {
    send(message) {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => void child.on("message", listener),
    onClose: (listener) => void ended.then(listener),
    close() {
      if (child.connected) child.disconnect();
    },
  };
}
