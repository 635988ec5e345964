/** Work that moves files comes in; it runs with its progress shown, its receipt is printed, and files left as they were fail the command. */
import { type Engine, LikenessError, type Receipt } from "../../contract.ts";
import type { Terminal } from "../terminal.ts";
import { counted } from "../words.ts";
import { shownReceipt } from "./shown-plan.ts";

/** What holds after a stop in the middle of moving. */
export const movedStays = "What was moved so far stands in the journal: `likeness journal` shows it, `likeness undo` brings it back.";

interface Session {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly json: boolean;
}

/** The receipt where there was nothing to do. */
export const nothingMoved: Receipt = {
  session: null,
  done: [],
  written: [],
  copied: [],
  failed: [],
  bytes: 0,
  undoable: false,
  text: "Nothing was moved.",
};

export async function moveFiles({ engine, terminal, json }: Session, work: () => Promise<Receipt>): Promise<void> {
  const stopListening = engine.on("job", terminal.progress.show);
  try {
    const receipt = await work();
    terminal.progress.clear();
    await (json ? terminal.printJson(receipt) : terminal.print(shownReceipt(receipt)));
    if (receipt.failed.length > 0)
      throw new LikenessError(
        "unreadable",
        `${counted(receipt.failed.length, "file")} could not be moved and ${receipt.failed.length === 1 ? "is as it was" : "are as they were"}.`,
      );
  } finally {
    terminal.progress.clear();
    stopListening();
  }
}
