/** The types of launch.mjs, which itself must run on a Node that knows no types. */
import type { SpawnOptions } from "node:child_process";

export const root: string;
export function nodePath(): string;
export function poolEnvironment(): NodeJS.ProcessEnv;
export function launch(args: readonly string[], options?: SpawnOptions): Promise<number>;
