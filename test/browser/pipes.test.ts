/** The desktop's way to the engine: ports handed to the window in message events, one after another. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dropMessage, type LikenessError, portMessage } from "../../electron/contract.ts";
import { answerHost, connect, connectHost, type Pipe, serve } from "../../electron/wire.ts";
import { onFoldersDropped, portPipe, portSource } from "../../renderer/state/pipes.ts";
import { createFakeEngine } from "../fixtures/fake-engine.ts";

/** A window as far as messages go. */
function messageTarget(): { target: Window; send(data: unknown, ports?: MessagePort[], source?: unknown): void } {
  const target = new EventTarget();
  return {
    target: target as Window,
    send(data, ports = [], source = target) {
      target.dispatchEvent(Object.assign(new Event("message"), { data, ports, source }));
    },
  };
}

test("each port that the host hands over becomes the pipe, and the one before it closes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "likeness-pipes-"));
  const engine = createFakeEngine({ folder, photos: 30, groups: 1 });
  const { target, send } = messageTarget();
  const pipes: Pipe[] = [];
  portSource(target)((pipe) => pipes.push(pipe));

  const opened: MessageChannel[] = [];
  const handOver = (data: unknown, source?: unknown): void => {
    const channel = new MessageChannel();
    opened.push(channel);
    const host = { chooseFolders: async () => ["/photos"] };
    serve(engine, answerHost(portPipe(channel.port1), host));
    send(data, [channel.port2], source ?? target);
  };
  handOver("another message");
  handOver(portMessage, { another: "window" });
  assert.equal(pipes.length, 0);

  handOver(portMessage);
  const first = connect(pipes[0]!);
  assert.equal((await first.status({})).photos, 30);
  assert.deepEqual(await connectHost(pipes[0]!).chooseFolders({}), ["/photos"]);

  handOver(portMessage);
  await assert.rejects(first.status({}), (error: LikenessError) => error.code === "disconnected");
  assert.equal((await connect(pipes[1]!).status({})).photos, 30);
  for (const { port1, port2 } of opened) {
    port1.close();
    port2.close();
  }
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test("dropped folders are heard from the window itself only, and only as paths", () => {
  const { target, send } = messageTarget();
  const heard: (readonly string[])[] = [];
  onFoldersDropped(target, (folders) => heard.push(folders));
  send({ kind: dropMessage, folders: ["/a", 3, "/b"] });
  send({ kind: dropMessage, folders: "/a" });
  send({ kind: "another", folders: ["/a"] });
  send({ kind: dropMessage, folders: ["/a"] }, [], { another: "window" });
  send(null);
  assert.deepEqual(heard, [["/a", "/b"]]);
});
