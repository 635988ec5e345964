/** The contract over a pipe: every method, error and event comes through as it went in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Engine, errorCodes, hostOnlyMethods, type JobId, type JobState, LikenessError, methodNames } from "../electron/contract.ts";
import { connect, type Pipe, serve, type WireMessage } from "../electron/wire.ts";

/** Two ends of one pipe that carries JSON text, as a socket or a process channel does. */
function createPipes(): [Pipe, Pipe] {
  const ends = [0, 1].map(() => ({ message: [] as ((message: unknown) => void)[], close: [] as (() => void)[] }));
  let open = true;
  const end = (mine: number): Pipe => ({
    send(message: WireMessage) {
      const text = JSON.stringify(message);
      if (open) queueMicrotask(() => ends[1 - mine]?.message.forEach((listener) => void listener(JSON.parse(text))));
    },
    onMessage: (listener) => void ends[mine]?.message.push(listener),
    onClose: (listener) => void ends[mine]?.close.push(listener),
    close() {
      open = false;
      for (const { close } of ends) for (const listener of close) listener();
    },
  });
  return [end(0), end(1)];
}

type Listener = (value: never) => void;

function createEchoEngine() {
  const listeners = new Map<string, Listener>();
  const methods = Object.fromEntries(methodNames.map((name) => [name, async (params: unknown) => ({ name, params })]));
  const engine = {
    ...methods,
    on(event: string, listener: Listener) {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    close: async () => {},
  } as unknown as Engine;
  return { engine, listeners };
}

test("every method goes through with its parameters and result", async () => {
  const [here, there] = createPipes();
  serve(createEchoEngine().engine, there);
  const client = connect(here);
  for (const name of methodNames) {
    const params = { name, text: "naïve \u{1f4f7}\n\udc80", list: [1, null, true] };
    const call = client[name] as unknown as (params: unknown) => Promise<unknown>;
    assert.deepEqual(await call(params), { name, params });
  }
});

test("answers reach their own call whatever the order", async () => {
  const [here, there] = createPipes();
  const { engine } = createEchoEngine();
  const slow = { ...engine, photo: async ({ id }: { id: number }) => new Promise((done) => setTimeout(() => done(id), 20 - id)) };
  serve(slow as unknown as Engine, there);
  const client = connect(here);
  const ids = [1, 5, 9, 15];
  assert.deepEqual(await Promise.all(ids.map((id) => client.photo({ id: id as never }))), ids);
});

test("errors cross as a code of the closed set and a message, and nothing else", async () => {
  for (const code of errorCodes) {
    const [here, there] = createPipes();
    const { engine } = createEchoEngine();
    const status = async () => {
      throw new LikenessError(code, `because ${code}`, { cause: new Error("secret") });
    };
    serve({ ...engine, status }, there);
    await assert.rejects(connect(here).status({}), (error: unknown) => {
      assert(error instanceof LikenessError);
      assert.equal(error.code, code);
      assert.equal(error.message, `because ${code}`);
      assert.equal(error.cause, undefined);
      return true;
    });
  }
});

test("an error of no known kind becomes internal", async () => {
  const [here, there] = createPipes();
  const { engine } = createEchoEngine();
  serve({ ...engine, status: () => Promise.reject(new TypeError("odd")) }, there);
  await assert.rejects(connect(here).status({}), { code: "internal", message: "odd" });
});

test("a denied method and an unknown one are refused, also by name tricks", async () => {
  const [here, there] = createPipes();
  serve(createEchoEngine().engine, there, { deny: hostOnlyMethods });
  const client = connect(here);
  for (const name of hostOnlyMethods) {
    const call = client[name] as unknown as (params: unknown) => Promise<unknown>;
    await assert.rejects(call({}), { code: "usage" });
  }
  const answers: unknown[] = [];
  here.onMessage((message) => answers.push(message));
  for (const [index, method] of ["close", "on", "constructor", "__proto__"].entries())
    here.send({ call: 1000 + index, method, params: {} });
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(
    answers.map((answer) => (answer as { error: { code: string } }).error.code),
    ["usage", "usage", "usage", "usage"],
  );
});

test("events come through until the listener leaves", async () => {
  const [here, there] = createPipes();
  const { engine, listeners } = createEchoEngine();
  serve(engine, there);
  const client = connect(here);
  const seen: JobState[] = [];
  const stop = client.on("job", (state) => seen.push(state));
  const state: JobState = {
    id: 1 as JobId,
    kind: "scan",
    phase: "reading",
    outcome: "running",
    done: 1,
    total: null,
    perSecond: 0,
    secondsLeft: null,
    message: null,
  };
  listeners.get("job")?.(state as never);
  await new Promise((done) => setTimeout(done, 5));
  stop();
  listeners.get("job")?.(state as never);
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(seen, [state]);
});

test("when the pipe closes, what waits fails with disconnected and so does what comes after", async () => {
  const [here, there] = createPipes();
  const { engine } = createEchoEngine();
  serve({ ...engine, status: () => new Promise(() => {}) }, there);
  const client = connect(here);
  const waiting = client.status({});
  there.close();
  await assert.rejects(waiting, { code: "disconnected" });
  await assert.rejects(client.status({}), { code: "disconnected" });
});

test("junk on the pipe is ignored", async () => {
  const [here, there] = createPipes();
  serve(createEchoEngine().engine, there);
  const client = connect(here);
  for (const junk of [null, 1, "text", [], {}, { call: "x" }, { answer: 99 }, { event: "none" }]) {
    here.send(junk as never);
    there.send(junk as never);
  }
  assert.deepEqual(await client.status({}), { name: "status", params: {} });
});
