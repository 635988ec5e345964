/** The contract over any message pipe: serve(engine, pipe) on the engine's side, connect(pipe) on the other. */
import {
  type Engine,
  type EngineMethods,
  type ErrorCode,
  type EventName,
  type EventTypes,
  errorCodes,
  type HostMethodName,
  type HostMethods,
  hostMethodNames,
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

/** Every one, or the compiler says which is missing. */
const passed = { job: true, library: true, marks: true, training: true, runs: true, check: true, people: true } satisfies Record<
  EventName,
  true
>;
const events = Object.keys(passed) as EventName[];

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
  const listeners = new Map<EventName, Set<(value: never) => void>>();
  pipe.onMessage((message) => {
    if (!isNotice(message)) return;
    for (const listener of listeners.get(message.event) ?? []) listener(message.value as never);
  });
  return {
    ...(caller(pipe, methodNames, 1) as unknown as EngineMethods),
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

/** The host as its window sees it. Its calls are numbered downwards, so that they never meet those of connect(). */
export function connectHost(pipe: Pipe): HostMethods {
  return caller(pipe, hostMethodNames, -1) as unknown as HostMethods;
}

type Caller = Record<string, (params: unknown) => Promise<unknown>>;

function caller(pipe: Pipe, names: readonly string[], step: 1 | -1): Caller {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let open = true;
  const gone = (): LikenessError => new LikenessError("disconnected", "The engine has stopped. It is being started again; try once more.");

  pipe.onClose(() => {
    open = false;
    for (const { reject } of pending.values()) reject(gone());
    pending.clear();
  });
  pipe.onMessage((message) => {
    if (!isAnswer(message)) return;
    const waiting = pending.get(message.answer);
    pending.delete(message.answer);
    const { error } = message;
    if (error) waiting?.reject(new LikenessError(errorCodes.includes(error.code) ? error.code : "internal", error.message));
    else waiting?.resolve(message.result);
  });

  function request(method: string, params: unknown): Promise<unknown> {
    if (!open) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      last += step;
      pending.set(last, { resolve, reject });
      pipe.send({ call: last, method, params });
    });
  }
  return Object.fromEntries(names.map((name) => [name, (params: unknown) => request(name, params)]));
}

/**
 * Answers the calls meant for the host; everything else goes on through the pipe that is returned.
 * So one pipe to a window serves both: `serve(engine, answerHost(pipe, host))`.
 */
export function answerHost(pipe: Pipe, host: HostMethods): Pipe {
  const listeners: ((message: unknown) => void)[] = [];
  const names: readonly string[] = hostMethodNames;
  pipe.onMessage((message) => {
    if (!isCall(message) || !names.includes(message.method)) {
      for (const listener of listeners) listener(message);
      return;
    }
    const run = host[message.method as HostMethodName] as (params: unknown) => Promise<unknown>;
    run(message.params ?? {}).then(
      (result) => pipe.send({ answer: message.call, result: result ?? null }),
      (error) => pipe.send({ answer: message.call, error: plainError(error) }),
    );
  });
  return { ...pipe, onMessage: (listener) => void listeners.push(listener) };
}

/** What the web's WebSocket and that of the package ws have in common. */
export interface SocketLike {
  send(data: string): void;
  close(): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: () => void): void;
}

/** JSON text over an open WebSocket. What is not JSON closes it. */
export function socketPipe(socket: SocketLike): Pipe {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage(listener) {
      socket.addEventListener("message", ({ data }) => {
        let message: unknown;
        try {
          message = JSON.parse(String(data));
        } catch {
          socket.close();
          return;
        }
        listener(message);
      });
    },
    onClose: (listener) => socket.addEventListener("close", () => listener()),
    close: () => socket.close(),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isCall = (value: unknown): value is Call => isRecord(value) && typeof value.call === "number" && typeof value.method === "string";
const isAnswer = (value: unknown): value is Answer => isRecord(value) && typeof value.answer === "number";
const isNotice = (value: unknown): value is Notice => isRecord(value) && events.includes(value.event as EventName);
