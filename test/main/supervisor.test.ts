/** The engine's keeper: it starts anew what broke, at most five times, and gives up aloud. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Engine, LikenessError } from "../../electron/contract.ts";
import { createSupervisor, type EngineChild, mostRestarts } from "../../electron/main/supervisor.ts";

/** A child whose life the test holds in its hands. */
function createChild() {
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  const did = { closed: 0, killed: 0 };
  const child: EngineChild = {
    pipe: { send() {}, onMessage() {}, onClose() {}, close: () => void did.closed++ },
    ready: ready.promise,
    ended: ended.promise,
    kill() {
      did.killed += 1;
      ended.resolve("SIGKILL");
    },
  };
  return { child, ready, ended, did };
}

function supervise(waitForever = false) {
  const children: ReturnType<typeof createChild>[] = [];
  const up: Engine[] = [];
  const givenUp: LikenessError[] = [];
  const waits: number[] = [];
  let down = 0;
  const supervisor = createSupervisor({
    spawn() {
      const made = createChild();
      children.push(made);
      return made.child;
    },
    onUp: (engine) => up.push(engine),
    onDown: () => {
      down += 1;
    },
    onGivenUp: (error) => givenUp.push(error),
    async wait(milliseconds) {
      waits.push(milliseconds);
      if (waitForever) await new Promise(() => {});
    },
  });
  const last = () => children[children.length - 1]!;
  return { supervisor, children, up, givenUp, waits, last, down: () => down };
}

/** Lets everything that is due happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("the engine comes when its process says that it is ready, not before", async () => {
  const { supervisor, up, last } = supervise();
  let got: Engine | null = null;
  void supervisor.engine().then((engine) => {
    got = engine;
  });
  await settle();
  assert.equal(got, null);
  last().ready.resolve();
  await settle();
  assert.equal(got, up[0]);
});

test("a process that ends is started again, after growing waits, five times and no more", async () => {
  const { supervisor, children, up, givenUp, waits, last, down } = supervise();
  for (let life = 0; life <= mostRestarts; life += 1) {
    assert.equal(children.length, life + 1);
    last().ready.resolve();
    await settle();
    last().ended.resolve("SIGSEGV");
    await settle();
  }
  assert.deepEqual([children.length, up.length, down()], [6, 6, 6]);
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000]);
  assert.equal(givenUp.length, 1);
  assert.match(givenUp[0]?.message ?? "", /6 times \(SIGSEGV\)/);
  await assert.rejects(supervisor.engine(), { code: "disconnected" });
});

test("whoever asks between two lives gets the next one", async () => {
  const { supervisor, up, last } = supervise();
  last().ready.resolve();
  await settle();
  last().ended.resolve("exit status 1");
  await settle();
  const asked = supervisor.engine();
  last().ready.resolve();
  assert.equal(await asked, up[1]);
  assert.notEqual(up[1], up[0]);
});

test("a process that ends before it is ready counts as a broken start", async () => {
  const { children, up, givenUp, last } = supervise();
  for (let life = 0; life <= mostRestarts; life += 1) {
    last().ended.resolve("exit status 127");
    await settle();
  }
  assert.deepEqual([children.length, up.length, givenUp.length], [6, 0, 1]);
});

test("a library that cannot be opened is not tried again until the person says so", async () => {
  const { supervisor, children, givenUp, last } = supervise();
  last().ready.reject(new LikenessError("library-locked", "Another program has it open."));
  await settle();
  assert.deepEqual([children.length, givenUp[0]?.code], [1, "library-locked"]);
  await assert.rejects(supervisor.engine(), { code: "library-locked" });
  supervisor.retry();
  assert.equal(children.length, 2);
  last().ready.resolve();
  assert.ok(await supervisor.engine());
});

test("closing asks the process to end and starts no other", async () => {
  const { supervisor, children, givenUp, last } = supervise(true);
  last().ready.resolve();
  await settle();
  const closed = supervisor.close();
  assert.deepEqual(last().did, { closed: 1, killed: 0 });
  last().ended.resolve("exit status 0");
  await closed;
  await settle();
  assert.deepEqual([children.length, givenUp.length], [1, 0]);
  await assert.rejects(supervisor.engine(), { code: "disconnected" });
});

test("closing kills a process that does not end", async () => {
  const { supervisor, last } = supervise();
  last().ready.resolve();
  await settle();
  await supervisor.close();
  assert.deepEqual(last().did, { closed: 1, killed: 1 });
});
