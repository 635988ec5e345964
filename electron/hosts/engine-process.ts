/** The engine as a child process: a library folder and a channel to the parent come in; the contract is answered over the channel. */
import { type FilePath, parentTrashVariable } from "../contract.ts";
import { type Pipe, plainError, serve } from "../wire.ts";
import { defaultLibraryFolder } from "./library-folder.ts";
import { createParentTrashCan, type ParentChannel } from "./parent-trash-can.ts";
import { createTrashCan } from "./trash-can.ts";

/** The channel that this process was spawned with. */
function parentPipe() {
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void process.on("disconnect", listener),
    close: () => process.disconnect(),
  } satisfies Pipe & ParentChannel;
}

async function start(libraryFolder: FilePath): Promise<void> {
  const { createEngine } = await import("../engine/engine.ts");
  const pipe = parentPipe();
  const trashCan = process.env[parentTrashVariable] === "1" ? createParentTrashCan(pipe) : createTrashCan();
  const engine = await createEngine({ libraryFolder, trashCan });
  serve(engine, pipe);
  // The parent went away or asks to end: what is in flight is finished, the library closed.
  const end = (): void => void engine.close().finally(() => process.exit(0));
  process.once("disconnect", end);
  process.once("SIGTERM", end);
  process.send?.({ ready: true });
}

// A terminal's Ctrl-C reaches the whole group; the parent decides.
process.on("SIGINT", () => {});
try {
  await start(process.argv[2] ?? defaultLibraryFolder());
} catch (error) {
  process.send?.({ failed: plainError(error) }, () => process.exit(1));
}
