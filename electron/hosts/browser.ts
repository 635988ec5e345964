/** The window in a browser tab: an engine and the built window come in, a server on 127.0.0.1 with its address goes out. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { type Engine, type HostMethods, hostOnlyMethods, LikenessError } from "../contract.ts";
import { answerHost, serve, socketPipe } from "../wire.ts";
import { addressOf, createGuard, type Guard } from "./browser-guard.ts";
import { type Refusal, sendAsset, sendPicture } from "./browser-responses.ts";

export interface BrowserHostOptions {
  readonly engine: Engine;
  /** 0 takes any free port. */
  readonly port: number;
  /** Whoever has it may see the library. Made anew at each start when left out: 32 random bytes, base64url. */
  readonly token?: string;
  /** Folder of the built window, with index.html in it. */
  readonly assets: string;
}

export interface BrowserHost {
  /** http://127.0.0.1:PORT/?token=…, to be opened in a browser. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Ends every connection; the engine stays open. */
  close(): Promise<void>;
}

const maxMessageBytes = 1 << 20;

/** A tab cannot open the system's dialogs; the window then asks for a typed path. */
const tabMethods: HostMethods = {
  async chooseFolders() {
    throw new LikenessError("unsupported", "A browser tab cannot open the folder dialog. Type the folder's path instead.");
  },
};

/** Fails with node's error (EADDRINUSE, …) where the port cannot be had. */
export async function createBrowserHost({ engine, port, token = newToken(), assets }: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer();
  const actualPort = await listen(server, port);
  const guard = createGuard({ port: actualPort, token });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void respond(request, response, { engine, assets, guard });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = guard.refuseSocket(request);
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", () => webSocket.close());
      serve(engine, answerHost(socketPipe(webSocket), tabMethods), { deny: hostOnlyMethods });
    });
  });

  return {
    address: `http://127.0.0.1:${actualPort}/?token=${token}`,
    port: actualPort,
    token,
    close() {
      for (const client of sockets.clients) client.terminate();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Context {
  readonly engine: Engine;
  readonly assets: string;
  readonly guard: Guard;
}

async function respond(request: IncomingMessage, response: ServerResponse, { engine, assets, guard }: Context): Promise<void> {
  for (const [name, value] of Object.entries(guard.headers)) response.setHeader(name, value);
  try {
    const refusal = guard.refuseRequest(request) ?? (await route(request, response, engine, assets));
    if (refusal) refuse(response, refusal);
  } catch {
    refuse(response, { status: 500, text: "Likeness could not answer this. Reload the page." });
  }
}

function route(request: IncomingMessage, response: ServerResponse, engine: Engine, assets: string): Promise<Refusal | null> {
  const { pathname } = addressOf(request);
  if (pathname.startsWith("/photo/")) return sendPicture(request, response, engine, pathname);
  return sendAsset(request, response, assets, pathname);
}

function refuse(response: ServerResponse, { status, text }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(`${text}\n`);
}
