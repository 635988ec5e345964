/** The one registry of keys: commands with their keys go in, a key press finds the command that the open view has bound. */
import type { WordKey } from "./words.ts";

export const commands = {
  next: { keys: ["j"], label: "keys.next" },
  previous: { keys: ["k"], label: "keys.previous" },
  accept: { keys: ["Enter"], label: "keys.accept" },
  remove: { keys: ["x"], label: "keys.remove" },
  keep: { keys: ["p"], label: "keys.keep" },
  keepAll: { keys: ["Shift+p"], label: "keys.keepAll" },
  keepOnly: { keys: ["o"], label: "keys.keepOnly" },
  swap: { keys: ["s"], label: "keys.swap" },
  later: { keys: ["l"], label: "keys.later" },
  different: { keys: ["n"], label: "keys.different" },
  same: { keys: ["m"], label: "keys.same" },
  hold: { keys: ["h"], label: "keys.hold" },
  undo: { keys: ["u"], label: "keys.undo" },
  redo: { keys: ["Shift+u"], label: "keys.redo" },
  rule: { keys: ["r"], label: "keys.rule" },
  plan: { keys: ["Shift+x"], label: "keys.plan" },
  compare: { keys: [" "], label: "keys.compare" },
  flip: { keys: ["a"], label: "keys.flip" },
  cropBox: { keys: ["c"], label: "keys.cropBox" },
  wipe: { keys: ["w"], label: "keys.wipe" },
  facts: { keys: ["f"], label: "keys.facts" },
  difference: { keys: ["d"], label: "keys.difference" },
  zoom: { keys: ["z"], label: "keys.zoom" },
  zoomIn: { keys: ["+"], label: "keys.zoomIn" },
  zoomOut: { keys: ["-"], label: "keys.zoomOut" },
  moreLike: { keys: ["t"], label: "keys.moreLike" },
  moreBy: { keys: ["b"], label: "keys.moreBy" },
  unfold: { keys: ["e"], label: "keys.unfold" },
  previousMonth: { keys: ["["], label: "keys.previousMonth" },
  nextMonth: { keys: ["]"], label: "keys.nextMonth" },
  fewerScenes: { keys: ["<"], label: "keys.fewer" },
  moreScenes: { keys: [">"], label: "keys.more" },
  name: { keys: ["r"], label: "keys.name" },
  mark: { keys: ["v"], label: "keys.mark" },
  mergePeople: { keys: ["Shift+m"], label: "keys.mergePeople" },
  split: { keys: ["s"], label: "keys.split" },
  moveFaces: { keys: ["m"], label: "keys.moveFaces" },
  yes: { keys: ["y"], label: "keys.yes" },
  no: { keys: ["n"], label: "keys.no" },
  cover: { keys: ["c"], label: "keys.cover" },
  hide: { keys: ["h"], label: "keys.hide" },
  notCaredAbout: { keys: ["q"], label: "keys.notCaredAbout" },
  notAFace: { keys: ["Shift+q"], label: "keys.notAFace" },
  faces: { keys: ["Shift+f"], label: "keys.faces" },
  inspector: { keys: ["i"], label: "keys.inspector" },
  filter: { keys: ["/"], label: "keys.filter" },
  help: { keys: ["?"], label: "keys.help" },
  close: { keys: ["Escape"], label: "keys.close" },
  goLibrary: { keys: ["g l"], label: "view.library" },
  goGroups: { keys: ["g g"], label: "view.groups" },
  goPeople: { keys: ["g p"], label: "view.people" },
  goFolders: { keys: ["g f"], label: "view.folders" },
  goLearning: { keys: ["g e"], label: "view.learning" },
  goJournal: { keys: ["g j"], label: "view.journal" },
  goSettings: { keys: ["g s"], label: "view.settings" },
} as const satisfies Record<string, { keys: readonly string[]; label: WordKey }>;
export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];

/** Keys that the person gave to a command instead of its own. */
export type KeyOverrides = Partial<Record<CommandName, string>>;

/** `released` is called when the key comes up again, for what lasts only while it is held. */
export type Handler = (() => void) | { readonly pressed: () => void; readonly released: () => void };

export interface Keys {
  keyOf(command: CommandName): string;
  /** Binds commands until what is returned is called; the newest binding of a command counts. */
  bind(handlers: Partial<Record<CommandName, Handler>>): () => void;
  pressed(event: KeyboardEvent): void;
  released(event: KeyboardEvent): void;
}

const sequenceMs = 1_200;

export function createKeys(overrides: () => KeyOverrides): Keys {
  const bound: Partial<Record<CommandName, Handler>>[] = [];
  let prefix: { key: string; atMs: number } | null = null;
  const held = new Map<string, () => void>();

  const keyOf = (command: CommandName): string => overrides()[command] ?? commands[command].keys[0];
  const handlerOf = (command: CommandName): Handler | undefined => bound.findLast((handlers) => handlers[command])?.[command];
  const commandFor = (key: string): CommandName | undefined => commandNames.find((command) => keyOf(command) === key && handlerOf(command));
  const isPrefix = (key: string): boolean => commandNames.some((command) => keyOf(command).startsWith(`${key} `));

  return {
    keyOf,
    bind(handlers) {
      bound.push(handlers);
      return () => void bound.splice(bound.indexOf(handlers), 1);
    },
    pressed(event) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      // What a sheet takes away with the focus on it leaves the focus below the sheet, where nothing may answer.
      if (document.querySelector("dialog:modal")) return;
      const key = nameOf(event);
      if (isTyping(event.target) && key !== "Escape") return;
      if ((key === " " || key === "Enter") && activates(event.target, key)) return;
      const started = prefix && event.timeStamp - prefix.atMs < sequenceMs ? prefix.key : null;
      prefix = null;
      const command = (started === null ? undefined : commandFor(`${started} ${key}`)) ?? commandFor(key);
      if (command) {
        event.preventDefault();
        run(command, key, event.repeat);
      } else if (started === null && isPrefix(key)) prefix = { key, atMs: event.timeStamp };
    },
    released(event) {
      const key = nameOf(event);
      held.get(key)?.();
      held.delete(key);
    },
  };

  function run(command: CommandName, key: string, repeated: boolean): void {
    const handler = handlerOf(command);
    if (typeof handler === "function") handler();
    else if (handler && !repeated) {
      handler.pressed();
      held.set(key, handler.released);
    }
  }
}

/** Letters in lower case, so that Caps Lock changes nothing; "Shift+" before them where that is held. "=" is "+" without its shift. */
export function nameOf(event: KeyboardEvent): string {
  const { key, shiftKey } = event;
  if (key === "=") return "+";
  if (key.length !== 1) return key;
  const lower = key.toLowerCase();
  return shiftKey && lower !== key.toUpperCase() ? `Shift+${lower}` : lower;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "checkbox" && target.type !== "radio";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Space and Enter belong to a focused button, Space to a box as well; on a chosen radio it would do nothing. */
function activates(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("button, summary, a[href]")) return true;
  return key === " " && target instanceof HTMLInputElement && target.type === "checkbox";
}
