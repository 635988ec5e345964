/** likeness serve: the window in a browser tab, until it is stopped. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { LikenessError } from "../../contract.ts";
import { type BrowserHost, type BrowserHostOptions, createBrowserHost } from "../browser.ts";
import type { RunWork } from "../program.ts";
import { wholeNumberValue } from "./values.ts";

const assets = fileURLToPath(new URL("../../../build/out/renderer/", import.meta.url));

export function addServe(program: Command, run: RunWork): void {
  program
    .command("serve")
    .description("Serves the window on this computer only (127.0.0.1), and prints its address with the token that opens it.")
    .option("--port <n>", "port; 0 takes any free one", wholeNumberValue(0, 65_535), 0)
    .action(({ port }: { port: number }) =>
      run(
        async ({ engine, terminal, json }) => {
          if (!existsSync(assets)) terminal.say("The window has not been built yet: npm run build");
          const host = await listen({ engine, port, assets });
          try {
            const { address, port, token } = host;
            await (json ? terminal.printJson({ address, port, token }) : terminal.print(address));
            terminal.say("Open this address in a browser. Ctrl-C ends it.");
            if (!terminal.signal.aborted) await once(terminal.signal, "abort");
          } finally {
            await host.close();
          }
        },
        { endsWhenStopped: true },
      ),
    );
}

async function listen(options: BrowserHostOptions): Promise<BrowserHost> {
  try {
    return await createBrowserHost(options);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EADDRINUSE") throw new LikenessError("busy", `Port ${options.port} is taken. Choose another with --port.`);
    if (code === "EACCES") throw new LikenessError("unsupported", `Port ${options.port} is not open to you. Choose one above 1023.`);
    throw error;
  }
}
