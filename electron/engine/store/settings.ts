/** The person's settings and the scanned folders: defaults where nothing was chosen. */
import type { FilePath, Settings } from "../../contract.ts";

export const defaultSettings: Settings = { ignorePatterns: [], protectedFolders: [], appearance: "system" };

export interface StoredSettings {
  all(): Settings;
  /** Returns the settings after the change. */
  change(part: Partial<Settings>): Settings;
  /** Folders scanned before, in path order. */
  roots(): FilePath[];
  addRoots(folders: readonly FilePath[]): void;
}
