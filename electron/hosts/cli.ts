/** The terminal host: this process's arguments, streams and signals come in, its exit status goes out. */
import { readFileSync } from "node:fs";
import { createInterrupt } from "./interrupt.ts";
import { runProgram } from "./program.ts";
import { createTerminal, isReaderGone } from "./terminal.ts";
import { createTrashCan } from "./trash-can.ts";

const signal = createInterrupt(process);
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (!isReaderGone(error)) throw error;
  });
}

const terminal = createTerminal({ results: process.stdout, messages: process.stderr, signal });
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
const status = await runProgram(process.argv.slice(2), {
  version,
  terminal,
  async openEngine(libraryFolder) {
    // Help and wrong usage answer without loading what only an engine needs.
    const { createEngine } = await import("../engine/engine.ts");
    return createEngine({ libraryFolder, trashCan: createTrashCan() });
  },
});
process.exit(status);
