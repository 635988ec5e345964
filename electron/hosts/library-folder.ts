/** The system and its environment come in; the folder where the library lies by default goes out. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { FilePath } from "../contract.ts";

export interface SystemPlace {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The same folder for every host, so that the window and the terminal see one library. LIKENESS_LIBRARY overrides it. */
export function defaultLibraryFolder({ platform, home, environment }: SystemPlace = thisSystem()): FilePath {
  const { LIKENESS_LIBRARY: chosen, LOCALAPPDATA: local, XDG_DATA_HOME: data } = environment;
  if (chosen) return chosen;
  if (platform === "win32") return join(local || join(home, "AppData", "Local"), "Likeness");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Likeness");
  // The XDG specification has relative paths ignored.
  return join(data?.startsWith("/") ? data : join(home, ".local", "share"), "likeness");
}

function thisSystem(): SystemPlace {
  return { platform: process.platform, home: homedir(), environment: process.env };
}
