/** What a command has to work with: results go to one stream, messages and progress to another, and a stop can come in. */
import { LikenessError } from "../contract.ts";
import { createProgress, type Progress, type ProgressStream } from "./progress.ts";

export interface ResultStream {
  write(text: string, written: (error?: Error | null) => void): unknown;
}

export interface Terminal {
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** A result, with its line end. Waits while the reader is slow; fails with "cancelled" when nobody reads any more. */
  print(text: string): Promise<void>;
  /** Any contract value as one line of JSON. */
  printJson(value: unknown): Promise<void>;
  /** A message for the person. */
  say(text: string): void;
}

export interface TerminalOptions {
  readonly results: ResultStream;
  readonly messages: ProgressStream;
  readonly signal: AbortSignal;
}

export function createTerminal({ results, messages, signal }: TerminalOptions): Terminal {
  const progress = createProgress(messages);

  function print(text: string): Promise<void> {
    progress.clear();
    return new Promise((resolve, reject) => {
      results.write(`${text}\n`, (error) => {
        if (!error) resolve();
        else if (isReaderGone(error)) reject(new ReaderGone());
        else reject(error);
      });
    });
  }

  return {
    signal,
    progress,
    print,
    printJson: (value) => print(JSON.stringify(value)),
    say(text) {
      progress.clear();
      messages.write(`${text}\n`);
    },
  };
}

/** `likeness pairs | head` closes the pipe when it has seen enough: an end, not a failure. */
export class ReaderGone extends LikenessError {
  constructor() {
    super("cancelled", "Nobody reads the results any more.");
  }
}

export function isReaderGone(error: Error): boolean {
  const code = "code" in error ? error.code : null;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "EOF";
}
