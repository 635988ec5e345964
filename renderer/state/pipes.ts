/** The window's way to its host: a place to listen comes in, each pipe that opens goes out, the newest being the one in use. */
import { dropMessage, type FilePath, portMessage } from "../../electron/contract.ts";
import { type Pipe, socketPipe, type WireMessage } from "../../electron/wire.ts";

const firstWaitMs = 250;
const longestWaitMs = 5_000;

/** Calls back with a pipe each time that one opens, and again after each that closes. */
export type PipeSource = (onPipe: (pipe: Pipe) => void) => void;

/** A browser tab's: a WebSocket beside the page, opened again whenever it closes, after growing waits. */
export function socketSource(address: string): PipeSource {
  return (onPipe) => {
    let waitMs = firstWaitMs;
    const open = (): void => {
      const socket = new WebSocket(address);
      socket.addEventListener("open", () => {
        waitMs = firstWaitMs;
        onPipe(socketPipe(socket));
      });
      socket.addEventListener("close", () => {
        setTimeout(open, waitMs);
        waitMs = Math.min(longestWaitMs, waitMs * 2);
      });
    };
    open();
  };
}

/** The desktop's: the host hands a port to the window, and a new one each time that the engine has started again. */
export function portSource(target: Window): PipeSource {
  return (onPipe) => {
    let current: Pipe | null = null;
    target.addEventListener("message", (event) => {
      const [port] = event.ports;
      if (event.source !== target || event.data !== portMessage || !port) return;
      current?.close();
      current = portPipe(port);
      onPipe(current);
    });
  };
}

/** Objects over a MessagePort. */
export function portPipe(port: MessagePort): Pipe {
  const closeListeners: (() => void)[] = [];
  let open = true;
  const closed = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  port.addEventListener("close", closed);
  port.start();
  return {
    send: (message: WireMessage) => port.postMessage(message),
    onMessage: (listener) => port.addEventListener("message", (event) => listener(event.data)),
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      port.close();
      closed();
    },
  };
}

/** Folders dropped on the window, as the desktop host reads their paths. */
export function onFoldersDropped(target: Window, listener: (folders: readonly FilePath[]) => void): void {
  target.addEventListener("message", (event) => {
    const data: unknown = event.data;
    if (event.source !== target || typeof data !== "object" || data === null) return;
    const { kind, folders } = data as { kind?: unknown; folders?: unknown };
    if (kind === dropMessage && Array.isArray(folders)) listener(folders.filter((folder) => typeof folder === "string"));
  });
}
