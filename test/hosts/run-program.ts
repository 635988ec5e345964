/** Words and an engine that answers from a list come in; what the terminal's program wrote, asked and returned goes out. */
import type { Engine, MethodName, MethodTypes } from "../../electron/contract.ts";
import { runProgram } from "../../electron/hosts/program.ts";
import { createTerminal } from "../../electron/hosts/terminal.ts";

type Answers = { [M in MethodName]?: (params: MethodTypes[M][0]) => unknown };

export async function run(words: string[], answers: Answers = {}, options: { readerGone?: boolean; stop?: AbortController } = {}) {
  const stop = options.stop ?? new AbortController();
  const out: string[] = [];
  const messages: string[] = [];
  const calls: [string, unknown][] = [];
  const opened: string[] = [];
  let closed = 0;
  const engine = new Proxy({} as Engine, {
    get(_target, name: string) {
      if (name === "then") return undefined;
      if (name === "on") return () => () => {};
      if (name === "close") {
        return async () => {
          closed += 1;
        };
      }
      return async (params: unknown) => {
        calls.push([name, params]);
        return (answers[name as MethodName] as ((params: unknown) => unknown) | undefined)?.(params);
      };
    },
  });
  const results = {
    write(text: string, written: (error?: Error) => void) {
      if (options.readerGone) return written(Object.assign(new Error("gone"), { code: "EPIPE" }));
      out.push(text);
      written();
    },
  };
  const terminal = createTerminal({ results, messages: { write: (text) => messages.push(text) }, signal: stop.signal });
  const status = await runProgram(words, {
    version: "1.2.3",
    terminal,
    async openEngine(folder) {
      opened.push(folder);
      return engine;
    },
  });
  return { status, out: out.join(""), messages: messages.join(""), calls, opened, closed };
}
