/** Pixels come in, the int8 descriptors that find copies and similar scenes go out. */
import { Worker } from "node:worker_threads";
import { descriptorHash, loadDescriptorModel } from "../../../native-models/descriptor-model.ts";
import { LikenessError } from "../../contract.ts";
import type { Embedding, Pixels, Recipe } from "../photo.ts";
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from "./worker.ts";

export interface Embedder {
  /** Weights, whitening, preprocessing and input size, hashed: descriptors of different recipes do not compare. */
  readonly recipe: Recipe;
  /** Numbers in each descriptor. */
  readonly dimensions: number;
  /**
   * In the order given. Photos of one call share one pass; calls run beside each other on the embedder's threads.
   * @throws LikenessError "internal" where pixels and their size do not agree, or a thread died.
   */
  embed(pixels: readonly Pixels[]): Promise<readonly Embedding[]>;
  /** Ends the threads; embeds under way are rejected. */
  dispose(): Promise<void>;
}

export interface EmbedderOptions {
  /** Worker threads, each with a session of its own, at least 1: one run of ONNX Runtime blocks its thread. */
  readonly threads: number;
}

/** Raise it with every change of network-input.ts or of the quantisation. */
const preprocessingVersion = 1;

/** The recipe that an embedder made now has, without starting one. @throws Error where the weights are missing. */
export function embeddingRecipe(hash = descriptorHash()): Recipe {
  return `embed-${preprocessingVersion}-${hash}` as Recipe;
}

/** @throws Error where the weights are missing or damaged, or ONNX Runtime does not load. */
export async function createEmbedder({ threads }: EmbedderOptions): Promise<Embedder> {
  const { onnx, inputSize, dimensions, hash } = loadDescriptorModel();
  const model = new SharedArrayBuffer(onnx.byteLength);
  new Uint8Array(model).set(onnx);
  const workers = Array.from({ length: Math.max(1, threads) }, () => createThread({ model, inputSize }));
  const dispose = async (): Promise<void> => void (await Promise.all(workers.map((worker) => worker.dispose())));
  try {
    await Promise.all(workers.map((worker) => worker.ready));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    dimensions,
    recipe: embeddingRecipe(hash),
    async embed(pixels) {
      if (pixels.length === 0) return [];
      const idlest = workers.reduce((best, worker) => (worker.waiting() < best.waiting() ? worker : best));
      return idlest.embed(pixels);
    },
    dispose,
  };
}

interface Thread {
  readonly ready: Promise<void>;
  /** Photos that it was given and has not answered. */
  waiting(): number;
  embed(pixels: readonly Pixels[]): Promise<readonly Embedding[]>;
  dispose(): Promise<void>;
}

interface Pending {
  readonly photos: number;
  readonly resolve: (embeddings: readonly Embedding[]) => void;
  readonly reject: (error: Error) => void;
}

function createThread(setup: WorkerSetup): Thread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: setup });
  // An idle embedder holds no process open; each request does, until its answer.
  const pending = new Map<number, Pending>();
  const ready = Promise.withResolvers<void>();
  let last = 0;
  let failure: Error | null = null;

  function settle(id: number): Pending | undefined {
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

  worker.on("message", (message: WorkerAnswer) => {
    if ("ready" in message) {
      worker.unref();
      ready.resolve();
    } else if ("error" in message)
      settle(message.id)?.reject(new LikenessError("internal", `A photo could not be embedded: ${message.error}`));
    else settle(message.id)?.resolve(message.embeddings);
  });
  worker.on("error", (error) => fail(new LikenessError("internal", `The embedder's thread ended: ${error.message}`, { cause: error })));
  worker.on("exit", () => fail(new LikenessError("cancelled", "The embedder has ended.")));

  return {
    ready: ready.promise,
    waiting: () => [...pending.values()].reduce((sum, { photos }) => sum + photos, 0),
    embed: (pixels) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        last += 1;
        pending.set(last, { photos: pixels.length, resolve, reject });
        worker.ref();
        const request: WorkerRequest = { id: last, pixels: pixels.map(alone) };
        worker.postMessage(request);
      }),
    dispose: async () => void (await worker.terminate()),
  };
}

/** A message copies the whole memory behind an array: a photo that is a part of some larger buffer is taken out of it first. */
function alone(photo: Pixels): Pixels {
  const { data } = photo;
  return data.byteLength === data.buffer.byteLength ? photo : { ...photo, data: new Uint8Array(data) };
}
