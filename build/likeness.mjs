#!/usr/bin/env node
/** The command `likeness`: its arguments come in and go to the terminal host on Node 24. */
import { launch, root } from "./launch.mjs";

process.exitCode = await launch([`${root}electron/hosts/cli.ts`, ...process.argv.slice(2)]);
