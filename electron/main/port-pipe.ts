/** One of Electron's message ports comes in; a pipe for the contract goes out. */
import type { MessagePortMain } from "electron";
import type { Pipe } from "../wire.ts";

export function portPipe(port: MessagePortMain): Pipe {
  port.start();
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on("message", ({ data }) => listener(data)),
    onClose: (listener) => void port.on("close", listener),
    close: () => port.close(),
  };
}
