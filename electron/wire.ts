/** The contract over any message pipe: serve(engine, pipe) on the engine's side, connect(pipe) on the other. */
import {
  type Engine,
  type EngineMethods,
  type ErrorCode,
  type EventName,
  type EventTypes,
  errorCodes,
  LikenessError,
  type MethodName,
  methodNames,
} from "./contract.ts";

/** Anything that carries JSON values both ways and says when it is gone. */
export interface Pipe {
  send(message: WireMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

interface Call {
  readonly call: number;
  readonly method: string;
  readonly params: unknown;
}
interface Answer {
  readonly answer: number;
  readonly result?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}
interface Notice {
  readonly event: EventName;
  readonly value: unknown;
}
export type WireMessage = Call | Answer | Notice;

const events: readonly EventName[] = ["job", "library"];

export interface ServeOptions {
  /** Methods that this pipe may not call. */
  readonly deny?: readonly MethodName[];
}

/** Answers the calls that come through the pipe and passes the engine's events on. Returns what ends it. */
export function serve(engine: Engine, pipe: Pipe, options: ServeOptions = {}): () => void {
  const allowed = new Set<string>(methodNames.filter((name) => !options.deny?.includes(name)));
  let open = true;
  const send = (message: WireMessage): void => {
    if (open) pipe.send(message);
  };
  const stops = events.map((event) => engine.on(event, (value) => send({ event, value })));
  const stop = (): void => {
    open = false;
    for (const end of stops) end();
  };
  pipe.onClose(stop);
  pipe.onMessage((message) => {
    if (!isCall(message)) return;
    void answer(engine, allowed, message).then(send);
  });
  return stop;
}

async function answer(engine: Engine, allowed: ReadonlySet<string>, { call, method, params }: Call): Promise<Answer> {
  try {
    if (!allowed.has(method)) throw new LikenessError("usage", `There is no method "${method}" here.`);
    const run = engine[method as MethodName] as (params: unknown) => Promise<unknown>;
    return { answer: call, result: (await run(params ?? {})) ?? null };
  } catch (error) {
    return { answer: call, error: plainError(error) };
  }
}

/** The two words of an error that cross the boundary. */
export function plainError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof LikenessError) return { code: error.code, message: error.message };
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}

/** The engine as seen through the pipe. Calls fail with "disconnected" when it closes. */
export function connect(pipe: Pipe): Engine {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<EventName, Set<(value: never) => void>>();
  let last = 0;
  let open = true;
  const gone = (): LikenessError => new LikenessError("disconnected", "The engine has stopped. It is being started again; try once more.");

  pipe.onClose(() => {
    open = false;
    for (const { reject } of pending.values()) reject(gone());
    pending.clear();
  });
  pipe.onMessage((message) => {
    if (isAnswer(message)) settle(message);
    else if (isNotice(message)) for (const listener of listeners.get(message.event) ?? []) listener(message.value as never);
  });

  function settle({ answer, result, error }: Answer): void {
    const waiting = pending.get(answer);
    pending.delete(answer);
    if (error) waiting?.reject(new LikenessError(errorCodes.includes(error.code) ? error.code : "internal", error.message));
    else waiting?.resolve(result);
  }

  function request(method: MethodName, params: unknown): Promise<unknown> {
    if (!open) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      last += 1;
      pending.set(last, { resolve, reject });
      pipe.send({ call: last, method, params });
    });
  }

  const methods = Object.fromEntries(methodNames.map((name) => [name, (params: unknown) => request(name, params)]));
  return {
    ...(methods as unknown as EngineMethods),
    on<E extends EventName>(event: E, listener: (value: EventTypes[E]) => void) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (value: never) => void));
      return () => set.delete(listener as (value: never) => void);
    },
    async close() {
      pipe.close();
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isCall = (value: unknown): value is Call => isRecord(value) && typeof value.call === "number" && typeof value.method === "string";
const isAnswer = (value: unknown): value is Answer => isRecord(value) && typeof value.answer === "number";
const isNotice = (value: unknown): value is Notice => isRecord(value) && events.includes(value.event as EventName);
