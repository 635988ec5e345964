/** The terminal host: this process's arguments, streams and signals come in, its exit status goes out. */
import { readFileSync } from "node:fs";
import { LikenessError } from "../contract.ts";
import { exitStatus, runProgram } from "./program.ts";
import { createTerminal, isReaderGone } from "./terminal.ts";

/** One press of Ctrl-C reaches this process from the terminal and again through npm. */
const samePressMs = 500;

const stop = new AbortController();
let stoppedAtMs = Number.NaN;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted && Date.now() - stoppedAtMs > samePressMs) process.exit(exitStatus.error);
    stoppedAtMs = stop.signal.aborted ? stoppedAtMs : Date.now();
    stop.abort(new LikenessError("cancelled", "Stopped."));
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (!isReaderGone(error)) throw error;
  });
}

const terminal = createTerminal({ results: process.stdout, messages: process.stderr, signal: stop.signal });
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
const status = await runProgram(process.argv.slice(2), {
  version,
  terminal,
  async openEngine(libraryFolder) {
    // Help and wrong usage answer without loading what only an engine needs.
    const { createEngine } = await import("../engine/engine.ts");
    return createEngine({ libraryFolder });
  },
});
process.exit(status);
