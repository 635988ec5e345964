/** The person's settings and the scanned folders: defaults where nothing was chosen. */
import { type FilePath, type KeeperRule, keeperCriteria, type Settings } from "../../contract.ts";
import { bytesOfPath, pathOfBytes } from "../photo.ts";
import type { Connection } from "./connection.ts";

export const defaultSettings: Settings = {
  ignorePatterns: [],
  protectedFolders: [],
  preferredFolders: [],
  keeperCriteria: keeperCriteria.map((criterion) => ({ criterion, enabled: true })),
  appearance: "system",
  mergeMetadata: "no",
};

const pendingKey = "pending";
const facesKey = "faces";

export interface StoredSettings {
  all(): Settings;
  /** Returns the settings after the change. */
  change(part: Partial<Settings>): Settings;
  /** Folders scanned before, in path order. */
  roots(): FilePath[];
  addRoots(folders: readonly FilePath[]): void;
  /** Whether faces are looked for; they are where nothing was chosen. */
  facesEnabled(): boolean;
  enableFaces(enabled: boolean): void;
  /** What a cleaning up has yet to do, in its own words; null where nothing. */
  pending(): string | null;
  setPending(text: string | null): void;
}

export function createSettings(connection: Connection): StoredSettings {
  const all = connection.query<[string, string]>("SELECT key, value FROM setting");
  const put = connection.query("INSERT OR REPLACE INTO setting VALUES (?, ?)");
  const roots = connection.query<[Uint8Array]>("SELECT path FROM root ORDER BY path");
  const addRoot = connection.query("INSERT OR IGNORE INTO root VALUES (?)");

  const one = connection.query<[string]>("SELECT value FROM setting WHERE key = ?");
  const drop = connection.query("DELETE FROM setting WHERE key = ?");

  // Keys that this version does not know stay in the table, unseen.
  function read(): Settings {
    const stored = Object.fromEntries(all.all().map(([key, value]) => [key, JSON.parse(value)]));
    const known = Object.keys(defaultSettings).filter((key) => key in stored);
    const settings: Settings = { ...defaultSettings, ...Object.fromEntries(known.map((key) => [key, stored[key]])) };
    return { ...settings, keeperCriteria: everyCriterion(settings.keeperCriteria) };
  }

  return {
    all: read,
    change: (part) =>
      connection.write(() => {
        for (const key of Object.keys(defaultSettings) as (keyof Settings)[])
          if (part[key] !== undefined) put.run(key, JSON.stringify(part[key]));
        connection.touch();
        return read();
      }),
    roots: () => roots.all().map(([path]) => pathOfBytes(path)),
    addRoots(folders) {
      connection.write(() => {
        for (const folder of folders) addRoot.run(bytesOfPath(folder));
        connection.touch();
      });
    },
    facesEnabled: () => one.get(facesKey)?.[0] !== "false",
    enableFaces(enabled) {
      connection.write(() => void put.run(facesKey, JSON.stringify(enabled)));
    },
    pending: () => one.get(pendingKey)?.[0] ?? null,
    setPending(text) {
      connection.write(() => void (text === null ? drop.run(pendingKey) : put.run(pendingKey, text)));
    },
  };
}

/** Each criterion once, in the order given; those that are not among them follow in their usual order. */
export function everyCriterion(rules: readonly KeeperRule[]): KeeperRule[] {
  const given = rules.filter(
    ({ criterion }, at) => keeperCriteria.includes(criterion) && rules.findIndex((rule) => rule.criterion === criterion) === at,
  );
  const missing = keeperCriteria.filter((criterion) => !given.some((rule) => rule.criterion === criterion));
  return [
    ...given.map(({ criterion, enabled }) => ({ criterion, enabled })),
    ...missing.map((criterion) => ({ criterion, enabled: true })),
  ];
}
